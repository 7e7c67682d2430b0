// What follows from a lesson and the learner's choices: the system, the scenario, and both as text.
#include "engine/lesson/lesson.h"

#include <algorithm>

#include "engine/base/json.h"
#include "engine/base/nearest.h"
#include "engine/base/text.h"

namespace caplab::lesson {
namespace {

std::vector<std::string_view> choice_ids(const Lesson& lesson) {
  std::vector<std::string_view> ids;
  for (const Choice& choice : lesson.choices) ids.push_back(choice.id);
  return ids;
}

std::vector<std::string_view> range_ids(const Lesson& lesson) {
  std::vector<std::string_view> ids;
  for (const Range& range : lesson.ranges) ids.push_back(range.id);
  return ids;
}

std::vector<std::string_view> ids_of(const std::vector<Option>& options) {
  std::vector<std::string_view> ids;
  for (const Option& option : options) ids.push_back(option.id);
  return ids;
}

// "is "x" (did you mean "y"?), must be one of …".
Error not_one_of(std::string_view what, std::string_view word,
                 const std::vector<std::string_view>& words) {
  std::string message = std::string(what) + " is " + json::excerpt(word);
  const std::string_view meant = nearest(word, words);
  if (!meant.empty()) message += " (did you mean " + json::excerpt(meant) + "?)";
  return Error{message + ", must be one of " + join({words.begin(), words.end()}, ", ")};
}

struct Picked {
  std::size_t choice = 0;
  std::size_t option = 0;
};

// One "choice:option", or the command line's "choice=option".
Result<Picked> picked_from_text(const Lesson& lesson, std::string_view text) {
  const std::size_t middle = text.find_first_of(":=");
  if (middle == std::string_view::npos) {
    return Error{"a choice is " + json::excerpt(text) +
                 ", must be written as choice:option, such as " +
                 choices_text(lesson, initial_choices(lesson))};
  }
  const std::string_view id = text.substr(0, middle);
  const auto choice = std::find_if(lesson.choices.begin(), lesson.choices.end(),
                                   [id](const Choice& known) { return known.id == id; });
  if (choice == lesson.choices.end()) return not_one_of("the choice", id, choice_ids(lesson));
  const auto position = static_cast<std::size_t>(choice - lesson.choices.begin());
  const std::vector<std::string_view> names = ids_of(lesson.choices[position].options);
  const std::string_view name = text.substr(middle + 1);
  const auto option = std::find(names.begin(), names.end(), name);
  if (option == names.end()) {
    const char* what = choice->operation ? "the level of " : "the option of ";
    return not_one_of(what + std::string(id), name, names);
  }
  return Picked{position, static_cast<std::size_t>(option - names.begin())};
}

}  // namespace

Option option_of(Level level) {
  return {.id = std::string(name_of(level)), .level = level, .edits = {}};
}

std::string words_of(const Choice& choice, const Option& option) {
  return (option.level ? "level." : "choice." + choice.id + ".") + option.id;
}

Choices initial_choices(const Lesson& lesson) {
  Choices choices;
  for (const Choice& choice : lesson.choices) choices.push_back(choice.initial);
  return choices;
}

Result<Choices> choices_from_text(const Lesson& lesson, std::string_view text) {
  Choices choices = initial_choices(lesson);
  std::vector<bool> named(choices.size(), false);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const Result<Picked> picked = picked_from_text(lesson, text.substr(0, end));
    if (!picked) return picked.error();
    if (named[picked->choice]) {
      return Error{"the choice " + json::excerpt(lesson.choices[picked->choice].id) +
                   " is made twice, must be made once"};
    }
    named[picked->choice] = true;
    choices[picked->choice] = picked->option;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return choices;
}

std::string choices_text(const Lesson& lesson, const Choices& choices) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = lesson.choices[i];
    parts.push_back(choice.id + ":" + choice.options[choices[i]].id);
  }
  return join(parts, ",");
}

