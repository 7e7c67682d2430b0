// The scene as lists of instances for the shaders: what to draw, in pixels and colours. It knows
// no graphics library, so it can be tested.
#pragma once
#include <vector>

#include "web/cuts.h"
#include "web/scene_view.h"

namespace caplab::web {

enum class ShapeStyle : std::uint8_t { solid, dashed, hatched, twofold };
enum class StrokeStyle : std::uint8_t { plain, dashed, torn, torn_one_way };
enum class FlightKind : std::uint8_t { ask, answer, read, ballot, beat };

struct ShapeInstance {
  float x, y, half_w, half_h;
  float radius, edge_width, style, glow;
  Color fill;
  Color edge;
};
struct StrokeInstance {
  float from_x, from_y, to_x, to_y;
  float width, style, glow, begins;
  Color color;
  Color ground;
};
struct FlightInstance {
  float from_x, from_y, to_x, to_y;
  float sent, arrives, stops, fades;  // seconds since Flights::epoch; a share; seconds
  float size, kind, lost, unused;
  Color color;
};

// Drawn in this order.
struct ScenePicture {
  std::vector<ShapeInstance> sites;
  std::vector<StrokeInstance> strokes;
  std::vector<ShapeInstance> nodes;
};

// The messages of a stretch of time; made anew only when time leaves it or the scene changes.
struct Flights {
  Time epoch;
  Time from;
  Time until;
  std::vector<FlightInstance> flights;
};

// What the pointer or the keyboard is at.
struct Highlight {
  NodeId node = kNobody;
  std::size_t site = SIZE_MAX;
};

ScenePicture picture_of(const App& app, const SceneView& view, const SceneLayout& layout,
                        const Highlight& highlight);
Flights flights_of(const App& app, const SceneLayout& layout);

FlightKind kind_of_flight(MessageKind kind);
Color color_of(const Theme& theme, Health health);
Color color_of(const Theme& theme, Ended ended, bool stale);

}  // namespace caplab::web
