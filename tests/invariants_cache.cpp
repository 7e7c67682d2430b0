#include "tests/invariants_cache.h"

#include <algorithm>

namespace caplab::test {
namespace {

// What a run's clocks may be set back in all, and drift, while a copy lives.
constexpr Duration kClocks = seconds(1);

// One version that the origin held, and how long it was the last.
struct Truth {
  object::Stamp stamp;
  std::int64_t digest = 0;
  Time until = kNever;
};

class Watch {
 public:
  Watch(const Scenario& scenario, const cache::Config& config)
      : scenario_(scenario), config_(config) {
    const StoreSpec& store = scenario.system.stores[0];
    const Truth first{{}, object::digest(store.initial), kNever};
    lines_.assign(static_cast<std::size_t>(store.keys), {first});
  }

  std::optional<Broken> operator()(const World&, const Log& log) {
    std::optional<Broken> broken;
    for (; events_ < log.events.size() && !broken; ++events_) {
      const Event& event = log.events[events_];
      if (event.store != StoreId{0}) continue;
      if (event.kind == EventKind::stored) broken = take_copy(event);
      if (event.kind == EventKind::returned) broken = take_answer(log.operations[index(event.op)]);
    }
    return broken;
  }

 private:
  std::string name(NodeId node) const { return scenario_.system.nodes[index(node)].name; }

  const Truth* truth_with(Key key, object::Stamp stamp) const {
    const std::vector<Truth>& line = lines_[index(key)];
    const auto found = std::find_if(line.begin(), line.end(),
                                    [&](const Truth& truth) { return truth.stamp == stamp; });
    return found == line.end() ? nullptr : &*found;
  }

  std::optional<Broken> take_copy(const Event& event) {
    if (event.node == config_.origin) {
      std::vector<Truth>& line = lines_[index(event.key)];
      line.back().until = event.at;
      line.push_back({event.stamp, event.value, kNever});
      return std::nullopt;
    }
    const Truth* truth = truth_with(event.key, event.stamp);
    if (truth != nullptr && truth->digest == event.value) return std::nullopt;
    return Broken{"cache.copies_come_from_the_origin",
                  name(event.node) + " keeps " + std::to_string(event.value)};
  }

  // How long after it was replaced a version may still be shown to a request at this level.
  Duration allowance(Level level) const {
    if (level == Level::fresh) return {};
    return config_.time_to_live + config_.serve_stale + config_.timeout + kClocks;
  }

  std::optional<Broken> take_answer(const Operation& operation) const {
    if (operation.outcome != Outcome::ok) return std::nullopt;
    const Truth* shown = truth_with(operation.key, operation.answer.shown.stamp);
    const std::string who = "operation " + std::to_string(index(operation.op)) + " shows " +
                            text_of(operation.answer.shown);
    if (shown == nullptr) return Broken{"cache.answers_come_from_the_origin", who};
    if (!object::is_read(operation.request.verb) || shown->until == kNever) return std::nullopt;
    const Duration late = operation.called - shown->until;
    if (late <= allowance(operation.level)) return std::nullopt;
    const bool fresh = operation.level == Level::fresh;
    return Broken{fresh ? "cache.fresh_is_current" : "cache.old_copies_run_out",
                  who + ", replaced " + std::to_string(late.us) + " us before it was called"};
  }

  const Scenario& scenario_;
  cache::Config config_;
  std::size_t events_ = 0;
  std::vector<std::vector<Truth>> lines_;  // by key, in the order of the origin's writes
};

}  // namespace

Watcher watch_cache(const Scenario& scenario) {
  const auto* config = std::get_if<cache::Config>(&scenario.system.stores[0].protocol);
  if (config == nullptr) return {};
  return Watch(scenario, *config);
}

bool keeps_its_copies(const System& system, NodeId node) {
  const ProtocolConfig& protocol = system.stores[0].protocol;
  if (std::holds_alternative<broadcast::Config>(protocol)) return false;
  const auto* config = std::get_if<cache::Config>(&protocol);
  return config == nullptr || config->origin == node;
}

}  // namespace caplab::test
