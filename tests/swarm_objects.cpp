#include "tests/swarm_objects.h"

#include <algorithm>

#include "engine/object/verb_words.h"
#include "engine/proto/quorum_level.h"
#include "tests/draw_primary_backup.h"
#include "tests/swarm_draw.h"
#include "tests/swarm_small.h"

namespace caplab::test {
namespace {

using object::Conflict;
using object::ObjectType;

template <typename Item>
const Item& any_of(const std::vector<Item>& items, Rng& rng) {
  return items[static_cast<std::size_t>(rng.below(items.size()))];
}

// The one that is stored as two copies that merge by a policy, or by their own laws.
bool has_policies(const ProtocolConfig& protocol) {
  return std::holds_alternative<quorum::Config>(protocol) ||
         std::holds_alternative<crdt::Config>(protocol) ||
         std::holds_alternative<broadcast::Config>(protocol);
}

// Half of them quorum stores, since there a policy can do most.
void draw_protocol(SwarmOptions& options, Rng& rng) {
  Shape& shape = options.shape;
  switch (rng.below(16)) {
    case 0:
    case 1: shape.protocol = draw_primary_backup(shape.replicas, rng); return;
    case 2: draw_small(SwarmKind::cache, options, rng); return;
    case 3: draw_small(SwarmKind::outbox, options, rng); return;
    case 4: draw_small(SwarmKind::home_region, options, rng); return;
    case 5: draw_small(SwarmKind::broadcast, options, rng); return;
    case 6:
    case 7: shape.protocol = draw_raft(shape.replicas, rng); return;
    case 8: shape.protocol = draw_crdt(rng); return;
    case 9: shape.protocol = draw_multi_master(rng); return;
    case 10:
    case 11: draw_quorum_options(shape, rng); return;
    default: shape.protocol = draw_quorum(rng); return;
  }
}

Conflict draw_policy(const Shape& shape, Rng& rng) {
  std::vector<Conflict> policies = object::conflicts_of(shape.type);
  const auto* quorum = std::get_if<quorum::Config>(&shape.protocol);
  const bool numbers_writes =
      quorum != nullptr && quorum->coordinator == quorum::Coordinator::replica;
  if (shape.type == ObjectType::reg && !numbers_writes) std::erase(policies, Conflict::siblings);
  const bool merges = std::holds_alternative<crdt::Config>(shape.protocol);
  if (merges && shape.type != ObjectType::reg) std::erase(policies, Conflict::last_write);
  policies.push_back(Conflict::natural);
  return any_of(policies, rng);
}

}  // namespace

// Often at the level that promises most: there nothing may break.
void draw_object(SwarmOptions& options, Rng& rng) {
  Shape& shape = options.shape;
  shape.type = any_of(object::all_types(), rng);
  shape.extras = true;
  if (shape.type == ObjectType::stock) shape.initial = 3;
  draw_protocol(options, rng);
  auto* quorum = std::get_if<quorum::Config>(&shape.protocol);
  if (quorum != nullptr && !quorum::client_may_coordinate(shape.type)) {
    quorum->coordinator = quorum::Coordinator::replica;
  }
  shape.conflict = has_policies(shape.protocol) ? draw_policy(shape, rng) : Conflict::natural;
  const std::vector<Level> levels = levels_of(shape);
  options.level = rng.chance({1, 3}) ? levels.back() : any_of(levels, rng);
  const bool lease = options.level == Level::lease;
  auto* raft = std::get_if<raft::Config>(&shape.protocol);
  if (lease && raft != nullptr) raft->check_quorum = true;
  options.skews = !lease;
}

}  // namespace caplab::test
