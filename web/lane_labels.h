// Where the labels of short bars go: beside their bars, in nobody's way, the important ones first.
#pragma once
#include <cstdint>
#include <vector>

#include "web/geometry.h"

namespace caplab::web {

struct LabelWish {
  Rect bar;
  float full = 0;   // how wide the whole label is
  float brief = 0;  // and its short form; 0: it has none
  int weight = 0;   // the heavier is placed first; less than 0: nothing is placed, only kept free
};

enum class LabelForm : std::uint8_t { none, full, brief, cut };

struct LabelPlace {
  LabelForm form = LabelForm::none;
  bool inside = false;  // of its bar
  Rect box;
};

// By wish. Everything stays within `area`.
std::vector<LabelPlace> place_labels(const std::vector<LabelWish>& wishes, const Rect& area);

}  // namespace caplab::web
