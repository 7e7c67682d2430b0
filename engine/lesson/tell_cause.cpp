// Clocks first, then what was known and lost again, then cuts, then what was known all along, then
// overlap: the first that explains it.
#include "engine/lesson/tell_cause.h"

#include <algorithm>
#include <optional>

#include "engine/lesson/books.h"

namespace caplab::lesson {
namespace {

bool separates(const Cut& cut, NodeId a, NodeId b) {
  return (cut.from.has(a) && cut.to.has(b)) || (cut.from.has(b) && cut.to.has(a));
}

// The last cut in force at any time from `first` to `last` that `applies`.
template <typename Applies>
Why last_cut(const Run& run, Time first, Time last, Applies applies) {
  Why why;
  for (const TimedCommand& fault : run.log.faults) {
    if (fault.at > last) break;
    if (std::holds_alternative<Heal>(fault.command) && why.at != kNever) {
      if (fault.at < first)
        why = {};
      else if (why.mended == kNever)
        why.mended = fault.at;
    }
    const Cut* cut = std::get_if<Cut>(&fault.command);
    if (cut == nullptr || !applies(*cut)) continue;
    why = {};
    why.cause = Cause::cut;
    why.at = fault.at;
    why.cut = *cut;
  }
  return why;
}

// How far a replica's clock was ahead at `at`, by the faults alone.
Duration offset_of(const Run& run, NodeId node, Time at) {
  Duration offset;
  for (const TimedCommand& fault : run.log.faults) {
    const SkewClock* skew = std::get_if<SkewClock>(&fault.command);
    if (fault.at <= at && skew != nullptr && skew->node == node) offset = skew->offset;
  }
  return offset;
}

std::int64_t size_of(Duration duration) { return duration.us < 0 ? -duration.us : duration.us; }

// The first version that some replica held before `missed` was stored anywhere, and whose stamp
// is the later one all the same: only a wrong clock can do that.
std::optional<object::Stamp> inverted_by(const Run& run, const Operation& missed) {
  const StoreId store = run.scenario.system.operations[missed.operation].store;
  const object::Stamp stamp = missed.answer.shown.stamp;
  if (!has_happened(missed)) return std::nullopt;  // nobody knows its stamp
  for (const Event& event : run.log.events) {
    if (event.kind != EventKind::stored || event.store != store) continue;
    if (event.key != missed.key) continue;
    if (event.op == missed.op) return std::nullopt;
    if (event.stamp > stamp) return event.stamp;
  }
  return std::nullopt;
}

// Of the two clocks that disagree, the one that is further from true time.
Why skew_between(const Run& run, const Operation& missed, const object::Stamp& winner) {
  const NodeId loser = missed.answer.shown.stamp.writer;
  const Duration winning = offset_of(run, winner.writer, missed.returned);
  const Duration losing = offset_of(run, loser, missed.returned);
  const bool winner_is_off = size_of(winning) > size_of(losing);
  Why why;
  why.cause = Cause::skew;
  why.node = winner_is_off ? winner.writer : loser;
  why.offset = winner_is_off ? winning : losing;
  return why;
}

// What came from another replica and replaced `missed` at `here`, where it had been known.
OpId overwritten_by(const Run& run, NodeId here, const Operation& op, const Operation& missed) {
  const System& system = run.scenario.system;
  const NodeId there = coordinator_of(run, missed);
  const StoreId store = system.operations[missed.operation].store;
  if (!replaces(system.stores[index(store)])) return kNoOp;
  bool known = false;
  for (const Event& event : run.log.events) {
    if (event.at > op.returned) break;
    if (event.kind != EventKind::stored || event.node != here || event.key != missed.key) continue;
    if (event.store != store || event.op == op.op) continue;
    known = known || event.op == missed.op;
    if (!known || event.op == missed.op || event.op == kNoOp) continue;
    const Operation& winner = run.log.operations[index(event.op)];
    if (coordinator_of(run, winner) != there) return event.op;
  }
  return kNoOp;
}

bool was_stored_at(const Run& run, NodeId node, const Operation& missed, Time by) {
  const StoreId store = run.scenario.system.operations[missed.operation].store;
  for (const Event& event : run.log.events) {
    if (event.at > by) break;
    const bool there = event.kind == EventKind::stored && event.node == node;
    if (there && event.store == store && event.op == missed.op) return true;
  }
  return false;
}

// Whether the answer itself has what the other did.
bool shows(const Operation& op, OpId other) {
  const object::Content& shown = op.answer.shown.content;
  const auto is_other = [other](const auto& one) { return one.op == other; };
  if (const auto* entries = std::get_if<object::Entries>(&shown)) {
    return std::any_of(entries->begin(), entries->end(), is_other);
  }
  if (const auto* records = std::get_if<object::Records>(&shown)) {
    return std::any_of(records->begin(), records->end(), is_other);
  }
  return false;
}

}  // namespace

bool replaces(const StoreSpec& store) {
  using object::Conflict;
  using object::ObjectType;
  const bool one_value = store.type == ObjectType::reg || store.type == ObjectType::account;
  return store.conflict == Conflict::last_write ||
         (store.conflict == Conflict::natural && one_value);
}

NodeId coordinator_of(const Run& run, const Operation& op) {
  const System& system = run.scenario.system;
  SiteId site = system.nodes[index(op.client)].site;
  for (const TimedCommand& fault : run.log.faults) {
    const Move* move = std::get_if<Move>(&fault.command);
    if (fault.at <= op.called && move != nullptr && move->client == op.client) site = move->site;
  }
  return replicas_by_distance(system, site).front();
}

Why cut_around(const Run& run, NodeId node, Time first, Time last) {
  return last_cut(run, first, last,
                  [&](const Cut& cut) { return cut.from.has(node) || cut.to.has(node); });
}

Why why_unseen(const Run& run, const Operation& op, const Operation& missed) {
  const NodeId here = coordinator_of(run, op);
  Why other;
  other.node = here;
  if (shows(op, missed.op)) {
    other.cause = Cause::known;
    return other;
  }
  if (const auto winner = inverted_by(run, missed)) {
    const Why why = skew_between(run, missed, *winner);
    if (why.offset.us != 0) return why;
  }
  const NodeId there = coordinator_of(run, missed);
  Why lost;
  lost.cause = Cause::overwritten;
  lost.by = overwritten_by(run, here, op, missed);
  if (lost.by != kNoOp) return lost;
  const auto between = [&](const Cut& cut) { return separates(cut, here, there); };
  const Why why = last_cut(run, missed.called, op.returned, between);
  if (why.at != kNever) return why;
  const bool overlap = op.called <= missed.returned && missed.called <= op.returned;
  if (was_stored_at(run, here, missed, op.called)) {
    other.cause = Cause::known;
    return other;
  }
  other.cause = overlap ? Cause::race : Cause::unheard;
  return other;
}

}  // namespace caplab::lesson
