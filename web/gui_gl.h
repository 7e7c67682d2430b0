// Draws what Dear ImGui has laid out. Its own backend asks the graphics card for its state before
// each frame, and in a browser every such question waits until the card has caught up; here nobody
// else uses the card, so nothing is asked.
#pragma once
#include <imgui.h>

#include <string>

#include "web/scene_gl.h"

namespace caplab::web {

class GuiGl {
 public:
  // Says why not, where the graphics card refuses. REQUIRES: Dear ImGui has its context.
  std::string create();
  // The context was lost and everything in it with it.
  void forget();
  bool ready() const { return program_ != 0; }

  void draw(const ImDrawData& data, const Screen& screen);

 private:
  void prepare(const Screen& screen) const;
  void draw_list(const ImDrawList& list, const Screen& screen) const;

  unsigned program_ = 0;
  unsigned vertex_array_ = 0;
  unsigned vertices_ = 0;
  unsigned indices_ = 0;
  int canvas_ = -1;
};

}  // namespace caplab::web
