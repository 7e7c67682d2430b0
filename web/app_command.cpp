// Commands from JSON. Each names what is wrong with it and what is allowed.
#include <algorithm>
#include <array>

#include "engine/base/nearest.h"
#include "engine/base/text.h"
#include "engine/lesson/load.h"
#include "web/app_json.h"
#include "web/app_system.h"
#include "web/app_task.h"
#include "web/grade_read.h"

namespace caplab::web {
namespace {

using json::Value;

// A command and what it may lean on.
struct Request {
  const App& app;
  const Value& command;
};

std::string text_of(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value && value->kind == json::Kind::text ? value->text : "";
}

std::optional<std::int64_t> integer_of(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  if (!value || value->kind != json::Kind::integer) return std::nullopt;
  return value->integer;
}

bool truth_of(const Value& object, std::string_view key) {
  const Value* value = object.find(key);
  return value && value->kind == json::Kind::boolean && value->boolean;
}

float number_of(const Value& value) {
  const Result<std::int64_t> hundredths = json::scaled(value, 2);
  if (hundredths) return static_cast<float>(*hundredths) / 100;
  if (value.kind != json::Kind::real) return 0;
  return std::strtof(value.text.c_str(), nullptr);
}

// The position of `word`, or a sentence that names what there is.
Result<std::size_t> position(std::string_view what, const std::string& word,
                             const std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  return Error{std::string(what) + " is " + json::excerpt(word) + ", must be one of " +
               join(words, ", ") + "."};
}

template <typename T>
std::vector<std::string> ids_of(const std::vector<T>& items) {
  std::vector<std::string> ids;
  for (const T& item : items) ids.push_back(item.id);
  return ids;
}

Result<Action> read_step(const Request& request) {
  const std::string name = text_of(request.command, "step");
  const std::optional<Step> step = step_named(name);
  if (!step) {
    return Error{"The step is " + json::excerpt(name) +
                 ", must be one of brief, predict, configure, run, verdict, debrief."};
  }
  return Action{GoTo{*step}};
}

Result<Action> read_predict(const Request& request) {
  const auto& predictions = request.app.lesson.predictions;
  const auto which =
      position("The prediction", text_of(request.command, "id"), ids_of(predictions));
  if (!which) return which.error();
  const auto option = position("The option", text_of(request.command, "option"),
                               ids_of(predictions[*which].options));
  if (!option) return option.error();
  return Action{Predict{*which, *option}};
}

Result<Action> read_choose(const Request& request) {
  const auto& choices = request.app.lesson.choices;
  const auto which = position("The choice", text_of(request.command, "operation"), ids_of(choices));
  if (!which) return which.error();
  const auto option =
      position("The option", text_of(request.command, "level"), ids_of(choices[*which].options));
  if (!option) return option.error();
  lesson::Choices next = request.app.choices;
  next[*which] = *option;
  if (const auto clash = lesson::clash_of(request.app.lesson, {}, next)) {
    return Error{"These settings do not go together: " + clash->message + "."};
  }
  return Action{Choose{*which, *option}};
}

// "free" is the steady beat; a run goes by its number, from 1.
Result<Action> read_run(const Request& request) {
  if (!request.app.system) return Error{"There is no named system on stage."};
  const Result<std::optional<std::size_t>> run =
      run_named(request.app.system->named, text_of(request.command, "run"));
  if (!run) return run.error();
  return Action{PickRun{*run}};
}

Result<Action> read_level(const Request& request) {
  if (!request.app.system) return Error{"There is no named system on stage."};
  const std::string of = text_of(request.command, "of");
  if (of != "read" && of != "write") {
    return Error{"A level needs \"of\", which must be one of read, write."};
  }
  const bool reads = of == "read";
  const Result<std::optional<std::size_t>> level =
      level_named(request.app.system->named, reads, text_of(request.command, "level"));
  if (!level) return level.error();
  return Action{PickLevel{reads, *level}};
}

Result<Action> read_seek(const Request& request) {
  const auto at = integer_of(request.command, "us");
  if (!at) return Error{"A seek needs \"us\", a whole number of microseconds."};
  return Action{Seek{Time{*at}}};
}

Result<Action> read_speed(const Request& request) {
  const auto speed = integer_of(request.command, "speed");
  if (!speed) return Error{"A speed needs \"speed\", in microseconds of the run in a second."};
  return Action{SetSpeed{*speed}};
}

Result<Action> read_cut(const Request& request) {
  const Value* sites = request.command.find("sites");
  if (!sites || sites->kind != json::Kind::array) {
    return Error{"A cut needs \"sites\", a list of the sites to cut off."};
  }
  NodeSet side;
  for (const Value& site : sites->items) {
    const auto which = position("The site", site.text, request.app.lesson.site_ids);
    if (!which) return which.error();
    side.bits |= nodes_at(request.app.lesson.system, id_of<SiteId>(*which)).bits;
  }
  const NodeSet rest{all_nodes(request.app.lesson.system).bits & ~side.bits};
  if (side.empty() || rest.empty()) return Error{"A cut needs some of the sites, not all of them."};
  return Action{Intervene{Cut{side, rest, true}}};
}

Result<NodeId> node_of(const Request& request) {
  const auto which =
      position("The node", text_of(request.command, "node"), request.app.lesson.node_ids);
  if (!which) return which.error();
  return id_of<NodeId>(*which);
}

Result<Action> read_crash(const Request& request) {
  const Result<NodeId> node = node_of(request);
  if (!node) return node.error();
  return Action{Intervene{Crash{*node}}};
}

// Any fault that a lesson's script may have, in its words: {"slow": {…}}.
Result<Action> read_fault(const Request& request) {
  const Value* fault = request.command.find("fault");
  if (!fault) return Error{"A fault needs \"fault\", a step as a lesson's script has it."};
  const Result<TimedCommand> step = lesson::step_of(request.app.lesson, *fault);
  if (!step) return Error{"The fault cannot be used: " + step.error().message + "."};
  if (!is_fault(step->command)) return Error{"A fault must be one, not a call."};
  return Action{Intervene{step->command}};
}

Result<Action> read_restart(const Request& request) {
  const Result<NodeId> node = node_of(request);
  if (!node) return node.error();
  return Action{Intervene{Restart{*node}}};
}

Result<Action> read_theme(const Request& request) {
  const std::optional<ThemeId> theme = theme_named(text_of(request.command, "name"));
  if (!theme) return Error{"The theme must be one of dark, light, contrast."};
  return Action{SetTheme{*theme}};
}

Rect read_rect(const Value* value) {
  if (!value || value->items.size() != 4) return {};
  return {number_of(value->items[0]), number_of(value->items[1]), number_of(value->items[2]),
          number_of(value->items[3])};
}

Result<Action> read_layout(const Request& request) {
  const Value* rects = request.command.find("rects");
  if (!rects) return Error{"A layout needs \"rects\": canvas, lesson and perhaps inspector."};
  PageShape shape;
  shape.canvas = read_rect(rects->find("canvas"));
  shape.lesson = read_rect(rects->find("lesson"));
  shape.inspector = read_rect(rects->find("inspector"));
  const std::string tab = text_of(request.command, "tab");
  if (tab == "settings") shape.tab = Tab::settings;
  if (tab == "verdict") shape.tab = Tab::verdict;
  if (shape.canvas.empty()) return Error{"The canvas of a layout must have a size."};
  return Action{SetShape{shape, request.app.splits}};
}

Result<Action> read_show_moment(const Request& request) {
  const auto which = integer_of(request.command, "prediction");
  return Action{
      ShowRefutation{static_cast<std::size_t>(std::max<std::int64_t>(0, which.value_or(0)))}};
}

Result<Action> read_progress(const Request& request) {
  const auto done = integer_of(request.command, "done");
  const auto due = integer_of(request.command, "due");
  return Action{
      TakeProgress{static_cast<int>(done.value_or(0)), static_cast<int>(due.value_or(0))}};
}

Result<Action> read_grade_command(const Request& request) {
  const Value* grade = request.command.find("grade");
  if (!grade) return Error{"A grade needs \"grade\", as the command line prints it."};
  Result<lesson::Grade> read = read_grade(request.app.lesson, *grade);
  if (!read) return read.error();
  return Action{TakeGrade{std::move(read.value())}};
}

Result<Action> read_attempt_command(const Request& request) {
  const Value* attempt = request.command.find("attempt");
  if (!attempt) return Error{"An attempt needs \"attempt\", as the command line takes it."};
  Result<PutAttempt> read = read_attempt(request.app.lesson, *attempt);
  if (!read) return read.error();
  return Action{std::move(read.value())};
}

Result<Action> read_judgement(const Request& request) {
  const Value* judgement = request.command.find("judgement");
  const auto id = integer_of(request.command, "id");
  if (!judgement || !id) {
    return Error{"A judgement needs \"judgement\", and the \"id\" of the attempt."};
  }
  return Action{TakeJudgement{*id, *judgement}};
}

Result<Action> read_watch_system(const Request& request) {
  const lesson::Lesson& lesson = request.app.lesson;
  if (lesson.task != lesson::Task::diagnose) return Error{"No system is to be found out here."};
  const auto system = position("The system", text_of(request.command, "system"),
                               ids_of(lesson.choices.front().options));
  if (!system) return system.error();
  const auto experiment = position("The experiment", text_of(request.command, "experiment"),
                                   ids_of(lesson.diagnosis.experiments));
  if (!experiment) return experiment.error();
  return Action{WatchSystem{*system, *experiment}};
}

Result<Action> read_sandbox(const Request& request) {
  return Action{SetSandbox{truth_of(request.command, "on")}};
}
Result<Action> read_motion(const Request& request) {
  return Action{SetMotion{truth_of(request.command, "reduced")}};
}

template <typename Wish>
Result<Action> plain(const Request&) {
  return Action{Wish{}};
}

struct Verb {
  std::string_view name;
  Result<Action> (*read)(const Request&);
};

constexpr std::array kVerbs{
    Verb{"next", plain<GoNext>},
    Verb{"back", plain<GoBack>},
    Verb{"step", read_step},
    Verb{"predict", read_predict},
    Verb{"choose", read_choose},
    Verb{"play", plain<Play>},
    Verb{"pause", [](const Request&) -> Result<Action> { return Action{Play{false}}; }},
    Verb{"step-forward", plain<StepForward>},
    Verb{"step-back", plain<StepBack>},
    Verb{"seek", read_seek},
    Verb{"speed", read_speed},
    Verb{"cut", read_cut},
    Verb{"heal", [](const Request&) -> Result<Action> { return Action{Intervene{Heal{}}}; }},
    Verb{"crash", read_crash},
    Verb{"restart", read_restart},
    Verb{"fault", read_fault},
    Verb{"play-violation", plain<PlayViolation>},
    Verb{"restart-run", plain<RestartRun>},
    Verb{"new-seed", plain<NewSeed>},
    Verb{"hint", plain<ShowHint>},
    Verb{"show-moment", read_show_moment},
    Verb{"theme", read_theme},
    Verb{"motion", read_motion},
    Verb{"layout", read_layout},
    Verb{"sandbox", read_sandbox},
    Verb{"grading-progress", read_progress},
    Verb{"grade", read_grade_command},
    Verb{"run", read_run},
    Verb{"level", read_level},
    Verb{"attempt", read_attempt_command},
    Verb{"try", plain<TryAttempt>},
    Verb{"judgement", read_judgement},
    Verb{"watch-example", plain<WatchExample>},
    Verb{"watch-system", read_watch_system},
};

}  // namespace

Result<Action> action_of(const App& app, const Value& command) {
  const std::string name = text_of(command, "do");
  for (const Verb& verb : kVerbs) {
    if (verb.name == name) return verb.read({app, command});
  }
  std::vector<std::string> names;
  for (const Verb& verb : kVerbs) names.emplace_back(verb.name);
  return Error{"The command is " + json::excerpt(name) + ", must be one of " + join(names, ", ") +
               ", activate, set."};
}

Result<Action> read_command(const App& app, std::string_view text) {
  const Result<Value> command = json::parse(text, "command");
  if (!command) return command.error();
  return action_of(app, *command);
}

}  // namespace caplab::web
