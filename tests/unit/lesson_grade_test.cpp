// Whole grades of a small lesson: the same in any slices, honest about what they rest on.
#include "engine/lesson/grade.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "engine/base/json.h"
#include "engine/lesson/run.h"
#include "engine/lesson/workload.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

enum At : std::size_t { kOne, kQuorum, kAll, kSerial };

Grade graded(At show, At withdraw, std::uint64_t seed = 1) {
  return grade(small_lesson(), {show, withdraw},
               {.seed = seed, .schedules = {}, .runs = {}, .fault_free_operations = 300});
}

const Mark& mark_of(const Grade& grade, const std::string& id) {
  static const Lesson kLesson = small_lesson();
  return *std::find_if(grade.marks.begin(), grade.marks.end(),
                       [&](const Mark& mark) { return kLesson.rubric[mark.criterion].id == id; });
}

}  // namespace

TEST_CASE("a grade does not depend on the sizes of the slices") {
  const Lesson lesson = small_lesson();
  const Grade whole = graded(kOne, kQuorum);
  for (const int slice : {1, 7, 100}) {
    Grading grading(lesson, {kOne, kQuorum},
                    {.seed = 1, .schedules = {}, .runs = {}, .fault_free_operations = 300});
    int done = 0;
    while (!grading.advance(slice)) {
      REQUIRE(grading.runs_done() >= done);
      REQUIRE(grading.runs_done() <= done + slice);
      REQUIRE(grading.runs_due() >= grading.runs_done());
      done = grading.runs_done();
    }
    CHECK(grading.runs_done() == grading.runs_due());
    CHECK(grading.grade() == whole);
    CHECK(grading.advance(slice));
  }
}

namespace {

Run played_fresh(const Lesson& lesson, const Choices& choices, const Schedule& schedule, Time end) {
  Run run{scenario_of(system_with(lesson, choices), schedule, end), {}, {}};
  play(run);
  return run;
}

}  // namespace

TEST_CASE("a grade is what its runs come to when each is played by itself") {
  Lesson lesson = small_lesson();
  lesson.system.loss = {1, 50};  // weather that can be told from other weather
  const Choices choices{kQuorum, kOne};
  const Grade grade = lesson::grade(
      lesson, choices, {.seed = 3, .schedules = 30, .runs = 15, .fault_free_operations = 200});
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < lesson.rubric.size(); ++i) {
    const Criterion& rule = lesson.rubric[i];
    if (rule.side == Side::safety) {
      Search search(lesson, system_with(lesson, choices), 3);
      std::int64_t violated = 0;
      for (int number = 1; number <= 30; ++number) {
        const Run run = played_fresh(lesson, choices, search.schedule(number), lesson.script_end);
        violated += examine(rule, run) == check::Answer::violated ? 1 : 0;
      }
      marks.push_back({i, violated == 0, violated, violated, violated, 30, 0, 0});
      continue;
    }
    Tally tally(lesson, i);
    const bool sampled = pool_of(rule) == Pool::sampled;
    for (int number = 1; sampled ? number <= 15 : !tally.enough(200); ++number) {
      const Schedule drawn =
          sampled ? sampled_run(lesson, 3, number) : fault_free_run(lesson, 3, number);
      tally.add(played_fresh(lesson, choices, drawn, lesson.workload.end), number);
    }
    marks.push_back(tally.mark());
  }
  CHECK(grade.marks == marks);
  CHECK(std::any_of(marks.begin(), marks.end(), [](const Mark& mark) { return !mark.pass; }));
}

TEST_CASE("another seed is another grade") {
  CHECK_FALSE(graded(kOne, kOne, 1) == graded(kOne, kOne, 2));
}

TEST_CASE("one everywhere fails on safety, over seeds that nobody picked", "[full]") {
  for (std::uint64_t seed = 11; seed < 16; ++seed) {
    const Grade grade = graded(kOne, kOne, seed);
    CHECK_FALSE(grade.pass);
    CHECK_FALSE(mark_of(grade, "safety.withdraw.overdraft").pass);
    CHECK(mark_of(grade, "safety.show.stale").pass);  // at one a balance promises nothing
    CHECK(mark_of(grade, "availability.withdraw.useful").pass);
  }
}

TEST_CASE("a majority is not a lock, over seeds that nobody picked", "[full]") {
  for (std::uint64_t seed = 21; seed < 26; ++seed) {
    const Grade grade =
        lesson::grade(small_lesson(), {kOne, kQuorum},
                      {.seed = seed, .schedules = 400, .runs = 5, .fault_free_operations = 1});
    CAPTURE(seed);
    CHECK_FALSE(mark_of(grade, "safety.withdraw.overdraft").pass);
    CHECK(grade.schedules == 400);
    CHECK(grade.runs == 5);
  }
}

