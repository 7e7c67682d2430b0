// Where things lie: zones, the scene's sites and nodes, the cut, the time line's labels. Nothing
// covers anything else at any size that the page supports.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/scenarios.h"
#include "tests/unit/small_bank.h"
#include "tests/unit/web_bank.h"
#include "web/cuts.h"
#include "web/lane_labels.h"
#include "web/scene_layout.h"
#include "web/zones.h"

using namespace caplab;
using namespace caplab::testing;
using namespace caplab::web;

namespace {

bool within(const Rect& inner, const Rect& outer) {
  return inner.x >= outer.x - 0.5F && inner.y >= outer.y - 0.5F &&
         inner.right() <= outer.right() + 0.5F && inner.bottom() <= outer.bottom() + 0.5F;
}

PageShape page_of(float width, float height) {
  PageShape shape;
  shape.canvas = {0, 48, width, height - 48};
  if (width < 700) {
    shape.lesson = {0, 48 + (height - 48) * 0.54F, width, (height - 48) * 0.46F};
    shape.inspector = {0, shape.lesson.y + 45, width, shape.lesson.h - 100};
  } else {
    shape.lesson = {0, 48, 360, height - 48};
  }
  return shape;
}

const std::pair<float, float> kPages[] = {{320, 568},   {390, 844},  {700, 1000}, {844, 390},
                                          {800, 1000},  {1099, 700}, {1100, 700}, {1280, 720},
                                          {1920, 1080}, {3840, 2160}};

}  // namespace

TEST_CASE("the zones fill the page beside the lesson and do not overlap") {
  for (const auto& [width, height] : kPages) {
    CAPTURE(width, height);
    PageShape shape = page_of(width, height);
    shape.tab = Tab::settings;
    const Zones zones = zones_of(shape, {});
    const Rect canvas{0, 0, shape.canvas.w, shape.canvas.h};
    for (const Rect& zone : {zones.scene, zones.timeline, zones.inspector}) {
      CHECK(within(zone, canvas));
      CHECK(zone.w > 0);
      CHECK(zone.h > 0);
    }
    CHECK_FALSE(overlap(zones.scene, zones.timeline));
    CHECK_FALSE(overlap(zones.scene, zones.inspector));
    CHECK_FALSE(overlap(zones.timeline, zones.inspector));
    if (width >= 700) CHECK(zones.scene.x >= shape.lesson.right() - 0.5F);
  }
}

TEST_CASE("splitters move the zones, as far as there is room") {
  const PageShape shape = page_of(1280, 720);
  const Zones wide = zones_of(shape, {.timeline = 300, .inspector = 400});
  CHECK(wide.timeline.h == 300);
  CHECK(wide.inspector.w == 400);
  const Zones silly = zones_of(shape, {.timeline = 9000, .inspector = 9000});
  CHECK(silly.scene.h >= 200);
  CHECK(silly.scene.w >= 300);
}

TEST_CASE("a phone has an inspector only in its tabs") {
  PageShape shape = page_of(390, 844);
  CHECK(zones_of(shape, {}).inspector.empty());
  shape.tab = Tab::verdict;
  CHECK_FALSE(zones_of(shape, {}).inspector.empty());
}

TEST_CASE("the bank's sites and nodes lie apart and inside the scene, at every size") {
  const App app = open_bank();
  for (const auto& [width, height] : kPages) {
    CAPTURE(width, height);
    const Rect room = zones_of(page_of(width, height), {}).scene;
    if (room.h < 130 || room.w < 300) continue;
    const SceneLayout layout = place_scene(app.lesson.system, room);
    for (std::size_t i = 0; i < layout.sites.size(); ++i) {
      CHECK(within(layout.sites[i], room));
      for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(overlap(layout.sites[i], layout.sites[j]));
    }
    for (std::size_t n = 0; n < layout.nodes.size(); ++n) {
      const auto site = index(app.lesson.system.nodes[n].site);
      CHECK(within(layout.nodes[n], layout.sites[site]));
      CHECK(within(layout.bubbles[n], layout.sites[site]) != layout.bubbles[n].empty());
      for (std::size_t m = 0; m < n; ++m) CHECK_FALSE(overlap(layout.nodes[n], layout.nodes[m]));
    }
  }
}

