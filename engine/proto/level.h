// How far an operation must reach before it is answered. A store's protocol offers some of these.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace caplab {

enum class Level : std::uint8_t {
  one,               // quorum: one replica answers
  two,               // quorum: two replicas
  quorum,            // quorum: more than half of the replicas
  all,               // quorum: every replica
  serial,            // quorum: agreed by Paxos, so that a decision is made once
  primary,           // primary_backup: the primary answers
  any,               // the replica that was asked answers from its own copy; quorum: a hint counts
  three,             // quorum: three replicas
  local_one,         // quorum: one replica at the coordinator's site
  local_quorum,      // quorum: more than half of the replicas at the coordinator's site
  each_quorum,       // quorum: more than half of the replicas at every site
  leader,            // raft: the leader, once a majority has confirmed that it still leads
  lease,             // raft: the leader, as long as its lease runs
  leader_unchecked,  // raft: whoever takes itself for the leader
  majority,          // raft: what a majority is known to hold
  follower,          // raft: the replica that was asked
  local,             // multi_master, crdt: the replica that was asked
  home,              // home_region: the site that owns the key
  cached,            // cache: what is there, while its time to live lasts
  fresh,             // cache: asked of the origin; raft: the replica that was asked, once it
                     // has what the leader knows to be committed
  queued,            // outbox: written down here
  delivered,         // outbox: confirmed by the one it is for
};

std::string_view name_of(Level level);  // "one", "local-quorum", …
std::optional<Level> level_named(std::string_view name);

}  // namespace caplab
