// The tasks besides choosing settings on the page: what is attempted, judged and reached, and what
// the page's worker answers.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/task_json.h"
#include "tests/unit/web_bank.h"
#include "web/app_json.h"
#include "web/app_task.h"
#include "web/task_request.h"

using namespace caplab;
using namespace caplab::testing;
using web::App;
using web::Step;

namespace {

const std::string kNext = R"({"do":"next"})";
const std::string kStale = R"({"goal":"stale","faults":[{"at":"3s","cut":["right"]}]})";
const std::string kRefusal = R"({"goal":"refusal","faults":[{"at":"4.5s","cut":["right"]}]})";
const std::string kBoth = R"("experiments":["write-in-cut","read-in-cut"])";

std::string put(App& app, const std::string& attempt) {
  return command(app, R"({"do":"attempt","attempt":)" + attempt + "}");
}

// What the worker would find, handed over as the page does.
std::string judge(App& app) {
  const std::string judgement = lesson::judge(app.lesson, *app.task.attempt, app.seed).json;
  return command(app, R"({"do":"judgement","id":)" + std::to_string(app.task.id) +
                          R"(,"judgement":)" + judgement + "}");
}

// To the attack: the tiny lesson asks for a prediction first.
App open_attack(const std::string& option = "some") {
  App app = open_task("attack");
  command(app, kNext);
  command(app, R"({"do":"predict","id":"whole","option":")" + option + R"("})");
  command(app, kNext);
  REQUIRE(app.step == Step::configure);
  return app;
}

std::size_t cuts_on_stage(const App& app) {
  const auto& script = app.stage->session.scenario().script;
  return static_cast<std::size_t>(std::count_if(script.begin(), script.end(), [](const auto& step) {
    return std::holds_alternative<Cut>(step.command);
  }));
}

json::Value answer_to(const std::string& request) {
  const Result<json::Value> answer = json::parse(web::task_answer("{" + request + "}"), "answer");
  REQUIRE(answer);
  return *answer;
}

}  // namespace

TEST_CASE("a lesson has only the steps that its task asks for") {
  const App attack = open_task("attack");
  CHECK(has_step(attack, Step::predict));
  CHECK(has_step(attack, Step::run));
  for (const char* task : {"diagnose", "construct"}) {
    App app = open_task(task);
    CHECK_FALSE(has_step(app, Step::predict));
    CHECK_FALSE(has_step(app, Step::run));
    command(app, kNext);
    CHECK(app.step == Step::configure);
    CHECK(command(app, R"({"do":"step","step":"run"})") == "This lesson has no such step.");
    command(app, R"({"do":"back"})");
    CHECK(app.step == Step::brief);
  }
}

TEST_CASE("a prediction is held against the lesson's own run before anything is attacked") {
  App app = open_attack("some");
  REQUIRE(app.answers[0].checked);
  CHECK(app.answers[0].checked->happened == 0);
  put(app, kStale);
  if (app.answers[0].checked->refuted_at == kNever) return;
  CHECK(command(app, R"({"do":"show-moment","prediction":0})").empty());
  CHECK(cuts_on_stage(app) == 0);
}

TEST_CASE("an attack on stage is the script with the faults that were placed") {
  App app = open_attack();
  CHECK(cuts_on_stage(app) == 0);
  CHECK(command(app, kNext) == "Place a fault first.");
  CHECK(put(app, kStale).empty());
  CHECK(cuts_on_stage(app) == 1);
  CHECK(command(app, kNext).empty());
  CHECK(app.step == Step::run);
  CHECK(is_playing(app));
  CHECK_FALSE(may_intervene(app));
  CHECK(put(app, R"({"goal":"stale","faults":[]})").empty());
  CHECK(cuts_on_stage(app) == 0);
  CHECK(app.step == Step::configure);
}

TEST_CASE("a goal brings the settings that it attacks") {
  App app = open_attack();
  const lesson::Choices first = app.choices;
  put(app, R"({"goal":"refusal","faults":[]})");
  CHECK(app.choices != first);
  CHECK(app.choices == app.lesson.attack.goals[1].choices);
  CHECK_FALSE(command(app, R"({"do":"choose","operation":"write","level":"one"})").empty());
}

