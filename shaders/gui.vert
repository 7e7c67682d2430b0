#version 300 es
// Dear ImGui's triangles.
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 corner;  // in the texture
layout(location = 2) in vec4 color;
uniform vec2 canvas;
out vec2 at;
out vec4 paint;

void main() {
  at = corner;
  paint = color;
  vec2 place = position / canvas * 2.0 - 1.0;
  gl_Position = vec4(place.x, -place.y, 0.0, 1.0);
}
