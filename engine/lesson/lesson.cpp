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

std::vector<std::string_view> option_names(const Choice& choice) {
  std::vector<std::string_view> names;
  for (Level option : choice.options) names.push_back(name_of(option));
  return names;
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
                 ", must be written as operation:level, such as " +
                 choices_text(lesson, initial_choices(lesson))};
  }
  const std::vector<std::string_view> ids = choice_ids(lesson);
  const std::string_view id = text.substr(0, middle);
  const auto choice = std::find(ids.begin(), ids.end(), id);
  if (choice == ids.end()) return not_one_of("the choice", id, ids);
  const auto position = static_cast<std::size_t>(choice - ids.begin());
  const std::vector<std::string_view> names = option_names(lesson.choices[position]);
  const std::string_view name = text.substr(middle + 1);
  const auto option = std::find(names.begin(), names.end(), name);
  if (option == names.end()) return not_one_of("the level of " + std::string(id), name, names);
  return Picked{position, static_cast<std::size_t>(option - names.begin())};
}

}  // namespace

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
    parts.push_back(choice.id + ":" + std::string(name_of(choice.options[choices[i]])));
  }
  return join(parts, ",");
}

System system_with(const Lesson& lesson, const Choices& choices) {
  System system = lesson.system;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = lesson.choices[i];
    system.operations[choice.operation].level = choice.options[choices[i]];
  }
  return system;
}

Scenario scenario_for(const Lesson& lesson, const Choices& choices, std::uint64_t seed) {
  return {.system = system_with(lesson, choices),
          .script = lesson.script,
          .end = lesson.script_end,
          .seed = seed};
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

std::string_view name_of(Measure measure) {
  switch (measure) {
    case Measure::overdraft: return "overdraft";
    case Measure::stale: return "stale";
    case Measure::lost: return "lost";
    case Measure::useful: return "useful";
    case Measure::worst: return "worst";
    case Measure::p99: return "p99";
    case Measure::unknown: return "unknown";
    case Measure::late: return "late";
    case Measure::converge: return "converge";
  }
  return "";
}

}  // namespace caplab::lesson
