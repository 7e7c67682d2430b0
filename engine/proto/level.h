// How far an operation must reach before it is answered. A store's protocol offers some of these.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace caplab {

enum class Level : std::uint8_t {
  one,      // quorum: one replica answers
  two,      // quorum: two replicas
  quorum,   // quorum: more than half of the replicas
  all,      // quorum: every replica
  serial,   // quorum: agreed by Paxos, so that a decision is made once
  primary,  // primary_backup: the primary answers
  any,      // primary_backup: the replica that was asked answers from its own copy
};

std::string_view name_of(Level level);  // "one", "quorum", …
std::optional<Level> level_named(std::string_view name);

}  // namespace caplab
