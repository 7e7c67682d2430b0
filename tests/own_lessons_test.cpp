// Lessons that are not part of the site, as somebody else would write them from
// lessons/AUTHORING.md: what they claim holds, as for the site's own in lessons_test.cpp.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "engine/lesson/proof.h"
#include "tests/unit/course_lesson.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

const std::string kLessons = "tests/lessons/";

std::vector<Lesson> own_lessons() {
  std::vector<Lesson> lessons;
  const std::filesystem::path folder = std::filesystem::path(CAPLAB_SOURCE_DIR) / kLessons;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    lessons.push_back(lesson_in(kLessons + name));
    CHECK(lessons.back().id == name);
  }
  REQUIRE_FALSE(lessons.empty());
  return lessons;
}

std::uint64_t seed_of(const Lesson& lesson) { return own_seed(kLessons + lesson.id); }

void prove_solutions(const Lesson& lesson, const Grading::Options& options, std::size_t most) {
  CAPTURE(lesson.id);
  for (std::size_t i = 0; i < std::min(most, lesson.references.size()); ++i) {
    CHECK(text_of(doubt_reference(i, grade(lesson, lesson.references[i], options))) == "");
  }
  for (std::size_t i = 0; i < std::min(most, lesson.wrong.size()); ++i) {
    CHECK(text_of(prove_wrong(lesson, i, options)) == "");
  }
}

}  // namespace

TEST_CASE("Own lessons: a reference passes and a wrong solution fails, on fewer runs") {
  for (const Lesson& lesson : own_lessons()) prove_solutions(lesson, {seed_of(lesson), 60, 60}, 1);
}

TEST_CASE("Own lessons: all references pass and all wrong solutions fail as named", "[full]") {
  for (const Lesson& lesson : own_lessons()) {
    prove_solutions(lesson, {seed_of(lesson), std::nullopt, std::nullopt}, SIZE_MAX);
  }
}

TEST_CASE("Own lessons: the decision is real and every prediction has one true answer", "[full]") {
  for (const Lesson& lesson : own_lessons()) {
    CAPTURE(lesson.id);
    const std::vector<Choices> all = all_choices(lesson);
    std::vector<Grade> grades;
    for (const Choices& choices : all) {
      grades.push_back(grade(lesson, choices, {1, 100, 100, 1000, true}));
    }
    CHECK(text_of(doubt_decision(lesson, grades)) == "");
    CHECK(text_of(doubt_predictions(lesson, all, seed_of(lesson))) == "");
  }
}
