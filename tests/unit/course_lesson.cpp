#include "tests/unit/course_lesson.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

#include "engine/lesson/load.h"

namespace caplab::testing {
namespace {

std::string json_of(const std::string& id) { return file_text("lessons/" + id + "/lesson.json"); }

lesson::Loaded load(const std::string& id, const std::string& json) {
  const std::string prose = file_text("lessons/" + id + "/text/en.md");
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

lesson::Lesson course_lesson(const std::string& id) {
  lesson::Loaded loaded = load(id, json_of(id));
  for (const std::string& error : loaded.errors) UNSCOPED_INFO(error);
  REQUIRE(loaded.errors.empty());
  return std::move(loaded.lesson);
}

std::string mistakes_in(const std::string& id, std::string_view from, std::string_view to) {
  std::string json = json_of(id);
  const std::size_t at = json.find(from);
  REQUIRE(at != std::string::npos);
  std::string lines;
  for (const std::string& error : load(id, json.replace(at, from.size(), to)).errors) {
    lines += error + "\n";
  }
  return lines;
}

}  // namespace caplab::testing
