// The time line: pixels and times, zooming, and that it tells the plan but never a result to come.
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/small_bank.h"
#include "tests/unit/web_bank.h"
#include "web/timeline_view.h"
#include "web/tree.h"

using namespace caplab;
using namespace caplab::testing;
using namespace caplab::web;

namespace {

const Time kEnd = at_ms(10'000);

TimeWindow window(std::int64_t from_ms, std::int64_t until_ms) {
  return {at_ms(from_ms), at_ms(until_ms)};
}

}  // namespace

TEST_CASE("a time's pixel leads back to the time") {
  const TimeScale scale{window(2000, 6000), 100, 800};
  CHECK(scale.x_of(at_ms(2000)) == 100);
  CHECK(scale.x_of(at_ms(6000)) == 900);
  for (const std::int64_t ms : {2000, 2500, 4000, 5995}) {
    const Duration off = scale.time_at(scale.x_of(at_ms(ms))) - at_ms(ms);
    CHECK(std::abs(off.us) < 10);
  }
}

TEST_CASE("zooming keeps its middle, and ends at the whole run and at 20 ms") {
  const TimeWindow closer = zoomed(window(0, 10'000), at_ms(3000), 0.5F, kEnd);
  CHECK(closer == window(1500, 6500));
  TimeWindow near = closer;
  for (int i = 0; i < 50; ++i) near = zoomed(near, at_ms(3000), 0.5F, kEnd);
  CHECK((near.until - near.from) == milliseconds(20));
  CHECK(near.from <= at_ms(3000));
  CHECK(near.until >= at_ms(3000));
  TimeWindow far = near;
  for (int i = 0; i < 50; ++i) far = zoomed(far, at_ms(3000), 2, kEnd);
  CHECK(far == window(0, 10'000));
}

TEST_CASE("a window moves no further than the run") {
  CHECK(moved(window(1000, 3000), milliseconds(-5000), kEnd) == window(0, 2000));
  CHECK(moved(window(1000, 3000), milliseconds(50'000), kEnd) == window(8000, 10'000));
}

TEST_CASE("a window follows the playhead and stays where it is inside") {
  CHECK(following(window(1000, 3000), at_ms(2000), kEnd) == window(1000, 3000));
  for (const std::int64_t ms : {0, 500, 2900, 3500, 9000, 10'000}) {
    const TimeWindow after = following(window(1000, 3000), at_ms(ms), kEnd);
    CHECK(after.from <= at_ms(ms));
    CHECK(after.until >= at_ms(ms));
    CHECK(after.until - after.from == milliseconds(2000));
  }
}

TEST_CASE("ticks are round and not too many") {
  for (const std::int64_t ms : {20, 33, 100, 777, 3000, 10'000, 3'600'000}) {
    for (const int wanted : {1, 4, 10}) {
      const Duration tick = tick_distance(window(0, ms), wanted);
      CHECK(tick.us >= 1000);
      CHECK(milliseconds(ms).us / tick.us <= wanted);
      std::int64_t digits = tick.us;
      while (digits % 10 == 0) digits /= 10;
      CHECK((digits == 1 || digits == 2 || digits == 5));
    }
  }
}

TEST_CASE("clients have the first lanes, replicas the others") {
  const App app = open_bank();
  const TimelineView view = view_timeline(app);
  REQUIRE(view.lanes.size() == 6);
  CHECK(view.lanes[0].label == "Machine A");
  CHECK(view.lanes[0].client);
  CHECK_FALSE(view.lanes[3].client);
  CHECK(view_timeline(app, LaneKinds::clients).lanes.size() == 3);
}

TEST_CASE("a plan names the item that its call is about") {
  const App app = open_course_lesson("rides");
  const TimelineView view = view_timeline(app);
  REQUIRE_FALSE(view.plans.empty());
  CHECK(view.plans.front().label == "Request a ride trip 1 in region 11");
}

TEST_CASE("what has not been shown is planned, never told") {
  App app = open_bank();
  go_to_run(app);
  command(app, R"({"do":"seek","us":400000})");
  TimelineView view = view_timeline(app);
  REQUIRE(view.bars.size() == 1);
  CHECK(view.bars[0].label == "Show the balance \u2192 \u20ac100");
  for (const Slant& slant : view.slants) CHECK(slant.sent <= at_ms(400));
  for (const Plan& plan : view.plans) {
    CHECK(plan.at > at_ms(400));
    CHECK(plan.label.find("\u2192") == std::string::npos);
  }
  REQUIRE(view.bands.size() == 1);
  CHECK(view.bands[0].from == at_ms(1000));
  command(app, R"({"do":"seek","us":99000000})");
  const std::size_t all = view_timeline(app).bars.size();
  command(app, R"({"do":"seek","us":400000})");
  view = view_timeline(app);
  CHECK(view.bars.size() == all);
  CHECK(view.plans.empty());
  CHECK(view.bars.back().ahead);
}

TEST_CASE("an operation under way is open, and as long as is known") {
  App app = open_bank(R"("choose":"withdraw:serial")");
  go_to_run(app);
  command(app, R"({"do":"seek","us":3010000})");
  const TimelineView view = view_timeline(app);
  const Bar& bar = view.bars.back();
  CHECK(bar.from == at_ms(3000));
  CHECK(bar.open);
  CHECK(bar.ended == Ended::not_yet);
  CHECK(bar.until == at_ms(3010));
}

TEST_CASE("the violating operations are ringed and shown from near") {
  const App app = open_bank(R"("choose":"withdraw:one","schedule":"1")");
  const TimelineView view = view_timeline(app);
  std::size_t ringed = 0;
  for (const Bar& bar : view.bars) ringed += bar.ringed;
  CHECK(ringed == app.stage->violating.size());
  const TimeWindow near = first_window(app);
  CHECK(near.from < *app.stage->breaks_at);
  CHECK(near.until > *app.stage->breaks_at);
  CHECK(near.until - near.from < end_of(*app.stage) - Time{});
}

TEST_CASE("the tree is JSON in pixels of the page") {
  Tree tree;
  tree.items.push_back({.id = "a.b",
                        .label = "Play \"it\"",
                        .role = "button",
                        .rect = {1.25F, 2, 30, 40.5F},
                        .enabled = false,
                        .value = "x"});
  tree.items.push_back({.id = "s", .label = "Time", .role = "slider", .rect = {}, .max = 9});
  CHECK(tree_json(tree, {10, 48}) ==
        R"([{"id":"a.b","label":"Play \"it\"","role":"button","x":11.3,"y":50.0,"w":30.0,)"
        R"("h":40.5,"enabled":false,"value":"x"},{"id":"s","label":"Time","role":"slider",)"
        R"("x":10.0,"y":48.0,"w":0.0,"h":0.0,"enabled":true,"value":"","max":9,"step":1}])");
  CHECK(tree.find("s") == &tree.items[1]);
  CHECK(tree.find("t") == nullptr);
}
