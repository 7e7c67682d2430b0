// Money paid out beyond cover, reads that promised to be current, entries that nobody holds.
#include "engine/lesson/measure.h"

#include <algorithm>
#include <map>
#include <tuple>

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

// What the checker is asked about one object, in order of the calls: everything that changed it or
// may have, and the reads that promised to be current. Weaker reads promise nothing, and a declined
// withdrawal changed nothing.
using Question = std::vector<const Operation*>;

bool is_read(const Operation& op) { return object::is_read(op.request.verb); }

bool promises(const Criterion& criterion, const Operation& op) {
  const auto& promised = criterion.promised;
  return op.operation == criterion.operation && has_happened(op) &&
         std::find(promised.begin(), promised.end(), op.level) != promised.end();
}

std::map<Key, Question> questions(const Criterion& criterion, const Run& run) {
  std::map<Key, Question> by_key;
  for (const Operation& op : run.log.operations) {
    const bool counts = is_read(op) ? promises(criterion, op) : may_have_happened(op);
    if (counts && on_store(criterion, run, op)) by_key[op.key].push_back(&op);
  }
  return by_key;
}

std::vector<const Operation*> answered(Question question) {
  std::erase_if(question, [](const Operation* op) { return !has_happened(*op); });
  return by_return(std::move(question));
}

bool is_answered_by(const Operation& op, const Operation& last) {
  return has_happened(op) && std::tie(op.returned, op.op) <= std::tie(last.returned, last.op);
}

// Whether what clients had seen when `last` was answered fits into one order. Writes that were
// under way then may have happened or not, whatever their clients heard later.
check::Answer ask(const Criterion& criterion, const Run& run, const Question& question,
                  const Operation& last, std::int64_t steps_max) {
  const StoreSpec& store = run.scenario.system.stores[index(store_of(criterion, run))];
  const std::optional<history::ObjectType> type = history_type(store.type);
  if (!type) return check::Answer::undecided;
  std::vector<OpId> ops;
  for (const Operation* op : question) {
    const bool under_way = !is_read(*op) && op->called <= last.returned;
    if (under_way || is_answered_by(*op, last)) ops.push_back(op->op);
  }
  history::History history = history_of(run.scenario.system, run.log, ops);
  for (std::size_t i = 0; i < ops.size(); ++i) {
    if (is_answered_by(run.log.operations[index(ops[i])], last)) continue;
    history.operations[i].outcome = Outcome::unknown;
    history.operations[i].returned = history::kNotReturned;
  }
  check::Options options;
  options.object = *type;
  options.initial_values = initial_values(store);
  options.initial = object::number_of(store.initial).value_or(options.initial);
  options.steps_max = steps_max;
  options.explain_steps_max = 0;
  return check::check_linearizable(history, options).answer;
}

struct Contradiction {
  check::Answer answer = check::Answer::holds;
  const Operation* at = nullptr;  // where violated: the one at whose answer no order was left
};

// Linearizability is prefix-closed: what fits into no order at one answer does so at none after it,
// and halving finds the first.
Contradiction first_contradiction(const Criterion& criterion, const Run& run,
                                  const Question& question, std::int64_t steps_max) {
  const std::vector<const Operation*> answers = answered(question);
  if (answers.empty()) return {};
  const auto ask_at = [&](std::size_t i) {
    return ask(criterion, run, question, *answers[i], steps_max);
  };
  std::size_t low = 0;
  std::size_t high = answers.size() - 1;
  check::Answer answer = ask_at(high);
  if (answer != check::Answer::violated) return {answer, nullptr};
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    answer = ask_at(middle);
    if (answer == check::Answer::undecided) return {answer, nullptr};
    if (answer == check::Answer::violated) high = middle;
    if (answer == check::Answer::holds) low = middle + 1;
  }
  return {check::Answer::violated, answers[high]};
}

// Where writes contradict each other (two withdrawals of the same money), that is a harm of its
// own; no read can be right after it, and none is blamed.
Contradiction first_stale(const Criterion& criterion, const Run& run, const Question& question,
                          std::int64_t steps_max) {
  const bool reads = std::any_of(question.begin(), question.end(),
                                 [](const Operation* op) { return is_read(*op); });
  if (!reads) return {};
  const Contradiction found = first_contradiction(criterion, run, question, steps_max);
  return found.at != nullptr && !is_read(*found.at) ? Contradiction{} : found;
}

