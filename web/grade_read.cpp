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

using Rubric = std::vector<lesson::Criterion>;

// Its position; rubric.size() where there is no such criterion.
std::size_t position_of(const Rubric& rubric, const std::string& id) {
  const auto found = std::find_if(rubric.begin(), rubric.end(),
                                  [&](const lesson::Criterion& one) { return one.id == id; });
  return static_cast<std::size_t>(found - rubric.begin());
}

Result<lesson::Mark> read_mark(const Rubric& rubric, const Value& value) {
  const std::string id = text_at(value, "criterion");
  lesson::Mark mark;
  mark.criterion = position_of(rubric, id);
  if (mark.criterion == rubric.size()) {
    return Error{"The grade has a criterion " + json::excerpt(id) + " that the lesson has not."};
  }
  const int decimals = lesson::decimals_of(lesson::unit_of(rubric[mark.criterion]));
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
Result<lesson::Example> read_example(const Rubric& rubric, const Value& value) {
  const std::string id = text_at(value, "criterion");
  lesson::Example example;
  example.criterion = position_of(rubric, id);
  if (example.criterion == rubric.size()) {
    return Error{"The grade has an example of " + json::excerpt(id) +
                 ", which the lesson has not."};
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

std::optional<lesson::Orders> read_orders(const Rubric& rubric, const Value* value) {
  if (!value || value->kind != json::Kind::object) return std::nullopt;
  lesson::Orders orders;
  orders.states = static_cast<std::uint64_t>(number_at(*value, "states", 0));
  orders.ends = static_cast<std::uint64_t>(number_at(*value, "ends", 0));
  orders.late = static_cast<int>(number_at(*value, "late", 0));
  orders.every = truth_at(*value, "every");
  orders.undecided = truth_at(*value, "undecided");
  const std::size_t broken = position_of(rubric, text_at(*value, "broken"));
  if (broken < rubric.size()) orders.broken = {.criterion = broken, .schedule = {}};
  return orders;
}

void read_counts(const Value& value, lesson::Grade& grade) {
  grade.seed = static_cast<std::uint64_t>(number_at(value, "seed", 0));
  grade.pass = truth_at(value, "pass");
  grade.schedules = static_cast<int>(number_at(value, "schedules", 0));
  grade.violated = static_cast<int>(number_at(value, "violated", 0));
  grade.undecided = static_cast<int>(number_at(value, "undecided", 0));
  grade.runs = static_cast<int>(number_at(value, "runs", 0));
  grade.available = static_cast<int>(number_at(value, "available", 0));
  grade.fault_free_operations = number_at(value, "fault_free_operations", 0);
}

}  // namespace

Result<lesson::Grade> read_grade(const lesson::Lesson& lesson, const Value& value) {
  lesson::Grade grade;
  const Result<lesson::Choices> choices = choices_at(lesson, value.find("choices"));
  if (!choices) return choices.error();
  grade.choices = *choices;
  grade.rubric = lesson::settled(lesson, *choices).rubric;
  read_counts(value, grade);
  const Value* marks = value.find("marks");
  if (!marks || marks->items.size() != grade.rubric.size()) {
    return Error{"The grade must have one mark for each of the lesson's criteria."};
  }
  for (const Value& item : marks->items) {
    const Result<lesson::Mark> mark = read_mark(grade.rubric, item);
    if (!mark) return mark.error();
    grade.marks.push_back(*mark);
  }
  if (const Value* examples = value.find("examples")) {
    for (const Value& item : examples->items) {
      Result<lesson::Example> example = read_example(grade.rubric, item);
      if (!example) return example.error();
      grade.examples.push_back(std::move(*example));
    }
  }
  grade.orders = read_orders(grade.rubric, value.find("orders"));
  grade.first_violation = read_violation(lesson, grade, value.find("first_violation"));
  return grade;
}

}  // namespace caplab::web
