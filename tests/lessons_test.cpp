// Every lesson of the project is a test: its references pass, its wrong solutions fail for the
// reason they name, over a seed that nobody picked; and what it asks is a real decision.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "engine/lesson/course.h"
#include "engine/lesson/measure.h"
#include "engine/lesson/misconceptions.h"
#include "engine/lesson/proof.h"
#include "engine/lesson/task_proof.h"
#include "tests/unit/course_lesson.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;

namespace {

const std::filesystem::path kLessons = std::filesystem::path(CAPLAB_SOURCE_DIR) / "lessons";

Course course() {
  json::Report report{.file = "course.json", .findings = {}};
  Course loaded = load_course(file_text("lessons/course.json"), report);
  REQUIRE(report.ok());
  return loaded;
}

std::vector<std::string> lesson_ids() {
  std::vector<std::string> ids;
  for (const Course::Chapter& chapter : course().chapters) {
    for (const Course::Entry& entry : chapter.lessons) ids.push_back(entry.id);
  }
  return ids;
}

Lesson lesson_of(const std::string& id) { return course_lesson(id); }

std::uint64_t seed_of(const std::string& id) { return own_seed("lessons/" + id); }

std::vector<Grade> grades_of(const Lesson& lesson, const std::vector<Choices>& all,
                             const Grading::Options& options) {
  std::vector<Grade> grades;
  for (const Choices& choices : all) grades.push_back(grade(lesson, choices, options));
  return grades;
}

bool is_graded(const Lesson& lesson) { return lesson.task == Task::configure; }

// The same option of every choice that offers it.
Grade everywhere(const Lesson& lesson, const std::string& level, const Grading::Options& options) {
  std::string text;
  for (const Choice& choice : lesson.choices) {
    text += (text.empty() ? "" : ",") + choice.id + ":" + level;
  }
  return grade(lesson, choices_from_text(lesson, text).value(), options);
}

}  // namespace

TEST_CASE("Lessons: every folder with a lesson stands in the course") {
  const std::vector<std::string> ids = lesson_ids();
  std::size_t folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kLessons)) {
    if (!std::filesystem::exists(entry.path() / "lesson.json")) continue;
    ++folders;
    CHECK(std::count(ids.begin(), ids.end(), entry.path().filename().string()) == 1);
  }
  CHECK(folders == ids.size());
}

TEST_CASE(
    "Lessons: what is not graded is won as its references say, and not by its wrong attempts") {
  int tried = 0;
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const Lesson lesson = lesson_of(id);
    if (is_graded(lesson)) continue;
    CHECK(lesson.task_wrong.size() >= 4);
    CHECK(text_of(doubt_task(lesson, seed_of(id))) == "");
    ++tried;
  }
  CHECK(tried > 0);
}

TEST_CASE("Lessons: references pass", "[full]") {
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const Lesson lesson = lesson_of(id);
    const Grading::Options options{seed_of(id), std::nullopt, std::nullopt};
    for (std::size_t i = 0; i < lesson.references.size(); ++i) {
      const Grade result = grade(lesson, lesson.references[i], options);
      CHECK(text_of(doubt_reference(i, result)) == "");
    }
  }
}

TEST_CASE("Lessons: wrong solutions fail as named", "[full]") {
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const Lesson lesson = lesson_of(id);
    const Grading::Options options{seed_of(id), std::nullopt, std::nullopt};
    for (std::size_t i = 0; i < lesson.wrong.size(); ++i) {
      CHECK(text_of(prove_wrong(lesson, i, options)) == "");
    }
  }
}

TEST_CASE("Lessons: the first reference passes and the first wrong solution fails, on fewer runs") {
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const Lesson lesson = lesson_of(id);
    if (!is_graded(lesson)) continue;
    const Grading::Options options{seed_of(id), 60, 60, 1000};
    const Grade good = grade(lesson, lesson.references[0], options);
    CHECK(text_of(doubt_reference(0, good)) == "");
    CHECK(text_of(prove_wrong(lesson, 0, options)) == "");
  }
}

