// What goes in and out of the page as JSON: the opening, the state, the commands, the grade.
#include <catch2/catch_test_macros.hpp>

#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/lesson/grade.h"
#include "tests/unit/web_bank.h"
#include "web/app_json.h"
#include "web/grade_read.h"

using namespace caplab;
using namespace caplab::testing;
using web::App;
using web::Step;

namespace {

json::Value state_of(const App& app) {
  const Result<json::Value> state = json::parse(web::state_json(app, 12), "state");
  REQUIRE(state);
  return *state;
}

const json::Value& at(const json::Value& object, std::string_view key) {
  const json::Value* value = object.find(key);
  REQUIRE(value);
  return *value;
}

}  // namespace

TEST_CASE("the state says where the learner is") {
  App app = open_bank(R"("seed":7,"choose":"withdraw:quorum")");
  const json::Value state = state_of(app);
  CHECK(at(state, "lesson").text == "bank");
  CHECK(at(state, "step").text == "brief");
  CHECK(at(state, "seed").integer == 7);
  CHECK(at(at(state, "choices"), "withdraw").text == "quorum");
  CHECK(at(state, "steps").items.size() == web::kSteps);
  CHECK(at(state, "verdict").kind == json::Kind::null);
  CHECK(at(state, "frames").integer == 12);
  CHECK(at(at(state, "primary"), "command").kind == json::Kind::object);
}

TEST_CASE("the state tells the operations so far and the story") {
  App app = open_bank();
  go_to_run(app);
  command(app, R"({"do":"seek","us":900000})");
  const json::Value state = state_of(app);
  const json::Value& operations = at(state, "operations");
  REQUIRE(operations.items.size() == 2);
  CHECK(at(operations.items[0], "id").text == "show-balance");
  CHECK(at(operations.items[0], "ended").text == "accepted");
  CHECK_FALSE(at(state, "events").items.empty());
  for (const json::Value& line : at(state, "events").items) {
    CHECK(line.text.find("let") == std::string::npos);  // no heartbeats
  }
}

TEST_CASE("an earlier visit's progress is found again") {
  App app = open_bank();
  go_to_run(app, "nobody-pays");
  command(app, R"({"do":"choose","operation":"withdraw","level":"two"})");
  command(app, R"({"do":"hint"})");
  const json::Value state = state_of(app);
  std::string progress = R"("progress":{"step":"configure","passed":true,"choices":)";
  json::Writer choices;
  choices.value(at(state, "choices"));
  json::Writer prediction;
  prediction.value(at(state, "prediction"));
  json::Writer hints;
  hints.value(at(state, "hints"));
  progress +=
      choices.str() + R"(,"prediction":)" + prediction.str() + R"(,"hints":)" + hints.str() + "}";
  const App again = open_bank(progress);
  CHECK(again.step == Step::configure);
  CHECK(again.choices == app.choices);
  CHECK(again.answers[0].picked == app.answers[0].picked);
  CHECK(again.hints_shown == 1);
  CHECK(again.passed);
  CHECK(again.done[0]);
}

TEST_CASE("progress without the prediction leads to the prediction") {
  const App app = open_bank(R"("progress":{"step":"verdict"})");
  CHECK(app.step == Step::predict);
}

TEST_CASE("progress that is nonsense is left out") {
  for (const char* progress :
       {R"("progress":7)", R"("progress":{"step":9,"choices":[1],"prediction":{"items":3}})",
        R"("progress":{"choices":{"withdraw":"most","x":"y"},"hints":{"shown":99}})"}) {
    const App app = open_bank(progress);
    CHECK(app.choices == lesson::initial_choices(app.lesson));
    CHECK(app.hints_shown <= static_cast<int>(app.lesson.hints.size()));
  }
}

TEST_CASE("a bad choice in a link is told, and the rest is opened") {
  const App app = open_bank(R"("seed":5,"choose":"withdraw:most")");
  CHECK(app.seed == 5);
  REQUIRE_FALSE(app.announcements.empty());
  CHECK(app.announcements.back().text.find("one, two, quorum, all, serial") != std::string::npos);
}

TEST_CASE("a link's schedule is played, paused where it breaks") {
  const App app = open_bank(R"("choose":"withdraw:one","schedule":"1")");
  REQUIRE(app.stage->breaks_at);
  CHECK(now_of(*app.stage) == *app.stage->breaks_at);
}

