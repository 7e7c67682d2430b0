// The task `construct`: the checkers judge the edited history, and nothing but reads is edited.
#include "engine/lesson/construct.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/task_json.h"
#include "tests/unit/course_lesson.h"
#include "tests/unit/linearizable_brute_force.h"

using namespace caplab;
using namespace caplab::lesson;
using caplab::testing::course_lesson;
using caplab::testing::mistakes_in;

namespace {

Attempt edits(std::size_t goal, std::vector<HistoryEdit> made) {
  Attempt attempt;
  attempt.goal = goal;
  attempt.edits = std::move(made);
  return attempt;
}

const ModelVerdict& verdict_of(const ConstructionResult& result, const std::string& model) {
  for (const ModelVerdict& verdict : result.models) {
    if (verdict.model == model) return verdict;
  }
  FAIL("there is no verdict of " << model);
  return result.models.front();
}

}  // namespace

TEST_CASE("the recorded history is a real run, and every model holds") {
  const Lesson lesson = course_lesson("spectrum");
  CHECK(recorded_history(lesson).operations.size() == 10);
  const ConstructionResult result = judge_construction(lesson, edits(0, {}));
  CHECK_FALSE(result.pass);
  CHECK(result.models.size() >= 10);
  for (const ModelVerdict& verdict : result.models) {
    CAPTURE(verdict.model);
    CHECK(verdict.answer == check::Answer::holds);
  }
}

TEST_CASE("every single edit is judged as the brute-force twin judges it") {
  const Lesson lesson = course_lesson("spectrum");
  const history::History recorded = recorded_history(lesson);
  check::Options options;
  options.initial = 0;
  int violated = 0;
  for (std::size_t i = 0; i < recorded.operations.size(); ++i) {
    if (!may_be_edited(recorded.operations[i])) continue;
    for (const history::Value value : possible_results(lesson, recorded)) {
      CAPTURE(i, value);
      const std::vector<HistoryEdit> made{{i, value}};
      const bool holds =
          caplab::test::linearizable_brute_force(edited_history(lesson, made).value(), options);
      const ConstructionResult result = judge_construction(lesson, edits(0, made));
      CHECK((verdict_of(result, "linearizable").answer == check::Answer::holds) == holds);
      violated += holds ? 0 : 1;
    }
  }
  CHECK(violated == 21);
}

TEST_CASE("edits that are none are refused in one sentence") {
  const Lesson lesson = course_lesson("spectrum");
  const auto error = [&](std::vector<HistoryEdit> made) {
    return judge_construction(lesson, edits(0, std::move(made))).error;
  };
  CHECK(error({{0, 1}}) == "the operation 0 is no read that ended, must be one");
  CHECK(error({{99, 1}}) == "the operation 99 is no read that ended, must be one");
  CHECK(error({{1, 7}}) ==
        "the operation 1 is said to return 7, must return what somebody wrote or what was there at "
        "first");
  CHECK(error({{1, 0}, {3, 0}}) == "There are 2 edits, there must be at most 1.");
  CHECK_FALSE(edited_history(lesson, {{1, 0}, {1, 1}}).ok());
}

TEST_CASE("mistakes in a lesson to construct are told with their place") {
  CHECK(mistakes_in("spectrum", R"("holds": ["sequential"])", R"("holds": ["sequentiel"])")
            .find("is \"sequentiel\" (did you mean \"sequential\"?)") != std::string::npos);
  CHECK(mistakes_in("spectrum", R"("object": "slogan",
    "goals")",
                    R"("object": "slogans",
    "goals")")
            .find("/construct/object: is \"slogans\"") != std::string::npos);
}

TEST_CASE("a judgement says what the page shows") {
  const Lesson lesson = course_lesson("spectrum");
  const Judgement judgement = judge(lesson, edits(0, {{4, 1}}), 1);
  CHECK(judgement.pass);
  CHECK(judgement.json.find(
            R"({"lesson":"spectrum","task":"construct","pass":true,"goal":"late")") == 0);
  CHECK(judgement.json.find(R"("name":"linearizable","verdict":"violated")") != std::string::npos);
  CHECK(recorded_json(lesson).find(R"("result":1,"results":[0,1,2,3])") != std::string::npos);
}
