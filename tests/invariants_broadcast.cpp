#include "tests/invariants_broadcast.h"

#include <set>
#include <tuple>

namespace caplab::test {
namespace {

class Watch {
 public:
  explicit Watch(const Scenario& scenario) : scenario_(scenario) {}

  std::optional<Broken> operator()(const World& world, const Log& log) {
    for (; events_ < log.events.size(); ++events_) {
      const Event& event = log.events[events_];
      if (event.store != StoreId{0}) continue;
      if (auto broken = take(world, event)) return broken;
    }
    return std::nullopt;
  }

 private:
  std::string name(NodeId node) const { return scenario_.system.nodes[index(node)].name; }

  std::optional<Broken> take(const World& world, const Event& event) {
    if (event.kind == EventKind::stored) {
      const bool own = event.stamp.writer == event.node;
      const bool told = told_.count({event.stamp.writer, event.node, event.stamp}) > 0;
      if (own || told) return std::nullopt;
      return Broken{"broadcast.copies_were_told", name(event.node) + " knows what nobody told it"};
    }
    if (event.kind != EventKind::sent) return std::nullopt;
    if (event.message == MessageKind::copy_reply || event.message == MessageKind::write_reply) {
      return Broken{"broadcast.nobody_confirms", name(event.node)};
    }
    if (event.message != MessageKind::write_ask) return std::nullopt;
    if (event.stamp.writer != event.node) {
      return Broken{"broadcast.nobody_passes_on", name(event.node) + " tells another's"};
    }
    const bool first = told_.insert({event.node, event.peer, event.stamp}).second;
    const bool restarted = world.nodes[index(event.node)].epoch > 0;  // its stamps may begin again
    if (first || restarted) return std::nullopt;
    return Broken{"broadcast.told_once",
                  name(event.node) + " tells " + name(event.peer) + " again"};
  }

  const Scenario& scenario_;
  std::size_t events_ = 0;
  std::set<std::tuple<NodeId, NodeId, object::Stamp>> told_;
};

}  // namespace

Watcher watch_broadcast(const Scenario& scenario) {
  if (!std::holds_alternative<broadcast::Config>(scenario.system.stores[0].protocol)) return {};
  return Watch(scenario);
}

}  // namespace caplab::test
