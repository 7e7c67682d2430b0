#version 300 es
// Letters and shapes, from one texture.
precision mediump float;
in vec2 at;
in vec4 paint;
uniform sampler2D image;
out vec4 color;

void main() {
  vec4 result = paint * texture(image, at);
  color = vec4(result.rgb * result.a, result.a);
}
