// The task as JSON: what is asked, what is attempted, and what came of it.
#include "web/app_task.h"
#include "web/words.h"

namespace caplab::web {
namespace {

using lesson::Task;

void write_texts(json::Writer& out, const std::vector<std::string>& texts) {
  out.begin_array();
  for (const std::string& text : texts) out.text(text);
  out.end_array();
}

// Whether the learner has to do with a call: with what clients ask for, so that faults can be
// placed between; with what they ask of the object whose history is edited, by its position there.
bool is_asked_about(const App& app, const Operation& operation) {
  const System& system = app.lesson.system;
  if (app.lesson.task == Task::attack) return !follows(system, operation.operation);
  return system.operations[operation.operation].store == app.lesson.construction.store;
}

void write_calls(json::Writer& out, const App& app) {
  out.key("calls").begin_array();
  for (const Operation& operation : app.stage->whole.operations) {
    if (!is_asked_about(app, operation)) continue;
    out.begin_object().key("time").integer(operation.called.us);
    out.key("client").text(node_name(app.lesson, operation.client));
    out.key("text").text(call_text(app.lesson, operation)).end_object();
  }
  out.end_array();
}

void write_attack(json::Writer& out, const App& app) {
  const lesson::Attack& attack = app.lesson.attack;
  write_texts(out.key("faults"), attack.faults);
  out.key("at_most").integer(static_cast<std::int64_t>(attack.faults_max));
  out.key("runs").integer(attack.runs).key("reached_min").integer(attack.reached_min);
  out.key("end").integer(app.lesson.script_end.us);
  write_calls(out, app);
}

void write_diagnosis(json::Writer& out, const App& app) {
  const lesson::Diagnosis& diagnosis = app.lesson.diagnosis;
  const lesson::Choice& choice = app.lesson.choices.front();
  out.key("tries").integer(static_cast<std::int64_t>(diagnosis.tries));
  out.key("experiments").begin_array();
  for (const lesson::Experiment& experiment : diagnosis.experiments) out.text(experiment.id);
  out.end_array().key("systems").begin_array();
  for (std::size_t i = 0; i < choice.options.size(); ++i) {
    out.begin_object().key("id").text(choice.options[i].id);
    out.key("name").text(option_name(app.lesson, choice, i));
    out.key("help").text(option_help(app.lesson, choice, i)).end_object();
  }
  out.end_array().key("asks_letters").boolean(!diagnosis.letters.empty());
}

void write_construction(json::Writer& out, const App& app) {
  const auto& goals = app.lesson.construction.goals;
  out.key("at_most").integer(static_cast<std::int64_t>(goals[app.task.goal].edits_max));
  write_texts(out.key("holds"), goals[app.task.goal].holds);
  write_texts(out.key("violated"), goals[app.task.goal].violated);
  write_calls(out, app);
}

void write_what_is_asked(json::Writer& out, const App& app) {
  switch (app.lesson.task) {
    case Task::attack: return write_attack(out, app);
    case Task::diagnose: return write_diagnosis(out, app);
    case Task::construct: return write_construction(out, app);
    case Task::configure: return;
  }
}

}  // namespace

void write_task(json::Writer& out, const App& app) {
  out.key("task");
  if (!is_task(app) || !app.stage) {
    out.null();
    return;
  }
  const TaskInHand& task = app.task;
  out.begin_object().key("kind").text(lesson::name_of(app.lesson.task));
  write_texts(out.key("goals"), goal_ids(app.lesson));
  write_texts(out.key("sites"), app.lesson.site_ids);
  const auto replicas = app.lesson.node_ids.begin() + app.lesson.system.replicas;
  write_texts(out.key("replicas"), {app.lesson.node_ids.begin(), replicas});
  write_texts(out.key("clients"), {replicas, app.lesson.node_ids.end()});
  out.key("id").integer(task.id).key("goal").integer(static_cast<std::int64_t>(task.goal));
  out.key("reached").begin_array();
  for (const bool reached : task.reached) out.boolean(reached);
  out.end_array().key("attempt").value(task.written);
  out.key("wanted").boolean(wants_judgement(app)).key("judgement").value(task.judgement);
  out.key("pass").boolean(task.pass).key("missing").text(missing_in_attempt(app));
  write_what_is_asked(out, app);
  out.end_object();
}

}  // namespace caplab::web