TEST_CASE("serial is safe over a thousand schedules") {
  const Grade safe =
      lesson::grade(small_lesson(), {kQuorum, kSerial},
                    {.seed = 5, .schedules = 1000, .runs = 5, .fault_free_operations = 1});
  CHECK(safe.violated == 0);
  CHECK(safe.undecided == 0);
  CHECK(side_passes(safe, Side::safety));
  CHECK_FALSE(safe.first_violation.has_value());
}

TEST_CASE("a balance at quorum beside withdrawals at one is stale, at one it promises nothing") {
  Lesson lesson = small_lesson();
  lesson.script = {call_at(3000, kAnn, kWithdraw, 80), call_at(3100, kBob, kBalance)};
  const Grading::Options options{
      .seed = 1, .schedules = 200, .runs = 1, .fault_free_operations = 1};
  const Grade stale = lesson::grade(lesson, {kQuorum, kOne}, options);
  CHECK_FALSE(mark_of(stale, "safety.show.stale").pass);
  CHECK(mark_of(stale, "safety.withdraw.overdraft").pass);
  REQUIRE(stale.first_violation.has_value());
  CHECK(text_of(stale.first_violation->sentence).find("Bob was shown 100") == 0);
  CHECK(lesson::grade(lesson, {kOne, kOne}, options).violated == 0);
  CHECK(lesson::grade(lesson, {kQuorum, kQuorum}, options).violated == 0);
}

TEST_CASE("all fails on availability and latency, with an example of each") {
  const Lesson lesson = small_lesson();
  const Grade grade = graded(kAll, kAll);
  CHECK_FALSE(side_passes(grade, Side::availability));
  CHECK_FALSE(side_passes(grade, Side::latency));
  for (const Example& example : grade.examples) {
    CHECK_FALSE(grade.marks[example.criterion].pass);
    Run run{scenario_of(system_with(lesson, {kAll, kAll}), example.schedule, example.end), {}, {}};
    play(run);
    if (example.op != kNoOp) CHECK(run.log.operations[index(example.op)].returned == example.at);
    CHECK_FALSE(text_of(example.sentence).empty());
  }
  const auto failed = std::count_if(grade.marks.begin(), grade.marks.end(), [&](const Mark& mark) {
    return !mark.pass && lesson.rubric[mark.criterion].side != Side::safety;
  });
  CHECK(static_cast<std::int64_t>(grade.examples.size()) == failed);
}

TEST_CASE("marks stand in the rubric's order and rest on enough") {
  const Lesson lesson = small_lesson();
  const Grade grade = lesson::grade(lesson, {kQuorum, kSerial}, {});
  REQUIRE(grade.marks.size() == lesson.rubric.size());
  for (std::size_t i = 0; i < grade.marks.size(); ++i) {
    const Mark& mark = grade.marks[i];
    CHECK(mark.criterion == i);
    CHECK(mark.samples > 0);
    CHECK(mark.low <= mark.value);
    CHECK(mark.value <= mark.high);
  }
  CHECK(mark_of(grade, "latency.show.p99").samples >= kFaultFreeOperations);
  CHECK(mark_of(grade, "safety.withdraw.overdraft").samples == 60);
}

TEST_CASE("the first violation can be had alone, replayed, and breaks where it says") {
  const Lesson lesson = small_lesson();
  const Grade grade = graded(kOne, kOne);
  REQUIRE(grade.first_violation.has_value());
  const Violation& violation = *grade.first_violation;
  CHECK(violation_in(lesson, grade.choices, grade.seed, violation.found_in) == violation);
  for (int number = 1; number < violation.found_in; ++number) {
    CHECK(violation_in(lesson, grade.choices, grade.seed, number) == std::nullopt);
  }
  Run run{scenario_for(lesson, grade.choices, violation.schedule), {}, {}};
  play(run);
  const std::optional<Harm> harm = find_harm(lesson.rubric[violation.criterion], run);
  REQUIRE(harm.has_value());
  CHECK(harm->at == violation.breaks_at);
  CHECK(harm->operations == violation.operations);
}

TEST_CASE("a limit of violating schedules is met exactly or not at all") {
  Lesson lesson = small_lesson();
  const Grading::Options few{.seed = 1, .schedules = 20, .runs = 1, .fault_free_operations = 1};
  const std::int64_t violated = lesson::grade(lesson, {kOne, kOne}, few).marks[0].value;
  REQUIRE(violated > 1);
  lesson.rubric[0].limit = violated;
  CHECK(lesson::grade(lesson, {kOne, kOne}, few).marks[0].pass);
  lesson.rubric[0].limit = violated - 1;
  CHECK_FALSE(lesson::grade(lesson, {kOne, kOne}, few).marks[0].pass);
}

