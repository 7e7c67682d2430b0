// Compiling and linking.
#include "web/gl_program.h"

#include <GLES3/gl3.h>

namespace caplab::web {
namespace {

unsigned compile(unsigned kind, const char* text, std::string& problem) {
  const unsigned shader = glCreateShader(kind);
  glShaderSource(shader, 1, &text, nullptr);
  glCompileShader(shader);
  int ok = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok) return shader;
  char log[512] = "";
  glGetShaderInfoLog(shader, sizeof(log), nullptr, log);
  problem += std::string("A shader could not be compiled: ") + log;
  return shader;
}

}  // namespace

unsigned make_program(const char* vertex, const char* fragment, std::string& problem) {
  const unsigned program = glCreateProgram();
  const unsigned parts[] = {compile(GL_VERTEX_SHADER, vertex, problem),
                            compile(GL_FRAGMENT_SHADER, fragment, problem)};
  for (const unsigned part : parts) glAttachShader(program, part);
  glLinkProgram(program);
  for (const unsigned part : parts) glDeleteShader(part);
  int ok = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &ok);
  if (!ok && problem.empty()) problem = "The shaders do not fit together.";
  return program;
}

}  // namespace caplab::web
