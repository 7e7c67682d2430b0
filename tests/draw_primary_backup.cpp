#include "tests/draw_primary_backup.h"

#include <algorithm>

#include "engine/base/text.h"

namespace caplab::test {
namespace {

using primary_backup::Config;
using primary_backup::ElectedBy;
using primary_backup::Elects;
using primary_backup::Failover;
using primary_backup::Mode;

// The rest is drawn from a stream of its own, which leaves the runs of tests/seeds.txt alone.
constexpr std::uint64_t kOptionStream = 1;

Duration some_milliseconds(std::int64_t min, std::int64_t max, Rng& rng) {
  return milliseconds(rng.between(min, max));
}

void draw_waiting(Config& config, int replicas, Rng& rng) {
  if (rng.chance({1, 3})) {
    config.mode = Mode::semi_synchronous;
    config.acks = static_cast<int>(rng.between(1, std::max(replicas - 1, 1)));
    const bool never = rng.chance({1, 2});
    config.fallback_after = never ? seconds(3600) : some_milliseconds(200, 1500, rng);
  } else if (rng.chance({1, 4})) {
    config.mode = Mode::synchronous;
    config.shared_log = true;
  }
  if (config.shared_log) return;
  if (rng.chance({1, 4})) config.standby_reads = false;
  if (rng.chance({1, 3})) config.apply_delay = some_milliseconds(1, 150, rng);
  if (rng.chance({1, 2})) config.apply_before_ack = true;
}

void draw_failover(Config& config, Rng& rng) {
  if (rng.chance({2, 3})) config.failover = Failover::automatic;
  config.failover_after = some_milliseconds(500, 1500, rng);
  if (!config.shared_log && rng.chance({1, 5})) config.elected_by = ElectedBy::first;
  if (!config.shared_log && rng.chance({1, 5})) config.elects = Elects::any;
  if (rng.chance({1, 2})) config.minority_stops = true;
  // A primary that stops before a beat can be answered would never serve for long.
  config.stops_after = some_milliseconds(700, 1500, rng);
}

// Settings that promise one order although somebody else may take over: a primary has stopped
// before another can be elected.
void draw_strong_failover(Config& config, int replicas, Rng& rng) {
  config.shared_log = rng.chance({1, 2});
  config.mode = config.shared_log ? Mode::synchronous : Mode::semi_synchronous;
  config.acks = std::max(replicas / 2, 1);
  config.fallback_after = seconds(3600);
  config.failover = Failover::automatic;
  config.minority_stops = true;
  config.stops_after = some_milliseconds(700, 900, rng);
  config.failover_after = some_milliseconds(1560, 1800, rng);
}

}  // namespace

Config draw_primary_backup(int replicas, Rng& rng) {
  constexpr Mode kPlain[] = {Mode::single_copy, Mode::asynchronous, Mode::synchronous};
  Config config;
  config.mode = kPlain[static_cast<std::size_t>(rng.below(3))];
  config.primary =
      id_of<NodeId>(static_cast<std::size_t>(rng.below(static_cast<std::uint64_t>(replicas))));
  config.timeout = some_milliseconds(300, 1800, rng);
  Rng more(Rng(rng).next(), kOptionStream);
  if (config.mode == Mode::single_copy || more.chance({1, 6})) return config;
  if (more.chance({1, 4})) {
    draw_strong_failover(config, replicas, more);
    return config;
  }
  draw_waiting(config, replicas, more);
  draw_failover(config, more);
  return config;
}

std::string text_of(const Config& config) {
  std::string text;
  switch (config.mode) {
    case Mode::single_copy: return "single copy";
    case Mode::asynchronous: text = "asynchronous"; break;
    case Mode::synchronous: text = config.shared_log ? "shared log" : "synchronous"; break;
    case Mode::semi_synchronous:
      text = "semi-synchronous with " + std::to_string(config.acks) + " acks, falls back after " +
             seconds_text({config.fallback_after.us});
      break;
  }
  if (!config.standby_reads) text += ", no standby reads";
  if (config.apply_delay > Duration{}) {
    text += ", applies after " + seconds_text({config.apply_delay.us});
    text += config.apply_before_ack ? " and then confirms" : "";
  }
  if (config.minority_stops) text += ", stops after " + seconds_text({config.stops_after.us});
  if (config.failover == Failover::manual) return text;
  text += ", fails over after " + seconds_text({config.failover_after.us});
  text += config.elected_by == ElectedBy::first ? " to the first" : " by majority";
  if (config.elects == Elects::any) text += " to any";
  return text;
}

}  // namespace caplab::test
