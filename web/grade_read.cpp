// Reads what lesson::grade_json writes. The first violation is not read but made again from its
// number: the same number is the same schedule, whoever asks.
#include "web/grade_read.h"

#include <algorithm>

namespace caplab::web {
namespace {

using json::Value;

// null is "never": as bad as a number can be.
std::int64_t number_at(const Value& object, std::string_view key, int decimals) {
  const Value* value = object.find(key);
  if (!value) return 0;
  if (value->kind == json::Kind::null) return kNever.us;
  const Result<std::int64_t> number = json::scaled(*value, decimals);
  return number ? *number : 0;
}

bool truth_at(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value && value->boolean;
}

std::string text_at(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value ? value->text : "";
}

Result<lesson::Mark> read_mark(const lesson::Lesson& lesson, const Value& value) {
  const std::string id = text_at(value, "criterion");
  const auto found = std::find_if(lesson.rubric.begin(), lesson.rubric.end(),
                                  [&](const lesson::Criterion& one) { return one.id == id; });
  if (found == lesson.rubric.end()) {
    return Error{"The grade has a criterion " + json::excerpt(id) + " that the lesson has not."};
  }
  const int decimals = lesson::decimals_of(lesson::unit_of(*found));
  lesson::Mark mark;
  mark.criterion = static_cast<std::size_t>(found - lesson.rubric.begin());
  mark.pass = truth_at(value, "pass");
  mark.value = number_at(value, "value", decimals);
  mark.low = number_at(value, "low", decimals);
  mark.high = number_at(value, "high", decimals);
  mark.samples = number_at(value, "samples", 0);
  mark.undecided = number_at(value, "undecided", 0);
  mark.cost = number_at(value, "cost", 0);
  return mark;
}

Result<lesson::Choices> choices_at(const lesson::Lesson& lesson, const Value* choices) {
  std::string text;
  if (choices) {
    for (const json::Member& member : choices->members) {
      text += (text.empty() ? "" : ",") + member.key + ":" + member.value.text;
    }
  }
  return lesson::choices_from_text(lesson, text);
}

// What broke on another side than safety, told without being played.
lesson::Example read_example(const lesson::Lesson& lesson, const Value& value) {
  lesson::Example example;
  const std::string id = text_at(value, "criterion");
  for (std::size_t i = 0; i < lesson.rubric.size(); ++i) {
    if (lesson.rubric[i].id == id) example.criterion = i;
  }
  example.at = Time{number_at(value, "time", 0)};
  example.sentence.push_back({.text = text_at(value, "sentence")});
  return example;
}

std::optional<lesson::Violation> read_violation(const lesson::Lesson& lesson,
                                                const lesson::Grade& grade, const Value* value) {
  if (!value || value->kind != json::Kind::object) return std::nullopt;
  const auto number = static_cast<int>(number_at(*value, "schedule", 0));
  return lesson::violation_in(lesson, grade.choices, grade.seed, number);
}

std::optional<lesson::Orders> read_orders(const lesson::Lesson& lesson, const Value* value) {
  if (!value || value->kind != json::Kind::object) return std::nullopt;
  lesson::Orders orders;
  orders.states = static_cast<std::uint64_t>(number_at(*value, "states", 0));
  orders.ends = static_cast<std::uint64_t>(number_at(*value, "ends", 0));
  orders.late = static_cast<int>(number_at(*value, "late", 0));
  orders.every = truth_at(*value, "every");
  orders.undecided = truth_at(*value, "undecided");
  const std::string broken = text_at(*value, "broken");
  for (std::size_t i = 0; i < lesson.rubric.size(); ++i) {
    if (lesson.rubric[i].id == broken) orders.broken = {.criterion = i, .schedule = {}};
  }
  return orders;
}

void read_counts(const Value& value, lesson::Grade& grade) {
  grade.seed = static_cast<std::uint64_t>(number_at(value, "seed", 0));
  grade.pass = truth_at(value, "pass");
  grade.schedules = static_cast<int>(number_at(value, "schedules", 0));
  grade.violated = static_cast<int>(number_at(value, "violated", 0));
  grade.undecided = static_cast<int>(number_at(value, "undecided", 0));
  grade.runs = static_cast<int>(number_at(value, "runs", 0));
  grade.fault_free_operations = number_at(value, "fault_free_operations", 0);
}

}  // namespace

Result<lesson::Grade> read_grade(const lesson::Lesson& lesson, const Value& value) {
  lesson::Grade grade;
  const Result<lesson::Choices> choices = choices_at(lesson, value.find("choices"));
  if (!choices) return choices.error();
  grade.choices = *choices;
  read_counts(value, grade);
  const Value* marks = value.find("marks");
  if (!marks || marks->items.size() != lesson.rubric.size()) {
    return Error{"The grade must have one mark for each of the lesson's criteria."};
  }
  for (const Value& item : marks->items) {
    const Result<lesson::Mark> mark = read_mark(lesson, item);
    if (!mark) return mark.error();
    grade.marks.push_back(*mark);
  }
  if (const Value* examples = value.find("examples")) {
    for (const Value& item : examples->items) grade.examples.push_back(read_example(lesson, item));
  }
  grade.orders = read_orders(lesson, value.find("orders"));
  grade.first_violation = read_violation(lesson, grade, value.find("first_violation"));
  return grade;
}

}  // namespace caplab::web
