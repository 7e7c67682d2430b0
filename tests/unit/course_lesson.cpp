#include "tests/unit/course_lesson.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

#include "engine/base/fingerprint.h"
#include "engine/lesson/load.h"

namespace caplab::testing {
namespace {

lesson::Loaded load(const std::string& folder, const std::string& json) {
  const std::string prose = file_text(folder + "/text/en.md");
  return lesson::load_lesson({json, "lesson.json", prose, "en.md"});
}

}  // namespace

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(CAPLAB_SOURCE_DIR) + "/" + path, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

lesson::Lesson lesson_in(const std::string& folder) {
  lesson::Loaded loaded = load(folder, file_text(folder + "/lesson.json"));
  for (const std::string& error : loaded.errors) UNSCOPED_INFO(error);
  REQUIRE(loaded.errors.empty());
  return std::move(loaded.lesson);
}

lesson::Lesson course_lesson(const std::string& id) { return lesson_in("lessons/" + id); }

std::uint64_t own_seed(const std::string& folder) {
  const std::string json = file_text(folder + "/lesson.json");
  return Fingerprint().mix(std::string_view(json)).digest() & 0xffffffffU;
}

std::string text_of(const std::optional<lesson::Doubt>& doubt) {
  return doubt ? doubt->pointer + ": " + doubt->message : "";
}

std::string text_of(const std::vector<lesson::Doubt>& doubts) {
  std::string text;
  for (const lesson::Doubt& doubt : doubts) text += text_of(doubt) + "\n";
  return text;
}

std::string mistakes_in(const std::string& id, std::string_view from, std::string_view to) {
  const std::string folder = "lessons/" + id;
  std::string json = file_text(folder + "/lesson.json");
  const std::size_t at = json.find(from);
  REQUIRE(at != std::string::npos);
  std::string lines;
  for (const std::string& error : load(folder, json.replace(at, from.size(), to)).errors) {
    lines += error + "\n";
  }
  return lines;
}

}  // namespace caplab::testing
