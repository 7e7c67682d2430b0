#include "tests/invariants_home_region.h"

namespace caplab::test {
namespace {

using home_region::Place;

class Watch {
 public:
  explicit Watch(const Scenario& scenario)
      : scenario_(scenario),
        replicas_(static_cast<std::size_t>(scenario.system.replicas)),
        keys_(static_cast<std::size_t>(scenario.system.stores[0].keys)),
        epochs_(replicas_ * keys_, 0) {}

  std::optional<Broken> operator()(const World& world, const Log&) {
    for (std::size_t key = 0; key < keys_; ++key) {
      std::optional<NodeId> home;
      for (std::size_t i = 0; i < replicas_; ++i) {
        const auto node = id_of<NodeId>(i);
        const home_region::State& state = state_of(world, node);
        const Place& place = state.durable.places[key];
        if (auto broken = check_place(node, key, place)) return broken;
        if (place.owner != node) continue;
        if (home) return Broken{"home_region.one_home_at_a_time", pair(*home, node, key)};
        home = node;
      }
      if (!home) continue;
      if (auto broken = check_newest(world, *home, key)) return broken;
    }
    return std::nullopt;
  }

 private:
  static const home_region::State& state_of(const World& world, NodeId node) {
    return std::get<home_region::State>(world.nodes[index(node)].stores[0]);
  }
  std::string name(NodeId node) const { return scenario_.system.nodes[index(node)].name; }
  std::string pair(NodeId a, NodeId b, std::size_t key) const {
    return name(a) + " and " + name(b) + " for key " + std::to_string(key);
  }

  // What a replica knows of a key's home: never something older than before, and of one epoch the
  // same as everybody else.
  std::optional<Broken> check_place(NodeId node, std::size_t key, const Place& place) {
    HomeEpoch& before = epochs_[index(node) * keys_ + key];
    if (place.epoch < before) return Broken{"home_region.epochs_rise", name(node)};
    before = place.epoch;
    const auto known = homes_.try_emplace({key, place.epoch}, place.owner).first->second;
    if (known == place.owner) return std::nullopt;
    return Broken{"home_region.one_home_an_epoch", pair(known, place.owner, key)};
  }

  // Nothing that a home before this one, or this one, has ever written is newer.
  std::optional<Broken> check_newest(const World& world, NodeId home, std::size_t key) {
    const object::Version& held = state_of(world, home).durable.versions[key];
    for (std::size_t i = 0; i < replicas_; ++i) {
      const object::Version& copy = state_of(world, id_of<NodeId>(i)).durable.versions[key];
      if (object::covers(held, copy)) continue;
      return Broken{"home_region.a_handover_loses_nothing", name(home) + " has " + text_of(held) +
                                                                ", " + name(id_of<NodeId>(i)) +
                                                                " " + text_of(copy)};
    }
    return std::nullopt;
  }

  const Scenario& scenario_;
  std::size_t replicas_;
  std::size_t keys_;
  std::vector<HomeEpoch> epochs_;                              // replica × key
  std::map<std::pair<std::size_t, HomeEpoch>, NodeId> homes_;  // by key and epoch
};

}  // namespace

Watcher watch_home_region(const Scenario& scenario) {
  if (!std::holds_alternative<home_region::Config>(scenario.system.stores[0].protocol)) return {};
  return Watch(scenario);
}

}  // namespace caplab::test