TEST_CASE("undecided is neither passed nor failed") {
  const Lesson lesson = small_lesson();
  Grade grade = graded(kQuorum, kSerial);
  REQUIRE(side_passes(grade, Side::safety));
  CHECK_FALSE(side_undecided(grade, Side::safety));
  grade.marks[1].undecided = 2;
  grade.marks[1].pass = false;
  CHECK(side_undecided(grade, Side::safety));
  CHECK_FALSE(side_passes(grade, Side::safety));
  grade.marks[1].value = 1;  // some are undecided, and one is violated
  CHECK_FALSE(side_undecided(grade, Side::safety));
  grade.marks[1].value = 0;
  grade.marks[0].value = 1;
  grade.marks[0].pass = false;
  CHECK_FALSE(side_undecided(grade, Side::safety));
}

TEST_CASE("a survey passes what a whole grade passes, and marks that alike") {
  const Lesson lesson = small_lesson();
  int passing = 0;
  for (std::size_t show = kOne; show <= kSerial; ++show) {
    for (std::size_t withdraw = kOne; withdraw <= kSerial; ++withdraw) {
      CAPTURE(show, withdraw);
      const Grading::Options whole{1, 60, 60, 300};
      const Grading::Options survey{1, 60, 60, 300, true};
      const Grade expected = grade(lesson, {show, withdraw}, whole);
      const Grade found = grade(lesson, {show, withdraw}, survey);
      CHECK(found.pass == expected.pass);
      CHECK((!expected.pass || found == expected));
      passing += expected.pass ? 1 : 0;
    }
  }
  CHECK(passing > 0);
  CHECK(passing < 16);
}

TEST_CASE("how often every request was answered is told apart from what is useful") {
  const Lesson lesson = small_lesson();
  const Grade one = grade(lesson, {kOne, kOne}, {1, 5, 60, 20});
  const Grade all = grade(lesson, {kAll, kAll}, {1, 5, 60, 20});
  CHECK(one.available == one.runs);
  CHECK(all.available == 0);
}

TEST_CASE("the runs of one pool alone give the marks that a whole grade gives") {
  const Lesson lesson = small_lesson();
  const Grade whole = grade(lesson, {kOne, kAll}, {1, 60, 60, 300});
  std::vector<Mark> marks;
  for (const Pool pool : {Pool::searched, Pool::sampled, Pool::fault_free}) {
    const Grade part = grade(lesson, {kOne, kAll}, {1, 60, 60, 300, false, pool});
    CHECK_FALSE(part.marks.empty());
    for (const Mark& mark : part.marks) CHECK(pool_of(lesson.rubric[mark.criterion]) == pool);
    marks.insert(marks.end(), part.marks.begin(), part.marks.end());
  }
  std::sort(marks.begin(), marks.end(),
            [](const Mark& a, const Mark& b) { return a.criterion < b.criterion; });
  CHECK(marks == whole.marks);
}

TEST_CASE("a grade as JSON has what the format promises") {
  const Lesson lesson = small_lesson();
  for (const At withdraw : {kOne, kSerial}) {
    const Grade grade = graded(kAll, withdraw);
    const Result<json::Value> parsed = json::parse(grade_json(lesson, grade), "grade");
    REQUIRE(parsed.ok());
    for (const char* key : {"lesson", "choices", "pass", "sides", "schedules", "violated",
                            "undecided", "runs", "first_violation", "marks", "seed"}) {
      CAPTURE(key);
      REQUIRE(parsed->find(key) != nullptr);
    }
    CHECK(parsed->find("lesson")->text == "small");
    CHECK(parsed->find("choices")->find("show")->text == "all");
    for (const char* side : {"safety", "availability", "latency", "repair"}) {
      const json::Value* found = parsed->find("sides")->find(side);
      REQUIRE(found != nullptr);
      for (const char* key : {"pass", "value", "unit", "limit", "evidence"}) {
        CAPTURE(side, key);
        CHECK(found->find(key) != nullptr);
      }
      if (!found->find("pass")->boolean) CHECK_FALSE(found->find("evidence")->items.empty());
    }
    CHECK(parsed->find("marks")->items.size() == lesson.rubric.size());
    const json::Value* violation = parsed->find("first_violation");
    CHECK((violation->kind == json::Kind::null) == !grade.first_violation);
    if (!grade.first_violation) continue;
    for (const char* key : {"schedule", "seed", "criterion", "sentence", "events", "link"}) {
      CAPTURE(key);
      CHECK(violation->find(key) != nullptr);
    }
    CHECK(violation->find("link")->text.find("#lesson=small&seed=1&choose=show:all,") == 0);
  }
}
