// The lesson's flow: what each step needs, what the learner may do where, and what it changes.
#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/grade.h"
#include "tests/unit/web_bank.h"
#include "web/app_json.h"
#include "web/words.h"

using namespace caplab;
using namespace caplab::testing;
using web::App;
using web::Step;

namespace {

const std::string kNext = R"({"do":"next"})";

void run_to_the_end(App& app) { REQUIRE(command(app, R"({"do":"seek","us":99000000})").empty()); }

// A grade of the present settings from few runs.
lesson::Grade quick_grade(const App& app) {
  return lesson::grade(app.lesson, app.choices, {.seed = app.seed, .schedules = 40, .runs = 4});
}

std::size_t paid(const App& app) {
  std::size_t count = 0;
  for (const Operation& operation : app.stage->session.log().operations) {
    const bool withdraws = operation.request.verb == object::Verb::withdraw;
    if (withdraws && web::ended_of(operation) == web::Ended::accepted) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("the lesson begins with its brief, at time zero, with a way on") {
  const App app = open_bank();
  CHECK(app.step == Step::brief);
  CHECK(now_of(*app.stage) == Time{});
  CHECK(primary_of(app).enabled);
  CHECK(primary_of(app).command == kNext);
}

TEST_CASE("nobody comes past the prediction without picking an answer") {
  App app = open_bank();
  command(app, kNext);
  CHECK(app.step == Step::predict);
  CHECK_FALSE(primary_of(app).enabled);
  CHECK(command(app, kNext) == "Pick an answer first.");
  CHECK(app.step == Step::predict);
  CHECK(command(app, R"({"do":"predict","id":"both-ask","option":"both-pay"})").empty());
  CHECK_FALSE(primary_of(app).enabled);
  CHECK(command(app, R"({"do":"predict","id":"at-once","option":"both-pay"})").empty());
  CHECK(primary_of(app).enabled);
  CHECK(command(app, kNext).empty());
  CHECK(app.step == Step::configure);
}

TEST_CASE("a step that comes later cannot be gone to, an earlier one can") {
  App app = open_bank();
  CHECK_FALSE(command(app, R"({"do":"step","step":"verdict"})").empty());
  CHECK(app.step == Step::brief);
  go_to_run(app);
  CHECK(command(app, R"({"do":"step","step":"configure"})").empty());
  CHECK(app.step == Step::configure);
  CHECK(command(app, R"({"do":"step","step":"run"})").empty());
}

TEST_CASE("the run plays by itself, and its end is needed before the grade") {
  App app = open_bank();
  go_to_run(app);
  CHECK(is_playing(app));
  CHECK(command(app, kNext) == "Play the run to its end first.");
  run_to_the_end(app);
  CHECK_FALSE(is_playing(app));
  CHECK(primary_of(app).label == "Grade these settings");
  CHECK(command(app, kNext).empty());
  CHECK(app.step == Step::verdict);
  CHECK(app.grading.wanted);
}

TEST_CASE("a wrong prediction is held against the run, and its moment can be seen") {
  App app = open_bank(R"("choose":"withdraw:one")");
  go_to_run(app, "one-declines");
  CHECK_FALSE(app.answers[0].checked);
  run_to_the_end(app);
  REQUIRE(app.answers[0].checked);
  CHECK(app.answers[0].checked->happened != *app.answers[0].picked);
  const Time refuted = app.answers[0].checked->refuted_at;
  REQUIRE(refuted != kNever);
  CHECK(command(app, R"({"do":"show-moment","prediction":0})").empty());
  CHECK(now_of(*app.stage) == refuted);
  CHECK(app.selected == app.answers[0].checked->op);
}

TEST_CASE("a prediction is not held against a run that the learner has changed") {
  App app = open_bank();
  go_to_run(app, "one-declines");
  REQUIRE(command(app, R"({"do":"cut","sites":["valley"]})").empty());
  run_to_the_end(app);
  CHECK_FALSE(app.answers[0].checked);
  command(app, R"({"do":"restart-run"})");
  CHECK_FALSE(app.stage->touched);
}

TEST_CASE("the network can be changed during the run only") {
  App app = open_bank();
  const std::string cut = R"({"do":"cut","sites":["valley"]})";
  CHECK_FALSE(command(app, cut).empty());
  go_to_run(app);
  CHECK(command(app, cut).empty());
  CHECK(app.stage->session.log().faults.size() == 1);
  run_to_the_end(app);
  CHECK_FALSE(command(app, cut).empty());
}

TEST_CASE("a crash stops a copy until its restart") {
  App app = open_bank();
  go_to_run(app);
  REQUIRE(command(app, R"({"do":"crash","node":"r3"})").empty());
  CHECK_FALSE(app.stage->session.world().nodes[2].up);
  REQUIRE(command(app, R"({"do":"restart","node":"r3"})").empty());
  CHECK(app.stage->session.world().nodes[2].up);
}

TEST_CASE("every fault of a script can be wished for on the page, in the script's words") {
  App app = open_bank();
  go_to_run(app);
  const auto fault = [&](const std::string& words) {
    return command(app, R"({"do":"fault","fault":)" + words + "}");
  };
  const std::vector<std::string> all{
      R"({"cut":["r1"],"from":["r3"],"direction":"out"})",
      R"({"slow":{"from":["r1"],"to":["r2"],"extra":"300ms","lasts":"2s"}})",
      R"({"lose":{"from":["r1"],"to":["r2"],"share":"20%"}})",
      R"({"duplicate":{"from":["r1"],"to":["r2"],"share":"20%"}})",
      R"({"pause":"r1"})",
      R"({"resume":"r1"})",
      R"({"loseDisk":"r1"})",
      R"({"crash":"r1"})",
      R"({"restart":"r1"})",
      R"({"skew":{"node":"r2","ahead":"1s","driftPpm":50}})",
      R"({"promote":"r2"})",
      R"({"heal":true})"};
  for (const std::string& words : all) {
    CAPTURE(words);
    CHECK(fault(words).empty());
  }
  CHECK(app.stage->session.log().faults.size() == all.size());
  CHECK(fault(R"({"crash":"moon"})").find("The fault cannot be used: /crash") == 0);
  CHECK_FALSE(command(app, R"({"do":"fault"})").empty());
}

TEST_CASE("other settings give another run, and the old grade is gone") {
  App app = open_bank(R"("choose":"withdraw:one")");
  go_to_run(app);
  run_to_the_end(app);
  const std::size_t before = paid(app);
  command(app, kNext);
  REQUIRE(apply(app, web::TakeGrade{quick_grade(app)}).empty());
  REQUIRE(app.grade);
  command(app, R"({"do":"choose","operation":"withdraw","level":"all"})");
  CHECK(app.step == Step::configure);
  CHECK_FALSE(app.grade);
  CHECK_FALSE(app.violation);
  CHECK(now_of(*app.stage) == Time{});
  command(app, kNext);
  run_to_the_end(app);
  CHECK(paid(app) < before);
}

TEST_CASE("a grade of other settings or another seed is not taken") {
  App app = open_bank(R"("choose":"withdraw:two")");
  const lesson::Grade grade = quick_grade(app);
  command(app, R"({"do":"choose","operation":"withdraw","level":"all"})");
  CHECK_FALSE(apply(app, web::TakeGrade{grade}).empty());
  CHECK_FALSE(app.grade);
  command(app, R"({"do":"choose","operation":"withdraw","level":"two"})");
  command(app, R"({"do":"new-seed"})");
  CHECK_FALSE(apply(app, web::TakeGrade{grade}).empty());
  CHECK_FALSE(app.grade);
}

TEST_CASE("after the learner's grade the solution's is asked for, and waits for nobody") {
  App app = open_bank(R"("choose":"withdraw:one")");
  go_to_run(app);
  run_to_the_end(app);
  command(app, kNext);
  const std::int64_t asked = app.grading.id;
  apply(app, web::TakeGrade{quick_grade(app)});
  CHECK(app.grading.wanted);
  CHECK(app.grading.id > asked);
  CHECK(app.grading.choices == app.lesson.references.front().choices);
  CHECK(primary_of(app).enabled);
  lesson::Grade reference = *app.grade;
  reference.choices = app.grading.choices;
  CHECK(apply(app, web::TakeGrade{reference}).empty());
  CHECK(app.reference);
  REQUIRE(app.beside);
  CHECK(*app.beside == lesson::compare(app.lesson, app.choices, app.grading.choices,
                                       lesson::own_schedule(app.seed)));
  CHECK_FALSE(app.grading.wanted);
  CHECK(app.grade->choices == app.choices);
}

TEST_CASE("who chose as the lesson's first solution does is set against its second") {
  App app = open_bank(R"("choose":"withdraw:serial")");
  CHECK(app.choices == app.lesson.references[0].choices);
  REQUIRE(web::other_solution(app));
  CHECK(*web::other_solution(app) == app.lesson.references[1].choices);
  go_to_run(app);
  run_to_the_end(app);
  command(app, kNext);
  apply(app, web::TakeGrade{quick_grade(app)});
  CHECK(app.grading.choices == app.lesson.references[1].choices);
}

TEST_CASE("the violation is put on stage, paused where it breaks") {
  App app = open_bank(R"("choose":"withdraw:one")");
  CHECK(command(app, R"({"do":"play-violation"})") == "No violation was found.");
  go_to_run(app);
  run_to_the_end(app);
  command(app, kNext);
  apply(app, web::TakeGrade{quick_grade(app)});
  REQUIRE(app.violation);
  REQUIRE(command(app, R"({"do":"play-violation"})").empty());
  CHECK(now_of(*app.stage) == app.violation->breaks_at);
  CHECK_FALSE(is_playing(app));
  CHECK(app.stage->violating == app.violation->operations);
  CHECK(app.selected == app.violation->operations.back());
  command(app, R"({"do":"restart-run"})");
  CHECK_FALSE(app.stage->breaks_at);
}

TEST_CASE("in the sandbox settings and network are free, and the lesson stays where it was") {
  App app = open_bank();
  REQUIRE(command(app, R"({"do":"sandbox","on":true})").empty());
  CHECK(command(app, R"({"do":"choose","operation":"withdraw","level":"all"})").empty());
  CHECK(command(app, R"({"do":"cut","sites":["harbour"]})").empty());
  CHECK(app.step == Step::brief);
  CHECK(primary_of(app).label == "Back to the lesson");
  REQUIRE(command(app, primary_of(app).command).empty());
  CHECK_FALSE(app.sandbox);
}

TEST_CASE("hints come one by one and end") {
  App app = open_bank();
  for (std::size_t i = 0; i < app.lesson.hints.size(); ++i) {
    CHECK(command(app, R"({"do":"hint"})").empty());
  }
  CHECK_FALSE(command(app, R"({"do":"hint"})").empty());
}

TEST_CASE("what happens on stage is announced while it plays") {
  App app = open_bank();
  go_to_run(app);
  const std::int64_t before = app.announced;
  for (int i = 0; i < 40; ++i) advance(app, milliseconds(100));
  CHECK(app.announced > before);
  bool heard = false;
  for (const web::Announcement& one : app.announcements) {
    heard = heard || one.text.find("Show the balance") != std::string::npos;
  }
  CHECK(heard);
}
