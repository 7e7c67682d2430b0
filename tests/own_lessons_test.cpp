// Lessons that are not part of the site, as somebody else would write them from
// lessons/AUTHORING.md: what they claim holds, as for the site's own in lessons_test.cpp.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/fingerprint.h"
#include "engine/lesson/load.h"
#include "engine/lesson/proof.h"

using namespace caplab;
using namespace caplab::lesson;

namespace {

const std::filesystem::path kLessons = std::filesystem::path(CAPLAB_SOURCE_DIR) / "tests/lessons";

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Lesson lesson_in(const std::filesystem::path& folder) {
  const std::string json = contents(folder / "lesson.json");
  const std::string prose = contents(folder / "text/en.md");
  Loaded loaded = load_lesson({json, "lesson.json", prose, "en.md"});
  for (const std::string& error : loaded.errors) UNSCOPED_INFO(error);
  REQUIRE(loaded.errors.empty());
  CHECK(loaded.lesson.id == folder.filename().string());
  return std::move(loaded.lesson);
}

std::vector<Lesson> own_lessons() {
  std::vector<Lesson> lessons;
  for (const auto& entry : std::filesystem::directory_iterator(kLessons)) {
    lessons.push_back(lesson_in(entry.path()));
  }
  REQUIRE_FALSE(lessons.empty());
  return lessons;
}

// It changes with the lesson, and nobody chose it.
std::uint64_t seed_of(const Lesson& lesson) {
  const std::string json = contents(kLessons / lesson.id / "lesson.json");
  return Fingerprint().mix(std::string_view(json)).digest() & 0xffffffffU;
}

void expect_none(const std::optional<Doubt>& doubt) {
  if (doubt) FAIL_CHECK(doubt->pointer + ": " + doubt->message);
}

void expect_none(const std::vector<Doubt>& doubts) {
  for (const Doubt& doubt : doubts) expect_none(std::optional(doubt));
}

void prove_solutions(const Lesson& lesson, const Grading::Options& options, std::size_t most) {
  CAPTURE(lesson.id);
  for (std::size_t i = 0; i < std::min(most, lesson.references.size()); ++i) {
    expect_none(doubt_reference(lesson, i, grade(lesson, lesson.references[i], options)));
  }
  for (std::size_t i = 0; i < std::min(most, lesson.wrong.size()); ++i) {
    expect_none(doubt_wrong(lesson, i, grade(lesson, lesson.wrong[i], options)));
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
    expect_none(doubt_decision(lesson, grades));
    expect_none(doubt_predictions(lesson, all, seed_of(lesson)));
  }
}