TEST_CASE("an attempt that the lesson does not allow is refused, and the last one stands") {
  App app = open_attack();
  put(app, kStale);
  CHECK_FALSE(put(app, R"({"goal":"moon","faults":[]})").empty());
  CHECK_FALSE(put(app, R"({"goal":"stale","faults":[{"at":"3s","pause":"server-a"}]})").empty());
  CHECK_FALSE(put(app, R"({"goal":"stale","faults":[{"at":"99s","cut":["right"]}]})").empty());
  CHECK(cuts_on_stage(app) == 1);
  App bank = open_bank();
  CHECK_FALSE(put(bank, R"({"goal":"stale"})").empty());
}

TEST_CASE("a lesson is passed when every goal has been reached") {
  App app = open_attack();
  put(app, kStale);
  CHECK_FALSE(wants_judgement(app));
  CHECK(command(app, R"({"do":"try"})").empty());
  CHECK(app.step == Step::verdict);
  CHECK(wants_judgement(app));
  CHECK_FALSE(primary_of(app).enabled);
  CHECK(command(app, kNext) == "Wait for the grade.");
  CHECK(judge(app).empty());
  CHECK_FALSE(wants_judgement(app));
  CHECK(app.task.pass);
  CHECK_FALSE(app.passed);
  CHECK(primary_of(app).label == "On to the next goal");
  REQUIRE(command(app, primary_of(app).command).empty());
  CHECK(app.step == Step::configure);
  CHECK(app.task.goal == 1);
  CHECK(command(app, R"({"do":"step","step":"verdict"})") == "Place a fault first.");
  put(app, kRefusal);
  command(app, R"({"do":"try"})");
  CHECK(judge(app).empty());
  CHECK(app.passed);
  CHECK(primary_of(app).label == "See what to keep");
}

TEST_CASE("a judgement of an older attempt is not taken") {
  App app = open_attack();
  put(app, kStale);
  const std::string old = std::to_string(app.task.id);
  put(app, R"({"goal":"stale","faults":[{"at":"7s","cut":["right"]}]})");
  CHECK_FALSE(
      command(app, R"({"do":"judgement","id":)" + old + R"(,"judgement":{"pass":true}})").empty());
  CHECK_FALSE(has_judgement(app));
  CHECK(judge(app).empty());
  CHECK_FALSE(app.task.pass);
  CHECK(primary_of(app).enabled);
}

TEST_CASE("the run that the judgement tells of is shown where it does harm") {
  App app = open_attack();
  CHECK_FALSE(command(app, R"({"do":"watch-example"})").empty());
  put(app, kStale);
  command(app, R"({"do":"try"})");
  judge(app);
  CHECK(command(app, R"({"do":"watch-example"})").empty());
  REQUIRE(app.stage->breaks_at);
  CHECK(now_of(*app.stage) == *app.stage->breaks_at);
  CHECK_FALSE(app.stage->violating.empty());
  CHECK_FALSE(app.watched.empty());
  command(app, R"({"do":"restart-run"})");
  CHECK(app.watched.empty());
  CHECK(cuts_on_stage(app) == 1);
}

TEST_CASE("a diagnosis needs an experiment, an answer and its letters") {
  App app = open_task("diagnose");
  command(app, kNext);
  CHECK(missing_in_attempt(app) == "Make an experiment first.");
  put(app, "{" + kBoth + "}");
  CHECK(missing_in_attempt(app) == "Say which system it is.");
  put(app, "{" + kBoth + R"(,"answer":"owl"})");
  CHECK(missing_in_attempt(app) == "Say which letters it has.");
  put(app, "{" + kBoth + R"(,"answer":"owl","letters":"PC/EL"})");
  CHECK(missing_in_attempt(app).empty());
  CHECK_FALSE(put(app, R"({"experiments":["whole","write-in-cut","read-in-cut"]})").empty());
}

