// The time line of one run: lanes, bars, bands, slanted messages, and the way between times and
// pixels. Of what lies beyond the furthest moment shown only the plan is in it, never a result.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "web/app.h"
#include "web/geometry.h"
#include "web/words.h"

namespace caplab::web {

// The stretch of time that the time line shows.
struct TimeWindow {
  Time from;
  Time until;
  bool operator==(const TimeWindow&) const = default;
};

// Times across, in pixels.
struct TimeScale {
  TimeWindow window;
  float left = 0;
  float width = 1;
  float x_of(Time at) const;
  Time time_at(float x) const;
};

// Closer or farther, around `center`, within [0, end]; never closer than 20 ms.
TimeWindow zoomed(const TimeWindow& window, Time center, float factor, Time end);
TimeWindow moved(const TimeWindow& window, Duration by, Time end);
// Moved so that `now` is well inside, where it is not.
TimeWindow following(const TimeWindow& window, Time now, Time end);

// What is best seen first: of a violating schedule the operations that violate, else everything.
TimeWindow first_window(const App& app);

// Round distances for the axis, so that there are about `wanted` of them.
Duration tick_distance(const TimeWindow& window, int wanted);

struct Lane {
  NodeId node = kNobody;
  std::string label;
  bool client = false;
};

struct Bar {
  OpId op = kNoOp;
  std::size_t lane = 0;
  int row = 0;  // operations of one client that overlap lie in different rows
  Time from;
  Time until;                    // where it is under way: as far as is known
  bool open = false;             // under way at the playhead, or never answered
  Ended ended = Ended::not_yet;  // at the playhead
  bool stale = false;
  bool ringed = false;  // violates
  bool selected = false;
  bool minor = false;  // follows another operation by itself
  bool ahead = false;  // called after the playhead
  std::string label;   // "Withdraw €80 → paid"
};

struct Band {
  Time from;
  Time until;
  std::string name;
  std::size_t lane = SIZE_MAX;  // of the node it is about; SIZE_MAX: all
};

struct Slant {
  std::size_t from = 0;  // lanes
  std::size_t to = 0;
  Time sent;
  Time until;
  MessageKind message = MessageKind::ping;
  bool lost = false;
};

// A call that the script has planned and that has not been made yet.
struct Plan {
  std::size_t lane = 0;
  Time at;
  std::string label;
};

struct TimelineView {
  std::vector<Lane> lanes;
  std::vector<Bar> bars;
  std::vector<int> rows;  // by lane: how many rows its bars need, at least 1
  std::vector<Band> bands;
  std::vector<Slant> slants;
  std::vector<Plan> plans;
};

// Without the replicas' lanes where there is room for few.
enum class LaneKinds : std::uint8_t { all, clients };
TimelineView view_timeline(const App& app, LaneKinds kinds = LaneKinds::all);

}  // namespace caplab::web
