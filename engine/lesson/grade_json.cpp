// A grade as JSON: numbers in the unit that a reader would choose, the unit beside them.
#include "engine/base/json_writer.h"
#include "engine/lesson/grade.h"
#include "engine/sim/story.h"

namespace caplab::lesson {
namespace {

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::schedules: return "schedules";
    case Unit::thousandths: return "%";
    case Unit::milliseconds: return "ms";
    case Unit::seconds: return "s";
    case Unit::per_confirmed: return "per 1000 confirmed";
    case Unit::per_answers: return "per 1000 answers";
    case Unit::per_sales: return "per 1000 sales";
    case Unit::kilobytes: return "kB";
    case Unit::price: return "per run";
  }
  return "";
}

// null stands for "never", and for what could not be measured.
void write_number(json::Writer& out, std::int64_t number, Unit unit, bool known) {
  if (!known || number == kNever.us) {
    out.null();
  } else {
    out.decimal(number, decimals_of(unit));
  }
}

void write_mark(json::Writer& out, const Criterion& criterion, const Mark& mark) {
  const Unit unit = unit_of(criterion);
  const bool known = mark.samples > 0;
  out.begin_object().key("criterion").text(criterion.id);
  out.key("side").text(name_of(criterion.side)).key("pass").boolean(mark.pass);
  write_number(out.key("value"), mark.value, unit, known);
  out.key("unit").text(unit_name(unit));
  out.key("limit").decimal(criterion.limit, decimals_of(unit));
  write_number(out.key("low"), mark.low, unit, known);
  write_number(out.key("high"), mark.high, unit, known);
  out.key("samples").integer(mark.samples).key("undecided").integer(mark.undecided);
  out.key("cost").integer(mark.cost).end_object();
}

// The mark that a side is judged by: the first that fails, else the first.
const Mark* mark_of_side(const Grade& grade, Side side) {
  const Mark* chosen = nullptr;
  for (const Mark& mark : grade.marks) {
    if (grade.rubric[mark.criterion].side != side) continue;
    if (chosen == nullptr || (chosen->pass && !mark.pass)) chosen = &mark;
  }
  return chosen;
}

void write_evidence(json::Writer& out, const Grade& grade, Side side) {
  out.begin_array();
  const auto& violation = grade.first_violation;
  if (side == Side::safety && violation) out.text(text_of(violation->sentence));
  for (const Example& example : grade.examples) {
    if (grade.rubric[example.criterion].side == side) out.text(text_of(example.sentence));
  }
  out.end_array();
}

void write_side(json::Writer& out, const Grade& grade, Side side) {
  out.key(name_of(side)).begin_object();
  out.key("pass").boolean(side_passes(grade, side));
  if (const Mark* mark = mark_of_side(grade, side)) {
    const Criterion& criterion = grade.rubric[mark->criterion];
    const Unit unit = unit_of(criterion);
    out.key("criterion").text(criterion.id);
    write_number(out.key("value"), mark->value, unit, mark->samples > 0);
    out.key("unit").text(unit_name(unit));
    out.key("limit").decimal(criterion.limit, decimals_of(unit));
  }
  write_evidence(out.key("evidence"), grade, side);
  out.end_object();
}

void write_choices(json::Writer& out, const Lesson& lesson, const Choices& choices) {
  out.begin_object();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Choice& choice = lesson.choices[i];
    out.key(choice.id).text(choice.options[choices[i]].id);
  }
  out.end_object();
}

std::string step_text(const System& system, const TimedCommand& step) {
  const Call* call = std::get_if<Call>(&step.command);
  if (call == nullptr) return fault_text(system, step.command);
  return system.nodes[index(call->client)].name + ": " + call_text(system, *call);
}

void write_events(json::Writer& out, const System& system, const Schedule& schedule) {
  out.begin_array();
  for (const TimedCommand& step : schedule.script) {
    out.begin_object().key("time").integer(step.at.us);
    out.key("text").text(step_text(system, step)).end_object();
  }
  out.end_array();
}

