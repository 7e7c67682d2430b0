#include "tests/swarm_draw.h"

namespace caplab::test {

quorum::Config draw_quorum(Rng& rng) {
  quorum::Config config;
  if (rng.chance({1, 4})) config.read_repair = quorum::ReadRepair::none;
  if (rng.chance({1, 3})) config.fan_out = quorum::FanOut::enough;
  config.timeout = milliseconds(rng.between(300, 1800));
  return config;
}

void draw_quorum_options(Shape& shape, Rng& rng) {
  quorum::Config config = draw_quorum(rng);
  if (rng.chance({1, 4})) config.coordinator = quorum::Coordinator::client;
  if (shape.replicas > 1 && rng.chance({1, 2})) {
    config.copies = static_cast<int>(rng.between(1, shape.replicas - 1));
    const bool can_notice = config.coordinator == quorum::Coordinator::replica;
    config.sloppy = can_notice && rng.chance({1, 2});
  }
  if (rng.chance({1, 4})) config.read_repair = quorum::ReadRepair::background;
  if (rng.chance({1, 3})) config.anti_entropy = milliseconds(rng.between(300, 800));
  if (rng.chance({1, 6})) config.hint_expiry = milliseconds(rng.between(200, 3000));
  const bool keeps =
      shape.type == object::ObjectType::reg && config.coordinator == quorum::Coordinator::replica;
  if (keeps && rng.chance({1, 2})) shape.conflict = object::Conflict::siblings;
  if (rng.chance({1, 6})) config.hint_limit = static_cast<int>(rng.between(0, 3));
  shape.protocol = config;
}

bool loses_hints(const quorum::Config& config) {
  return config.hint_expiry < seconds(60) || config.hint_limit < 10;
}

std::optional<Level> draw_level(const Shape& shape, Rng& rng) {
  const std::vector<Level> levels = levels_of(shape);
  const auto drawn = static_cast<std::size_t>(rng.below(levels.size() + 1));
  return drawn < levels.size() ? std::optional(levels[drawn]) : std::nullopt;
}

raft::Config draw_raft(int replicas, Rng& rng) {
  raft::Config config;
  config.election_min = milliseconds(rng.between(300, 1000));
  config.election_max = config.election_min + milliseconds(rng.between(100, 1000));
  config.heartbeat = config.election_min / rng.between(3, 6);
  config.timeout = milliseconds(rng.between(300, 1800));
  config.pre_vote = rng.chance({1, 2});
  config.check_quorum = rng.chance({1, 2});
  config.stop_without_quorum = config.check_quorum && rng.chance({1, 4});
  if (rng.chance({1, 3})) config.apply_at = raft::ApplyAt::append;
  if (rng.chance({1, 2})) {
    config.first_leader =
        replica_node(static_cast<int>(rng.below(static_cast<std::uint64_t>(replicas))));
  }
  config.entries_max = static_cast<std::uint32_t>(rng.between(1, 8));
  config.snapshot_after = static_cast<std::uint32_t>(rng.between(2, 20));
  if (rng.chance({1, 4})) config.clock_uncertainty = milliseconds(rng.between(1, 20));
  if (rng.chance({1, 4})) config.versions_kept = milliseconds(rng.between(100, 3000));
  if (rng.chance({1, 3})) {
    config.preferred.bits =
        static_cast<std::uint32_t>(rng.below(std::uint64_t{1} << static_cast<unsigned>(replicas)));
  }
  return config;
}

crdt::Config draw_crdt(Rng& rng) {
  crdt::Config config;
  config.gossip = milliseconds(rng.between(50, 700));
  config.exchange = one_of({crdt::Exchange::states, crdt::Exchange::deltas}, rng);
  config.fan_out = static_cast<int>(rng.between(1, 4));
  config.on_client = rng.chance({1, 2});
  return config;
}

multi_master::Config draw_multi_master(Rng& rng) {
  using multi_master::Replication;
  multi_master::Config config;
  config.replication = one_of({Replication::continuous, Replication::periodic}, rng);
  config.period = milliseconds(rng.between(50, 900));
  if (rng.chance({1, 2})) config.revisions_kept = static_cast<std::uint32_t>(rng.between(1, 12));
  return config;
}

}  // namespace caplab::test