TEST_CASE("Lessons: every decision is real", "[full]") {
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const Lesson lesson = lesson_of(id);
    if (!is_graded(lesson)) continue;
    const std::vector<Choices> all = all_choices(lesson);
    const Grading::Options options{1, 100, 100, 1000, true};
    CHECK(text_of(doubt_decision(lesson, grades_of(lesson, all, options))) == "");
  }
}

TEST_CASE("Lessons: every prediction has one true answer under every setting and in all weathers") {
  for (const std::string& id : lesson_ids()) {
    CAPTURE(id);
    const Lesson lesson = lesson_of(id);
    const std::vector<Choices> all = all_choices(lesson);
    for (const std::uint64_t seed : {std::uint64_t{1}, seed_of(id), seed_of(id) + 1}) {
      CHECK(text_of(doubt_predictions(lesson, all, seed)) == "");
    }
  }
}

// What the case says of its own extremes.
TEST_CASE("Lessons: the bank's extremes fail where they must", "[full]") {
  const Lesson bank = lesson_of("bank");
  CHECK(bank.wrong.size() >= 4);
  const Grading::Options options{seed_of("bank"), 300, 200};

  const Grade one = everywhere(bank, "one", options);
  CHECK_FALSE(side_passes(one, Side::safety));
  CHECK(side_passes(one, Side::availability));

  const Grade all = everywhere(bank, "all", options);
  CHECK_FALSE(side_passes(all, Side::availability));
  CHECK_FALSE(side_passes(all, Side::latency));

  const Grade quorum = everywhere(bank, "quorum", options);
  CHECK_FALSE(side_passes(quorum, Side::safety));
}

TEST_CASE("Lessons: in the bank the search finds skewed clocks overpay at quorum", "[full]") {
  const Lesson bank = lesson_of("bank");
  const Choices quorum = choices_from_text(bank, "show-balance:quorum,withdraw:quorum").value();
  Search search(bank, system_with(bank, quorum), 1);
  int by_clock = 0;
  int by_race = 0;
  for (int number = 1; number <= 400; ++number) {
    Run run{scenario_for(bank, quorum, search.schedule(number)), {}, {}};
    play(run);
    const auto harm = find_harm(bank.rubric[0], run);
    if (!harm) continue;
    const std::string sentence = text_of(tell_harm(bank, bank.rubric[0], run, *harm));
    by_clock += sentence.find("clock") != std::string::npos ? 1 : 0;
    by_race += sentence.find("at the same time") != std::string::npos ? 1 : 0;
  }
  CHECK(by_clock > 0);
  CHECK(by_race > 0);
}

TEST_CASE("Lessons: each named misconception is refuted by the lesson that it names") {
  json::Report report{.file = "misconceptions.json", .findings = {}};
  const std::vector<Misconception> all =
      load_misconceptions(file_text("lessons/misconceptions.json"), report);
  REQUIRE(report.ok());
  const std::vector<std::string> ids = lesson_ids();
  for (const Misconception& one : all) {
    CAPTURE(one.id, one.refuted_by);
    REQUIRE(std::count(ids.begin(), ids.end(), one.refuted_by) == 1);
    CHECK(names(lesson_of(one.refuted_by), one.id));
  }
}

TEST_CASE(
    "Lessons: the core path is numbered, and every chapter that closes does so without hints") {
  std::vector<int> places;
  for (const Course::Chapter& chapter : course().chapters) {
    CAPTURE(chapter.id);
    CHECK(chapter.recall.size() == 2);
    for (const Course::Entry& entry : chapter.lessons) {
      if (entry.core > 0) places.push_back(entry.core);
    }
    REQUIRE_FALSE(chapter.closing.empty());
    CHECK(lesson_of(chapter.closing).hints.empty());
  }
  std::sort(places.begin(), places.end());
  CHECK(places == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9});
}
