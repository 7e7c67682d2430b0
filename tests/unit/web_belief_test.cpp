// The runs that refute what many believe: put on stage without touching what the learner has.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/web_bank.h"
#include "web/app_json.h"

using namespace caplab;
using namespace caplab::testing;
using web::App;

namespace {

std::string belief(const std::string& id) { return R"("belief":")" + id + R"(")"; }

}  // namespace

TEST_CASE("settings that do harm are shown where they do it, and the learner's stay") {
  App app = open_bank(belief("a-majority-is-a-lock"));
  CHECK(app.choices == lesson::initial_choices(app.lesson));
  CHECK_FALSE(app.given.choices);
  REQUIRE(app.stage->breaks_at);
  CHECK(now_of(*app.stage) == *app.stage->breaks_at);
  CHECK_FALSE(app.belief.sentence.empty());
  CHECK(may_play(app));
  CHECK(web::state_json(app, 0).find(R"("words":"misconception.a-majority-is-a-lock")") !=
        std::string::npos);
  REQUIRE(command(app, R"({"do":"next"})").empty());
  CHECK(app.belief.id.empty());
  CHECK_FALSE(app.stage->breaks_at);
}

TEST_CASE("settings that fail on another side play the script") {
  const App app = open_bank(belief("all-is-safest"));
  CHECK_FALSE(app.stage->breaks_at);
  CHECK(is_playing(app));
  CHECK(app.belief.sentence.empty());
  CHECK_FALSE(app.watched.empty());
}

TEST_CASE("a belief that only a prediction names is refuted by the lesson's own run") {
  const App own = open_bank();
  const App app = open_bank(belief("a-cut-always-costs-money"));
  CHECK(is_playing(app));
  CHECK(app.stage->whole.operations == own.stage->whole.operations);
}

TEST_CASE("a wrong attempt is watched, and not put forward") {
  const App app = open_course_lesson("two-servers", belief("a-cut-stops-nothing"));
  CHECK_FALSE(app.task.attempt);
  CHECK(is_playing(app));
  const auto& script = app.stage->session.scenario().script;
  CHECK(std::any_of(script.begin(), script.end(),
                    [](const auto& step) { return std::holds_alternative<Cut>(step.command); }));
}

TEST_CASE("a belief that the lesson does not refute is told") {
  const App app = open_bank(belief("flat-earth"));
  CHECK(app.belief.id.empty());
  REQUIRE(app.problems.size() == 1);
  CHECK(app.problems[0].find("flat-earth") != std::string::npos);
}
