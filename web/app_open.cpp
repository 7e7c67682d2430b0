// Opens what the page was asked for: the lesson, what the address chose, and what this browser
// remembers of an earlier visit. What does not fit is told, and the rest is opened.
#include <algorithm>

#include "engine/lesson/load.h"
#include "engine/lesson/misconceptions.h"
#include "web/app_belief.h"
#include "web/app_json.h"
#include "web/app_own.h"
#include "web/app_system.h"
#include "web/app_task.h"

namespace caplab::web {
namespace {

using json::Value;

constexpr std::size_t kOpeningBytesMax = 50'000'000;
// A system's runs take many seconds, most of which nobody calls.
constexpr std::int64_t kSystemSpeed = 500'000;

std::string text_of(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value && value->kind == json::Kind::text ? value->text : "";
}

std::int64_t integer_of(const Value& object, std::string_view key, std::int64_t fallback) {
  const Value* value = object.find(key);
  return value && value->kind == json::Kind::integer ? value->integer : fallback;
}

// "op:level,op:level" of an object {op: level}: what was saved of earlier choices.
std::string choices_of(const Value& saved) {
  std::string text;
  for (const json::Member& member : saved.members) {
    if (!text.empty()) text += ",";
    text += member.key + ":" + member.value.text;
  }
  return text;
}

// What the lesson draws: demands, prices, limits.
void read_situation(const Value& root, Opening& opening) {
  const auto situation = lesson::situation_from_text(opening.lesson, text_of(root, "situation"));
  if (!situation) {
    opening.problems.push_back("In the link, " + situation.error().message + ".");
  } else if (const auto clash = lesson::clash_of(opening.lesson, *situation, {})) {
    opening.problems.push_back("What is drawn does not go together: " + clash->message + ".");
  } else {
    opening.lesson = lesson::in_situation(opening.lesson, *situation);
  }
}

std::optional<lesson::Choices> saved_choices(const lesson::Lesson& lesson, const Value& progress) {
  const Value* saved = progress.find("choices");
  if (!saved) return std::nullopt;
  const auto choices = lesson::choices_from_text(lesson, choices_of(*saved));
  return choices ? std::optional(*choices) : std::nullopt;
}

// What a link brings was found by somebody else. But the address follows what is on stage, so it is
// a link's only where it is other than what this browser kept.
void give(Opening& opening, std::optional<lesson::Choices> choices,
          const std::optional<PutAttempt>& put) {
  opening.given.situation = opening.lesson.situation;
  opening.given.choices = std::move(choices);
  opening.given.attempt = put ? put->attempt : std::nullopt;
  opening.given.written = put ? put->written : Value{};
}

void read_choices(const Value& root, const Value& progress, Opening& opening) {
  const lesson::Lesson& lesson = opening.lesson;
  const std::optional<lesson::Choices> saved = saved_choices(lesson, progress);
  opening.choices = lesson::initial_choices(lesson);
  const std::string asked = text_of(root, "choose");
  if (!asked.empty()) {
    const auto choices = lesson::choices_from_text(lesson, asked);
    if (!choices) {
      opening.problems.push_back("In the link, " + choices.error().message + ".");
    } else if (const auto clash = lesson::clash_of(lesson, {}, *choices)) {
      opening.problems.push_back("In the link, settings do not go together: " + clash->message +
                                 ".");
    } else {
      opening.choices = *choices;
      if (saved != *choices) give(opening, *choices, std::nullopt);
    }
    return;
  }
  if (saved && !lesson::clash_of(lesson, {}, *saved)) opening.choices = *saved;
}

std::optional<std::size_t> option_named(const lesson::Prediction& prediction,
                                        const std::string& id) {
  for (std::size_t i = 0; i < prediction.options.size(); ++i) {
    if (prediction.options[i].id == id) return i;
  }
  return std::nullopt;
}

void read_predictions(const Value& progress, Opening& opening) {
  opening.picked.resize(opening.lesson.predictions.size());
  const Value* prediction = progress.find("prediction");
  const Value* items = prediction ? prediction->find("items") : nullptr;
  if (!items) return;
  for (std::size_t i = 0; i < std::min(items->items.size(), opening.picked.size()); ++i) {
    const lesson::Prediction& asked = opening.lesson.predictions[i];
    if (text_of(items->items[i], "id") != asked.id) continue;
    opening.picked[i] = option_named(asked, text_of(items->items[i], "picked"));
  }
}

void read_progress(const Value& progress, Opening& opening) {
  opening.step = step_named(text_of(progress, "step")).value_or(Step::brief);
  const Value* passed = progress.find("passed");
  opening.passed = passed && passed->boolean;
  if (const Value* hints = progress.find("hints")) {
    const auto all = static_cast<std::int64_t>(opening.lesson.hints.size());
    opening.hints_shown =
        static_cast<int>(std::clamp<std::int64_t>(integer_of(*hints, "shown", 0), 0, all));
  }
}

Splits read_splits(const Value* splits) {
  if (!splits) return {};
  return {static_cast<float>(integer_of(*splits, "timeline", 0)),
          static_cast<float>(integer_of(*splits, "inspector", 0))};
}

// "17": a schedule of the search; "0": the broken order of the small case.
void read_schedule(const Value& root, Opening& opening) {
  const std::string asked = text_of(root, "schedule");
  if (asked.empty()) return;
  const bool digits = asked.find_first_not_of("0123456789") == std::string::npos;
  if (digits && asked.size() < 7) opening.schedule = std::atoi(asked.c_str());
  if (opening.schedule) return;
  opening.problems.push_back("In the link, the schedule is " + json::excerpt(asked) +
                             ", must be a number such as 17.");
}

void read_belief(const Value& root, Opening& opening) {
  const std::string asked = text_of(root, "belief");
  if (asked.empty() || lesson::names(opening.lesson, asked)) {
    opening.belief = asked;
    return;
  }
  opening.problems.push_back("In the link, the belief is " + json::excerpt(asked) +
                             ", which the lesson does not refute.");
}

// What the link attempts, else what was attempted at an earlier visit.
void read_task(const Value& root, const Value& progress, Opening& opening) {
  const Value* saved = progress.find("task");
  opening.reached = read_reached(opening.lesson, saved);
  if (opening.lesson.task == lesson::Task::attack) {
    opening.choices = opening.lesson.attack.goals.front().choices;
  }
  const std::string asked = text_of(root, "attempt");
  const Value* attempt = saved ? saved->find("attempt") : nullptr;
  if (attempt && opening.lesson.task != lesson::Task::configure) {
    const Result<PutAttempt> read = read_attempt(opening.lesson, *attempt);
    if (read) opening.attempt = *read;
  }
  if (asked.empty()) return;
  if (opening.lesson.task == lesson::Task::configure) {
    opening.problems.push_back("The lesson asks for settings, and takes no attempt.");
    return;
  }
  const Result<Value> written = json::parse(asked, "attempt");
  const Result<PutAttempt> read =
      written ? read_attempt(opening.lesson, *written) : Result<PutAttempt>(written.error());
  if (read) {
    if (opening.attempt.attempt != read->attempt) give(opening, std::nullopt, *read);
    opening.attempt = *read;
    opening.at_task = true;
  } else {
    opening.problems.push_back("In the link, " + read.error().message + ".");
  }
}

void read_looks(const Value& root, Opening& opening) {
  opening.seed = static_cast<std::uint64_t>(integer_of(root, "seed", 1));
  opening.splits = read_splits(root.find("splits"));
  opening.theme = theme_named(text_of(root, "theme")).value_or(ThemeId::dark);
  const Value* reduced = root.find("reducedMotion");
  opening.reduced_motion = reduced && reduced->boolean;
}

void read_rest(const Value& root, Opening& opening) {
  const Value nothing;
  const Value* saved = root.find("progress");
  const Value& progress = saved ? *saved : nothing;
  read_situation(root, opening);
  opening.given = read_given(opening.lesson, progress.find("given"));
  read_choices(root, progress, opening);
  read_predictions(progress, opening);
  read_progress(progress, opening);
  read_schedule(root, opening);
  read_belief(root, opening);
  read_task(root, progress, opening);
}

// What is picked wrongly is told, and the rest is opened.
void read_pick(const Value& root, Opening& opening) {
  const auto take = [&](const Result<std::optional<std::size_t>>& read,
                        std::optional<std::size_t>& to) {
    if (read) {
      to = *read;
    } else {
      opening.problems.push_back("In the link: " + read.error().message);
    }
  };
  const lesson::NamedSystem& system = *opening.system;
  opening.pick.run = system.runs.empty() ? std::nullopt : std::optional<std::size_t>{0};
  if (root.find("run")) take(run_named(system, text_of(root, "run")), opening.pick.run);
  take(level_named(system, true, text_of(root, "read")), opening.pick.read);
  take(level_named(system, false, text_of(root, "write")), opening.pick.write);
}

void read_system(const Value& root, Opening& opening) {
  Result<lesson::NamedSystem> system =
      system_named(text_of(root, "systems"), text_of(root, "systemsName"), text_of(root, "system"));
  if (!system) {
    opening.errors.push_back(system.error().message);
    return;
  }
  opening.system = std::move(system.value());
  read_pick(root, opening);
}

// The grade is not kept, so a visit goes on where it can be made again.
Step resumed(const App& app, const Opening& opening) {
  const Step saved = opening.at_task ? Step::configure : opening.step;
  if (!all_predicted(app)) return std::min(opening.step, Step::predict);
  const Step step = std::min(saved, is_task(app) ? Step::configure : Step::run);
  return has_step(app, step) ? step : Step::configure;
}

void go_on(App& app, const Opening& opening) {
  for (std::size_t i = 0; i < app.answers.size(); ++i) app.answers[i].picked = opening.picked[i];
  app.hints_shown = opening.hints_shown;
  app.passed = opening.passed;
  app.given = opening.given;
  app.task.reached = opening.reached;
  if (is_task(app)) put_attempt(app, opening.attempt);
  app.step = resumed(app, opening);
  app.furthest = app.step;
  if (is_task(app) && app.step > Step::predict) check_task_predictions(app);
  for (std::size_t i = 0; i < static_cast<std::size_t>(app.step); ++i) app.done[i] = true;
}

// Puts the schedule of a link on stage, paused where it breaks.
void play_schedule(App& app, int number) {
  app.violation = lesson::violation_in(app.lesson, app.choices, app.seed, number);
  if (app.violation) {
    apply(app, PlayViolation{});
  } else {
    const std::string which =
        number > 0 ? "Schedule " + std::to_string(number) : "The small case, in all of its orders,";
    announce(app, which + " breaks nothing under these settings.", true);
  }
}

}  // namespace

Opening read_opening(std::string_view text) {
  Opening opening;
  const Result<Value> root = json::parse(text, "start", {.bytes_max = kOpeningBytesMax});
  if (!root) {
    opening.errors.push_back(root.error().message);
    return opening;
  }
  read_looks(*root, opening);
  if (root->find("system")) {
    read_system(*root, opening);
    return opening;
  }
  const std::string lesson_text = text_of(*root, "lesson");
  const std::string prose = text_of(*root, "prose");
  const std::string lesson_name = text_of(*root, "lessonName");
  const std::string prose_name = text_of(*root, "proseName");
  lesson::Loaded loaded = lesson::load_lesson({lesson_text, lesson_name, prose, prose_name});
  opening.errors = std::move(loaded.errors);
  if (!opening.errors.empty()) return opening;
  opening.lesson = std::move(loaded.lesson);
  read_rest(*root, opening);
  return opening;
}

void open(App& app, Opening opening) {
  const PageShape shape = app.shape;
  const std::int64_t revision = app.revision;
  const std::int64_t pictured = app.pictured;
  const std::int64_t announced = app.announced;
  const std::int64_t asked = app.grading.id;
  app = App{};
  app.shape = shape;
  app.revision = revision + 1;
  app.pictured = pictured + 1;
  app.stages = pictured;
  app.announced = announced;
  app.grading.id = asked;
  app.theme = opening.theme;
  app.reduced_motion = opening.reduced_motion;
  app.splits = opening.splits;
  app.problems = opening.problems;
  app.errors = std::move(opening.errors);
  if (!app.errors.empty()) return;
  if (opening.system) {
    begin_system(app, std::move(*opening.system), opening.pick, opening.seed);
    app.playback.speed = kSystemSpeed;
    for (std::string& problem : opening.problems) announce(app, std::move(problem), true);
    return;
  }
  begin(app, std::move(opening.lesson), std::move(opening.choices), opening.seed);
  go_on(app, opening);
  for (std::string& problem : opening.problems) announce(app, std::move(problem), true);
  if (opening.schedule) play_schedule(app, *opening.schedule);
  if (!opening.belief.empty()) show_belief(app, opening.belief);
}

}  // namespace caplab::web
