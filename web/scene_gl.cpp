// WebGL 2 and OpenGL ES 3, instanced squares.
#include "web/scene_gl.h"

#include <GLES3/gl3.h>

#include <cmath>

#include "web/gl_program.h"
#include "web/shader_texts.h"

namespace caplab::web {
namespace {

const void* offset(int floats) {
  return reinterpret_cast<const void*>(static_cast<std::uintptr_t>(floats) * sizeof(float));
}

// Attribute 0 is the square's corner; the rest of the instance comes in fours.
void describe(InstanceProgram& target, unsigned square) {
  glGenVertexArrays(1, &target.vertex_array);
  glGenBuffers(1, &target.instances);
  glBindVertexArray(target.vertex_array);
  glBindBuffer(GL_ARRAY_BUFFER, square);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glBindBuffer(GL_ARRAY_BUFFER, target.instances);
  const int stride = target.floats * static_cast<int>(sizeof(float));
  for (int at = 0; at * 4 < target.floats; ++at) {
    const auto attribute = static_cast<unsigned>(at + 1);
    glEnableVertexAttribArray(attribute);
    glVertexAttribPointer(attribute, 4, GL_FLOAT, GL_FALSE, stride, offset(at * 4));
    glVertexAttribDivisor(attribute, 1);
  }
  glBindVertexArray(0);
}

template <typename Instance>
InstanceProgram make(const char* vertex, const char* fragment, unsigned square,
                     std::string& problem) {
  static_assert(sizeof(Instance) % (4 * sizeof(float)) == 0);
  InstanceProgram made;
  made.floats = static_cast<int>(sizeof(Instance) / sizeof(float));
  made.program = make_program(vertex, fragment, problem);
  made.canvas = glGetUniformLocation(made.program, "canvas");
  made.now = glGetUniformLocation(made.program, "now");
  made.still = glGetUniformLocation(made.program, "still");
  describe(made, square);
  return made;
}

template <typename Instance>
void upload(const InstanceProgram& target, const std::vector<Instance>& instances) {
  glBindBuffer(GL_ARRAY_BUFFER, target.instances);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(instances.size() * sizeof(Instance)),
               instances.data(), GL_STREAM_DRAW);
}

void draw_instances(const InstanceProgram& target, Vec size, int count) {
  if (count == 0) return;
  glUseProgram(target.program);
  glUniform2f(target.canvas, size.x, size.y);
  glBindVertexArray(target.vertex_array);
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, count);
}

template <typename Instance>
void draw_list(const InstanceProgram& target, Vec size, const std::vector<Instance>& instances) {
  upload(target, instances);
  draw_instances(target, size, static_cast<int>(instances.size()));
}

void limit_to(const Rect& room, const Screen& screen) {
  const auto dots = [&](float pixels) {
    return static_cast<int>(std::lround(pixels * screen.density));
  };
  glEnable(GL_SCISSOR_TEST);
  glScissor(dots(room.x), dots(screen.size.y - room.bottom()), dots(room.w), dots(room.h));
}

}  // namespace

std::string SceneGl::create() {
  const float corners[] = {-1, -1, 1, -1, -1, 1, 1, 1};
  glGenBuffers(1, &square_);
  glBindBuffer(GL_ARRAY_BUFFER, square_);
  glBufferData(GL_ARRAY_BUFFER, sizeof(corners), corners, GL_STATIC_DRAW);
  std::string problem;
  shapes_ = make<ShapeInstance>(k_shape_vert, k_shape_frag, square_, problem);
  strokes_ = make<StrokeInstance>(k_stroke_vert, k_stroke_frag, square_, problem);
  flights_ = make<FlightInstance>(k_flight_vert, k_flight_frag, square_, problem);
  return problem;
}

void SceneGl::forget() { *this = SceneGl{}; }

void SceneGl::take_flights(const Flights& flights) {
  upload(flights_, flights.flights);
  flight_count_ = static_cast<int>(flights.flights.size());
}

void SceneGl::draw(const ScenePicture& picture, const Screen& screen, const Rect& room,
                   Color ground, float now, bool still) {
  glViewport(0, 0, static_cast<int>(screen.size.x * screen.density),
             static_cast<int>(screen.size.y * screen.density));
  glDisable(GL_SCISSOR_TEST);
  glClearColor(ground.r, ground.g, ground.b, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  limit_to(room, screen);
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  draw_list(shapes_, screen.size, picture.sites);
  draw_list(strokes_, screen.size, picture.strokes);
  glUseProgram(flights_.program);
  glUniform1f(flights_.now, now);
  glUniform1f(flights_.still, still ? 1.0F : 0.0F);
  draw_instances(flights_, screen.size, flight_count_);
  draw_list(shapes_, screen.size, picture.nodes);
  glBindVertexArray(0);
  glDisable(GL_SCISSOR_TEST);
}

}  // namespace caplab::web
