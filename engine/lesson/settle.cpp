// What the learner chose and what a situation drew, put in place of what the lesson's file says. A
// level is set in the system; everything else is an edit of the file, which is then read again, so
// that an option can change whatever a lesson can say.
#include "engine/base/ensure.h"
#include "engine/base/json_edit.h"
#include "engine/base/rng.h"
#include "engine/base/text.h"
#include "engine/lesson/lesson.h"
#include "engine/lesson/load.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

constexpr std::uint64_t kSituationStream = 0x517;

Lesson with_edits(const Lesson& lesson, const std::vector<const Option*>& options) {
  Source source = *lesson.source;
  for (const Option* option : options) {
    for (const Edit& edit : option->edits) {
      ENSURE(json::set_at(source.file, edit.pointer, edit.value));
    }
  }
  return load_again(std::move(source), lesson.situation);
}

bool has_edits(const std::vector<const Option*>& options) {
  for (const Option* option : options) {
    if (!option->edits.empty()) return true;
  }
  return false;
}

// What a range is called in the words of a lesson: its option's own words, or the option's id.
std::string drawn_words(const Lesson& lesson, const Range& range, std::size_t option) {
  const std::string& id = range.options[option].id;
  const std::string words = "range." + range.id + "." + id;
  return has_entry(lesson.prose, words) ? say(lesson.prose, words) : id;
}

}  // namespace

Lesson settled(const Lesson& lesson, const Choices& choices) {
  std::vector<const Option*> options;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    options.push_back(&lesson.choices[i].options[choices[i]]);
  }
  Lesson result = has_edits(options) ? with_edits(lesson, options) : lesson;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::optional<std::uint16_t>& operation = lesson.choices[i].operation;
    if (operation) result.system.operations[*operation].level = *options[i]->level;
  }
  return result;
}

Situation situation_of(const Lesson& lesson, std::uint64_t number) {
  Situation situation(lesson.ranges.size(), 0);
  if (number == 0) return situation;
  for (std::size_t i = 0; i < situation.size(); ++i) {
    Rng rng(number, (kSituationStream << 32) + i);
    situation[i] = static_cast<std::size_t>(rng.below(lesson.ranges[i].options.size()));
  }
  return situation;
}

Lesson in_situation(const Lesson& lesson, const Situation& situation) {
  std::vector<const Option*> options;
  for (std::size_t i = 0; i < situation.size(); ++i) {
    options.push_back(&lesson.ranges[i].options[situation[i]]);
  }
  Lesson result = has_edits(options) ? with_edits(lesson, options) : lesson;
  say_situation(result, situation);
  return result;
}

void say_situation(Lesson& lesson, const Situation& situation) {
  lesson.situation = situation;
  std::vector<TextValue> drawn;
  for (std::size_t i = 0; i < situation.size(); ++i) {
    drawn.push_back({lesson.ranges[i].id, drawn_words(lesson, lesson.ranges[i], situation[i])});
  }
  if (drawn.empty()) return;
  lesson.prose = lesson.source->prose;
  for (auto& [id, words] : lesson.prose.entries) words = fill(words, drawn);
}

}  // namespace caplab::lesson