check::Answer examine_stale(const Criterion& criterion, const Run& run, std::int64_t steps_max) {
  check::Answer worst = check::Answer::holds;
  for (const auto& [key, question] : questions(criterion, run)) {
    const check::Answer answer = first_stale(criterion, run, question, steps_max).answer;
    if (answer == check::Answer::violated) return answer;
    if (answer == check::Answer::undecided) worst = answer;
  }
  return worst;
}

// What the read should have shown: what was acknowledged before it was called and is newer than
// what it saw; all of it where stamps do not tell.
std::vector<OpId> missed_by(const Question& question, const Operation& read) {
  std::vector<const Operation*> before;
  std::vector<const Operation*> newer;
  for (const Operation* write : question) {
    if (is_read(*write) || !has_happened(*write) || write->returned >= read.called) continue;
    before.push_back(write);
    if (write->answer.shown.stamp > read.answer.shown.stamp) newer.push_back(write);
  }
  std::vector<OpId> ops;
  for (const Operation* op : by_return(newer.empty() ? before : newer)) ops.push_back(op->op);
  return ops;
}

std::optional<Harm> find_stale(const Criterion& criterion, const Run& run) {
  std::optional<Harm> first;
  for (const auto& [key, question] : questions(criterion, run)) {
    const Operation* read = first_stale(criterion, run, question, kCheckStepsMax).at;
    if (read == nullptr || (first && first->at <= read->returned)) continue;
    first = Harm{read->returned, missed_by(question, *read)};
    first->operations.push_back(read->op);
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

// Who wrote what all replicas that keep a key hold of it; nothing while two differ, or where values
// are kept side by side.
std::optional<OpId> winner_on(const System& system, const World& world, StoreId store, Key key) {
  const NodeSet homes = homes_of(system.stores[index(store)].protocol, system.replicas, key);
  std::optional<OpId> winner;
  for (std::size_t i = 0; i < static_cast<std::size_t>(system.replicas); ++i) {
    const std::vector<object::Version>& versions = versions_of(world.nodes[i].stores[index(store)]);
    if (!homes.has(id_of<NodeId>(i)) || index(key) >= versions.size()) continue;
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

bool happened_before(const Operation& op, Time moment) {
  return has_happened(op) && op.returned < moment;
}

// A write that was acknowledged, and in the end all copies hold one that had been made before it:
// that one never knew of it. What was written later, or at the same time, may replace it; and so
// may what is unknown, whenever its client gave up.
std::optional<Harm> find_lost_write(const Criterion& criterion, const Run& run) {
  const System& system = run.scenario.system;
  const StoreId store = store_of(criterion, run);
  for (const Operation& op : run.log.operations) {
    if (!on_store(criterion, run, op) || object::is_read(op.request.verb)) continue;
    if (!has_happened(op)) continue;
    const std::optional<OpId> winner = winner_on(system, run.world, store, op.key);
    if (!winner || *winner == op.op) continue;
    const bool from_start = *winner == kNoOp;
    if (!from_start && !happened_before(run.log.operations[index(*winner)], op.called)) continue;
    Harm harm{run.scenario.end, {}};
    if (!from_start) harm.operations.push_back(*winner);
    harm.operations.push_back(op.op);
    return harm;
  }
  return std::nullopt;
}

// A compare-and-set that was accepted though its value was gone: what others wrote before is lost
// from that moment. Plain writes never contradict each other.
std::optional<Harm> find_blind_set(const Criterion& criterion, const Run& run) {
  std::optional<Harm> first;
  for (const auto& [key, question] : questions(criterion, run)) {
    const Operation* set = first_contradiction(criterion, run, question, kCheckStepsMax).at;
    if (set == nullptr || (first && first->at <= set->returned)) continue;
    first = Harm{set->returned, missed_by(question, *set)};
    first->operations.push_back(set->op);
  }
  return first;
}

std::optional<Harm> find_lost(const Criterion& criterion, const Run& run) {
  const StoreSpec& spec = run.scenario.system.stores[index(store_of(criterion, run))];
  if (spec.type == object::ObjectType::reg) {
    const std::optional<Harm> blind = find_blind_set(criterion, run);
    return blind ? blind : find_lost_write(criterion, run);
  }
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
    case Measure::accepted:
    case Measure::worst:
    case Measure::p99:
    case Measure::unknown:
    case Measure::late:
    case Measure::unsold:
    case Measure::converge:
    case Measure::traffic:
    case Measure::cost: break;
  }
  return std::nullopt;
}

}  // namespace caplab::lesson
