// Whose solution passes: a link's and the last hint's do not count, the learner's own does.
#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/grade.h"
#include "engine/lesson/task_json.h"
#include "tests/unit/web_bank.h"
#include "web/app_json.h"
#include "web/app_own.h"

using namespace caplab;
using namespace caplab::testing;
using web::App;
using web::Step;

namespace {

const std::string kHint = R"({"do":"hint"})";
const std::string kStale = R"({"goal":"stale","faults":[{"at":"3s","cut":["right"]}]})";
const std::string kLater = R"({"goal":"stale","faults":[{"at":"3.1s","cut":["right"]}]})";
const std::string kShows = R"("choose":"show-balance:queued,limit:50,at-the-limit:stop")";

// As if the present settings had passed; what they really come to is tested elsewhere.
void pass(App& app) {
  lesson::Grade grade =
      lesson::grade(app.lesson, app.choices, {.seed = app.seed, .schedules = 4, .runs = 2});
  grade.pass = true;
  REQUIRE(apply(app, web::TakeGrade{grade}).empty());
}

void choose(App& app, const std::string& operation, const std::string& level) {
  REQUIRE(command(app, R"({"do":"choose","operation":")" + operation + R"(","level":")" + level +
                           R"("})")
              .empty());
}

void show_all_hints(App& app) {
  for (std::size_t i = 0; i < app.lesson.hints.size(); ++i) command(app, kHint);
}

// What the browser keeps of a visit, as web/page/store.js picks it out of the state.
std::string progress_of(const App& app) {
  const Result<json::Value> state = json::parse(web::state_json(app, 0), "state");
  REQUIRE(state);
  json::Writer out;
  out.begin_object();
  for (const char* key : {"choices", "hints", "given", "passed"}) {
    out.key(key).value(*state->find(key));
  }
  out.key("task").begin_object().key("attempt").value(app.task.written).end_object();
  out.end_object();
  return R"("progress":)" + out.str();
}

std::string attempt_in_link(const std::string& attempt) {
  return R"("attempt":)" + json::quoted(attempt);
}

// To the attack, past the prediction that the tiny lesson asks for.
App open_attack(const std::string& more = "") {
  App app = open_task("attack", more);
  command(app, R"({"do":"next"})");
  command(app, R"({"do":"predict","id":"whole","option":"some"})");
  command(app, R"({"do":"next"})");
  return app;
}

void judge(App& app, const std::string& attempt) {
  if (!attempt.empty()) {
    REQUIRE(command(app, R"({"do":"attempt","attempt":)" + attempt + "}").empty());
  }
  command(app, R"({"do":"try"})");
  const std::string judgement = lesson::judge(app.lesson, *app.task.attempt, app.seed).json;
  REQUIRE(command(app, R"({"do":"judgement","id":)" + std::to_string(app.task.id) +
                           R"(,"judgement":)" + judgement + "}")
              .empty());
  REQUIRE(app.task.pass);
}

}  // namespace

TEST_CASE("settings that came with a link pass, and do not count until one is changed") {
  App app = open_bank(R"("choose":"withdraw:serial")");
  pass(app);
  CHECK_FALSE(app.passed);
  CHECK(web::uncounted_pass(app) ==
        "These settings came with the link. Change at least one, and pass with your own, or in a "
        "new situation: the last step offers one.");
  CHECK(app.announcements.back().text.starts_with("Not counted as passed."));
  choose(app, "view-history", "two");
  CHECK(web::uncounted_pass(app).empty());
  choose(app, "view-history", "one");
  pass(app);
  CHECK_FALSE(app.passed);
  choose(app, "view-history", "two");
  pass(app);
  CHECK(app.passed);
  CHECK(web::uncounted_pass(app).empty());
}

TEST_CASE("the learner's own settings count, whatever the address says of them after a reload") {
  App app = open_bank();
  choose(app, "withdraw", "serial");
  App again = open_bank(progress_of(app) + R"(,"choose":"withdraw:serial")");
  CHECK(again.choices == app.choices);
  pass(again);
  CHECK(again.passed);
}

TEST_CASE("a reload does not make a link's settings one's own") {
  const App app = open_bank(R"("choose":"withdraw:serial")");
  for (const char* address : {"", R"(,"choose":"withdraw:serial")"}) {
    App again = open_bank(progress_of(app) + address);
    pass(again);
    CHECK_FALSE(again.passed);
  }
}

