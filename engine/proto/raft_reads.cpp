#include "engine/proto/raft_reads.h"

#include <algorithm>

#include "engine/proto/raft_leader.h"
#include "engine/proto/raft_send.h"

namespace caplab::raft {
namespace {

void show(const Ask& ask, const object::Version& version, Outbox& out) {
  out.push_back(
      Send{ask.client, Reply{ask.op, Outcome::ok, object::answer_to(ask.request, version)}});
}

// A read at level follower may name a timestamp, in the store's own time: it then shows what was
// there at that moment (Spanner §4.2.2).
bool names_time(const State& state, const Ask& ask) {
  return state.config.versions_kept.us > 0 && ask.level == Level::follower &&
         ask.request.amount > 0;
}

const object::Version* version_at(const State& state, Key key, LocalTime time) {
  const object::Version& now = state.durable.versions[index(key)];
  if (now.stamp.time <= time) return &now;
  for (const PastVersion& past : state.durable.past) {
    const bool stood = past.key == key && past.version.stamp.time <= time && time < past.until;
    if (stood) return &past.version;
  }
  return nullptr;
}

void show_as_of(const State& state, const Ask& ask, Outbox& out) {
  const object::Version* version = version_at(state, ask.key, LocalTime{ask.request.amount});
  if (version == nullptr) return refuse(ask, out);
  show(ask, *version, out);
}

// A leader's own copy may show what is not committed yet; only who asks for that gets it.
const object::Version& shown_to(const State& state, const Ask& ask) {
  const bool own_copy = ask.level == Level::follower || ask.level == Level::leader_unchecked;
  const auto& versions = own_copy ? copies_of(state) : state.durable.versions;
  return versions[index(ask.key)];
}

void answer(const State& state, const Read& read, Outbox& out) {
  if (read.wait == ReadWait::time) return show_as_of(state, read.ask, out);
  show(read.ask, shown_to(state, read.ask), out);
}

LocalTime safe_here(const State& state, const Ctx& ctx) {
  if (state.role != Role::leader) return state.safe;
  return std::max(state.safe, safe_time(state, ctx));
}

bool is_ready(const State& state, const Ctx& ctx, const Read& read) {
  switch (read.wait) {
    case ReadWait::leadership:
      return state.durable.commit >= read.index && is_confirmed(state, ctx, read.round);
    case ReadWait::sync: return false;
    case ReadWait::index: return state.durable.commit >= read.index;
    case ReadWait::time: return safe_here(state, ctx).us >= read.ask.request.amount;
  }
  return false;
}

void wait(State& state, const Ctx& ctx, Read read, Outbox& out) {
  if (is_ready(state, ctx, read)) return answer(state, read, out);
  read.id = state.next_id++;
  const Duration timeout = state.config.timeout;
  out.push_back(SetTimer{TimerKind::round_timeout, read.id, timeout, timeout});
  state.reads.push_back(std::move(read));
}

// Thesis §6.4.1: as long as voters are loyal, nobody else is elected until an election timeout
// after a majority last followed. A tenth of it is left for clocks that drift.
bool has_lease(const State& state, const Ctx& ctx) {
  if (!state.config.check_quorum || state.succession.announced) return false;
  if (state.durable.commit < state.term_start) return false;
  const LocalTime followed = followed_at(state, ctx);
  if (followed == LocalTime{INT64_MIN}) return false;
  const Duration lease = state.config.election_min - state.config.election_min / 10;
  return ctx.now - followed < lease;
}

// ZooKeeper's `sync`: the leader says how far the log is committed, without asking a majority
// whether it still leads.
void read_after_sync(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  if (state.leader == kNobody) return refuse(ask, out);
  if (state.role == Role::leader) {
    return wait(state, ctx, {0, ReadWait::index, ask, 0, state.term_start}, out);
  }
  const RoundId id = state.next_id++;
  state.reads.push_back({id, ReadWait::sync, ask, 0, 0});
  out.push_back(Send{state.leader, SyncAsk{id}});
  const Duration timeout = state.config.timeout;
  out.push_back(SetTimer{TimerKind::round_timeout, id, timeout, timeout});
}

}  // namespace

void refuse(const Ask& ask, Outbox& out) {
  out.push_back(Send{ask.client, Reply{ask.op, Outcome::fail, {}}});
}

bool is_own_read(const Ask& ask) {
  if (!object::is_read(ask.request.verb)) return false;
  return ask.level == Level::follower || ask.level == Level::majority || ask.level == Level::fresh;
}

void read_here(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const bool stopped = state.config.stop_without_quorum && state.leader == kNobody;
  if (stopped) return refuse(ask, out);
  if (names_time(state, ask)) return wait(state, ctx, {0, ReadWait::time, ask, 0, 0}, out);
  if (ask.level == Level::fresh) return read_after_sync(state, ctx, ask, out);
  show(ask, shown_to(state, ask), out);
}

void read_as_leader(State& state, const Ctx& ctx, const Ask& ask, Outbox& out) {
  const bool at_once =
      ask.level == Level::leader_unchecked || (ask.level == Level::lease && has_lease(state, ctx));
  if (at_once) return show(ask, shown_to(state, ask), out);
  begin_pulse(state, ctx, out);
  const Index needed = std::max(state.durable.commit, state.term_start);
  wait(state, ctx, {0, ReadWait::leadership, ask, state.round, needed}, out);
}

void finish_reads(State& state, const Ctx& ctx, Outbox& out) {
  std::erase_if(state.reads, [&](const Read& read) {
    if (!is_ready(state, ctx, read)) return false;
    answer(state, read, out);
    return true;
  });
}

// What the asking replica lacks goes with the answer.
void handle_sync_ask(State& state, const Ctx& ctx, NodeId from, const SyncAsk& ask, Outbox& out) {
  if (state.role == Role::leader) send_log(state, ctx, from, out);
  const Index needed = std::max(state.durable.commit, state.term_start);
  out.push_back(Send{from, SyncReply{ask.round, state.role == Role::leader, needed}});
}

void handle_sync_reply(State& state, const Ctx& ctx, const SyncReply& reply, Outbox& out) {
  const auto read = std::find_if(state.reads.begin(), state.reads.end(), [&](const Read& r) {
    return r.id == reply.round && r.wait == ReadWait::sync;
  });
  if (read == state.reads.end()) return;
  if (!reply.leads) {
    refuse(read->ask, out);
    state.reads.erase(read);
    return;
  }
  read->wait = ReadWait::index;
  read->index = reply.commit;
  finish_reads(state, ctx, out);
}

void refuse_reads_of_leader(State& state, Outbox& out) {
  std::erase_if(state.reads, [&](const Read& read) {
    if (read.wait != ReadWait::leadership) return false;
    refuse(read.ask, out);
    return true;
  });
}

void time_out_read(State& state, RoundId id, Outbox& out) {
  const auto read = std::find_if(state.reads.begin(), state.reads.end(),
                                 [&](const Read& r) { return r.id == id; });
  if (read == state.reads.end()) return;
  refuse(read->ask, out);
  state.reads.erase(read);
}

}  // namespace caplab::raft