TEST_CASE(
    "systems stay behind the curtain until there is an answer, and another seed has another") {
  App app = open_task("diagnose");
  command(app, kNext);
  put(app, "{" + kBoth + R"(,"answer":"owl","letters":"PC/EL"})");
  const std::string watch = R"({"do":"watch-system","system":"hare","experiment":"read-in-cut"})";
  CHECK_FALSE(command(app, watch).empty());
  command(app, kNext);
  CHECK(app.step == Step::verdict);
  CHECK(judge(app).empty());
  CHECK(command(app, watch).empty());
  CHECK(is_playing(app));
  CHECK(cuts_on_stage(app) == 1);
  CHECK(command(app, kNext).empty());
  CHECK(app.step == Step::debrief);
  CHECK(app.watched.empty());
  command(app, R"({"do":"new-seed"})");
  CHECK(app.seed == 2);
  CHECK_FALSE(app.task.attempt);
  CHECK(app.step == Step::configure);
  CHECK(app.watched.empty());
}

TEST_CASE("a history is judged while it is edited") {
  App app = open_task("construct");
  command(app, kNext);
  put(app, R"({"goal":"late","edits":[]})");
  CHECK(wants_judgement(app));
  judge(app);
  CHECK_FALSE(app.task.pass);
  put(app, R"({"goal":"late","edits":[{"operation":3,"result":20}]})");
  CHECK(wants_judgement(app));
  judge(app);
  CHECK(app.task.pass);
  CHECK(app.task.reached == std::vector<bool>{true, false});
}

TEST_CASE("a link opens an attempt, and says what is wrong with a bad one") {
  const App good = open_task("diagnose", R"("attempt":"{\"experiments\":[\"whole\"]}")");
  CHECK(good.step == Step::configure);
  REQUIRE(good.task.attempt);
  CHECK(good.problems.empty());
  for (const char* attempt :
       {R"("attempt":"{\"experiments\":[\"moon\"]}")", R"("attempt":"[1")", R"("attempt":"7")"}) {
    const App bad = open_task("diagnose", attempt);
    CAPTURE(attempt);
    CHECK(bad.problems.size() == 1);
    CHECK(bad.step == Step::brief);
    CHECK_FALSE(bad.task.attempt);
  }
  CHECK(open_bank(R"("attempt":"{}")").problems.size() == 1);
}

TEST_CASE("what was attempted and reached at an earlier visit is found again") {
  const App app = open_task("construct", R"("progress":{"step":"verdict","task":{)"
                                         R"("attempt":{"goal":"late","edits":[]},)"
                                         R"("reached":["backwards","moon"]}})");
  CHECK(app.step == Step::configure);
  REQUIRE(app.task.attempt);
  CHECK(app.task.reached == std::vector<bool>{false, true});
  const App odd = open_task("attack", R"("progress":{"task":{"attempt":[7],"reached":9}})");
  CHECK_FALSE(odd.task.attempt);
}

TEST_CASE("the state says what the task asks and what came of it") {
  App app = open_attack();
  put(app, kStale);
  const Result<json::Value> state = json::parse(web::state_json(app, 0), "state");
  REQUIRE(state);
  const json::Value* task = state->find("task");
  REQUIRE(task);
  CHECK(task->find("kind")->text == "attack");
  CHECK(task->find("calls")->items.size() == 4);
  CHECK(task->find("goals")->items.size() == 2);
  CHECK(task->find("attempt")->find("goal")->text == "stale");
  CHECK(json::parse(web::state_json(open_bank(), 0), "state")->find("task")->kind ==
        json::Kind::null);
}

TEST_CASE("the worker judges, observes and records, or says why not") {
  const std::string attack = task_files("attack") + R"(,"seed":1)";
  const std::string diagnose = task_files("diagnose") + R"(,"seed":1)";
  const std::string construct = task_files("construct") + R"(,"seed":1)";
  CHECK(answer_to(attack + R"(,"attempt":)" + kStale).find("pass")->boolean);
  CHECK(answer_to(diagnose + R"(,"experiment":"whole")").items.size() == 2);
  CHECK(answer_to(construct + R"(,"recorded":true)").items.size() == 5);
  for (const std::string& wrong :
       {attack + R"(,"attempt":{"goal":"moon","faults":[]})", diagnose + R"(,"experiment":"moon")",
        attack + R"(,"recorded":true)", std::string(R"("lesson":"{","prose":"","seed":1)"),
        std::string(R"("seed":1)")}) {
    CAPTURE(wrong);
    CHECK(answer_to(wrong).find("error"));
  }
}
