// Judges by task and writes down what the learner is shown of it.
#include "engine/lesson/task_json.h"

#include "engine/base/json_reader.h"
#include "engine/base/json_writer.h"
#include "engine/history/writer.h"
#include "engine/lesson/attack.h"
#include "engine/lesson/construct.h"
#include "engine/lesson/diagnose.h"
#include "engine/lesson/grade.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

void begin_judgement(json::Writer& out, const Lesson& lesson, bool pass) {
  out.begin_object().key("lesson").text(lesson.id).key("task").text(name_of(lesson.task));
  out.key("pass").boolean(pass);
}

Judgement attacked(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  const AttackGoal& goal = lesson.attack.goals[attempt.goal];
  const AttackResult result = judge_attack(lesson, attempt, seed);
  json::Writer out;
  begin_judgement(out, lesson, result.pass);
  out.key("goal").text(goal.id).key("runs").integer(result.runs);
  out.key("reached").integer(result.reached);
  out.key("reached_min").integer(lesson.attack.reached_min).key("demands").begin_array();
  const std::vector<Demand> demands = demands_of(goal);
  for (std::size_t i = 0; i < demands.size(); ++i) {
    out.begin_object().key("text").text(demand_text(lesson, goal, demands[i]));
    out.key("met").integer(result.met[i]).end_object();
  }
  out.end_array().key("seed").text(std::to_string(result.example_seed));
  write_fragments(out.key("sentence"), result.sentence);
  out.end_object();
  return {result.pass, out.str()};
}

void write_seen(json::Writer& out, const std::vector<Seen>& seen) {
  out.begin_array();
  for (const Seen& one : seen) {
    out.begin_object().key("time").integer(one.called.us).key("client").text(one.client);
    out.key("call").text(one.call).key("ending").text(one.ending).end_object();
  }
  out.end_array();
}

void write_systems(json::Writer& out, const Lesson& lesson, std::size_t hidden,
                   std::size_t experiment, std::uint64_t seed) {
  const std::vector<Seen> truth = observe(lesson, hidden, experiment, seed);
  const std::vector<Option>& systems = lesson.choices.front().options;
  out.begin_array();
  for (std::size_t system = 0; system < systems.size(); ++system) {
    const std::vector<Seen> seen = observe(lesson, system, experiment, seed);
    out.begin_object().key("id").text(systems[system].id);
    out.key("excluded").boolean(!look_alike(seen, truth));
    write_seen(out.key("seen"), seen);
    out.end_object();
  }
  out.end_array();
}

Judgement diagnosed(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  const DiagnosisResult result = judge_diagnosis(lesson, attempt, seed);
  const std::vector<Option>& systems = lesson.choices.front().options;
  json::Writer out;
  begin_judgement(out, lesson, result.pass);
  out.key("answer");
  attempt.answer ? out.text(systems[*attempt.answer].id) : out.null();
  out.key("right").boolean(result.right).key("letters_right").boolean(result.letters_right);
  out.key("hidden").text(systems[result.hidden].id).key("letters");
  const std::vector<std::string>& letters = lesson.diagnosis.letters;
  letters.empty() ? out.null() : out.text(letters[result.hidden]);
  out.key("possible").begin_array();
  for (const std::size_t system : result.possible) out.text(systems[system].id);
  out.end_array().key("experiments").begin_array();
  for (const std::size_t experiment : attempt.experiments) {
    out.begin_object().key("id").text(lesson.diagnosis.experiments[experiment].id);
    write_systems(out.key("systems"), lesson, result.hidden, experiment, seed);
    out.end_object();
  }
  out.end_array().end_object();
  return {result.pass, out.str()};
}

Judgement constructed(const Lesson& lesson, const Attempt& attempt) {
  const ConstructionResult result = judge_construction(lesson, attempt);
  json::Writer out;
  begin_judgement(out, lesson, result.pass);
  out.key("goal").text(lesson.construction.goals[attempt.goal].id);
  out.key("error").text(result.error).key("models").begin_array();
  for (const ModelVerdict& verdict : result.models) {
    out.begin_object().key("name").text(verdict.model);
    out.key("verdict").text(name_of(verdict.answer)).key("why").text(verdict.why).key("wanted");
    verdict.wanted ? out.text(*verdict.wanted ? "holds" : "violated") : out.null();
    out.end_object();
  }
  out.end_array().key("history");
  const Result<history::History> history = edited_history(lesson, attempt.edits);
  history ? out.text(history::write_history(*history)) : out.null();
  out.end_object();
  return {result.pass, out.str()};
}

}  // namespace

Result<Attempt> attempt_of(const Lesson& lesson, std::string_view json) {
  json::Report report{.file = "attempt", .findings = {}};
  const std::optional<json::Value> value = json::parse(json, report);
  if (!value) return report.error();
  const Attempt attempt = load_attempt({*value, report}, lesson);
  if (!report.ok()) return report.error();
  return attempt;
}

Judgement judge(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  switch (lesson.task) {
    case Task::configure: break;
    case Task::attack: return attacked(lesson, attempt, seed);
    case Task::diagnose: return diagnosed(lesson, attempt, seed);
    case Task::construct: return constructed(lesson, attempt);
  }
  return {};
}

std::string observation_json(const Lesson& lesson, std::size_t experiment, std::uint64_t seed) {
  json::Writer out;
  write_seen(out, observe(lesson, hidden_system(lesson, seed), experiment, seed));
  return out.str();
}

std::string recorded_json(const Lesson& lesson) {
  const history::History recorded = recorded_history(lesson);
  const std::vector<history::Value> values = possible_results(lesson, recorded);
  json::Writer out;
  out.begin_array();
  for (std::size_t i = 0; i < recorded.operations.size(); ++i) {
    const history::Operation& op = recorded.operations[i];
    out.begin_object().key("position").integer(static_cast<std::int64_t>(i));
    out.key("process").integer(op.process).key("text").text(operation_text(recorded, op));
    out.key("called").integer(op.called).key("returned");
    op.returned == history::kNotReturned ? out.null() : out.integer(op.returned);
    if (may_be_edited(op)) {
      out.key("result").integer(op.result).key("results").begin_array();
      for (const history::Value value : values) out.integer(value);
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
  return out.str();
}

}  // namespace caplab::lesson
