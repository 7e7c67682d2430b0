#include "tests/swarm_small.h"

#include <algorithm>

namespace caplab::test {
namespace {

NodeId any_replica(const SwarmOptions& options, Rng& rng) {
  return replica_node(static_cast<int>(rng.between(0, options.shape.replicas - 1)));
}

std::optional<Level> any_of(std::initializer_list<std::optional<Level>> levels, Rng& rng) {
  return levels.begin()[static_cast<std::size_t>(rng.below(levels.size()))];
}

void draw_cache(SwarmOptions& options, Rng& rng) {
  cache::Config config;
  config.origin = any_replica(options, rng);
  config.time_to_live = milliseconds(rng.between(0, 4000));
  if (rng.chance({1, 2})) config.serve_stale = milliseconds(rng.between(0, 6000));
  config.timeout = milliseconds(rng.between(300, 1800));
  options.shape.protocol = config;
  options.level = any_of({Level::cached, Level::fresh, std::nullopt}, rng);
}

void draw_outbox(SwarmOptions& options, Rng& rng) {
  using outbox::WhenFull;
  outbox::Config config;
  config.home = any_replica(options, rng);
  config.limit = static_cast<int>(rng.between(1, rng.chance({1, 2}) ? 4 : 30));
  config.when_full = static_cast<WhenFull>(rng.below(3));
  config.retry = milliseconds(rng.between(100, 1500));
  config.idempotent = rng.chance({3, 4});
  config.timeout = milliseconds(rng.between(300, 1800));
  options.shape.protocol = config;
  options.level = any_of({Level::queued, Level::delivered, std::nullopt}, rng);
}

void draw_home_region(SwarmOptions& options, Rng& rng) {
  home_region::Config config;
  config.homes.clear();
  for (std::int64_t homes = rng.between(1, 3); homes > 0; --homes) {
    config.homes.push_back(any_replica(options, rng));
  }
  if (rng.chance({3, 4})) config.move_after = static_cast<int>(rng.between(1, 4));
  options.shape.protocol = config;
  options.level = any_of({Level::home, Level::home, Level::any, std::nullopt}, rng);
}

void draw_broadcast(SwarmOptions& options) {
  options.shape.protocol = broadcast::Config{};
  options.level = Level::local;
}

}  // namespace

bool is_small(SwarmKind kind) { return kind >= SwarmKind::cache; }

void draw_small(SwarmKind kind, SwarmOptions& options, Rng& rng) {
  if (kind == SwarmKind::cache) draw_cache(options, rng);
  if (kind == SwarmKind::outbox) draw_outbox(options, rng);
  if (kind == SwarmKind::home_region) draw_home_region(options, rng);
  if (kind == SwarmKind::broadcast) draw_broadcast(options);
}

bool rests(const cache::State& state) { return state.rounds.empty(); }
bool rests(const outbox::State& state) {
  return state.durable.queue.empty() && state.waiting.empty();
}

bool rests(const home_region::State& state) {
  return std::none_of(state.durable.places.begin(), state.durable.places.end(),
                      [](const home_region::Place& place) { return place.handing_over; });
}

bool rests(const broadcast::State&) { return true; }

// A cache takes what it is asked for, when it is asked for it. What a broadcast lost is replaced by
// the next write of its key, but of a log only the next entry is told.
bool converges(const System& system, bool after_writes) {
  const StoreSpec& store = system.stores[0];
  if (std::holds_alternative<cache::Config>(store.protocol)) return false;
  if (!std::holds_alternative<broadcast::Config>(store.protocol)) return true;
  // What is told once and lost is lost where the next word does not replace it all.
  return after_writes && store.type != object::ObjectType::log &&
         !std::holds_alternative<object::Records>(store.initial);
}

}  // namespace caplab::test
