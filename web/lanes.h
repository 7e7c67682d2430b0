// The lanes while they are drawn: for panel_lanes.cpp, which draws their ground, and
// panel_bars.cpp, which draws what lies on them.
#pragma once
#include "web/panels.h"
#include "web/theme_values.h"

namespace caplab::web {

struct Lanes {
  Ui& ui;
  const TimelineView& view;
  TimeScale scale;
  Rect axis;
  Rect area;  // of all lanes
  float lane = k_sizes_lane;
  bool narrow = false;

  Rect row(std::size_t i) const {
    return {area.x, area.y + lane * static_cast<float>(i), area.w, lane};
  }
};

void draw_bars(const Lanes& lanes);

}  // namespace caplab::web
