#version 300 es
// The distance to a rounded box decides what is inside, edge, or glow.
precision highp float;
in vec2 at;
flat in vec2 size;
flat in vec4 shape;
flat in vec4 inner;
flat in vec4 outer;
out vec4 color;

const float kSolid = 0.0;
const float kDashed = 1.0;
const float kHatched = 2.0;
const float kDouble = 3.0;

float box_distance(vec2 p, vec2 half_size, float radius) {
  vec2 q = abs(p) - half_size + radius;
  return min(max(q.x, q.y), 0.0) + length(max(q, 0.0)) - radius;
}

float covered(float distance, float aa) { return clamp(0.5 - distance / aa, 0.0, 1.0); }

// How far along the edge a point is, for dashes: around a disc by its angle, else along the side.
float along_edge(vec2 p, vec2 half_size, float radius) {
  if (radius >= min(half_size.x, half_size.y) - 0.5) return atan(p.y, p.x) * half_size.x;
  return abs(p.x) / half_size.x > abs(p.y) / half_size.y ? p.y : p.x;
}

void main() {
  float radius = min(shape.x, min(size.x, size.y));
  float d = box_distance(at, size, radius);
  float aa = max(fwidth(d), 0.0001);
  float inside = covered(d, aa);
  vec4 result = vec4(inner.rgb, 1.0) * inner.a * inside;

  if (shape.z == kHatched) {
    float stripe = abs(fract((at.x + at.y) / 9.0) - 0.5) * 9.0;
    float lines = clamp(1.0 - abs(stripe - 2.25) / 0.75, 0.0, 1.0) * inside * 0.45;
    result = mix(result, vec4(outer.rgb, 1.0) * outer.a, lines);
  }

  float width = shape.y;
  float edge = covered(abs(d + width * 0.5) - width * 0.5, aa);
  if (shape.z == kDashed) {
    float dash = fract(along_edge(at, size, radius) / 9.0 + 0.2);
    edge *= clamp((0.3 - abs(dash - 0.5)) * 9.0 / aa + 0.5, 0.0, 1.0);
  }
  if (shape.z == kDouble) {
    edge = max(edge, covered(abs(d + width * 0.5 + 4.0) - width * 0.5, aa));
  }
  result = mix(result, vec4(outer.rgb, 1.0) * outer.a, edge);

  float glow = exp(-max(d, 0.0) * 0.28) * shape.w * (1.0 - inside) * 0.7;
  color = result + vec4(outer.rgb, 1.0) * glow * (1.0 - result.a);
}