TEST_CASE("scenes of other shapes are placed too") {
  for (const int replicas : {1, 2, 3, 4, 5}) {
    CAPTURE(replicas);
    const System system = test::make_system({.replicas = replicas, .clients = 3});
    const SceneLayout layout = place_scene(system, {0, 0, 1400, 900});
    for (std::size_t i = 0; i < layout.sites.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(overlap(layout.sites[i], layout.sites[j]));
    }
  }
}

TEST_CASE("the longest line is the triangle's foot") {
  const App app = open_bank();
  const SceneLayout layout = place_scene(app.lesson.system, {0, 0, 900, 500});
  const float harbour = layout.sites[0].center().y;
  const float station = layout.sites[1].center().y;
  const float valley = layout.sites[2].center().y;
  CHECK(station < harbour);
  CHECK(harbour == valley);
}

TEST_CASE("a line runs between the edges of its ends") {
  const Rect box{0, 0, 100, 50};
  CHECK(edge_towards(box, {200, 25}) == Vec{100, 25});
  CHECK(edge_towards(box, {50, 300}) == Vec{50, 50});
  CHECK(edge_towards(box, {50, 25}) == Vec{50, 25});
}

TEST_CASE("a site that is cut off has one tear through all its lines, a single line its own") {
  const App app = open_bank();
  const System& system = app.lesson.system;
  const SceneLayout layout = place_scene(system, {0, 0, 900, 500});
  Session session(app.stage->session.scenario());
  CHECK(tears_of(system, session.world(), layout).empty());
  const NodeSet station = nodes_at(system, SiteId{1});
  const NodeSet others{all_nodes(system).bits & ~station.bits};
  Session cut_off = session;
  cut_off.apply(Cut{station, others, true});
  const auto around = tears_of(system, cut_off.world(), layout);
  REQUIRE(around.size() == 1);
  CHECK(around[0].points.size() == 4);
  CHECK_FALSE(around[0].one_way);
  Session one_line = session;
  one_line.apply(Cut{station, nodes_at(system, SiteId{0}), true});
  const auto across_it = tears_of(system, one_line.world(), layout);
  REQUIRE(across_it.size() == 1);
  CHECK(across_it[0].points.size() == 2);
  Session one_way = session;
  one_way.apply(Cut{station, others, false});
  REQUIRE(tears_of(system, one_way.world(), layout).size() == 1);
  CHECK(tears_of(system, one_way.world(), layout)[0].one_way);
}

TEST_CASE("labels keep out of each other's way, and the heavy ones come first") {
  const Rect area{0, 0, 500, 28};
  const std::vector<LabelWish> wishes{
      {.bar = {0, 4, 5, 20}, .full = 100, .brief = 30, .weight = 1},
      {.bar = {60, 4, 5, 20}, .full = 100, .brief = 30, .weight = 2},
      {.bar = {100, 4, 5, 20}, .full = 100, .brief = 0, .weight = 0},
      {.bar = {240, 4, 200, 20}, .full = 100, .brief = 30, .weight = 0},
      {.bar = {460, 4, 5, 20}, .full = 100, .brief = 0, .weight = 3},
  };
  const std::vector<LabelPlace> places = place_labels(wishes, area);
  CHECK(places[0].form == LabelForm::brief);
  CHECK(places[1].form == LabelForm::brief);
  CHECK(places[2].form == LabelForm::full);
  CHECK(places[3].form == LabelForm::full);
  CHECK(places[3].inside);
  CHECK(places[4].form == LabelForm::none);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].form == LabelForm::none) continue;
    CHECK(within(places[i].box, area));
    for (std::size_t j = 0; j < places.size(); ++j) {
      if (i == j) continue;
      CHECK_FALSE(overlap(places[i].box, wishes[j].bar));
      if (places[j].form != LabelForm::none) CHECK_FALSE(overlap(places[i].box, places[j].box));
    }
  }
}
