// Loading stores whose copies merge or keep conflicts, and the types that are made for them.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/lesson/load.h"

using namespace caplab;
using namespace caplab::lesson;

namespace {

std::string contents(const std::string& name) {
  std::ifstream file(std::filesystem::path(CAPLAB_SOURCE_DIR) / "tests" / "bad_lessons" / name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string edited(std::string json, std::string_view from, std::string_view to) {
  const std::size_t at = json.find(from);
  REQUIRE(at != std::string::npos);
  return json.replace(at, from.size(), to);
}

// The good lesson with its second object, and the one operation on that, as given.
Lesson lesson_with(const std::string& object, const std::string& verb) {
  std::string json = contents("good.json");
  json = edited(json, R"("type": "log", "keys": 2, "store": { "protocol": "quorum" })", object);
  json = edited(json, R"("do": "append", "choices": ["one"], "default": "one")",
                R"("do": ")" + verb + R"(", "choices": ["local"], "default": "local")");
  const Loaded loaded = load_lesson({json, "lesson.json", contents("good.md"), "en.md"});
  for (const std::string& error : loaded.errors) FAIL_CHECK(error);
  return loaded.lesson;
}

const StoreSpec& notes(const Lesson& lesson) { return lesson.system.stores[1]; }

}  // namespace

TEST_CASE("Load: a store that gossips, with all its options") {
  const Lesson lesson = lesson_with(
      R"("type": "text", "keys": 2, "store": { "protocol": "crdt", "gossip": "250ms",
         "exchange": "deltas", "fanOut": 2, "onClient": true })",
      "insert");
  CHECK(notes(lesson).protocol ==
        ProtocolConfig{crdt::Config{milliseconds(250), crdt::Exchange::deltas, 2, true}});
  CHECK(notes(lesson).initial == object::Content{object::Rga{}});
  CHECK(lesson.system.operations[2].verb == object::Verb::insert);
  CHECK(lesson.system.operations[2].level == Level::local);
}

TEST_CASE("Load: masters that replicate now and then") {
  const Lesson lesson = lesson_with(
      R"("type": "register", "keys": 2, "initial": 4, "store": { "protocol": "multi-master",
         "replication": "periodic", "period": "3s", "revisionsKept": 20 })",
      "resolve");
  CHECK(notes(lesson).protocol ==
        ProtocolConfig{
            multi_master::Config{multi_master::Replication::periodic, milliseconds(3000), 20}});
  CHECK(notes(lesson).initial == object::Content{object::Number{4}});
  CHECK(lesson.system.operations[2].verb == object::Verb::resolve);
}

TEST_CASE("Load: what is merged begins with its total in its parts") {
  const Lesson counted = lesson_with(
      R"("type": "counter", "keys": 2, "initial": 5, "store": { "protocol": "crdt" })", "add");
  CHECK(notes(counted).initial == object::Content{object::counter_from(5)});
  const Lesson paid = lesson_with(
      R"("type": "account", "keys": 2, "initial": 9, "store": { "protocol": "crdt" })", "deposit");
  CHECK(notes(paid).initial == object::Content{object::counter_from(9)});
  const Lesson kept = lesson_with(
      R"("type": "account", "keys": 2, "initial": 9, "store": { "protocol": "multi-master" })",
      "deposit");
  CHECK(notes(kept).initial == object::Content{object::Number{9}});
}

TEST_CASE("Load: sets and presence begin empty, with verbs of their own") {
  const Lesson cart =
      lesson_with(R"("type": "set", "keys": 2, "store": { "protocol": "crdt" })", "remove");
  CHECK(notes(cart).initial == object::Content{object::OrSet{}});
  const Lesson cursors =
      lesson_with(R"("type": "presence", "keys": 2, "store": { "protocol": "crdt" })", "move");
  CHECK(notes(cursors).initial == object::Content{object::LwwMap{}});
}