Result<Situation> situation_from_text(const Lesson& lesson, std::string_view text) {
  Situation situation(lesson.ranges.size(), 0);
  const std::vector<std::string_view> ranges = range_ids(lesson);
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const std::string_view id = part.substr(0, part.find(':'));
    const auto range = std::find(ranges.begin(), ranges.end(), id);
    if (ranges.empty()) return Error{"the lesson draws nothing, so it has no situations"};
    if (range == ranges.end()) return not_one_of("the range", id, ranges);
    const auto position = static_cast<std::size_t>(range - ranges.begin());
    const std::vector<std::string_view> options = ids_of(lesson.ranges[position].options);
    const std::string_view name = part.substr(std::min(id.size() + 1, part.size()));
    const auto option = std::find(options.begin(), options.end(), name);
    if (option == options.end())
      return not_one_of("the option of " + std::string(id), name, options);
    situation[position] = static_cast<std::size_t>(option - options.begin());
  }
  return situation;
}

std::string situation_text(const Lesson& lesson, const Situation& situation) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < situation.size(); ++i) {
    parts.push_back(lesson.ranges[i].id + ":" + lesson.ranges[i].options[situation[i]].id);
  }
  return join(parts, ",");
}

System system_with(const Lesson& lesson, const Choices& choices) {
  return settled(lesson, choices).system;
}

Scenario scenario_for(const Lesson& lesson, const Choices& choices, std::uint64_t seed) {
  Lesson own = settled(lesson, choices);
  return {.system = std::move(own.system),
          .script = std::move(own.script),
          .end = own.script_end,
          .seed = seed};
}

std::string choice_name(const Lesson& lesson, const Choice& choice) {
  if (choice.operation) return lesson.system.operations[*choice.operation].name;
  return say(lesson.prose, "choice." + choice.id);
}

std::string choice_help(const Lesson& lesson, const Choice& choice) {
  return say(lesson.prose, (choice.operation ? "operation." : "choice.") + choice.id + ".help");
}

std::string option_name(const Lesson& lesson, const Choice& choice, std::size_t option) {
  return say(lesson.prose, words_of(choice, choice.options[option]));
}

std::string option_help(const Lesson& lesson, const Choice& choice, std::size_t option) {
  return say(lesson.prose, words_of(choice, choice.options[option]) + ".help");
}

std::string_view name_of(Task task) {
  switch (task) {
    case Task::configure: return "configure";
    case Task::attack: return "attack";
    case Task::diagnose: return "diagnose";
    case Task::construct: return "construct";
  }
  return "";
}

std::string_view name_of(Side side) {
  switch (side) {
    case Side::safety: return "safety";
    case Side::availability: return "availability";
    case Side::latency: return "latency";
    case Side::repair: return "repair";
  }
  return "";
}

std::string_view measure_name(const Criterion& criterion) {
  switch (criterion.measure) {
    case Measure::overdraft: return "overdraft";
    case Measure::stale: return "stale";
    case Measure::lost: return "lost";
    case Measure::miscounted: return "miscounted";
    case Measure::rule: return object::words_of(criterion.rule).name;
    case Measure::useful: return "useful";
    case Measure::accepted: return "accepted";
    case Measure::worst: return "worst";
    case Measure::p99: return "p99";
    case Measure::unknown: return "unknown";
    case Measure::late: return "late";
    case Measure::unsold: return "unsold";
    case Measure::converge: return "converge";
    case Measure::traffic: return "traffic";
    case Measure::cost: return "cost";
  }
  return "";
}

Unit unit_of(const Criterion& criterion) {
  if (criterion.side == Side::safety) return Unit::schedules;
  switch (criterion.measure) {
    case Measure::useful:
    case Measure::accepted:
    case Measure::worst: return Unit::thousandths;
    case Measure::p99: return Unit::milliseconds;
    case Measure::converge: return Unit::seconds;
    case Measure::late: return Unit::per_answers;
    case Measure::unsold: return Unit::per_sales;
    case Measure::traffic: return Unit::kilobytes;
    case Measure::cost: return Unit::price;
    case Measure::unknown:
    case Measure::miscounted:
    case Measure::rule:
    case Measure::overdraft:
    case Measure::stale:
    case Measure::lost: return Unit::per_confirmed;
  }
  return Unit::schedules;
}

int decimals_of(Unit unit) {
  switch (unit) {
    case Unit::thousandths: return 1;
    case Unit::milliseconds:
    case Unit::kilobytes: return 3;
    case Unit::seconds: return 6;
    case Unit::schedules:
    case Unit::per_confirmed:
    case Unit::per_answers:
    case Unit::per_sales:
    case Unit::price: return 0;
  }
  return 0;
}

}  // namespace caplab::lesson
