// Choices beyond levels and what a situation draws: each is an edit of the lesson's file.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

#include "engine/lesson/load.h"
#include "engine/lesson/vacuous.h"
#include "tests/unit/course_lesson.h"

using namespace caplab;
using namespace caplab::lesson;

namespace {

std::string contents(const std::string& name) {
  std::ifstream file(CAPLAB_SOURCE_DIR "/tests/bad_lessons/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The good lesson with further choices, ranges and the words that they need.
constexpr const char* kOpen = R"("choices": [
  {"id": "store.till", "default": "quorum", "options": [
    {"id": "quorum", "store": {"protocol": "quorum"}},
    {"id": "quick", "store": {"protocol": "quorum", "timeout": "300ms"}}]},
  {"id": "patience", "default": "2s", "options": [
    {"id": "2s"}, {"id": "5s", "sets": {"/patience": "5s"}}]}],
  "ranges": [{"id": "money", "options": [
    {"id": "10"}, {"id": "20", "sets": {"/objects/0/initial": 20}},
    {"id": "30", "sets": {"/objects/0/initial": 30}}]}],)";

std::string edited(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string words() {
  std::string text =
      edited(contents("good.md"), "## title", "## range.money.30\n\nthirty\n\n## title");
  for (const char* id : {"choice.store.till", "choice.store.till.quorum", "choice.store.till.quick",
                         "choice.patience", "choice.patience.2s", "choice.patience.5s"}) {
    text += "\n## " + std::string(id) + "\n\nword\n\n## " + id + ".help\n\nholds {money} euros\n";
  }
  return text;
}

// Solutions must name every choice, so those of the good lesson are completed.
std::string json_with(std::string_view further) {
  std::string text = contents("good.json");
  for (std::size_t at = text.find("\"choices\": {"); at != std::string::npos;
       at = text.find("\"choices\": {", at + 1)) {
    text.insert(at + 12, R"("store.till": "quorum", "patience": "2s", )");
  }
  return edited(text, R"("script":)", std::string(further) + R"("script":)");
}

Loaded load(std::string_view further) {
  return load_lesson({json_with(further), "good.json", words(), "good.md"});
}

Lesson open_lesson() {
  Loaded loaded = load(kOpen);
  INFO((loaded.errors.empty() ? "" : loaded.errors.front()));
  REQUIRE(loaded.errors.empty());
  return std::move(loaded.lesson);
}

const quorum::Config& quorum_of(const System& system, std::size_t store) {
  return std::get<quorum::Config>(system.stores[store].protocol);
}

std::string error_of(std::string_view from, std::string_view to) {
  const Loaded loaded = load(edited(kOpen, from, to));
  return loaded.errors.empty() ? "" : loaded.errors.front();
}

}  // namespace

TEST_CASE("settled: a store, a number and a level, each in its place") {
  const Lesson lesson = open_lesson();
  REQUIRE(lesson.choices.size() == 4);
  const Result<Choices> choices =
      choices_from_text(lesson, "store.till:quick,patience:5s,take:serial");
  REQUIRE(choices);
  const Lesson own = settled(lesson, *choices);
  CHECK(quorum_of(own.system, 0).timeout == milliseconds(300));
  CHECK(quorum_of(own.system, 1) == quorum_of(lesson.system, 1));
  CHECK(own.system.client.patience == seconds(5));
  CHECK(own.system.operations[1].level == Level::serial);
  CHECK(own.choices == lesson.choices);
  CHECK(own.system.stores[0].name == lesson.system.stores[0].name);
}

TEST_CASE("settled: the initial choices are what the file says") {
  const Lesson lesson = open_lesson();
  CHECK(settled(lesson, initial_choices(lesson)).system == lesson.system);
}

TEST_CASE("in_situation: the number is drawn, and the words say it") {
  const Lesson lesson = open_lesson();
  const auto money_of = [](const Lesson& own) {
    return object::number_of(own.system.stores[0].initial);
  };
  CHECK(money_of(lesson) == 10);
  CHECK(choice_help(lesson, lesson.choices[2]) == "holds 10 euros");
  const Lesson rich = in_situation(lesson, {2});
  CHECK(money_of(rich) == 30);
  CHECK(choice_help(rich, rich.choices[2]) == "holds thirty euros");
  CHECK(choice_help(in_situation(rich, {1}), rich.choices[2]) == "holds 20 euros");
  const Lesson both = settled(rich, *choices_from_text(rich, "patience:5s"));
  CHECK(money_of(both) == 30);
  CHECK(both.system.client.patience == seconds(5));
}

TEST_CASE("situation_of: number 0 is the file's, and others draw every option in time") {
  const Lesson lesson = open_lesson();
  CHECK(situation_of(lesson, 0) == Situation{0});
  std::vector<int> seen(3, 0);
  for (std::uint64_t number = 1; number <= 60; ++number) {
    CHECK(situation_of(lesson, number) == situation_of(lesson, number));
    ++seen[situation_of(lesson, number)[0]];
  }
  for (const int count : seen) CHECK(count > 5);
}

TEST_CASE("situations are written by the options that they draw") {
  const Lesson tunable = caplab::testing::course_lesson("tunable");
  REQUIRE_FALSE(tunable.ranges.empty());
  const Range& range = tunable.ranges[0];
  const std::string last = range.id + ":" + range.options.back().id;
  const Result<Situation> situation = situation_from_text(tunable, last);
  REQUIRE(situation);
  CHECK(situation->front() == range.options.size() - 1);
  CHECK(situation_text(tunable, *situation).find(last) == 0);
  CHECK(situation_from_text(tunable, "").value() == situation_of(tunable, 0));
  CHECK(situation_from_text(tunable, "moon:full")
            .error()
            .message.find("the range is \"moon\", must be one of " + range.id) == 0);
  CHECK(situation_from_text(tunable, range.id + ":never")
            .error()
            .message.find("the option of " + range.id + " is \"never\", must be one of ") == 0);
  CHECK(situation_from_text(open_lesson(), "price:x").error().message.find("the range is") == 0);
}

TEST_CASE("a grade has the rubric that its choices make") {
  const Loaded loaded =
      load(edited(kOpen, R"({"/patience": "5s"})", R"({"/rubric/latency/0/atMost": "70ms"})"));
  REQUIRE(loaded.errors.empty());
  const auto limit_at = [&](const char* text) {
    const Choices choices = choices_from_text(loaded.lesson, text).value();
    const Grade made = grade(loaded.lesson, choices, {1, 2, 2, 20});
    const auto latency =
        std::find_if(made.rubric.begin(), made.rubric.end(),
                     [](const Criterion& one) { return one.side == Side::latency; });
    return latency->limit;
  };
  CHECK(limit_at("patience:2s") == 200'000);
  CHECK(limit_at("patience:5s") == 70'000);
}

TEST_CASE("clash_of: what fits two by two and not all together is told") {
  std::string open = kOpen;
  open = edited(open, R"({"/patience": "5s"})", R"({"/faultProcess/after": ["5s", "6s"]})");
  open = edited(open, R"("store": {"protocol": "quorum", "timeout": "300ms"})",
                R"("store": {"protocol": "quorum"}, "sets": {"/workload/end": "14s"})");
  open = edited(open, R"("/objects/0/initial": 30)", R"("/faultProcess/lasts": ["6s", "9s"])");
  Loaded loaded = load(open);
  INFO((loaded.errors.empty() ? "" : loaded.errors.front()));
  REQUIRE(loaded.errors.empty());
  const Lesson& lesson = loaded.lesson;
  const Choices late = choices_from_text(lesson, "store.till:quick,patience:5s").value();
  CHECK_FALSE(clash_of(lesson, {0}, late));
  CHECK_FALSE(clash_of(lesson, {2}, initial_choices(lesson)));
  const auto clash = clash_of(lesson, {2}, late);
  REQUIRE(clash);
  CHECK(clash->pointer == "/faultProcess/lasts");
  CHECK(clash->message ==
        "lets a cut heal only after 15s, must heal before the workload's end of 14s "
        "(under the options \"30\" and \"quick\" and \"5s\")");
}

TEST_CASE("doubt_vacuous: few runs, choices that nobody meets, levels that nobody can choose") {
  Lesson lesson = open_lesson();
  const auto places = [&lesson] {
    std::vector<std::string> all;
    for (const Doubt& doubt : doubt_vacuous(lesson)) all.push_back(doubt.rule + doubt.pointer);
    return all;
  };
  const std::vector<std::string> before = places();
  CHECK(std::count(before.begin(), before.end(), "few-runs/faults/schedules") == 1);
  CHECK(std::count(before.begin(), before.end(), "few-runs/faultProcess/runs") == 1);
  CHECK(std::count(before.begin(), before.end(), "unreachable-choice/operations/0/choices") == 1);
  CHECK(before.size() == 3);
  Criterion stale;
  stale.measure = Measure::stale;
  stale.promised = {Level::all};
  lesson.rubric.insert(lesson.rubric.begin(), stale);
  CHECK(places() == before);
  lesson.rubric.front().promised = {Level::serial};
  CHECK(places().size() == before.size() + 1);
}

TEST_CASE("choices and ranges: each mistake with its place and what is allowed") {
  CHECK(error_of("store.till", "store.safe").find("must name one of the objects till, notes") !=
        std::string::npos);
  CHECK(error_of("\"/patience\"", "\"/reference\"").find("must lead into one of sites") !=
        std::string::npos);
  CHECK(error_of("\"/objects/0/initial\": 20", "\"/objects/9/initial\": 20")
            .find("must lead to a value of this file") != std::string::npos);
  CHECK(error_of("\"timeout\": \"300ms\"", "\"timeout\": \"soon\"")
            .find("(under the option \"quick\")") != std::string::npos);
  CHECK(error_of("{\"id\": \"10\"}", "{\"id\": \"20\"}").find("stands there already") !=
        std::string::npos);
  CHECK(error_of("\"id\": \"5s\"", "\"id\": \"5 S\"").find("must be 1 to 40 of a-z") !=
        std::string::npos);
  CHECK(error_of("\"default\": \"2s\"", "\"default\": \"3s\"").find("2s") != std::string::npos);
  CHECK(error_of("{\"id\": \"10\"}", R"({"id": "10", "sets": {"/objects/0/initial": 10}})")
            .find("the first option is what the file says and must have none") !=
        std::string::npos);
}

TEST_CASE("what is drawn leaves all choices as they are") {
  const std::string twenty = "\"/objects/0/initial\": 20";
  const std::string told = "must leave all choices as they are";
  CHECK(error_of(twenty, R"("/operations/0/choices": ["all", "one"])").find(told) !=
        std::string::npos);
  // Where there are fewer options, or more choices, the solutions do not fit either.
  const std::string under = "(under the option \"20\")";
  CHECK(error_of(twenty, R"("/operations/0/choices": ["one"])").find(under) != std::string::npos);
  CHECK(error_of(twenty, R"("/operations/2/choices": ["one", "all"])").find(under) !=
        std::string::npos);
  CHECK(error_of(twenty, R"("/operations/0/default": "all")").find(told) == std::string::npos);
}
