// What can be seen and done on the canvas, as data: for tests, for assistive tools, and for the
// page's list of controls. Drawing fills it anew each frame.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "web/geometry.h"

namespace caplab::web {

struct TreeItem {
  std::string id{};     // "settings.withdraw.quorum": the same in every frame and language
  std::string label{};  // what a reader says
  std::string role{};   // button radio slider text node link progress
  Rect rect{};          // on the canvas
  bool enabled = true;
  std::string value{};   // "true" and "false" of a radio
  std::int64_t max = 0;  // of a slider; its least value is 0
  std::int64_t step = 1;
};

struct Tree {
  std::vector<TreeItem> items;
  const TreeItem* find(const std::string& id) const;
};

// As JSON, moved by where the canvas lies on the page.
std::string tree_json(const Tree& tree, Vec canvas);

}  // namespace caplab::web
