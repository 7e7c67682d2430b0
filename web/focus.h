// Where the keyboard is among the canvas' widgets, and where a key takes it. The tree is the order.
#pragma once
#include <string>

#include "web/tree.h"

namespace caplab::web {

struct Focus {
  std::string id;        // of the widget; empty: none
  bool visible = false;  // shown after a key, hidden after a click
  bool moved = false;    // since the last frame: the widget scrolls itself into view
};

// The widget after this one, or before it, round and round; of several radio buttons only the
// chosen one is on the way. Empty where nothing can be used.
std::string next_focus(const Tree& tree, const std::string& id, bool back);

// The next radio button of the same group, round and round; `id` itself where it is none.
std::string next_radio(const Tree& tree, const std::string& id, bool back);

}  // namespace caplab::web
