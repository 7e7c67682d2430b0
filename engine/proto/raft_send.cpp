#include "engine/proto/raft_send.h"

#include <algorithm>

#include "engine/proto/raft_leader.h"
#include "engine/proto/raft_log.h"

namespace caplab::raft {
namespace {

Beat head_for(const State& state, const Ctx& ctx, Index next) {
  const Log& log = state.durable.log;
  const Pulse pulse{state.round, ctx.now};
  const bool timed = state.config.versions_kept.us > 0;
  return {state.durable.term,   next - 1, term_at(log, next - 1),
          state.durable.commit, pulse,    timed ? safe_time(state, ctx) : LocalTime{INT64_MIN}};
}

// §7: what a follower needs has left the log.
void send_snapshot(State& state, const Ctx& ctx, NodeId to, Outbox& out) {
  const Durable& durable = state.durable;
  const Index last = durable.commit;
  const LocalTime stamp =
      last == durable.log.start ? durable.log.start_stamp : entry_at(durable.log, last).stamp.time;
  out.push_back(Send{to, Snapshot{durable.term,
                                  last,
                                  term_at(durable.log, last),
                                  stamp,
                                  {state.round, ctx.now},
                                  durable.versions}});
  Peer& peer = state.peers[index(to)];
  peer.next = last + 1;
  peer.probing = true;
}

}  // namespace

void send_log(State& state, const Ctx& ctx, NodeId to, Outbox& out) {
  const Log& log = state.durable.log;
  Peer& peer = state.peers[index(to)];
  if (peer.next <= log.start) return send_snapshot(state, ctx, to, out);
  const Beat head = head_for(state, ctx, peer.next);
  const Index count = std::min(last_index(log) + 1 - peer.next, state.config.entries_max);
  if (count == 0) {
    out.push_back(Send{to, head});
    return;
  }
  const auto first = log.entries.begin() + static_cast<std::ptrdiff_t>(head.previous - log.start);
  out.push_back(Send{to, Append{head, {first, first + static_cast<std::ptrdiff_t>(count)}}});
  if (!peer.probing) peer.next += count;
}

}  // namespace caplab::raft
