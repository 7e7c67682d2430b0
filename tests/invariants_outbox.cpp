#include "tests/invariants_outbox.h"

#include <algorithm>
#include <set>

#include "tests/invariants_text.h"

namespace caplab::test {
namespace {

using outbox::Noted;
using outbox::WhenFull;

const outbox::State& state_of(const World& world, NodeId node) {
  return std::get<outbox::State>(world.nodes[index(node)].stores[0]);
}

bool holds(const std::vector<Noted>& queue, OpId op) {
  return std::any_of(queue.begin(), queue.end(),
                     [&](const Noted& noted) { return noted.op == op; });
}

class Watch {
 public:
  Watch(const Scenario& scenario, const outbox::Config& config)
      : scenario_(scenario), config_(config) {
    const auto replicas = static_cast<std::size_t>(scenario.system.replicas);
    queues_.resize(replicas);
    decided_.resize(replicas, 0);
  }

  std::optional<Broken> operator()(const World& world, const Log& log) {
    std::optional<Broken> broken = take_events(world, log);
    for (std::size_t i = 0; i < queues_.size() && !broken; ++i) {
      broken = check_decisions(world, id_of<NodeId>(i));
      if (!broken) broken = check_queue(world, id_of<NodeId>(i));
    }
    return broken;
  }

 private:
  std::string name(NodeId node) const { return scenario_.system.nodes[index(node)].name; }
  static std::string text(OpId op) { return "operation " + std::to_string(index(op)); }

  std::optional<Broken> take_events(const World& world, const Log& log) {
    std::vector<const Operation*> ended;
    for (; events_ < log.events.size(); ++events_) {
      const Event& event = log.events[events_];
      if (event.store != StoreId{0}) continue;
      if (event.kind == EventKind::overturned) overturned_.insert(event.op);
      if (event.kind == EventKind::returned) ended.push_back(&log.operations[index(event.op)]);
      const bool done = event.kind == EventKind::stored && event.node == config_.home;
      if (done && !done_.insert(event.op).second && config_.idempotent) {
        return Broken{"outbox.each_request_is_done_once", text(event.op)};
      }
    }
    for (const OpId op : overturned_) {
      if (done_.count(op) > 0) return Broken{"outbox.overturned_is_not_done", text(op)};
    }
    for (const Operation* operation : ended) {
      if (!is_kept(world, *operation)) {
        return Broken{"outbox.noted_is_kept", text(operation->op) + " was noted nowhere"};
      }
    }
    return std::nullopt;
  }

  // What was said to be noted is in an outbox, or done, or on record as overturned.
  bool is_kept(const World& world, const Operation& operation) const {
    const bool noted = operation.level == Level::queued && operation.outcome == Outcome::ok &&
                       operation.answer.accepted && changed_something(operation);
    if (!noted || done_.count(operation.op) > 0 || overturned_.count(operation.op) > 0) return true;
    for (std::size_t i = 0; i < queues_.size(); ++i) {
      if (holds(state_of(world, id_of<NodeId>(i)).durable.queue, operation.op)) return true;
    }
    return false;
  }

  std::optional<Broken> check_decisions(const World& world, NodeId replica) {
    const auto& decided = state_of(world, config_.home).durable.decided;
    if (decided.empty()) return std::nullopt;
    const Sequence before = decided_[index(replica)];
    const Sequence now = decided[index(replica)].sequence;
    decided_[index(replica)] = now;
    const bool in_turn = config_.when_full == WhenFull::drop_oldest || now <= before + 1;
    if (now >= before && in_turn) return std::nullopt;
    return Broken{"outbox.decided_in_order", name(replica) + "'s " + std::to_string(now) +
                                                 " after its " + std::to_string(before)};
  }

  std::optional<Broken> check_queue(const World& world, NodeId replica) {
    const std::vector<Noted>& now = state_of(world, replica).durable.queue;
    std::vector<Noted>& before = queues_[index(replica)];
    if (now == before) return std::nullopt;
    if (now.size() > static_cast<std::size_t>(config_.limit)) {
      return Broken{"outbox.bounded", name(replica) + " keeps " + std::to_string(now.size())};
    }
    const auto in_order = [](const Noted& a, const Noted& b) { return a.sequence >= b.sequence; };
    if (std::adjacent_find(now.begin(), now.end(), in_order) != now.end()) {
      return Broken{"outbox.in_order", name(replica) + "'s outbox"};
    }
    for (const Noted& noted : before) {
      if (holds(now, noted.op) || may_leave(replica, noted)) continue;
      return Broken{"outbox.leaves_when_decided", name(replica) + " has lost " + text(noted.op)};
    }
    before = now;
    return std::nullopt;
  }

  // Decided, or dropped before it was ever sent, and a client who was told otherwise is on record.
  bool may_leave(NodeId replica, const Noted& noted) const {
    if (noted.sequence <= decided_[index(replica)]) return true;
    if (noted.sent || config_.when_full != WhenFull::drop_oldest) return false;
    return noted.level == Level::delivered || overturned_.count(noted.op) > 0;
  }

  const Scenario& scenario_;
  outbox::Config config_;
  std::size_t events_ = 0;
  std::vector<std::vector<Noted>> queues_;  // by replica
  std::vector<Sequence> decided_;           // by replica: the last of its requests at home
  std::set<OpId> done_;                     // home has stored what they wrote
  std::set<OpId> overturned_;
};

}  // namespace

Watcher watch_outbox(const Scenario& scenario) {
  const auto* config = std::get_if<outbox::Config>(&scenario.system.stores[0].protocol);
  if (config == nullptr) return {};
  return Watch(scenario, *config);
}

bool may_do_again(const System& system) {
  const auto* config = std::get_if<outbox::Config>(&system.stores[0].protocol);
  return config != nullptr && !config->idempotent;
}

}  // namespace caplab::test