void write_violation(json::Writer& out, const Lesson& lesson, const Grade& grade,
                     const Violation& violation) {
  out.begin_object().key("schedule").integer(violation.found_in);
  out.key("seed").integer(static_cast<std::int64_t>(grade.seed));
  out.key("criterion").text(grade.rubric[violation.criterion].id);
  out.key("sentence").text(text_of(violation.sentence));
  write_fragments(out.key("fragments"), violation.sentence);
  out.key("breaks_at").integer(violation.breaks_at.us);
  out.key("operations").begin_array();
  for (const OpId op : violation.operations) out.integer(static_cast<std::int64_t>(op));
  out.end_array();
  write_events(out.key("events"), system_with(lesson, grade.choices), violation.schedule);
  out.key("link").text(violation_link(lesson, grade, violation)).end_object();
}

// null where the lesson has no small case.
void write_orders(json::Writer& out, const Grade& grade) {
  const std::optional<Orders>& orders = grade.orders;
  if (!orders) {
    out.null();
    return;
  }
  out.begin_object().key("states").integer(static_cast<std::int64_t>(orders->states));
  out.key("ends").integer(static_cast<std::int64_t>(orders->ends));
  out.key("late").integer(orders->late).key("every").boolean(orders->every);
  out.key("undecided").boolean(orders->undecided).key("broken");
  if (orders->broken) {
    out.text(grade.rubric[orders->broken->criterion].id);
  } else {
    out.null();
  }
  out.key("text").text(orders_text(*orders)).end_object();
}

void write_examples(json::Writer& out, const Grade& grade) {
  out.begin_array();
  for (const Example& example : grade.examples) {
    const Criterion& criterion = grade.rubric[example.criterion];
    const bool sampled = pool_of(criterion) == Pool::sampled;
    out.begin_object().key("criterion").text(criterion.id);
    out.key("pool").text(sampled ? "sampled" : "fault-free");
    out.key("run").integer(example.schedule.number).key("time").integer(example.at.us);
    out.key("sentence").text(text_of(example.sentence));
    write_fragments(out.key("fragments"), example.sentence);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

void write_fragments(json::Writer& out, const std::vector<Fragment>& fragments) {
  out.begin_array();
  for (const Fragment& fragment : fragments) {
    out.begin_object().key("text").text(fragment.text);
    if (fragment.op != kNoOp) out.key("op").integer(static_cast<std::int64_t>(fragment.op));
    if (fragment.at != kNever) out.key("time").integer(fragment.at.us);
    out.end_object();
  }
  out.end_array();
}

std::string violation_link(const Lesson& lesson, const Grade& grade, const Violation& violation) {
  const bool drawn = lesson.situation != Situation(lesson.ranges.size(), 0);
  return "#lesson=" + lesson.id + "&seed=" + std::to_string(grade.seed) +
         (drawn ? "&situation=" + situation_text(lesson, lesson.situation) : "") +
         "&choose=" + choices_text(lesson, grade.choices) +
         "&schedule=" + std::to_string(violation.found_in);
}

std::string grade_json(const Lesson& lesson, const Grade& grade) {
  json::Writer out;
  out.begin_object().key("lesson").text(lesson.id);
  write_choices(out.key("choices"), lesson, grade.choices);
  out.key("seed").integer(static_cast<std::int64_t>(grade.seed));
  out.key("pass").boolean(grade.pass).key("sides").begin_object();
  for (std::size_t side = 0; side < kSides; ++side) {
    write_side(out, grade, static_cast<Side>(side));
  }
  out.end_object().key("marks").begin_array();
  for (const Mark& mark : grade.marks) write_mark(out, grade.rubric[mark.criterion], mark);
  out.end_array();
  out.key("schedules").integer(grade.schedules).key("violated").integer(grade.violated);
  out.key("undecided").integer(grade.undecided).key("runs").integer(grade.runs);
  out.key("available").integer(grade.available);
  out.key("fault_free_operations").integer(grade.fault_free_operations);
  write_orders(out.key("orders"), grade);
  out.key("first_violation");
  if (grade.first_violation) {
    write_violation(out, lesson, grade, *grade.first_violation);
  } else {
    out.null();
  }
  write_examples(out.key("examples"), grade);
  out.end_object();
  return out.str();
}

}  // namespace caplab::lesson