TEST_CASE("a link's schedule 0 is the order of the small case that breaks a promise") {
  const App app = open_bank(R"("choose":"withdraw:one","schedule":"0")");
  REQUIRE(app.violation);
  CHECK(app.violation->found_in == 0);
  CHECK(app.stage->breaks_at == app.violation->breaks_at);
}

TEST_CASE("a link's schedule that breaks nothing, or is none, is told") {
  for (const char* more : {R"("choose":"withdraw:serial","schedule":"1")", R"("schedule":"x")",
                           R"("schedule":"-1")", R"("schedule":"99999999999")"}) {
    const App app = open_bank(more);
    CHECK_FALSE(app.stage->breaks_at);
    REQUIRE_FALSE(app.announcements.empty());
    CHECK(app.announcements.back().text.find("chedule") != std::string::npos);
  }
}

TEST_CASE("a lesson with mistakes gives them, and nothing is played") {
  for (const char* start :
       {"", "[", R"({"lesson":"{}","prose":""})", R"({"lesson":"[[[","prose":"x"})", "{}"}) {
    const web::Opening opening = web::read_opening(start);
    CHECK_FALSE(opening.errors.empty());
    App app;
    open(app, opening);
    CHECK_FALSE(app.stage);
    CHECK_FALSE(primary_of(app).enabled);
    state_of(app);
  }
}

TEST_CASE("a command that is wrong is answered by what is allowed") {
  App app = open_bank();
  const std::pair<const char*, const char*> answers[] = {
      {R"({"do":"fly"})", "must be one of next, back"},
      {R"({"do":"choose","operation":"pay","level":"one"})", "show-balance, withdraw"},
      {R"({"do":"choose","operation":"withdraw","level":"most"})", "one, two, quorum, all, serial"},
      {R"({"do":"predict","id":"both-ask","option":"x"})", "one-declines"},
      {R"({"do":"predict","id":"x","option":"x"})", "both-ask"},
      {R"({"do":"step","step":"later"})", "brief, predict"},
      {R"({"do":"seek"})", "microseconds"},
      {R"({"do":"cut","sites":["moon"]})", "harbour, station, valley"},
      {R"({"do":"cut","sites":["harbour","station","valley"]})", "not all"},
      {R"({"do":"crash","node":"moon"})", "r1, r2, r3"},
      {R"({"do":"theme","name":"pink"})", "dark, light, contrast"},
      {R"({"do":"layout"})", "rects"},
      {R"({"do":"grade","grade":{}})", "one mark for each"},
      {R"([])", "must be one of"},
      {R"({"do")", "command:1:"},
  };
  for (const auto& [text, said] : answers) {
    CAPTURE(text);
    const std::string answer = command(app, text);
    CAPTURE(answer);
    CHECK(answer.find(said) != std::string::npos);
  }
}

TEST_CASE("the layout takes fractions of pixels") {
  App app = open_bank();
  REQUIRE(command(app, R"({"do":"layout","rects":{"canvas":[0,48,390.5,643.984375],
      "lesson":[0,400,390.5,1e2]},"tab":"verdict"})")
              .empty());
  CHECK(app.shape.canvas == web::Rect{0, 48, 390.5F, 643.984375F});
  CHECK(app.shape.lesson == web::Rect{0, 400, 390.5F, 100});
  CHECK(app.shape.tab == web::Tab::verdict);
}

TEST_CASE("a grade comes back from its JSON as it was") {
  const App app = open_bank(R"("choose":"withdraw:one")");
  const lesson::Grade grade =
      lesson::grade(app.lesson, app.choices, {.seed = 3, .schedules = 30, .runs = 3});
  const auto json = json::parse(lesson::grade_json(app.lesson, grade), "grade");
  REQUIRE(json);
  const Result<lesson::Grade> read = web::read_grade(app.lesson, *json);
  REQUIRE(read);
  CHECK(read->choices == grade.choices);
  CHECK(read->seed == grade.seed);
  CHECK(read->pass == grade.pass);
  CHECK(read->schedules == grade.schedules);
  CHECK(read->violated == grade.violated);
  CHECK(read->runs == grade.runs);
  REQUIRE(read->orders);
  CHECK(orders_text(*read->orders) == orders_text(*grade.orders));
  REQUIRE(read->marks.size() == grade.marks.size());
  for (std::size_t i = 0; i < grade.marks.size(); ++i) {
    CAPTURE(app.lesson.rubric[i].id);
    if (grade.marks[i].samples == 0) continue;
    CHECK(read->marks[i] == grade.marks[i]);
  }
  REQUIRE(grade.first_violation);
  CHECK(read->first_violation == grade.first_violation);
}
