// The claims of a lesson, held against grades that are written by hand: each claim must be able to
// fail.
#include "engine/lesson/proof.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/lesson/load.h"

using namespace caplab;
using namespace caplab::lesson;

namespace {

std::string contents(const std::string& path) {
  std::ifstream file(std::filesystem::path(CAPLAB_SOURCE_DIR) / path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Two choices of two levels; one criterion on each side, in the order of the sides.
Lesson pair() {
  const std::string json = contents("tests/bad_lessons/good.json");
  const std::string prose = contents("tests/bad_lessons/good.md");
  Loaded loaded = load_lesson({json, "good.json", prose, "good.md"});
  REQUIRE(loaded.errors.empty());
  return std::move(loaded.lesson);
}

Mark mark(std::size_t criterion, bool pass, std::int64_t value) {
  Mark mark;
  mark.criterion = criterion;
  mark.pass = pass;
  mark.value = mark.low = mark.high = value;
  return mark;
}

// Passes everything: 0 violations, 90.0 %, 100 ms, 5 per 1,000.
Grade passing(const Choices& choices) {
  Grade grade;
  grade.rubric = pair().rubric;
  grade.choices = choices;
  grade.pass = true;
  grade.marks = {mark(0, true, 0), mark(1, true, 900), mark(2, true, 100'000), mark(3, true, 5)};
  return grade;
}

Grade failing(const Choices& choices, std::size_t criterion, std::int64_t value) {
  Grade grade = passing(choices);
  grade.pass = false;
  grade.marks[criterion] = mark(criterion, false, value);
  return grade;
}

std::vector<std::string> rules(const std::vector<Doubt>& doubts) {
  std::vector<std::string> names;
  for (const Doubt& doubt : doubts) names.push_back(doubt.rule);
  return names;
}

using Rules = std::vector<std::string>;

}  // namespace

TEST_CASE("Proof: a reference must pass") {
  const Lesson lesson = pair();
  CHECK_FALSE(doubt_reference(0, passing({0, 1})));
  const auto doubt = doubt_reference(0, failing({0, 1}, 2, 900'000));
  REQUIRE(doubt);
  CHECK(doubt->pointer == "/reference/0");
  CHECK(doubt->message == "fails latency.take.p99 under seed 1, a reference must pass");
  CHECK_FALSE(doubt->undecided);
}

TEST_CASE("Proof: a reference that the checker could not decide is undecided, not wrong") {
  const Lesson lesson = pair();
  const auto doubt = doubt_reference(0, failing({0, 1}, 0, 0));
  REQUIRE(doubt);
  CHECK(doubt->undecided);
  CHECK(doubt->rule == "undecided");
}

TEST_CASE("Proof: a wrong solution must fail what it names") {
  Lesson lesson = pair();
  const Grade unsafe = failing({0, 0}, 0, 3);
  CHECK_FALSE(doubt_wrong(lesson, 0, unsafe));
  lesson.wrong[0].fails = "safety.take.overdraft";
  CHECK_FALSE(doubt_wrong(lesson, 0, unsafe));

  const auto other = doubt_wrong(lesson, 0, failing({0, 0}, 1, 100));
  REQUIRE(other);
  CHECK(other->pointer == "/wrong/0/fails");
  CHECK(other->message ==
        "fails only availability.take.useful under seed 1, must fail safety.take.overdraft");
  const auto passes = doubt_wrong(lesson, 0, passing({0, 0}));
  REQUIRE(passes);
  CHECK(passes->message == "passes under seed 1, must fail safety.take.overdraft");
}

TEST_CASE(
    "Proof: a wrong solution is graded as far as it takes, and whole where it does not fail") {
  Lesson lesson = pair();
  const Grading::Options few{1, 60, 60, 300};
  REQUIRE(lesson.wrong[0].choices == Choices{0, 0});
  const Grade whole = grade(lesson, lesson.wrong[0], few);
  for (const Criterion& criterion : lesson.rubric) {
    lesson.wrong[0].fails = criterion.id;
    CAPTURE(criterion.id);
    CHECK(prove_wrong(lesson, 0, few) == doubt_wrong(lesson, 0, whole));
  }
}

TEST_CASE("Proof: all choices, each once") {
  const Lesson lesson = pair();
  CHECK(all_choices(lesson) == std::vector<Choices>{{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  Lesson large = lesson;
  large.choices = std::vector<Choice>(6, lesson.choices[0]);
  for (Choice& choice : large.choices) choice.options.resize(6, option_of(Level::one));
  const std::vector<Choices> sample = all_choices(large);
  CHECK(sample.size() == kCombinationsMax);
  CHECK(sample.front() == Choices{0, 0, 0, 0, 0, 0});
  CHECK(std::set<Choices>(sample.begin(), sample.end()).size() == sample.size());
  for (std::size_t choice = 0; choice < 6; ++choice) {
    std::array<int, 6> taken{};
    for (const Choices& one : sample) ++taken[one[choice]];
    CAPTURE(choice);
    CHECK(*std::min_element(taken.begin(), taken.end()) > 130);
  }
}

TEST_CASE("Proof: of many situations those that are taken hold every option of every range") {
  const std::vector<std::vector<unsigned>> shapes{{2, 3, 4, 2},    {4, 4, 4, 6},    {4, 5, 3, 3},
                                                  {6, 6, 6, 6, 6}, {2, 2, 2, 2, 2}, {12, 3}};
  for (const std::vector<unsigned>& shape : shapes) {
    Lesson lesson = pair();
    for (const unsigned size : shape) {
      lesson.ranges.push_back({.id = "r", .options = std::vector<Option>(size)});
    }
    const std::vector<Situation> sample = all_situations(lesson);
    CHECK(sample.size() == kSituationsMax);
    CHECK(std::set<Situation>(sample.begin(), sample.end()).size() == sample.size());
    for (std::size_t range = 0; range < lesson.ranges.size(); ++range) {
      std::set<std::size_t> taken;
      for (const Situation& one : sample) taken.insert(one[range]);
      CHECK(taken.size() == lesson.ranges[range].options.size());
    }
  }
}

TEST_CASE("Proof: two settings trade when each is clearly better on another side") {
  const Lesson lesson = pair();
  const Grade plain = passing({0, 1});
  Grade faster = passing({1, 1});
  faster.marks[2] = mark(2, true, 50'000);
  CHECK_FALSE(is_trade(plain, plain));
  CHECK_FALSE(is_trade(faster, plain));

  Grade dearer = faster;
  dearer.marks[3] = mark(3, true, 10);
  CHECK(is_trade(dearer, plain));
  CHECK(is_trade(plain, dearer));

  dearer.marks[3].low = 4;  // the intervals meet: it may be luck
  CHECK_FALSE(is_trade(dearer, plain));

  Grade scarcer = faster;
  scarcer.marks[1] = mark(1, true, 830);  // less than 10 % fewer answers
  CHECK_FALSE(is_trade(scarcer, plain));
  scarcer.marks[1] = mark(1, true, 810);
  CHECK(is_trade(scarcer, plain));
}

TEST_CASE("Proof: a decision is real, or it is told why not") {
  const Lesson lesson = pair();
  Grade faster = passing({1, 1});
  faster.marks[2] = mark(2, true, 50'000);
  faster.marks[3] = mark(3, true, 10);
  const Grade bad = failing({0, 0}, 0, 3);

  // 2 of 5 pass and trade.
  CHECK(doubt_decision(lesson, {passing({0, 1}), faster, bad, bad, bad}).empty());
  CHECK(rules(doubt_decision(lesson, {passing({0, 1}), faster, bad, bad})) == Rules{"too-easy"});
  CHECK(rules(doubt_decision(lesson, {passing({0, 1}), bad, bad})) == Rules{"no-trade"});
  CHECK(rules(doubt_decision(lesson, {bad})) == Rules{"no-trade"});

  // "one" for both operations.
  Grade uniform = faster;
  uniform.choices = {0, 0};
  CHECK(rules(doubt_decision(lesson, {passing({0, 1}), uniform, bad, bad, bad})) ==
        Rules{"one-for-all"});
}

TEST_CASE("Proof: every prediction has one true answer, and each wrong one has a name") {
  Lesson lesson = pair();
  const std::vector<Choices> all = all_choices(lesson);
  CHECK(doubt_predictions(lesson, all, 1).empty());

  Lesson nameless = lesson;
  nameless.predictions[0].options[1].misconception.clear();
  const std::vector<Doubt> doubts = doubt_predictions(nameless, all, 1);
  CHECK(rules(doubts) == Rules{"misconception-missing"});
  CHECK(doubts.at(0).pointer == "/predict/0/options/1");

  Lesson both = lesson;
  both.predictions[0].options[1].when[0].max = 1;
  CHECK(doubt_predictions(both, {initial_choices(both)}, 1).at(0).message ==
        "has the answers yes and no under look:one,take:one, must have exactly one for every "
        "choice");
  Lesson none = lesson;
  none.predictions[0].options[0].when[0].min = none.predictions[0].options[0].when[0].max = 7;
  CHECK(doubt_predictions(none, {initial_choices(none)}, 1).at(0).rule == "prediction-ambiguous");
}
