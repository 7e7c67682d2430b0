#version 300 es
// Messages on their way: where one is follows from the time alone, so nothing is sent to the
// graphics card while they travel.
layout(location = 0) in vec2 corner;
layout(location = 1) in vec4 ends;   // from, to
layout(location = 2) in vec4 times;  // sent, arrives, share of the way at which it stops, fading
layout(location = 3) in vec4 form;   // size, kind, lost
layout(location = 4) in vec4 tint;
uniform vec2 canvas;
uniform float now;    // as times: seconds since the picture was made
uniform float still;  // 1: messages stand in the middle of their way instead of travelling
out vec2 at;  // forward, sideways
flat out vec4 shape;
flat out vec4 paint;

const float kRoom = 3.2;

void main() {
  float span = max(times.y - times.x, 0.000001);
  float stops = times.x + span * times.z;
  float share = mix(clamp((now - times.x) / span, 0.0, times.z), min(0.5, times.z), still);
  float alpha = now > stops ? 1.0 - (now - stops) / max(times.w, 0.000001) : 1.0;
  bool shown = now >= times.x && alpha > 0.0;
  vec2 way = ends.zw - ends.xy;
  vec2 forward = way / max(length(way), 0.001);
  vec2 sideways = vec2(-forward.y, forward.x);
  at = corner * form.x * kRoom;
  // Each direction keeps to its side of the line.
  vec2 place = mix(ends.xy, ends.zw, share) + sideways * 5.0 + forward * at.x + sideways * at.y;
  shape = vec4(form.xyz, now > stops ? 1.0 : 0.0);
  paint = vec4(tint.rgb, tint.a * clamp(alpha, 0.0, 1.0));
  vec2 clip = place / canvas * 2.0 - 1.0;
  gl_Position = shown ? vec4(clip.x, -clip.y, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
}
