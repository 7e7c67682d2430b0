// One corpus for two readers: each file of tests/lesson_corpus is a change of a good file, and says
// whether the loader and the editors' schema accept what comes of it. Here the loader is asked;
// tests/browser/schema.spec.mjs asks the schema.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/json_edit.h"
#include "engine/base/json_writer.h"
#include "engine/lesson/course.h"
#include "engine/lesson/load.h"
#include "engine/lesson/systems.h"
#include "engine/object/invariant.h"
#include "engine/object/verb_words.h"
#include "engine/proto/level.h"

using namespace caplab;

namespace {

namespace fs = std::filesystem;

const fs::path kSource(CAPLAB_SOURCE_DIR);

json::Value parsed(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  Result<json::Value> value = json::parse(text.str(), path.filename().string());
  if (!value.ok()) FAIL(value.error().message);
  return std::move(*value);
}

std::string word(const json::Value& from, std::string_view key) {
  const json::Value* value = from.find(key);
  return value == nullptr ? "" : value->text;
}

fs::path file_of(const std::string& base) {
  if (base == "skeleton") return kSource / "tools/caplab/skeleton/lesson.json";
  if (base == "course" || base == "systems") return kSource / "lessons" / (base + ".json");
  return kSource / "lessons" / base / "lesson.json";
}

// Removes the last key or index of the pointer; false where it leads nowhere. Keys here have no
// slashes.
bool remove_at(json::Value& root, std::string_view pointer) {
  json::Value* here = &root;
  for (;;) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    const std::string part(pointer.substr(0, end));
    pointer.remove_prefix(end);
    auto& members = here->members;
    const auto member = std::find_if(members.begin(), members.end(),
                                     [&](const auto& each) { return each.key == part; });
    const bool is_array = here->kind == json::Kind::array;
    const std::size_t at = is_array ? std::stoul(part) : 0;
    if (is_array ? at >= here->items.size() : member == members.end()) return false;
    if (!pointer.empty()) {
      here = is_array ? &here->items[at] : &member->value;
    } else if (is_array) {
      here->items.erase(here->items.begin() + static_cast<std::ptrdiff_t>(at));
      return true;
    } else {
      members.erase(member);
      return true;
    }
  }
}

json::Value changed(const json::Value& change) {
  json::Value file = parsed(file_of(word(change, "base")));
  json::Value id;
  id.kind = json::Kind::text;
  id.text = "skeleton";
  if (word(change, "base") == "skeleton") CHECK(json::set_at(file, "/id", id));
  if (const json::Value* set = change.find("set")) {
    for (const json::Member& edit : set->members) {
      CAPTURE(edit.key);
      CHECK(json::set_at(file, edit.key, edit.value));
    }
  }
  if (const json::Value* remove = change.find("remove")) {
    for (const json::Value& pointer : remove->items) CHECK(remove_at(file, pointer.text));
  }
  return file;
}

// What the loader says; words that a changed lesson would need are another file's matter.
std::vector<json::Finding> mistakes(const std::string& base, const std::string& text) {
  json::Report report{.file = base, .findings = {}};
  if (base == "course") {
    static_cast<void>(lesson::load_course(text, report));
  } else if (base == "systems") {
    static_cast<void>(lesson::load_systems(text, report));
  } else {
    for (json::Finding& finding : lesson::load_lesson({text, base, "", "words"}).findings) {
      if (finding.file == base) report.findings.push_back(std::move(finding));
    }
  }
  return std::move(report.findings);
}

// The places of a change: where the file says that a mistake is told ("at"), else what it edits.
std::vector<std::string> places(const json::Value& change) {
  if (const json::Value* at = change.find("at")) return {at->text};
  std::vector<std::string> pointers;
  if (const json::Value* set = change.find("set")) {
    for (const json::Member& edit : set->members) pointers.push_back(edit.key);
  }
  if (const json::Value* remove = change.find("remove")) {
    for (const json::Value& pointer : remove->items) pointers.push_back(pointer.text);
  }
  return pointers;
}

// A mistake may bring others elsewhere; one must be told at the change, in it or around it.
bool tells_of(const json::Finding& finding, const std::vector<std::string>& pointers) {
  return std::any_of(pointers.begin(), pointers.end(), [&](const std::string& pointer) {
    const std::string& place = finding.pointer;
    return place == "/" || place.starts_with(pointer) || pointer.starts_with(place + "/");
  });
}

}  // namespace

TEST_CASE("Lesson corpus: the loader accepts what is good and refuses what is bad") {
  int good = 0;
  int bad = 0;
  for (const auto& entry : fs::directory_iterator(kSource / "tests/lesson_corpus")) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path().filename().string());
    const json::Value change = parsed(entry.path());
    json::Writer text;
    text.value(changed(change));
    const std::vector<json::Finding> found = mistakes(word(change, "base"), text.str());
    std::string told;
    for (const json::Finding& finding : found) told += json::line_of(finding) + "\n";
    CAPTURE(told);
    const std::string verdict = word(change, "loader");
    CHECK(verdict == (found.empty() ? "good" : "bad"));
    const std::vector<std::string> where = places(change);
    const auto tells = [&where](const json::Finding& finding) { return tells_of(finding, where); };
    CHECK((found.empty() || std::any_of(found.begin(), found.end(), tells)));
    ++(verdict == "good" ? good : bad);
    CHECK((verdict == word(change, "schema") || !word(change, "why").empty()));
  }
  CHECK(good >= 10);
  CHECK(bad >= 80);
}

TEST_CASE("Lesson corpus: the editors' schema knows every word of the engine") {
  json::Writer schema;
  schema.value(parsed(kSource / "lessons/schema/lesson.schema.json"));
  const auto expect = [&](std::string_view name) {
    CAPTURE(name);
    CHECK(schema.str().find('"' + std::string(name) + '"') != std::string::npos);
  };
  for (const object::Rule rule : object::all_rules()) {
    const std::string name(object::words_of(rule).name);
    CAPTURE(name);
    CHECK(schema.str().find('|' + name) != std::string::npos);
  }
  for (const object::ObjectType type : object::all_types()) {
    expect(name_of(type));
    for (const object::Verb verb : object::verbs_of(type)) expect(name_of(verb));
    for (const object::Conflict conflict : object::conflicts_of(type)) expect(name_of(conflict));
  }
  for (int level = 0; !name_of(static_cast<Level>(level)).empty(); ++level) {
    expect(name_of(static_cast<Level>(level)));
  }
}
