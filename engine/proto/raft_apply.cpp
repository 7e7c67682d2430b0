#include "engine/proto/raft_apply.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/proto/raft_log.h"

namespace caplab::raft {
namespace {

struct Applied {
  bool accepted = true;
  bool changed = false;
};

void note(Key key, const object::Version& version, Outbox& out) {
  out.push_back(Stored{key, version.stamp, version.writer_op, object::digest(version.content)});
}

Applied apply_entry(std::vector<object::Version>& versions, const Entry& entry) {
  ENSURE(index(entry.key) < versions.size());
  object::Version& version = versions[index(entry.key)];
  object::Effect effect = object::apply(version.content, entry.request, entry.stamp, entry.op);
  if (effect.changed) version = {entry.stamp, entry.op, std::move(effect.next)};
  return {effect.accepted, effect.changed};
}

// Entries of one log have rising stamps, so what is too old stands in front.
void keep_past(State& state, const Entry& entry, const object::Version& replaced) {
  std::vector<PastVersion>& past = state.durable.past;
  past.push_back({entry.key, entry.stamp.time, replaced});
  const auto is_kept = [&](const PastVersion& old) {
    return entry.stamp.time - old.until <= state.config.versions_kept;
  };
  past.erase(past.begin(), std::find_if(past.begin(), past.end(), is_kept));
}

// What is applied may leave the log. A part of it stays, so that a replica that is a little behind
// needs no snapshot.
void compact(State& state) {
  Log& log = state.durable.log;
  if (state.durable.commit - log.start <= state.config.snapshot_after) return;
  forget_up_to(log, state.durable.commit - state.config.snapshot_after / 2);
}

void answer_write(State& state, const Entry& entry, bool accepted, Outbox& out) {
  std::vector<Write>& writes = state.writes;
  if (writes.empty() || writes.front().index != state.durable.commit) return;
  const Write write = writes.front();
  writes.erase(writes.begin());
  const object::Answer answer{accepted, state.durable.versions[index(entry.key)]};
  out.push_back(Send{write.client, Reply{write.op, Outcome::ok, answer}});
}

void commit_next(State& state, Outbox& out) {
  Durable& durable = state.durable;
  const Entry& entry = entry_at(durable.log, durable.commit + 1);
  ++durable.commit;
  if (entry.op == kNoOp) return;
  const bool keeps = state.config.versions_kept.us > 0;
  const object::Version before = keeps ? durable.versions[index(entry.key)] : object::Version{};
  const Applied applied = apply_entry(durable.versions, entry);
  if (keeps && applied.changed) keep_past(state, entry, before);
  const bool shows = state.config.apply_at == ApplyAt::commit && applied.changed;
  if (shows) note(entry.key, durable.versions[index(entry.key)], out);
  answer_write(state, entry, applied.accepted, out);
}

}  // namespace

void commit_up_to(State& state, Index index, Outbox& out) {
  while (state.durable.commit < index) commit_next(state, out);
  compact(state);
}

bool show_appended(State& state, Outbox& out) {
  const Entry& entry = state.durable.log.entries.back();
  if (state.config.apply_at == ApplyAt::commit || entry.op == kNoOp) return true;
  const Applied applied = apply_entry(state.copies, entry);
  if (applied.changed) note(entry.key, state.copies[index(entry.key)], out);
  return applied.accepted;
}

void roll_back(State& state, Outbox& out) {
  if (state.config.apply_at == ApplyAt::commit) return;
  const std::vector<object::Version> before = std::move(state.copies);
  state.copies = state.durable.versions;
  const Log& log = state.durable.log;
  for (Index at = state.durable.commit + 1; at <= last_index(log); ++at) {
    const Entry& entry = entry_at(log, at);
    if (entry.op != kNoOp) apply_entry(state.copies, entry);
  }
  for (std::size_t key = 0; key < before.size(); ++key) {
    if (state.copies[key] != before[key]) note(id_of<Key>(key), state.copies[key], out);
  }
}

void install(State& state, const Snapshot& snapshot, Outbox& out) {
  Durable& durable = state.durable;
  Log& log = durable.log;
  const bool fits =
      snapshot.last <= last_index(log) && term_at(log, snapshot.last) == snapshot.last_term;
  if (fits) {
    forget_up_to(log, snapshot.last);
  } else {
    log = {snapshot.last, snapshot.last_term, snapshot.last_stamp, {}};
  }
  durable.commit = snapshot.last;
  // Which versions came between is not known, so no read may look back across this.
  durable.past.clear();
  for (std::size_t key = 0; key < durable.versions.size(); ++key) {
    if (durable.versions[key] == snapshot.versions[key]) continue;
    durable.versions[key] = snapshot.versions[key];
    if (state.config.apply_at == ApplyAt::commit) {
      note(id_of<Key>(key), durable.versions[key], out);
    }
  }
  roll_back(state, out);
}

}  // namespace caplab::raft
