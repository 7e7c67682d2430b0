// `caplab lint` as instructors and editors call it: lines, JSON, exit codes. Only where the program
// is built beside the tests.
#include <sys/wait.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/base/json.h"

namespace caplab {
namespace {

namespace fs = std::filesystem;

const fs::path kSource = CAPLAB_SOURCE_DIR;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Told {
  int code = 0;
  std::string text;  // both outputs
};

// A folder of lessons that is gone when the test is over. It holds one lesson, "pair".
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / "caplab-lint-test") {
    fs::remove_all(path_);
    fs::create_directories(path_ / "pair" / "text");
    write("pair/lesson.json", contents(kSource / "tests/bad_lessons/good.json"));
    write("pair/text/en.md", contents(kSource / "tests/bad_lessons/good.md"));
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  void edit(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = contents(path_ / name);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    write(name, text.replace(at, from.size(), to));
  }

  Told lint(const std::string& arguments) const {
    const std::string command =
        "cd '" + path_.string() + "' && '" + CAPLAB_PROGRAM + "' lint " + arguments + " 2>&1";
    std::FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Told told;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
      told.text += static_cast<char>(c);
    }
    told.code = WEXITSTATUS(pclose(pipe));
    return told;
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("lint reads a lesson by folder, by file, from inside, and in a folder of lessons",
          "[full]") {
  const Folder folder;
  for (const char* path : {"pair", "pair/", "pair/lesson.json", "."}) {
    const Told told = folder.lint("--no-proof " + std::string(path));
    CHECK(told.code == 0);
    CHECK(told.text == "lessons: 1, errors: 0, warnings: 0\n");
  }
  CHECK(folder.lint("--no-proof pair/lesson.json pair").text ==
        "lessons: 2, errors: 0, warnings: 0\n");
}

TEST_CASE("lint tells mistakes in the lesson, in every language, and in the course", "[full]") {
  const Folder folder;
  folder.edit("pair/lesson.json", "\"minutes\": 5", "\"minutes\": 0");
  folder.write("pair/text/de.md", "## title\n");
  folder.write("course.json",
               R"({"format":1,"chapters":[{"id":"a","title":"A","lessons":[{"id":"bank"}]}]})");
  const Told told = folder.lint(".");
  CHECK(told.code == 2);
  CHECK(told.text ==
        "course.json:1:64: /chapters/0/lessons/0/id: is \"bank\", must be a folder beside this "
        "file with a lesson.json\n"
        "pair/lesson.json:2:76: /minutes: is 0, must be a whole number from 1 to 240\n"
        "pair/text/de.md:1:4: /title: has no text, must have some before the next heading\n"
        "lessons: 1, errors: 3, warnings: 0\n");
}

TEST_CASE("lint prints one line of JSON a finding, and last the sums", "[full]") {
  const Folder folder;
  folder.edit("pair/text/en.md", "## title", "## titel\nWords.\n## title");
  const Told told = folder.lint("--json --no-proof pair");
  CHECK(told.code == 0);
  CHECK(told.text ==
        R"({"file":"pair/text/en.md","line":1,"column":4,"pointer":"/titel",)"
        R"("rule":"unused-words","severity":"warning",)"
        R"("message":"is used by nothing (did you mean \"title\"?), should be left out"})"
        "\n"
        R"({"lessons":1,"errors":0,"warnings":1})"
        "\n");
}

TEST_CASE("lint proves a lesson and says what does not hold", "[full]") {
  const Folder folder;
  const Told told = folder.lint("--seed 1 --schedules 20 --runs 20 pair");
  CHECK(told.code == 1);
  CHECK(told.text.find("pair/lesson.json:46:69: /wrong/0/fails: ") != std::string::npos);
  CHECK(told.text.find(
            "of 4 settings pass (each graded on up to 20 schedules, 20 sampled runs and 1000 "
            "fault-free operations a site)") != std::string::npos);
}

TEST_CASE("lint plays the runs of named systems, and says what does not come true where",
          "[full]") {
  const Folder folder;
  const std::string good = contents(kSource / "tests/bad_systems/good.json");
  folder.write("systems.json", good);
  CHECK(folder.lint("systems.json").text ==
        "systems.json: 2 runs show what they should, and letters that differ from the documented "
        "ones say why\n"
        "lessons: 0, systems: 2, errors: 0, warnings: 0\n");
  CHECK(folder.lint("--no-proof --json .").text ==
        "{\"lessons\":1,\"errors\":0,\"warnings\":0,\"systems\":2}\n");
  folder.edit("systems.json", "\"shows\": [7]", "\"shows\": [8]");
  const Told differs = folder.lint("--seed 3 systems.json");
  CHECK(differs.code == 1);
  CHECK(differs.text ==
        "systems.json:45:21: /systems/0/runs/0/expect: does not come true under seed 3: call 2 "
        "(read QUORUM by sara at 2.000 s) showed 7, expected 8\n"
        "lessons: 0, systems: 2, errors: 1, warnings: 0\n");
  folder.edit("systems.json", "\"id\": \"single\"", "\"id\": \"voters\"");
  CHECK(folder.lint("--json systems.json").code == 2);
}

TEST_CASE("lint refuses what is no lesson in one line", "[full]") {
  const Folder folder;
  fs::create_directories(fs::temp_directory_path() / "caplab-lint-test" / "empty");
  CHECK(folder.lint("").text == "caplab lint: there is no PATH; see caplab lint --help\n");
  CHECK(folder.lint("empty").text ==
        "caplab lint: \"empty\" holds no lesson, must be a folder with a lesson.json or with such "
        "folders in it; see caplab lint --help\n");
  CHECK(folder.lint("nowhere").code == 2);
  CHECK(folder.lint("--runs none pair").text ==
        "caplab lint: --runs is \"none\", must be a whole number from 1 to 100000; see caplab lint "
        "--help\n");
  fs::remove(fs::temp_directory_path() / "caplab-lint-test" / "pair" / "text" / "en.md");
  const Told told = folder.lint("pair");
  CHECK(told.code == 2);
  CHECK(told.text ==
        "pair/text/en.md:1:1: /: cannot be read, must be a readable file\n"
        "lessons: 1, errors: 1, warnings: 0\n");
}

TEST_CASE("whatever is drawn somebody can pass, and in full not nearly everybody", "[full]") {
  const Folder folder;
  folder.edit("pair/lesson.json", "\"script\": {", R"("ranges": [{"id": "town", "options": [
    {"id": "fair"},
    {"id": "lax", "sets": {"/rubric/safety/0/atMost": 9, "/rubric/availability/0/atLeast": "0%",
                           "/rubric/latency/0/atMost": "9s",
                           "/rubric/repair/0/atMost": "1000 per 1000"}},
    {"id": "harsh", "sets": {"/rubric/latency/0/atMost": "1us"}}]}],
  "script": {)");
  folder.edit("pair/text/en.md", "## site.east",
              "## range.town.fair\nfair\n## range.town.lax\nlax\n## range.town.harsh\nharsh\n"
              "## site.east");
  const std::string few = "--seed 1 --schedules 9 --runs 9 pair";
  const Told usual = folder.lint(few);
  INFO(usual.text);
  CHECK(usual.text.find("may draw town:harsh, where no setting passes") != std::string::npos);
  CHECK(usual.text.find("town:lax") == std::string::npos);
  const Told full = folder.lint("--full " + few);
  INFO(full.text);
  CHECK(full.text.find("lets 4 of 4 settings pass, must let at most 1 pass, also where "
                       "town:lax is drawn") != std::string::npos);
}

}  // namespace caplab
