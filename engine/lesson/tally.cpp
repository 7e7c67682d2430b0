// Integers decide. A value is rounded against the settings, so that `value` and `limit` compare
// as the exact numbers do.
#include "engine/lesson/tally.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/lesson/answers.h"
#include "engine/lesson/books.h"
#include "engine/lesson/sales.h"
#include "engine/sim/metrics.h"

namespace caplab::lesson {
namespace {

constexpr std::int64_t kThousand = 1000;

std::int64_t divide_up(std::int64_t number, std::int64_t by) { return (number + by - 1) / by; }

// Whether requests of `operation` are made by clients of the stream, at once or as a follow-up.
bool leads_to(const System& system, std::uint16_t from, std::uint16_t operation) {
  for (std::size_t steps = 0; steps < system.operations.size(); ++steps) {
    if (from == operation) return true;
    const std::optional<std::uint16_t>& next = system.operations[from].then;
    if (!next) return false;
    from = *next;
  }
  return from == operation;
}

std::size_t parts_needed(const Lesson& lesson, Measure measure) {
  if (measure == Measure::worst) return lesson.system.nodes.size();
  return measure == Measure::p99 ? lesson.system.sites.size() : 1;
}

// "1 in 3" of all as "1 per 2 others".
std::int64_t per_thousand_others(std::int64_t share, std::int64_t scale) {
  return share >= scale ? kNever.us : divide_up(share * kThousand, scale - share);
}

OpId last_of(const Broken& broken) {
  return broken.operations.empty() ? kNoOp : broken.operations.back();
}

}  // namespace

Pool pool_of(const Criterion& criterion) {
  if (criterion.side == Side::safety) return Pool::searched;
  return criterion.side == Side::latency ? Pool::fault_free : Pool::sampled;
}

Tally::Tally(const Lesson& lesson, std::size_t criterion)
    : criterion_(lesson.rubric[criterion]),
      position_(criterion),
      parts_(parts_needed(lesson, criterion_.measure)) {
  ENSURE(criterion_.side != Side::safety);
  if (criterion_.measure != Measure::p99) return;
  for (const Stream& stream : lesson.workload.streams) {
    if (!leads_to(lesson.system, stream.operation, criterion_.operation)) continue;
    parts_[index(lesson.system.nodes[index(stream.client)].site)].expected = true;
  }
}

Tally::Part& Tally::part_of(const System& system, const Operation& op) {
  if (criterion_.measure == Measure::worst) return parts_[index(op.client)];
  if (criterion_.measure != Measure::p99) return parts_.front();
  return parts_[index(system.nodes[index(op.client)].site)];
}

void Tally::count(Part& part, bool missed, const Miss& miss) {
  if (part.last_run != miss.run) part.runs.emplace_back();
  part.last_run = miss.run;
  ++part.all;
  ++part.runs.back().whole;
  if (!missed) return;
  ++part.misses;
  ++part.runs.back().part;
  if (!part.first_miss) part.first_miss = miss;
}

void Tally::add(const Run& run, int number) {
  switch (criterion_.measure) {
    case Measure::useful:
    case Measure::accepted:
    case Measure::worst: return add_useful(run, number);
    case Measure::p99: return add_latency(run, number);
    case Measure::unknown: return add_unknown(run, number);
    case Measure::late: return add_late(run, number);
    case Measure::unsold: return add_sales(run, number);
    case Measure::converge: return add_convergence(run, number);
    case Measure::traffic: return add_traffic(run, number);
    case Measure::rule: return add_broken(run, number, broken_promises(criterion_, run));
    case Measure::miscounted: return add_broken(run, number, miscounted(criterion_, run));
    case Measure::overdraft:
    case Measure::stale:
    case Measure::lost:
    case Measure::cost: return;
  }
}

// Requests due: those made from the first fault until some time after the mending.
void Tally::add_useful(const Run& run, int number) {
  const FaultWindow window = fault_window(run.log.faults);
  const Time last = window.healed == kNever ? kNever : window.healed + kAftermath;
  const System& system = run.scenario.system;
  for (const Operation& op : run.log.operations) {
    if (op.operation != criterion_.operation || op.returned == kNever) continue;
    if (op.called < window.first || op.called > last) continue;
    const bool missed = criterion_.measure == Measure::accepted ? !has_happened(op)
                                                                : !is_useful(system, run.log, op);
    count(part_of(system, op), missed, {number, op.op, op.returned});
  }
}

// However it ended: a request that was given up on has waited as long as anybody would.
void Tally::add_latency(const Run& run, int number) {
  for (const Operation& op : run.log.operations) {
    if (op.operation != criterion_.operation || op.returned == kNever) continue;
    Part& part = part_of(run.scenario.system, op);
    const Duration wait = op.returned - op.called;
    part.samples.push_back(wait.us);
    count(part, wait.us > criterion_.limit, {number, op.op, op.returned});
  }
}

// `misses` of `all`, where all are those that are known or unknown: not refused.
void Tally::add_unknown(const Run& run, int number) {
  for (const Operation& op : run.log.operations) {
    if (op.operation != criterion_.operation || op.returned == kNever) continue;
    if (op.outcome == Outcome::fail) continue;
    const bool missed = op.outcome == Outcome::unknown;
    count(parts_.front(), missed, {number, op.op, op.returned});
  }
}

void Tally::add_late(const Run& run, int number) {
  for (const Operation& op : run.log.operations) {
    if (op.operation != criterion_.operation || op.returned == kNever) continue;
    if (op.outcome != Outcome::ok) continue;
    const bool missed = missed_by(run.scenario.system, run.log, op, criterion_.grace) != kNoOp;
    count(parts_.front(), missed, {number, op.op, op.returned});
  }
}

// Of all that were confirmed, those whose promise was not kept. What is unknown but was let down
// all the same (a charge that timed out, and was made) counts among them, and a promise that was
// broken to nobody in particular counts once.
void Tally::add_broken(const Run& run, int number, const std::vector<Broken>& broken) {
  const std::vector<OperationSpec>& specs = run.scenario.system.operations;
  std::vector<OpId> let_down;
  for (const Broken& one : broken) {
    const auto own = [&](OpId op) {
      const std::uint16_t operation = run.log.operations[index(op)].operation;
      const bool same_object = specs[operation].store == specs[criterion_.operation].store;
      return operation == criterion_.operation ||
             (criterion_.measure == Measure::miscounted && same_object);
    };
    const bool any = std::any_of(one.given_way.begin(), one.given_way.end(), own);
    if (!any) count(parts_.front(), true, {number, last_of(one), one.at});
    for (const OpId op : one.given_way) {
      if (own(op)) let_down.push_back(op);
    }
  }
  for (const Operation& op : run.log.operations) {
    const bool missed = std::find(let_down.begin(), let_down.end(), op.op) != let_down.end();
    const bool confirmed = op.operation == criterion_.operation && has_happened(op);
    if (!missed && !confirmed) continue;
    count(parts_.front(), missed, {number, op.op, std::min(op.returned, run.scenario.end)});
  }
}

void Tally::add_sales(const Run& run, int number) {
  const Sales sales = sales_of(run);
  for (const OpId op : sales.made) count(parts_.front(), false, {number, op, {}});
  for (const OpId op : sales.missed) {
    count(parts_.front(), true, {number, op, run.log.operations[index(op)].returned});
  }
}

void Tally::add_traffic(const Run& run, int number) {
  const std::int64_t bytes = run.world.bytes;
  parts_.front().samples.push_back(bytes);
  count(parts_.front(), bytes > criterion_.limit, {number, kNoOp, run.scenario.end});
}

void Tally::add_convergence(const Run& run, int number) {
  const FaultWindow window = fault_window(run.log.faults);
  if (window.healed == kNever) return;
  const std::optional<Duration> time = time_to_agree(run.scenario.system, run.log, window.healed);
  const std::int64_t us = time ? time->us : kNever.us;
  parts_.front().samples.push_back(us);
  count(parts_.front(), us > criterion_.limit, {number, kNoOp, window.healed});
}

bool Tally::enough(std::int64_t operations) const {
  if (criterion_.measure != Measure::p99) return true;
  return std::all_of(parts_.begin(), parts_.end(), [operations](const Part& part) {
    return !part.expected || part.all >= operations;
  });
}

std::int64_t Tally::spent() const {
  std::int64_t misses = 0;
  for (const Part& part : parts_) misses += part.misses;
  return misses * criterion_.price;
}

// The client that was served worst; parts that nothing was measured on do not count.
Tally::Part* Tally::worst_part() {
  Part* worst = nullptr;
  for (Part& part : parts_) {
    if (part.all == 0) continue;
    if (worst == nullptr || part.misses * worst->all > worst->misses * part.all) worst = &part;
  }
  return worst;
}

void Tally::mark_share(Mark& mark, const Part& part) const {
  const Estimate missed = share(part.runs, kThousand);
  mark.value = (part.all - part.misses) * kThousand / part.all;
  mark.low = std::min(mark.value, kThousand - missed.high);
  mark.high = kThousand - missed.low;
  mark.pass = mark.value >= criterion_.limit;
}

// Per 1,000 confirmed: of what is unknown nothing was confirmed, of what was late or had to give
// way all was.
void Tally::mark_rate(Mark& mark, const Part& part) const {
  constexpr std::int64_t kScale = 1'000'000;
  const bool of_all = criterion_.measure != Measure::unknown;
  const Estimate missed = share(part.runs, of_all ? kThousand : kScale);
  const std::int64_t whole = of_all ? part.all : part.all - part.misses;
  if (whole == 0) {
    mark.value = mark.low = mark.high = kNever.us;
    return;
  }
  mark.value = divide_up(part.misses * kThousand, whole);
  mark.low = of_all ? missed.low : missed.low * kThousand / (kScale - missed.low);
  const std::int64_t high = of_all ? missed.high : per_thousand_others(missed.high, kScale);
  mark.high = std::max(mark.value, high);
  mark.cost = divide_up(part.misses * criterion_.price * kThousand, whole);
  mark.pass = mark.value <= criterion_.limit;
}

void Tally::mark_quantile(Mark& mark, Part& part, std::int64_t per_mille) const {
  const Estimate time = quantile(part.samples, per_mille);
  mark.value = time.value;
  mark.low = time.low;
  mark.high = time.high;
  mark.pass = mark.value <= criterion_.limit;
}

void Tally::mark_mean(Mark& mark, const Part& part) const {
  const Estimate amount = mean(part.samples);
  mark.value = amount.value;
  mark.low = amount.low;
  mark.high = amount.high;
  mark.pass = mark.value <= criterion_.limit;
}

// The worst site is the one with the longest wait, not the one with the most misses.
void Tally::mark_latency(Mark& mark) {
  for (Part& part : parts_) {
    if (part.samples.empty()) continue;
    Mark site = mark;
    mark_quantile(site, part, 990);
    site.samples = part.all;
    if (mark.samples > 0 && site.value <= mark.value) continue;
    mark = site;
    first_miss_ = part.first_miss;
  }
}

Mark Tally::mark() {
  Mark mark;
  mark.criterion = position_;
  if (criterion_.measure == Measure::p99) {
    mark_latency(mark);
    return mark;
  }
  Part* part = worst_part();
  if (part == nullptr) return mark;
  mark.samples = part->all;
  first_miss_ = part->first_miss;
  if (criterion_.measure == Measure::converge) {
    mark_quantile(mark, *part, 950);
  } else if (criterion_.measure == Measure::traffic) {
    mark_mean(mark, *part);
  } else if (criterion_.side == Side::repair) {
    mark_rate(mark, *part);
  } else {
    mark_share(mark, *part);
  }
  return mark;
}

}  // namespace caplab::lesson
