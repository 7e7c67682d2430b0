#include "web/app_belief.h"

#include <algorithm>

#include "engine/lesson/attack.h"
#include "engine/lesson/grade.h"

namespace caplab::web {
namespace {

using lesson::Lesson;

const char* const kWatched = "A run that refutes the belief";

template <typename T>
const T* wrong_by(const std::vector<T>& wrong, const std::string& id) {
  const auto found = std::find_if(wrong.begin(), wrong.end(),
                                  [&](const T& one) { return one.misconception == id; });
  return found == wrong.end() ? nullptr : &*found;
}

// The first that the search would find; nothing where the settings fail on another side.
std::optional<lesson::Violation> first_violation(const Lesson& there, const lesson::Solution& wrong,
                                                 std::uint64_t seed) {
  if (!wrong.fails.starts_with(lesson::name_of(lesson::Side::safety))) return std::nullopt;
  for (int number = 1; number <= there.envelope.schedules; ++number) {
    auto violation = lesson::violation_in(there, wrong.choices, seed, number);
    if (violation) return violation;
  }
  return std::nullopt;
}

void watch(App& app, Scenario scenario) {
  put_on_stage(app, std::move(scenario), kWatched);
  app.playback.playing = true;
}

void watch_settings(App& app, const lesson::Solution& wrong) {
  const Lesson there = lesson::in_situation(app.lesson, wrong.situation);
  const auto violation = first_violation(there, wrong, app.seed);
  if (!violation) {
    watch(app, lesson::scenario_for(there, wrong.choices, app.seed));
    return;
  }
  put_on_stage(app, lesson::scenario_for(there, wrong.choices, violation->schedule), kWatched);
  show_violation(app, *violation);
  app.belief.sentence = text_of(violation->sentence);
}

// What a learner's prediction is about.
lesson::Choices predicted_choices(const Lesson& lesson) {
  if (lesson.task == lesson::Task::attack) return lesson.attack.goals.front().choices;
  return lesson::initial_choices(lesson);
}

}  // namespace

void show_belief(App& app, const std::string& id) {
  const lesson::Solution* settings = wrong_by(app.lesson.wrong, id);
  const lesson::TaskSolution* attempt = wrong_by(app.lesson.task_wrong, id);
  if (settings) {
    watch_settings(app, *settings);
  } else if (attempt && app.lesson.task == lesson::Task::attack) {
    watch(app, lesson::attack_scenario(app.lesson, attempt->attempt, app.seed));
  } else {
    watch(app, lesson::scenario_for(app.lesson, predicted_choices(app.lesson), app.seed));
  }
  app.belief.id = id;
}

void write_belief(json::Writer& out, const App& app) {
  const auto& [id, sentence] = app.belief;
  out.key("belief").begin_object().key("words").text(id.empty() ? "" : "misconception." + id);
  out.key("sentence").text(sentence).end_object();
}

}  // namespace caplab::web
