// The task `attack`: judged in many weathers, each of which can be played by itself.
#include "engine/lesson/attack.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/measure.h"
#include "engine/lesson/run.h"
#include "engine/lesson/task_json.h"
#include "tests/unit/course_lesson.h"

using namespace caplab;
using namespace caplab::lesson;
using caplab::testing::course_lesson;
using caplab::testing::mistakes_in;

namespace {

Attempt attempt(const Lesson& lesson, const std::string& json) {
  const Result<Attempt> read = attempt_of(lesson, json);
  REQUIRE(read.ok());
  return *read;
}

std::string error_of(const Lesson& lesson, const std::string& json) {
  const Result<Attempt> read = attempt_of(lesson, json);
  return read.ok() ? "" : read.error().message;
}

constexpr const char* kStale = R"({"goal": "stale", "faults": [{"at": "3s", "cut": ["right"]}]})";

}  // namespace

TEST_CASE("an attack is judged in as many weathers as the lesson says, whatever the seed") {
  const Lesson lesson = course_lesson("two-servers");
  for (const std::uint64_t seed : {1ULL, 77ULL, 4'000'000ULL}) {
    CAPTURE(seed);
    const AttackResult result = judge_attack(lesson, attempt(lesson, kStale), seed);
    CHECK(result.pass);
    CHECK(result.runs == 100);
    CHECK(result.reached == 100);
    CHECK(result.met == std::vector<int>{100});
    CHECK(result == judge_attack(lesson, attempt(lesson, kStale), seed));
  }
}

TEST_CASE("the example of an attack can be played, does the harm, and is told") {
  const Lesson lesson = course_lesson("two-servers");
  const Attempt stale = attempt(lesson, kStale);
  const AttackResult result = judge_attack(lesson, stale, 5);
  Run run{attack_scenario(lesson, stale, result.example_seed), {}, {}};
  play(run);
  const std::optional<Harm> harm = find_harm(lesson.rubric[0], run);
  REQUIRE(harm.has_value());
  CHECK(text_of(tell_harm(lesson, lesson.rubric[0], run, *harm)) == text_of(result.sentence));
  CHECK(text_of(result.sentence).find("Ben was shown 20") != std::string::npos);
}

TEST_CASE("an attack that breaks nothing before the last call reaches no goal") {
  const Lesson lesson = course_lesson("two-servers");
  for (const char* faults :
       {R"({"at": "7s", "heal": true})", R"({"at": "11s", "cut": ["right"]})"}) {
    CAPTURE(faults);
    const std::string json = R"({"goal": "both", "faults": [)" + std::string(faults) + "]}";
    const AttackResult result = judge_attack(lesson, attempt(lesson, json), 1);
    CHECK_FALSE(result.pass);
    CHECK(result.reached == 0);
    CHECK(text_of(result.sentence) == "Nothing was broken before the last call.");
  }
}

TEST_CASE("an attack that works by luck does not pass") {
  const Lesson lesson = course_lesson("two-servers");
  const Attempt lucky =
      attempt(lesson, R"({"goal": "stale", "faults": [{"at": "4.02s", "cut": ["right"]}]})");
  const AttackResult result = judge_attack(lesson, lucky, 1);
  CHECK(result.reached > 0);
  CHECK(result.reached < lesson.attack.reached_min);
  CHECK_FALSE(result.pass);
}

TEST_CASE("each demand of a goal is counted by itself, and all must be met in one run") {
  const Lesson lesson = course_lesson("two-servers");
  const Attempt hurts =
      attempt(lesson, R"({"goal": "both", "faults": [{"at": "3s", "cut": ["right"]}]})");
  const AttackResult result = judge_attack(lesson, hurts, 1);
  const AttackGoal& goal = lesson.attack.goals[0];
  REQUIRE(demands_of(goal).size() == 4);
  CHECK(result.met == std::vector<int>{0, 100, 100, 0});
  CHECK(result.reached == 0);
  CHECK(result.sentence.empty());
  CHECK(demand_text(lesson, goal, demands_of(goal)[1]) == "Read the note: 3 accepted");
  AttackGoal of_one = goal;
  of_one.when[1].amount = 20;
  CHECK(demand_text(lesson, of_one, demands_of(of_one)[2]) == "Write the note 20: 3 accepted");
  CHECK(demand_text(lesson, goal, demands_of(goal)[3]) == "At the end all copies are equal");
}

TEST_CASE("what an attacked system promises is what its own settings promise") {
  const Lesson lesson = course_lesson("claim-ca");
  const Attempt follower =
      attempt(lesson, R"({"goal": "async", "faults": [{"at": "4s", "cut": ["shop"]}]})");
  CHECK(judge_attack(lesson, follower, 1).pass);
  const Attempt majority =
      attempt(lesson, R"({"goal": "raft", "faults": [{"at": "4s", "cut": ["depot"]}]})");
  CHECK(judge_attack(lesson, majority, 1).reached == 0);
}

TEST_CASE("an attempt is refused in one sentence") {
  const Lesson lesson = course_lesson("two-servers");
  CHECK(error_of(lesson, "[]") == "attempt:1:1: /: is an array, must be an object");
  CHECK(error_of(lesson, R"({"goal": "stall", "faults": [{"at": "3s", "cut": ["right"]}]})") ==
        "attempt:1:10: /goal: is \"stall\" (did you mean \"stale\"?), must be one of \"both\", "
        "\"stale\", \"unnoticed\"");
  CHECK(error_of(lesson, R"({"goal": "stale", "faults": [{"at": "3s", "crash": "ann"}]})") ==
        "attempt:1:29: /faults: has a step \"crash\", must be of cut, heal");
  CHECK(error_of(lesson, R"({"goal": "stale", "faults": []})") ==
        "attempt:1:29: /faults: has 0 items, must have 1 to 2");
  CHECK(error_of(lesson, R"({"goal": "stale", "faults": [{"at": "30s", "cut": ["right"]}]})")
            .find("is after the script's end of 12s") != std::string::npos);
}

TEST_CASE("mistakes in a lesson to attack are told with their place") {
  CHECK(mistakes_in("two-servers", R"("atMost": 2,)", R"("atMost": 0,)")
            .find("/attack/atMost: is 0, must be") != std::string::npos);
  CHECK(mistakes_in("two-servers", R"({ "id": "stale", "broken": ["safety.read.stale"] })",
                    R"({ "id": "stale" })")
            .find("/attack/goals/1: demands nothing") != std::string::npos);
  CHECK(mistakes_in("two-servers", R"("broken": ["safety.read.stale"])",
                    R"("broken": ["safety.read.lost"])")
            .find("/attack/goals/1/broken/0: is \"safety.read.lost\"") != std::string::npos);
  CHECK(mistakes_in("two-servers", R"("faults": ["cut", "heal"])", R"("faults": ["cut", "cut"])")
            .find("stands there already") != std::string::npos);
  CHECK(mistakes_in("two-servers", R"("task": "attack")", R"("task": "configure")")
            .find("/attack: is an unknown key") != std::string::npos);
}
