#version 300 es
// Plain, dashed and torn lines.
precision highp float;
in vec2 at;
flat in float span;
flat in vec4 shape;
flat in vec4 paint;
flat in vec4 below;
out vec4 color;

const float kPlain = 0.0;
const float kDashed = 1.0;
const float kTorn = 2.0;
const float kTornOneWay = 3.0;

float hash(float n) { return fract(sin(n * 127.1) * 43758.5453); }

// A zigzag with teeth of uneven height, the same in every frame.
float zigzag(float x) {
  float tooth = x / 8.0;
  float from = floor(tooth);
  float a = (hash(from) - 0.5) * 2.0;
  float b = (hash(from + 1.0) - 0.5) * 2.0;
  return mix(a, b, fract(tooth)) * 5.0;
}

float covered(float distance, float aa) { return clamp(0.5 - distance / aa, 0.0, 1.0); }

vec4 plain_line() {
  float aa = max(fwidth(at.y), 0.0001);
  float ends = covered(max(-at.x, at.x - span), max(fwidth(at.x), 0.0001));
  float line = covered(abs(at.y) - shape.x * 0.5, aa) * ends;
  if (shape.y == kDashed) {
    line *= clamp((0.28 - abs(fract(at.x / 10.0) - 0.5)) * 10.0 + 0.5, 0.0, 1.0);
  }
  float glow = exp(-abs(at.y) * 0.45) * shape.z * ends * 0.6;
  return vec4(paint.rgb, 1.0) * max(line, glow) * paint.a;
}

// Two ragged edges with the ground between them, glowing a little, fading out at the line's ends.
vec4 torn_line() {
  float x = at.x + shape.w;
  float d = at.y - zigzag(x);
  float gap = 3.0;
  float aa = 1.2;
  float fade = smoothstep(-16.0, 14.0, at.x) * smoothstep(-16.0, 14.0, span - at.x);
  float edges = covered(abs(abs(d) - gap) - shape.x * 0.5, aa);
  if (shape.y == kTornOneWay) edges *= d > 0.0 ? 1.0 : 0.35;
  float hole = covered(abs(d) - gap, aa);
  float glow = exp(-max(abs(d) - gap, 0.0) * 0.22) * 0.34;
  vec4 result = vec4(below.rgb, 1.0) * hole * 0.9;
  result = mix(result, vec4(paint.rgb, 1.0), edges);
  result += vec4(paint.rgb, 1.0) * glow * (1.0 - result.a);
  return result * fade;
}

void main() { color = shape.y >= kTorn ? torn_line() : plain_line(); }
