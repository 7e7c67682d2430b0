// Money paid out beyond cover, reads that promised to be current, entries that nobody holds.
#include "engine/lesson/measure.h"

#include <algorithm>
#include <map>

#include "engine/base/ensure.h"
#include "engine/check/linearizable.h"
#include "engine/lesson/books.h"
#include "engine/lesson/broken.h"
#include "engine/sim/history_of.h"

namespace caplab::lesson {
namespace {

using object::Verb;

StoreId store_of(const Criterion& criterion, const Run& run) {
  return run.scenario.system.operations[criterion.operation].store;
}

bool on_store(const Criterion& criterion, const Run& run, const Operation& op) {
  return run.scenario.system.operations[op.operation].store == store_of(criterion, run);
}

std::vector<const Operation*> by_return(std::vector<const Operation*> ops) {
  std::stable_sort(ops.begin(), ops.end(), [](const Operation* a, const Operation* b) {
    return a->returned < b->returned;
  });
  return ops;
}

// The withdrawals whose money customers hold in their hands. One that is unknown has debited the
// account at worst, without paying: that is a matter of repair.
std::vector<const Operation*> paid_withdrawals(const Criterion& criterion, const Run& run) {
  std::vector<const Operation*> paid;
  for (const Operation& op : run.log.operations) {
    const bool pays = object::pays_out(op.request.verb) && has_happened(op);
    if (pays && on_store(criterion, run, op)) paid.push_back(&op);
  }
  return by_return(std::move(paid));
}

// What had been put into the account by the time `op` returned, in favour of the system.
std::int64_t put_in(const Run& run, const Operation& op) {
  const System& system = run.scenario.system;
  std::int64_t sum = initial_number(system, op);
  for (const Operation& other : run.log.operations) {
    if (!object::pays_in(other.request.verb) || !same_object(system, other, op)) continue;
    if (may_have_happened(other) && other.called <= op.returned) sum += other.request.amount;
  }
  return sum;
}

std::vector<OpId> paid_until(const System& system, const std::vector<const Operation*>& paid,
                             const Operation& last) {
  std::vector<OpId> ops;
  for (const Operation* op : paid) {
    if (op->op == last.op) break;
    if (same_object(system, *op, last)) ops.push_back(op->op);
  }
  ops.push_back(last.op);
  return ops;
}

std::optional<Harm> find_overdraft(const Criterion& criterion, const Run& run) {
  const std::vector<const Operation*> paid = paid_withdrawals(criterion, run);
  std::map<Key, std::int64_t> paid_out;
  for (const Operation* op : paid) {
    paid_out[op->key] += op->request.amount;
    if (paid_out[op->key] <= put_in(run, *op)) continue;
    return Harm{op->returned, paid_until(run.scenario.system, paid, *op)};
  }
  return std::nullopt;
}

// What the checker is asked about one object: everything that changed it or may have, and the
// reads that promised to be current. Weaker reads promise nothing, and a declined withdrawal
// changed nothing.
struct Question {
  std::vector<OpId> writes;
  std::vector<const Operation*> reads;  // in order of their returns
};

std::map<Key, Question> questions(const Criterion& criterion, const Run& run) {
  std::map<Key, Question> by_key;
  for (const Operation& op : run.log.operations) {
    if (!on_store(criterion, run, op)) continue;
    if (!object::is_read(op.request.verb)) {
      if (may_have_happened(op)) by_key[op.key].writes.push_back(op.op);
      continue;
    }
    const auto& promised = criterion.promised;
    const bool promises = op.operation == criterion.operation && has_happened(op) &&
                          std::find(promised.begin(), promised.end(), op.level) != promised.end();
    if (promises) by_key[op.key].reads.push_back(&op);
  }
  for (auto& [key, question] : by_key) question.reads = by_return(std::move(question.reads));
  return by_key;
}

// Whether the writes and the first `reads` of the reads fit into one order.
check::Answer ask(const Criterion& criterion, const Run& run, const Question& question,
                  std::size_t reads, std::int64_t steps_max) {
  std::vector<OpId> ops = question.writes;
  for (std::size_t i = 0; i < reads; ++i) ops.push_back(question.reads[i]->op);
  std::sort(ops.begin(), ops.end());
  const StoreSpec& store = run.scenario.system.stores[index(store_of(criterion, run))];
  const std::optional<history::ObjectType> type = history_type(store.type);
  if (!type) return check::Answer::undecided;
  check::Options options;
  options.object = *type;
  options.initial_values = initial_values(store);
  options.initial = object::number_of(store.initial).value_or(options.initial);
  options.steps_max = steps_max;
  options.explain_steps_max = 0;
  return check::check_linearizable(history_of(run.scenario.system, run.log, ops), options).answer;
}

// Writes that contradict each other (two withdrawals of the same money) are a harm of their own;
// no read can be right after that, and none is blamed for it.
check::Answer examine_reads(const Criterion& criterion, const Run& run, const Question& question,
                            std::int64_t steps_max) {
  if (question.reads.empty()) return check::Answer::holds;
  const check::Answer answer = ask(criterion, run, question, question.reads.size(), steps_max);
  if (answer != check::Answer::violated) return answer;
  const check::Answer writes = ask(criterion, run, question, 0, steps_max);
  return writes == check::Answer::violated ? check::Answer::holds : answer;
}

check::Answer examine_stale(const Criterion& criterion, const Run& run, std::int64_t steps_max) {
  check::Answer worst = check::Answer::holds;
  for (const auto& [key, question] : questions(criterion, run)) {
    const check::Answer answer = examine_reads(criterion, run, question, steps_max);
    if (answer == check::Answer::violated) return answer;
    if (answer == check::Answer::undecided) worst = answer;
  }
  return worst;
}

// What the read should have shown: what was acknowledged before it was called and is newer than
// what it saw; all of it where stamps do not tell.
std::vector<OpId> missed_by(const Run& run, const Question& question, const Operation& read) {
  std::vector<const Operation*> before;
  std::vector<const Operation*> newer;
  for (const OpId id : question.writes) {
    const Operation& write = run.log.operations[index(id)];
    if (!has_happened(write) || write.returned >= read.called) continue;
    before.push_back(&write);
    if (write.answer.shown.stamp > read.answer.shown.stamp) newer.push_back(&write);
  }
  std::vector<OpId> ops;
  for (const Operation* op : by_return(newer.empty() ? before : newer)) ops.push_back(op->op);
  return ops;
}

std::optional<Harm> find_stale(const Criterion& criterion, const Run& run) {
  std::optional<Harm> first;
  for (const auto& [key, question] : questions(criterion, run)) {
    if (examine_reads(criterion, run, question, kCheckStepsMax) != check::Answer::violated) {
      continue;
    }
    std::size_t reads = 1;
    while (ask(criterion, run, question, reads, kCheckStepsMax) != check::Answer::violated) ++reads;
    const Operation& read = *question.reads[reads - 1];
    if (first && first->at <= read.returned) continue;
    first = Harm{read.returned, missed_by(run, question, read)};
    first->operations.push_back(read.op);
  }
  return first;
}

// A full log has scrolled past everything older than its first entry.
bool holds_or_scrolled(const object::Entries& entries, const Operation& append) {
  const auto is_it = [&](const object::LogEntry& entry) { return entry.op == append.op; };
  if (std::any_of(entries.begin(), entries.end(), is_it)) return true;
  return entries.size() == object::kLogEntriesMax &&
         append.answer.shown.stamp < entries.front().stamp;
}

// Who wrote what all replicas hold of a key; nothing while two differ, or where values are kept
// side by side.
std::optional<OpId> winner_on(const System& system, const World& world, StoreId store, Key key) {
  std::optional<OpId> winner;
  for (int i = 0; i < system.replicas; ++i) {
    const Node& node = world.nodes[static_cast<std::size_t>(i)];
    const std::vector<object::Version>& versions = versions_of(node.stores[index(store)]);
    if (index(key) >= versions.size()) continue;
    const object::Version& version = versions[index(key)];
    if (std::holds_alternative<object::Siblings>(version.content)) return std::nullopt;
    if (winner && *winner != version.writer_op) return std::nullopt;
    winner = version.writer_op;
  }
  return winner;
}

bool is_lost(const Criterion& criterion, const Run& run, const Operation& append) {
  for (int i = 0; i < run.scenario.system.replicas; ++i) {
    const Node& node = run.world.nodes[static_cast<std::size_t>(i)];
    const StoreState& state = node.stores[index(store_of(criterion, run))];
    const std::vector<object::Version>& versions = versions_of(state);
    if (index(append.key) >= versions.size()) continue;
    const object::Content& content = versions[index(append.key)].content;
    if (holds_or_scrolled(std::get<object::Entries>(content), append)) return false;
  }
  return true;
}

// A write that was acknowledged, and in the end all copies hold one that had been made before it:
// that one never knew of it. What was written later, or at the same time, may replace it.
std::optional<Harm> find_lost_write(const Criterion& criterion, const Run& run) {
  const System& system = run.scenario.system;
  const StoreId store = store_of(criterion, run);
  for (const Operation& op : run.log.operations) {
    if (!on_store(criterion, run, op) || object::is_read(op.request.verb)) continue;
    if (!has_happened(op)) continue;
    const std::optional<OpId> winner = winner_on(system, run.world, store, op.key);
    if (!winner || *winner == op.op) continue;
    const bool from_start = *winner == kNoOp;
    if (!from_start && run.log.operations[index(*winner)].returned >= op.called) continue;
    Harm harm{run.scenario.end, {}};
    if (!from_start) harm.operations.push_back(*winner);
    harm.operations.push_back(op.op);
    return harm;
  }
  return std::nullopt;
}

std::optional<Harm> find_lost(const Criterion& criterion, const Run& run) {
  const StoreSpec& spec = run.scenario.system.stores[index(store_of(criterion, run))];
  if (spec.type == object::ObjectType::reg) return find_lost_write(criterion, run);
  for (const Operation& op : run.log.operations) {
    const bool acknowledged = object::enters(op.request.verb) && has_happened(op);
    if (!acknowledged || !on_store(criterion, run, op)) continue;
    if (is_lost(criterion, run, op)) return Harm{run.scenario.end, {op.op}};
  }
  return std::nullopt;
}

std::optional<Harm> first_of(const std::vector<Broken>& broken) {
  if (broken.empty()) return std::nullopt;
  return Harm{broken.front().at, broken.front().operations};
}

check::Answer answer_of(const std::optional<Harm>& harm) {
  return harm ? check::Answer::violated : check::Answer::holds;
}

}  // namespace

check::Answer examine(const Criterion& criterion, const Run& run, std::int64_t check_steps_max) {
  if (criterion.measure == Measure::stale) return examine_stale(criterion, run, check_steps_max);
  return answer_of(find_harm(criterion, run));
}

std::optional<Harm> find_harm(const Criterion& criterion, const Run& run) {
  ENSURE(criterion.side == Side::safety);
  switch (criterion.measure) {
    case Measure::overdraft: return find_overdraft(criterion, run);
    case Measure::stale: return find_stale(criterion, run);
    case Measure::lost: return find_lost(criterion, run);
    case Measure::miscounted: return first_of(miscounted(criterion, run));
    case Measure::rule: return first_of(broken_promises(criterion, run));
    case Measure::useful:
    case Measure::worst:
    case Measure::p99:
    case Measure::unknown:
    case Measure::late:
    case Measure::converge:
    case Measure::cost: break;
  }
  return std::nullopt;
}

}  // namespace caplab::lesson
