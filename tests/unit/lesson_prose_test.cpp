// A lesson's words: split at "## id", everything else left as it is.
#include "engine/lesson/prose.h"

#include <catch2/catch_test_macros.hpp>

using namespace caplab;
using namespace caplab::lesson;

namespace {

std::string mistake(std::string_view text) {
  const Result<Prose> prose = parse_prose(text, "en.md");
  return prose ? "" : prose.error().message;
}

}  // namespace

TEST_CASE("Prose: entries are trimmed, and what stands before them is left out") {
  const Result<Prose> prose = parse_prose(
      "# The bank\nFor translators.\n\n## title\n\n  The bank  \n## brief\r\nOne.\r\n\r\nTwo.\n"
      "### Not an entry\n",
      "en.md");
  REQUIRE(prose.ok());
  CHECK(prose->entries.size() == 2);
  CHECK(say(*prose, "title") == "The bank");
  CHECK(say(*prose, "brief") == "One.\r\n\r\nTwo.\n### Not an entry");
}

TEST_CASE("Prose: a gap shows its id") {
  CHECK(say(Prose{}, "site.valley") == "site.valley");
  CHECK_FALSE(has_entry(Prose{}, "site.valley"));
  CHECK(parse_prose("", "en.md").value() == Prose{});
}

TEST_CASE("Prose: mistakes carry their place") {
  CHECK(mistake("## a\nx\n\n## a\ny\n") ==
        "en.md:4:4: /a: is a second entry of this id, must be there once");
  CHECK(mistake("## a\n\n## b\nx\n") ==
        "en.md:1:4: /a: has no text, must have some before the next heading");
  CHECK(mistake("## A b\nx\n") ==
        "en.md:1:4: /A b: is the heading \"A b\", must be an entry's id of a-z, 0-9, \"-\" and "
        "\".\" (a heading inside an entry begins with ###)");
  CHECK(mistake("## a\nx\xff\n") ==
        "en.md:2:2: /: holds a byte that is no text, must be UTF-8 without NUL");
  CHECK(mistake(std::string_view("## a\n\0", 6)) ==
        "en.md:2:1: /: holds a byte that is no text, must be UTF-8 without NUL");
  CHECK(mistake(std::string(200'001, 'x')) ==
        "en.md:1:1: /: has 200001 bytes, must have at most 200000");
}

TEST_CASE("Prose: reading goes on after a mistake and tells where each heading stands") {
  json::Report report{.file = "en.md", .findings = {}};
  std::vector<Heading> headings;
  const Prose prose = read_prose("## a\n## b\nwords\n## C\nx\n", report, &headings);
  CHECK(report.findings.size() == 2);
  CHECK(prose.entries == std::map<std::string, std::string>{{"b", "words"}});
  REQUIRE(headings.size() == 3);
  CHECK(headings[1].id == "b");
  CHECK(headings[1].place == json::Place{2, 4});
}
