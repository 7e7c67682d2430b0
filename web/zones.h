// Where the page's parts lie: from the size of the canvas, what the HTML covers of it, and where
// the learner dragged the splitters.
#pragma once
#include <cstdint>

#include "web/geometry.h"

namespace caplab::web {

// What a phone shows below the time line.
enum class Tab : std::uint8_t { lesson, settings, verdict };

// What the page tells us about itself, in CSS pixels of the page.
struct PageShape {
  Rect canvas{0, 0, 1280, 720};
  Rect lesson;     // what the HTML covers; empty: nothing
  Rect inspector;  // on phones: what it leaves free for our settings and verdict
  Tab tab = Tab::lesson;
  bool operator==(const PageShape&) const = default;
};

// What the learner dragged; 0: as the look has it.
struct Splits {
  float timeline = 0;
  float inspector = 0;
  bool operator==(const Splits&) const = default;
};

// In pixels of the canvas.
struct Zones {
  Rect scene;
  Rect timeline;
  Rect inspector;  // empty where a phone shows the lesson instead
  bool phone = false;
  bool operator==(const Zones&) const = default;
};

Zones zones_of(const PageShape& shape, const Splits& splits);

}  // namespace caplab::web
