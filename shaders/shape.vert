#version 300 es
// Rounded boxes and discs: one square an instance, with room around it for its glow.
layout(location = 0) in vec2 corner;
layout(location = 1) in vec4 box;    // middle, half its size
layout(location = 2) in vec4 form;   // corner radius, edge width, style, glow
layout(location = 3) in vec4 fill;
layout(location = 4) in vec4 edge;
uniform vec2 canvas;
out vec2 at;
flat out vec2 size;
flat out vec4 shape;
flat out vec4 inner;
flat out vec4 outer;

const float kRoom = 18.0;

void main() {
  at = corner * (box.zw + kRoom);
  size = box.zw;
  shape = form;
  inner = fill;
  outer = edge;
  vec2 place = (box.xy + at) / canvas * 2.0 - 1.0;
  gl_Position = vec4(place.x, -place.y, 0.0, 1.0);
}
