// The task `diagnose`: an answer must be right, and found out.
#include "engine/lesson/diagnose.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "engine/lesson/pacelc.h"
#include "engine/lesson/systems.h"
#include "engine/lesson/task_json.h"
#include "tests/unit/course_lesson.h"

using namespace caplab;
using namespace caplab::lesson;
using caplab::testing::course_lesson;
using caplab::testing::file_text;
using caplab::testing::mistakes_in;

namespace {

constexpr std::size_t kQuiet = 0, kCutNorth = 1, kSlowSouth = 3, kFastClock = 4;

Attempt answer(std::vector<std::size_t> experiments, std::size_t system, std::string letters) {
  Attempt attempt;
  attempt.experiments = std::move(experiments);
  attempt.answer = system;
  attempt.letters = std::move(letters);
  return attempt;
}

}  // namespace

TEST_CASE("every system is behind the curtain under some seed") {
  const Lesson lesson = course_lesson("name-that-database");
  std::set<std::size_t> hidden;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) hidden.insert(hidden_system(lesson, seed));
  CHECK(hidden.size() == lesson.choices[0].options.size());
}

TEST_CASE("who excludes the others and names the system passes; who guesses does not") {
  const Lesson lesson = course_lesson("name-that-database");
  for (const std::uint64_t seed : {1ULL, 2ULL, 77ULL, 4'000'000ULL}) {
    CAPTURE(seed);
    const std::size_t hidden = hidden_system(lesson, seed);
    const std::string& letters = lesson.diagnosis.letters[hidden];
    const std::vector<std::size_t> telling{kCutNorth, kSlowSouth, kFastClock};

    const DiagnosisResult found = judge_diagnosis(lesson, answer(telling, hidden, letters), seed);
    CHECK(found.pass);
    CHECK(found.possible == std::vector<std::size_t>{hidden});

    const std::size_t other = (hidden + 1) % lesson.choices[0].options.size();
    CHECK_FALSE(judge_diagnosis(lesson, answer(telling, other, letters), seed).pass);
    const std::string wrong_letters = letters == "PA/EL" ? "PC/EC" : "PA/EL";
    CHECK_FALSE(judge_diagnosis(lesson, answer(telling, hidden, wrong_letters), seed).pass);

    const DiagnosisResult guess = judge_diagnosis(lesson, answer({kQuiet}, hidden, letters), seed);
    CHECK(guess.right);
    CHECK_FALSE(guess.pass);
    CHECK(guess.possible.size() == lesson.choices[0].options.size());
  }
}

TEST_CASE("what is seen in an experiment tells of calls, in words, and not when they ended") {
  const Lesson lesson = course_lesson("name-that-database");
  const std::vector<Seen> seen = observe(lesson, 0, kQuiet, 1);
  REQUIRE(seen.size() == 4);
  CHECK(seen[0].client == "Nora");
  CHECK(seen[0].call == "Write 1");
  CHECK(seen[0].ending == "accepted");
  CHECK(seen[1].ending == "1");
  CHECK(look_alike(seen, observe(lesson, 2, kQuiet, 1)));
  CHECK_FALSE(look_alike(seen, observe(lesson, 0, kCutNorth, 1)));
}

TEST_CASE("the candidates are the named systems, with the same stores and measured letters",
          "[full]") {
  struct Row {
    const char* system;
    const char* configuration;
  };
  const Row rows[] = {{"etcd", "linearizable"},  {"zookeeper", "local"},
                      {"mysql-async", "source"}, {"redis-cluster", "master"},
                      {"cassandra", "one"},      {"cassandra", "quorum"}};
  const Lesson lesson = course_lesson("name-that-database");
  REQUIRE(std::size(rows) == lesson.choices[0].options.size());
  json::Report report{.file = "systems.json", .findings = {}};
  const std::vector<NamedSystem> systems = load_systems(file_text("lessons/systems.json"), report);
  REQUIRE(report.ok());
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    CAPTURE(rows[i].system);
    const auto named = std::find_if(systems.begin(), systems.end(), [&](const NamedSystem& one) {
      return one.id == rows[i].system;
    });
    REQUIRE(named != systems.end());
    const System candidate = settled(lesson, {i}).system;
    CHECK(candidate.stores[0].protocol == named->system.stores[0].protocol);
    for (const Configuration& configuration : named->configurations) {
      if (configuration.id != rows[i].configuration) continue;
      CHECK(candidate.operations[0].level == named->levels[configuration.write].level);
      CHECK(candidate.operations[1].level == named->levels[configuration.read].level);
      CHECK(text_of(measure_letters(*named, configuration, 12)) == lesson.diagnosis.letters[i]);
    }
  }
}

TEST_CASE("mistakes in a lesson to diagnose are told with their place") {
  const std::string id = "name-that-database";
  CHECK(mistakes_in(id, R"("tries": 3)", R"("tries": 9)").find("/diagnose/tries: is 9, must be") !=
        std::string::npos);
  CHECK(mistakes_in(id, R"("PA/EL", "PC/EC", "PA/EC")", R"("PA/EL", "PC/EC")")
            .find("/diagnose/letters: has 5 items, must have") != std::string::npos);
  CHECK(mistakes_in(id, R"(["quiet", "cut-south", "crash-north"])", R"(["quiet", "quit"])")
            .find("is \"quit\" (did you mean \"quiet\"?)") != std::string::npos);
  CHECK(mistakes_in(id, R"("choices": ["leader"], "default": "leader")",
                    R"("choices": ["leader", "lease"], "default": "leader")")
            .find("leaves 2 choices open, must be one") != std::string::npos);
}
