// Reference and wrong solutions: whole sets of choices, and what a wrong one must fail.
#include <algorithm>

#include "engine/base/text.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kSolutionsMax = 32;

std::vector<std::string> option_names(const Choice& choice) {
  std::vector<std::string> names;
  for (Level option : choice.options) names.emplace_back(name_of(option));
  return names;
}

std::vector<std::string> choice_ids(const Lesson& lesson) {
  std::vector<std::string> ids;
  for (const Choice& choice : lesson.choices) ids.push_back(choice.id);
  return ids;
}

// Every choice must be named: a solution that leaves one open would change with its default.
std::optional<Choices> read_choices(const json::Reader& reader, const Lesson& lesson) {
  Choices choices = initial_choices(lesson);
  const std::vector<std::string> ids = choice_ids(lesson);
  std::vector<bool> named(ids.size(), false);
  bool whole = reader.kind() == json::Kind::object;
  for (const json::Entry& entry : reader.entries({1, 100})) {
    const auto id = std::find(ids.begin(), ids.end(), entry.key);
    if (id == ids.end()) {
      whole = false;
      entry.value.fail_at_key("unknown-key",
                              "is no choice of this lesson, must be one of " + join(ids, ", "));
      continue;
    }
    const auto position = static_cast<std::size_t>(id - ids.begin());
    const auto option = word_at(entry.value, option_names(lesson.choices[position]));
    choices[position] = option.value_or(0);
    named[position] = true;
    whole = whole && option.has_value();
  }
  for (std::size_t i = 0; i < ids.size() && reader.kind() == json::Kind::object; ++i) {
    if (named[i]) continue;
    whole = false;
    reader.fail("missing-key", "does not name the choice " + json::excerpt(ids[i]) +
                                   ", a solution must name all of " + join(ids, ", "));
  }
  if (!whole) return std::nullopt;
  return choices;
}

std::vector<std::string> what_may_fail(const Lesson& lesson) {
  std::vector<std::string> names;
  for (Side side : {Side::safety, Side::availability, Side::latency, Side::repair}) {
    names.emplace_back(name_of(side));
  }
  for (const Criterion& criterion : lesson.rubric) names.push_back(criterion.id);
  return names;
}

void expect_new(const json::Reader& reader, const Choices& choices, const Lesson& lesson) {
  const auto same = [&choices](const Solution& known) { return known.choices == choices; };
  if (std::any_of(lesson.references.begin(), lesson.references.end(), same) ||
      std::any_of(lesson.wrong.begin(), lesson.wrong.end(), same)) {
    reader.fail("duplicate-id", "makes the choices of a solution above, must be different");
  }
}

}  // namespace

void load_solutions(const json::Reader& references, const json::Reader& wrong, Lesson& lesson) {
  for (const json::Reader& item : references.items({1, kSolutionsMax})) {
    const auto choices = read_choices(item.object({"choices"})["choices"], lesson);
    if (!choices) continue;
    expect_new(item, *choices, lesson);
    lesson.references.push_back({.choices = *choices, .fails = {}, .misconception = {}});
  }
  for (const json::Reader& item : wrong.items({1, kSolutionsMax})) {
    const json::Fields fields = item.object({"choices", "fails", "misconception"});
    const auto choices = read_choices(fields["choices"], lesson);
    const std::vector<std::string> names = what_may_fail(lesson);
    const std::string fails = names[fields["fails"].one_of(names)];
    const std::string misconception = fields["misconception"].id();
    if (!choices) continue;
    expect_new(item, *choices, lesson);
    lesson.wrong.push_back({.choices = *choices, .fails = fails, .misconception = misconception});
  }
}

}  // namespace caplab::lesson
