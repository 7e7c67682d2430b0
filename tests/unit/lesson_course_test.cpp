// The course file, and advice on words that nothing uses.
#include "engine/lesson/course.h"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/lesson/advice.h"
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

std::string lines(const std::vector<json::Finding>& findings) {
  std::string text;
  for (const json::Finding& finding : findings) text += json::line_of(finding) + "\n";
  return text;
}

std::string mistakes(std::string_view course) {
  json::Report report{.file = "course.json", .findings = {}};
  load_course(course, report);
  return lines(report.findings);
}

std::string advice(const std::string& more_words) {
  const std::string json = contents("tests/bad_lessons/good.json");
  const std::string prose = contents("tests/bad_lessons/good.md") + more_words;
  const Loaded loaded = load_lesson({json, "good.json", prose, "en.md"});
  REQUIRE(loaded.errors.empty());
  return lines(advise(loaded.lesson, prose, "en.md"));
}

}  // namespace

TEST_CASE("Course: chapters, lessons and where each stands") {
  json::Report report{.file = "course.json", .findings = {}};
  const Course course = load_course(R"({"format": 1, "chapters": [
  {"id": "practice", "title": "Practice", "lessons": [{"id": "bank", "core": 1}, {"id": "feed"}]}
]})",
                                    report);
  REQUIRE(report.ok());
  REQUIRE(course.chapters.size() == 1);
  CHECK(course.chapters[0].title == "Practice");
  REQUIRE(course.chapters[0].lessons.size() == 2);
  CHECK(course.chapters[0].lessons[0].core == 1);
  CHECK(course.chapters[0].lessons[1].core == 0);
  CHECK(course.chapters[0].lessons[1].place == json::Place{2, 89});
  CHECK(course.chapters[0].lessons[1].pointer == "/chapters/0/lessons/1/id");
}

TEST_CASE("Course: a chapter's questions and its closing case") {
  const auto chapter = [](const std::string& more) {
    return R"({"format":1,"chapters":[{"id":"a","title":"A","lessons":[{"id":"x"}],)" + more +
           "}]}";
  };
  const std::string question =
      R"("recall":[{"question":"Why?","options":["This","That"],"answer":2,"because":"It is."}])";
  json::Report report{.file = "course.json", .findings = {}};
  const Course course = load_course(chapter(question + R"(,"closing":"x")"), report);
  REQUIRE(report.ok());
  REQUIRE(course.chapters[0].recall.size() == 1);
  CHECK(course.chapters[0].recall[0].answer == 1);
  CHECK(course.chapters[0].closing == "x");
  CHECK(mistakes(chapter(R"("closing":"y")"))
            .find("/chapters/0/closing: is \"y\" (did you mean \"x\"?), must be one of \"x\"") !=
        std::string::npos);
  CHECK(mistakes(chapter(R"("recall":[{"question":"Why?","options":["This","That"],"answer":3,)"
                         R"("because":"It is."}])"))
            .find("/answer: is 3, must be a whole number from 1 to 2") != std::string::npos);
}

TEST_CASE("Course: mistakes") {
  CHECK(mistakes("[]") == "course.json:1:1: /: is an array, must be an object\n");
  CHECK(mistakes(R"({"format":1,"chapters":[]})") ==
        "course.json:1:24: /chapters: has 0 items, must have 1 to 32\n");
  CHECK(mistakes(R"({"format":1,"chapters":[{"id":"a","title":"A",)"
                 R"("lessons":[{"id":"x"},{"id":"x"}]}]})") ==
        "course.json:1:75: /chapters/0/lessons/1/id: is \"x\" for the second time, must be new\n");
}

TEST_CASE("Advice: words that nothing uses, and a brief that nobody reads") {
  CHECK(advice("").empty());
  CHECK(advice("## tell.overdraft.cut\nx\n## predict\nx\n## level.two.help\nx\n").empty());
  CHECK(advice("## operation.taek\nx\n") ==
        "en.md:97:4: /operation.taek: is used by nothing (did you mean \"operation.take\"?), "
        "should be left out\n");
  CHECK(advice("## level.most\nx\n").find("is used by nothing") != std::string::npos);
}

TEST_CASE("Advice: wordings and names that no sentence knows") {
  CHECK(advice("## tell.one-customer\n{who} and {other}: {sentence}\n").empty());
  CHECK(advice("## tell.stale.head\n{who} saw {shown}\n").empty());
  CHECK(advice("## tell.did.withdraw\ntaken {amount}\n").empty());
  CHECK(advice("## tell.one-costumer\nx\n").find("is used by nothing") != std::string::npos);
  CHECK(advice("## tell.lost\n{whom} lost it\n").find("has {whom}, which stands for nothing") !=
        std::string::npos);
  CHECK(advice("## object.till.item\ntill {number}\n").empty());
  CHECK(advice("## object.till.item\ntill {numbr}\n").find("has {numbr}") != std::string::npos);
}

TEST_CASE("Advice: what a situation draws may have words") {
  const std::string ranges = R"("ranges": [{"id": "share", "options": [)"
                             R"({"id": "80"}, {"id": "60", "sets": {"/patience": "1s"}}]}],)";
  std::string json = contents("tests/bad_lessons/good.json");
  json.insert(json.find("\"script\""), ranges);
  const std::string prose = contents("tests/bad_lessons/good.md") +
                            "## range.share.60\nx\n## range.share.70\nx\n## verdict\n{share and\n";
  const Loaded loaded = load_lesson({json, "good.json", prose, "en.md"});
  CHECK(lines(loaded.findings).empty());
  const std::string told = lines(advise(loaded.lesson, prose, "en.md"));
  CHECK(told.find("range.share.60:") == std::string::npos);
  CHECK(told.find("range.share.70:") != std::string::npos);
  CHECK(told.find("/verdict: has {share without the brace that ends it") != std::string::npos);
}

TEST_CASE("Advice: length") {
  std::string brief = "## brief\n";
  for (int i = 0; i < 151; ++i) brief += "word\n";
  std::string prose = contents("tests/bad_lessons/good.md");
  prose.replace(prose.find("## brief\nWords.\n"), 16, brief);
  const std::string json = contents("tests/bad_lessons/good.json");
  const Loaded loaded = load_lesson({json, "good.json", prose, "en.md"});
  REQUIRE(loaded.errors.empty());
  CHECK(lines(advise(loaded.lesson, prose, "en.md")) ==
        "en.md:7:4: /brief: has 151 words, should have at most 150\n");
}
