#version 300 es
// A message by its kind: the shape of its point says what it is, not the colour alone.
precision highp float;
in vec2 at;
flat in vec4 shape;  // size, kind, lost, stopped
flat in vec4 paint;
out vec4 color;

const float kAsk = 0.0;      // pointed
const float kAnswer = 1.0;   // round, with a notch
const float kRead = 2.0;     // pointed and hollow
const float kBallot = 3.0;   // a diamond
const float kBeat = 4.0;     // a dot

float covered(float distance, float aa) { return clamp(0.5 - distance / aa, 0.0, 1.0); }

float capsule(vec2 p, float half_length, float radius) {
  p.x -= clamp(p.x, -half_length, half_length);
  return length(p) - radius;
}

// A capsule whose front narrows to a point.
float pointed(vec2 p, float s) {
  float body = capsule(p + vec2(s * 0.25, 0.0), s * 0.45, s * 0.5);
  vec2 q = vec2(p.x - s * 0.35, abs(p.y));
  float tip = max(dot(q, normalize(vec2(0.62, 1.0))) - s * 0.44, -q.x);
  return min(body, tip);
}

float cross_mark(vec2 p, float s) {
  vec2 q = abs(p);
  return max(abs(q.x - q.y) * 0.7071 - s * 0.14, max(q.x, q.y) - s * 0.62);
}

float distance_of(float kind, vec2 p, float s) {
  if (kind == kAnswer) {
    float notch = length(p + vec2(s * 0.85, 0.0)) - s * 0.42;
    return max(capsule(p, s * 0.4, s * 0.5), -notch);
  }
  if (kind == kRead) return abs(pointed(p, s) + s * 0.1) - s * 0.12;
  if (kind == kBallot) return (abs(p.x) * 0.8 + abs(p.y)) * 0.78 - s * 0.5;
  if (kind == kBeat) return length(p) - s * 0.28;
  return pointed(p, s);
}

void main() {
  float s = shape.x;
  bool dead = shape.z > 0.5 && shape.w > 0.5;
  float d = dead ? cross_mark(at, s * 1.1) : distance_of(shape.y, at, s);
  float body = covered(d, max(fwidth(d), 0.0001));
  float behind = clamp(-at.x / (s * 2.6), 0.0, 1.0);
  float tail = at.x < 0.0 && !dead && shape.y != kBeat
      ? (1.0 - behind) * covered(abs(at.y) - s * 0.3 * (1.0 - behind), 1.0) * 0.35
      : 0.0;
  float glow = exp(-max(d, 0.0) * 6.0 / s) * 0.22;
  color = vec4(paint.rgb, 1.0) * max(max(body, tail), glow) * paint.a;
}
