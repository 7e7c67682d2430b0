// By measure: who did what, and what that one could not know.
#include "engine/lesson/tell.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/lesson/answers.h"
#include "engine/lesson/books.h"
#include "engine/lesson/sales.h"
#include "engine/lesson/tell_rule.h"
#include "engine/lesson/tell_words.h"
#include "engine/sim/metrics.h"

namespace caplab::lesson {
namespace {

// The payment that the last one did not know of: its amount is what the balance that the last one
// saw lacks. Where several together are missing, the latest of them. REQUIRES: there are two at
// least.
const Operation& unseen_payment(const Run& run, const Harm& harm) {
  const Operation& last = run.log.operations[index(harm.operations.back())];
  std::int64_t expected = least_balance(run.scenario.system, run.log, last);
  const std::int64_t after = object::number_of(last.answer.shown.content).value_or(0);
  const std::int64_t seen = after + last.request.amount;
  for (std::size_t i = harm.operations.size() - 1; i-- > 0;) {
    const Operation& payment = run.log.operations[index(harm.operations[i])];
    if (payment.request.amount == seen - expected) return payment;
  }
  return run.log.operations[index(harm.operations[harm.operations.size() - 2])];
}

std::vector<Fragment> tell_overdraft(const Lesson& lesson, const Run& run, const Harm& harm) {
  const Operation& last = run.log.operations[index(harm.operations.back())];
  std::int64_t paid = 0;
  for (const OpId op : harm.operations) paid += run.log.operations[index(op)].request.amount;
  std::int64_t held = initial_number(run.scenario.system, last);
  for (const Operation& op : run.log.operations) {
    const bool counts =
        object::pays_in(op.request.verb) && may_have_happened(op) && op.called <= last.returned;
    if (counts && same_object(run.scenario.system, op, last)) held += op.request.amount;
  }
  std::vector<Slot> slots = slots_of(lesson, run, last);
  slots.push_back({"paid", {money(lesson, paid)}});
  slots.push_back({"held", {money(lesson, held)}});
  if (harm.operations.size() == 1) {
    return fill_fragments(wording(lesson, "tell.overdraft.alone"), slots);
  }
  const Operation& unseen = unseen_payment(run, harm);
  add_other(lesson, run, unseen, slots);
  const std::string cause = add_why(lesson, run, last, unseen, slots);
  return fill_fragments(wording(lesson, "tell.overdraft." + cause), slots);
}

// What was wrong, in the lesson's words, and why.
std::string stale_wording(const Lesson& lesson, const std::string& cause) {
  return fill(wording(lesson, "tell.stale." + cause),
              {{"head", std::string(wording(lesson, "tell.stale.head"))}});
}

std::vector<Fragment> tell_stale(const Lesson& lesson, const Run& run, const Harm& harm) {
  const Operation& read = run.log.operations[index(harm.operations.back())];
  std::vector<Slot> slots = slots_of(lesson, run, read);
  slots.push_back({"shown", {shown_words(lesson, run, read), read.op, read.returned}});
  if (harm.operations.size() == 1) {
    return fill_fragments(stale_wording(lesson, "contradiction"), slots);
  }
  const Operation& missed = run.log.operations[index(harm.operations[harm.operations.size() - 2])];
  add_other(lesson, run, missed, slots);
  const std::string cause = add_why(lesson, run, read, missed, slots);
  return fill_fragments(stale_wording(lesson, cause), slots);
}

// What makes a no untrue; see declined.h.
std::string truth_words(const Lesson& lesson, const Run& run, const Operation& declined) {
  const System& system = run.scenario.system;
  const object::Verb verb = declined.request.verb;
  std::string id = "tell.truth." + std::string(object::name_of(verb));
  const StoreId store = system.operations[declined.operation].store;
  const bool several = system.stores[index(store)].type == object::ObjectType::stock;
  if (verb == object::Verb::reserve && several) id += ".stock";
  if (!object::pays_out(verb)) return wording(lesson, id);
  return filled(lesson, id, {{"least", money(lesson, least_balance(system, run.log, declined))}});
}

std::vector<Fragment> tell_not_useful(const Lesson& lesson, const Run& run, const Operation& op) {
  std::vector<Slot> slots = slots_of(lesson, run, op);
  std::string how = op.outcome == Outcome::fail ? "refused" : "unknown";
  if (op.outcome == Outcome::ok) {
    how = "declined";
    slots.push_back({"truth", {truth_words(lesson, run, op)}});
  }
  return fill_fragments(wording(lesson, "tell.useful." + how), slots);
}

std::vector<Fragment> tell_late(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Operation& op) {
  const OpId id = missed_by(run.scenario.system, run.log, op, criterion.grace);
  const Operation& missed = run.log.operations[index(id)];
  std::vector<Slot> slots = slots_of(lesson, run, op);
  slots.push_back({"shown", {shown_words(lesson, run, op), op.op, op.returned}});
  slots.push_back({"age", {duration_text(op.called - missed.returned), op.op, op.called}});
  add_other(lesson, run, missed, slots);
  return fill_fragments(wording(lesson, "tell.late"), slots);
}

std::vector<Fragment> tell_convergence(const Lesson& lesson, const Run& run, Time healed) {
  const std::optional<Duration> wait = time_to_agree(run.scenario.system, run.log, healed);
  std::vector<Slot> slots{{"time", {seconds_text(healed), kNoOp, healed}}};
  if (!wait) return fill_fragments(wording(lesson, "tell.converge.never"), slots);
  slots.push_back({"wait", {duration_text(*wait), kNoOp, healed + *wait}});
  return fill_fragments(wording(lesson, "tell.converge"), slots);
}

std::vector<Fragment> tell_not_accepted(const Lesson& lesson, const Run& run, const Operation& op) {
  const bool declined = op.outcome == Outcome::ok;
  if (!declined) return tell_not_useful(lesson, run, op);
  return fill_fragments(wording(lesson, "tell.accepted"), slots_of(lesson, run, op));
}

std::vector<Fragment> tell_unsold(const Lesson& lesson, const Run& run, const Operation& op) {
  std::vector<Slot> slots = slots_of(lesson, run, op);
  slots.push_back({"left", {std::to_string(left_over(run))}});
  const std::string how = op.outcome == Outcome::ok ? "declined" : "refused";
  return fill_fragments(wording(lesson, "tell.unsold." + how), slots);
}

std::vector<Fragment> tell_traffic(const Lesson& lesson, const Run& run) {
  return fill_fragments(wording(lesson, "tell.traffic"),
                        {{"sent", {size_text(run.world.bytes), kNoOp, run.scenario.end}}});
}

}  // namespace

std::vector<Fragment> tell_harm(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Harm& harm) {
  if (criterion.measure == Measure::overdraft) return tell_overdraft(lesson, run, harm);
  if (criterion.measure == Measure::stale) return tell_stale(lesson, run, harm);
  const std::vector<Broken> broken = all_broken(criterion, run);
  if (!broken.empty()) return tell_broken(lesson, criterion, run, broken.front());
  const Operation& op = run.log.operations[index(harm.operations.back())];
  std::vector<Slot> slots = slots_of(lesson, run, op);
  // What is lost shows at the end of the run, what contradicts others at its answer.
  if (op.request.verb == object::Verb::compare_and_set && harm.at == op.returned) {
    slots.push_back({"expected", {std::to_string(op.request.expected), op.op, op.called}});
    return fill_fragments(wording(lesson, "tell.lost.contradiction"), slots);
  }
  if (harm.operations.size() == 1) return fill_fragments(wording(lesson, "tell.lost"), slots);
  add_other(lesson, run, run.log.operations[index(harm.operations.front())], slots);
  return fill_fragments(wording(lesson, "tell.lost.write"), slots);
}

std::vector<Fragment> tell_miss(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Miss& miss) {
  if (criterion.measure == Measure::converge) return tell_convergence(lesson, run, miss.at);
  if (criterion.measure == Measure::traffic) return tell_traffic(lesson, run);
  for (const Broken& broken : all_broken(criterion, run)) {
    const auto& ops = broken.operations;
    const bool meant = miss.op == kNoOp || std::find(ops.begin(), ops.end(), miss.op) != ops.end();
    if (meant) return tell_broken(lesson, criterion, run, broken);
  }
  const Operation& op = run.log.operations[index(miss.op)];
  if (criterion.measure == Measure::late) return tell_late(lesson, criterion, run, op);
  if (criterion.measure == Measure::unsold) return tell_unsold(lesson, run, op);
  if (criterion.measure == Measure::accepted) return tell_not_accepted(lesson, run, op);
  const bool of_use = criterion.measure == Measure::useful || criterion.measure == Measure::worst;
  if (of_use) return tell_not_useful(lesson, run, op);
  const std::string id = "tell." + std::string(measure_name(criterion));
  return fill_fragments(wording(lesson, id), slots_of(lesson, run, op));
}

std::string text_of(const std::vector<Fragment>& fragments) {
  std::string text;
  for (const Fragment& fragment : fragments) text += fragment.text;
  return text;
}

}  // namespace caplab::lesson
