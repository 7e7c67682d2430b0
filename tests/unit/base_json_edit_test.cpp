// Putting a value where a pointer leads.
#include "engine/base/json_edit.h"

#include <catch2/catch_test_macros.hpp>

using namespace caplab;

namespace {

json::Value parsed(std::string_view text) {
  const Result<json::Value> value = json::parse(text, "test");
  REQUIRE(value);
  return *value;
}

// What `pointer` shows after 7 was put there; nothing where it could not be.
std::optional<json::Value> with_seven(std::string_view text, std::string_view pointer) {
  json::Value root = parsed(text);
  const json::Value before = root;
  if (json::set_at(root, pointer, parsed("7"))) return root;
  CHECK(root == before);
  return std::nullopt;
}

}  // namespace

TEST_CASE("set_at: into objects and arrays, however deep") {
  const auto root = with_seven(R"({"a": [1, {"b": 2}]})", "/a/1/b");
  REQUIRE(root);
  CHECK(root->find("a")->items[1].find("b")->integer == 7);
  CHECK(root->find("a")->items[0].integer == 1);
  CHECK(with_seven(R"([1, 2])", "/1")->items[1].integer == 7);
}

TEST_CASE("set_at: the last key may be new, and escapes are undone") {
  CHECK(with_seven(R"({"a": {}})", "/a/new")->find("a")->find("new")->integer == 7);
  CHECK(with_seven(R"({"a/b": 1})", "/a~1b")->find("a/b")->integer == 7);
  CHECK(with_seven(R"({"a~b": 1})", "/a~0b")->find("a~b")->integer == 7);
}

TEST_CASE("set_at: what leads nowhere changes nothing") {
  CHECK_FALSE(with_seven(R"({"a": 1})", ""));
  CHECK_FALSE(with_seven(R"({"a": 1})", "a"));
  CHECK_FALSE(with_seven(R"({"a": 1})", "/b/c"));
  CHECK_FALSE(with_seven(R"({"a": 1})", "/a/b"));
  CHECK_FALSE(with_seven(R"([1])", "/1"));
  CHECK_FALSE(with_seven(R"([1])", "/-1"));
  CHECK_FALSE(with_seven(R"([1])", "/x"));
}
