// Reference and wrong solutions: whole sets of choices, and what a wrong one must fail.
#include <algorithm>

#include "engine/base/text.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kSolutionsMax = 32;

std::vector<std::string> ids_of(const std::vector<Option>& options) {
  std::vector<std::string> ids;
  for (const Option& option : options) ids.push_back(option.id);
  return ids;
}

std::vector<std::string> choice_ids(const Lesson& lesson) {
  std::vector<std::string> ids;
  for (const Choice& choice : lesson.choices) ids.push_back(choice.id);
  return ids;
}

}  // namespace

// A solution that leaves a choice open would change with its default.
std::optional<Choices> load_choices_made(const json::Reader& reader, const Lesson& lesson) {
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
    const auto option = word_at(entry.value, ids_of(lesson.choices[position].options));
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

namespace {

// {"price": "90"}: a range that is not named is as the file says.
Situation read_situation(const json::Reader& when, const Lesson& lesson) {
  Situation situation(lesson.ranges.size(), 0);
  if (!when.present()) return situation;
  std::vector<std::string> ids;
  for (const Range& range : lesson.ranges) ids.push_back(range.id);
  for (const json::Entry& entry : when.entries({1, 100})) {
    const auto id = std::find(ids.begin(), ids.end(), entry.key);
    if (id == ids.end()) {
      entry.value.fail_at_key(
          "unknown-key",
          "is no range of this lesson" +
              (ids.empty() ? ", which has none" : ", must be one of " + join(ids, ", ")));
      continue;
    }
    const auto position = static_cast<std::size_t>(id - ids.begin());
    situation[position] = entry.value.one_of(ids_of(lesson.ranges[position].options));
  }
  return situation;
}

// Also by a criterion that only some options have; whether those of the solution do is proven, not
// read.
std::vector<std::string> what_may_fail(const Lesson& lesson) {
  std::vector<std::string> names;
  for (Side side : {Side::safety, Side::availability, Side::latency, Side::repair}) {
    names.emplace_back(name_of(side));
  }
  for (const Criterion& criterion : lesson.rubric) names.push_back(criterion.id);
  for (const std::string& id : lesson.source->criteria) {
    if (std::find(names.begin(), names.end(), id) == names.end()) names.push_back(id);
  }
  return names;
}

// What fails is looked up only where every criterion of the file can be read: else the name may be
// right, and what it names misspelled.
std::string read_fails(const json::Reader& fails, const Lesson& lesson) {
  const std::vector<std::string>& criteria = lesson.source->criteria;
  const bool readable = std::all_of(criteria.begin(), criteria.end(), [&](const std::string& id) {
    return names_criterion(id, lesson);
  });
  if (!readable) return fails.text({1, 120});
  const std::vector<std::string> names = what_may_fail(lesson);
  return names[fails.one_of(names)];
}

void expect_new(const json::Reader& reader, const Solution& solution, const Lesson& lesson) {
  const auto same = [&solution](const Solution& known) {
    return known.choices == solution.choices && known.situation == solution.situation;
  };
  if (std::any_of(lesson.references.begin(), lesson.references.end(), same) ||
      std::any_of(lesson.wrong.begin(), lesson.wrong.end(), same)) {
    reader.fail("duplicate-id", "makes the choices of a solution above, must be different");
  }
}

}  // namespace

void load_solutions(const json::Reader& references, const json::Reader& wrong, Lesson& lesson) {
  for (const json::Reader& item : references.items({1, kSolutionsMax})) {
    const json::Fields fields = item.object({"choices"}, {"when"});
    Solution solution;
    const auto choices = load_choices_made(fields["choices"], lesson);
    solution.situation = read_situation(fields["when"], lesson);
    if (!choices) continue;
    solution.choices = *choices;
    expect_new(item, solution, lesson);
    lesson.references.push_back(std::move(solution));
  }
  for (const json::Reader& item : wrong.items({1, kSolutionsMax})) {
    const json::Fields fields = item.object({"choices", "fails", "misconception"}, {"when"});
    Solution solution;
    const auto choices = load_choices_made(fields["choices"], lesson);
    solution.situation = read_situation(fields["when"], lesson);
    solution.fails = read_fails(fields["fails"], lesson);
    solution.misconception = fields["misconception"].id();
    if (!choices) continue;
    solution.choices = *choices;
    expect_new(item, solution, lesson);
    lesson.wrong.push_back(std::move(solution));
  }
}

}  // namespace caplab::lesson