TEST_CASE("what a link brought counts in another situation") {
  App app = open_course_lesson("atm", kShows);
  pass(app);
  CHECK_FALSE(app.passed);
  CHECK(web::uncounted_pass(app).find("in a new situation") != std::string::npos);
  const lesson::Range& range = app.lesson.ranges.front();
  const std::string other = range.id + ":" + range.options.back().id;
  App moved = open_course_lesson(
      "atm", progress_of(app) + "," + kShows + R"(,"situation":")" + other + R"(")");
  REQUIRE(moved.lesson.situation != app.lesson.situation);
  pass(moved);
  CHECK(moved.passed);
  App linked = open_course_lesson("atm", kShows + R"(,"situation":")" + other + R"(")");
  pass(linked);
  CHECK_FALSE(linked.passed);
}

TEST_CASE("the lesson's own solutions do not count once the last hint was shown") {
  App app = open_bank();
  choose(app, "withdraw", "serial");
  command(app, kHint);
  command(app, kHint);
  CHECK(web::why_not_counted(app).empty());
  command(app, kHint);
  REQUIRE(app.hints_shown == static_cast<int>(app.lesson.hints.size()));
  App again = open_bank(progress_of(app));
  for (App* one : {&app, &again}) {
    pass(*one);
    CHECK_FALSE(one->passed);
    CHECK(web::uncounted_pass(*one) ==
          "The last hint gives these settings away. Pass with others, or in a new situation: the "
          "last step offers one.");
    choose(*one, "view-history", "two");
    pass(*one);
    CHECK(one->passed);
  }
}

TEST_CASE("what the last hint gave away counts in a situation that it was not shown in") {
  App app = open_course_lesson("atm");
  show_all_hints(app);
  const lesson::Range& range = app.lesson.ranges.front();
  const std::string other = R"(,"situation":")" + range.id + ":" + range.options.back().id + R"(")";
  App moved = open_course_lesson("atm", progress_of(app) + "," + kShows + other);
  CHECK(moved.hints_shown == app.hints_shown);
  app.choices = moved.choices;
  CHECK_FALSE(web::why_not_counted(app).empty());
  moved.given.choices.reset();
  CHECK(web::why_not_counted(moved).empty());
}

TEST_CASE("what was passed stays passed when a link is opened later") {
  App app = open_bank();
  choose(app, "withdraw", "serial");
  pass(app);
  App again = open_bank(progress_of(app) + R"(,"choose":"withdraw:serial,view-history:two")");
  pass(again);
  CHECK(again.passed);
  CHECK(web::uncounted_pass(again).empty());
}

TEST_CASE("an attempt that came with a link reaches no goal until it is changed") {
  App app = open_attack(attempt_in_link(kStale));
  judge(app, "");
  CHECK_FALSE(app.task.reached[0]);
  CHECK(web::uncounted_pass(app) ==
        "This attempt came with the link. Change it, and reach the goal with your own.");
  CHECK(primary_of(app).label == "Change the attack");
  App again = open_attack(progress_of(app) + "," + attempt_in_link(kStale));
  judge(again, "");
  CHECK_FALSE(again.task.reached[0]);
  judge(app, kLater);
  CHECK(app.task.reached[0]);
  CHECK(web::uncounted_pass(app).empty());
  CHECK(primary_of(app).label == "On to the next goal");
}

TEST_CASE("an attempt that the last hint gives away reaches no goal") {
  App app = open_attack();
  app.given.told = app.lesson.situation;
  judge(app, kStale);
  CHECK_FALSE(app.task.reached[0]);
  CHECK(web::uncounted_pass(app) ==
        "The last hint gives this attempt away. Reach the goal in another way, or start this "
        "lesson again, under Help.");
  judge(app, kLater);
  CHECK(app.task.reached[0]);
}

TEST_CASE("another system is found out by oneself, even where a link brought the first") {
  const std::string attempt =
      R"({"experiments":["write-in-cut","read-in-cut"],"answer":"owl","letters":"PC/EL"})";
  App app = open_task("diagnose", attempt_in_link(attempt));
  CHECK_FALSE(web::why_not_counted(app).empty());
  command(app, R"({"do":"new-seed"})");
  command(app, R"({"do":"attempt","attempt":)" + attempt + "}");
  CHECK(web::why_not_counted(app).empty());
}

TEST_CASE("what was given and is nonsense is left out") {
  for (const char* given :
       {"7", R"({"choices":"withdraw:most","situation":"x:y","told":3,"attempt":7})"}) {
    const App app = open_bank(R"("progress":{"given":)" + std::string(given) + "}");
    CHECK_FALSE(app.given.choices);
    CHECK_FALSE(app.given.told);
  }
}
