// WebGL 2 and OpenGL ES 3. Textures are Dear ImGui's own: it says what it wants of each.
#include "web/gui_gl.h"

#include <GLES3/gl3.h>

#include <cmath>
#include <cstddef>

#include "web/gl_program.h"
#include "web/shader_texts.h"

namespace caplab::web {
namespace {

static_assert(sizeof(ImDrawIdx) == 4);

const void* offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }

void upload(const ImTextureData& texture, int x, int y, int width, int height) {
  glPixelStorei(GL_UNPACK_ROW_LENGTH, texture.Width);
  glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, GL_RGBA, GL_UNSIGNED_BYTE,
                  texture.Pixels + (x + y * texture.Width) * texture.BytesPerPixel);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

void create(ImTextureData& texture) {
  unsigned id = 0;
  glGenTextures(1, &id);
  glBindTexture(GL_TEXTURE_2D, id);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, texture.Width, texture.Height, 0, GL_RGBA,
               GL_UNSIGNED_BYTE, texture.Pixels);
  texture.SetTexID(id);
  texture.SetStatus(ImTextureStatus_OK);
}

void destroy(ImTextureData& texture) {
  const auto id = static_cast<unsigned>(texture.TexID);
  glDeleteTextures(1, &id);
  texture.SetTexID(ImTextureID_Invalid);
  texture.SetStatus(ImTextureStatus_Destroyed);
}

void fulfil(ImTextureData& texture) {
  switch (texture.Status) {
    case ImTextureStatus_OK:
    case ImTextureStatus_Destroyed: return;
    case ImTextureStatus_WantCreate: return create(texture);
    case ImTextureStatus_WantUpdates:
      glBindTexture(GL_TEXTURE_2D, static_cast<unsigned>(texture.TexID));
      for (const ImTextureRect& part : texture.Updates) {
        upload(texture, part.x, part.y, part.w, part.h);
      }
      return texture.SetStatus(ImTextureStatus_OK);
    case ImTextureStatus_WantDestroy:
      if (texture.UnusedFrames > 0) destroy(texture);
  }
}

void limit_to(const ImVec4& clip, const Screen& screen) {
  const auto dots = [&](float pixels) {
    return static_cast<int>(std::lround(pixels * screen.density));
  };
  glScissor(dots(clip.x), dots(screen.size.y - clip.w), dots(clip.z) - dots(clip.x),
            dots(clip.w) - dots(clip.y));
}

}  // namespace

std::string GuiGl::create() {
  ImGuiIO& io = ImGui::GetIO();
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  std::string problem;
  program_ = make_program(k_gui_vert, k_gui_frag, problem);
  canvas_ = glGetUniformLocation(program_, "canvas");
  glGenVertexArrays(1, &vertex_array_);
  glGenBuffers(1, &vertices_);
  glGenBuffers(1, &indices_);
  glBindVertexArray(vertex_array_);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  for (const unsigned attribute : {0U, 1U, 2U}) glEnableVertexAttribArray(attribute);
  constexpr int kStride = sizeof(ImDrawVert);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, kStride, offset(offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(2, 4, GL_UNSIGNED_BYTE, GL_TRUE, kStride,
                        offset(offsetof(ImDrawVert, col)));
  glBindVertexArray(0);
  return problem;
}

void GuiGl::forget() {
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);
  }
  *this = GuiGl{};
}

void GuiGl::prepare(const Screen& screen) const {
  glViewport(0, 0, static_cast<int>(screen.size.x * screen.density),
             static_cast<int>(screen.size.y * screen.density));
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glUseProgram(program_);
  glUniform2f(canvas_, screen.size.x, screen.size.y);
  glActiveTexture(GL_TEXTURE0);
  glBindVertexArray(vertex_array_);
}

void GuiGl::draw_list(const ImDrawList& list, const Screen& screen) const {
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data,
               GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data,
               GL_STREAM_DRAW);
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const ImVec4& clip = command.ClipRect;
    if (clip.z <= clip.x || clip.w <= clip.y || command.UserCallback) continue;
    limit_to(clip, screen);
    glBindTexture(GL_TEXTURE_2D, static_cast<unsigned>(command.GetTexID()));
    glDrawElements(GL_TRIANGLES, static_cast<int>(command.ElemCount), GL_UNSIGNED_INT,
                   offset(command.IdxOffset * sizeof(ImDrawIdx)));
  }
}

void GuiGl::draw(const ImDrawData& data, const Screen& screen) {
  if (data.Textures) {
    for (ImTextureData* texture : *data.Textures) fulfil(*texture);
  }
  prepare(screen);
  for (const ImDrawList* list : data.CmdLists) draw_list(*list, screen);
  glBindVertexArray(0);
  glDisable(GL_SCISSOR_TEST);
}

}  // namespace caplab::web
