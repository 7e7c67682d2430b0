#version 300 es
// Lines between nodes and the tears across them: one box along each line.
layout(location = 0) in vec2 corner;
layout(location = 1) in vec4 ends;   // from, to
layout(location = 2) in vec4 form;   // width, style, glow, where along a longer line it begins
layout(location = 3) in vec4 tint;
layout(location = 4) in vec4 ground;
uniform vec2 canvas;
out vec2 at;  // along, across
flat out float span;
flat out vec4 shape;
flat out vec4 paint;
flat out vec4 below;

const float kRoom = 22.0;

void main() {
  vec2 way = ends.zw - ends.xy;
  span = max(length(way), 0.001);
  vec2 along = way / span;
  vec2 across = vec2(-along.y, along.x);
  at = vec2((corner.x * 0.5 + 0.5) * (span + 2.0 * kRoom) - kRoom, corner.y * kRoom);
  shape = form;
  paint = tint;
  below = ground;
  vec2 place = (ends.xy + along * at.x + across * at.y) / canvas * 2.0 - 1.0;
  gl_Position = vec4(place.x, -place.y, 0.0, 1.0);
}
