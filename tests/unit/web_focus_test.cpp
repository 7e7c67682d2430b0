// Where Tab and the arrows lead on the canvas.
#include <catch2/catch_test_macros.hpp>

#include "web/focus.h"

using namespace caplab::web;

namespace {

TreeItem item(const char* id, const char* role, const char* value = "", bool enabled = true) {
  return {.id = id, .label = id, .role = role, .enabled = enabled, .value = value};
}

Tree some_tree() {
  return {{item("text", "text"), item("play", "button"), item("off", "button", "", false),
           item("level.one", "radio", "false"), item("level.two", "radio", "true"),
           item("level.all", "radio", "false"), item("other.one", "radio", "false"),
           item("other.two", "radio", "false"), item("seek", "slider")}};
}

}  // namespace

TEST_CASE("Tab goes round what can be used, once to each group of radio buttons") {
  const Tree tree = some_tree();
  const char* const way[] = {"play", "level.two", "other.one", "seek", "play"};
  std::string at;
  for (const char* next : way) {
    at = next_focus(tree, at, false);
    CHECK(at == next);
  }
}

TEST_CASE("Tab backwards goes the same way back") {
  const Tree tree = some_tree();
  const char* const way[] = {"seek", "other.one", "level.two", "play", "seek"};
  std::string at;
  for (const char* next : way) {
    at = next_focus(tree, at, true);
    CHECK(at == next);
  }
}

TEST_CASE("arrows stay in their group of radio buttons") {
  const Tree tree = some_tree();
  CHECK(next_radio(tree, "level.two", false) == "level.all");
  CHECK(next_radio(tree, "level.all", false) == "level.one");
  CHECK(next_radio(tree, "level.one", true) == "level.all");
  CHECK(next_radio(tree, "other.two", false) == "other.one");
  CHECK(next_radio(tree, "play", false) == "play");
  CHECK(next_radio(tree, "gone", false) == "gone");
}

TEST_CASE("a widget that has gone is left for the first, and an empty tree for nothing") {
  CHECK(next_focus(some_tree(), "gone", false) == "play");
  CHECK(next_focus(some_tree(), "gone", true) == "seek");
  CHECK(next_focus(Tree{}, "play", false).empty());
  CHECK(next_focus(Tree{{item("text", "text")}}, "text", false).empty());
}
