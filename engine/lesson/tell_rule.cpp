#include "engine/lesson/tell_rule.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/lesson/tell_words.h"
#include "engine/sim/requests.h"

namespace caplab::lesson {
namespace {

// The lesson's own wording of a rule and a cause, or of the rule, or what serves for every rule.
std::string wording_of(const Lesson& lesson, const Criterion& criterion, const std::string& cause) {
  const std::string own = "tell." + std::string(measure_name(criterion));
  if (has_entry(lesson.prose, own + "." + cause)) return say(lesson.prose, own + "." + cause);
  return has_entry(lesson.prose, own) ? say(lesson.prose, own)
                                      : wording(lesson, "tell.rule." + cause);
}

// Of those before the last, the latest that the last did not know of; where it knew of all, the
// latest. REQUIRES: there are two at least.
const Operation& unseen_by_last(const Run& run, const std::vector<OpId>& operations) {
  const Operation& last = run.log.operations[index(operations.back())];
  for (std::size_t i = operations.size() - 1; i-- > 0;) {
    const Operation& other = run.log.operations[index(operations[i])];
    if (why_unseen(run, last, other).cause != Cause::known) return other;
  }
  return run.log.operations[index(operations[operations.size() - 2])];
}

// Whether it may be wrong because one did not know of another. A sum of numbers that are added up
// is wrong for another reason: what was asked for twice counts twice.
bool has_cause(const Criterion& criterion, const Run& run) {
  const bool counts =
      criterion.measure == Measure::miscounted ||
      (criterion.measure == Measure::rule && criterion.rule == object::Rule::sum_adds_up);
  const System& system = run.scenario.system;
  const StoreId store = system.operations[criterion.operation].store;
  return !counts || replaces(system.stores[index(store)]);
}

StoreId store_of(const Run& run, OpId op) {
  const Log& log = run.log;
  return run.scenario.system.operations[log.operations[index(op)].operation].store;
}

bool is_effect(const Run& run, OpId op) {
  const StoreId store = store_of(run, op);
  return run.scenario.system.stores[index(store)].type == object::ObjectType::effect;
}

// What went out into the world, and why what it says is not so: somebody else had the same, and one
// of the two could not know. Returns the cause's name.
std::string add_contenders(const Lesson& lesson, const Run& run, const Operation& effect,
                           const std::vector<OpId>& operations, std::vector<Slot>& slots) {
  std::vector<OpId> contenders;
  for (const OpId op : operations) {
    if (!is_effect(run, op)) contenders.push_back(op);
  }
  if (contenders.size() < 2) return "alone";
  const Operation& last = run.log.operations[index(contenders.back())];
  const Operation& unseen = unseen_by_last(run, contenders);
  add_other(lesson, run, last.client == effect.client ? unseen : last, slots);
  return add_why(lesson, run, last, unseen, slots);
}

// The half of a transfer that was not done, and the cut that it met.
std::string add_half(const Lesson& lesson, const Run& run, const Operation& first,
                     std::vector<Slot>& slots) {
  for (const Operation& op : run.log.operations) {
    if (called_after(run.scenario.system, run.log, op) != first.op) continue;
    slots.push_back({"half",
                     {filled(lesson, "tell.half." + std::string(ending_of(op)),
                             {{"time", seconds_text(op.returned)}}),
                      op.op, op.returned}});
    slots.push_back({"while-half", {while_words(lesson, run, op, op.returned)}});
    return "half";
  }
  return "alone";
}

// Whom and what the sentence names beside the one that broke the promise; returns the cause's name.
std::string add_cause(const Lesson& lesson, const Criterion& criterion, const Run& run,
                      const Operation& who, const std::vector<OpId>& operations,
                      std::vector<Slot>& slots) {
  if (is_effect(run, who.op)) return add_contenders(lesson, run, who, operations, slots);
  const bool halves =
      who.request.verb == object::Verb::transfer && criterion.rule == object::Rule::transfer_whole;
  if (halves) return add_half(lesson, run, who, slots);
  if (operations.size() == 1) return "alone";
  const Operation& other = unseen_by_last(run, operations);
  add_other(lesson, run, other, slots);
  return has_cause(criterion, run) ? add_why(lesson, run, who, other, slots) : "known";
}

// The operation that broke the promise: what went out, else the last.
const Operation& breaker(const Run& run, const std::vector<OpId>& operations) {
  for (const OpId op : operations) {
    if (is_effect(run, op)) return run.log.operations[index(op)];
  }
  return run.log.operations[index(operations.back())];
}

}  // namespace

std::vector<Broken> all_broken(const Criterion& criterion, const Run& run) {
  if (criterion.measure == Measure::rule) return broken_promises(criterion, run);
  if (criterion.measure == Measure::miscounted) return miscounted(criterion, run);
  return {};
}

std::vector<Fragment> tell_broken(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                  const Broken& broken) {
  std::vector<Slot> slots{{"Sentence", {capitalised(broken.sentence), kNoOp, broken.at}},
                          {"sentence", {broken.sentence, kNoOp, broken.at}}};
  std::string cause = "nobody";
  if (!broken.operations.empty()) {
    const Operation& who = breaker(run, broken.operations);
    for (Slot& slot : slots_of(lesson, run, who)) slots.push_back(std::move(slot));
    cause = add_cause(lesson, criterion, run, who, broken.operations, slots);
  }
  return fill_fragments(wording_of(lesson, criterion, cause), slots);
}

}  // namespace caplab::lesson
