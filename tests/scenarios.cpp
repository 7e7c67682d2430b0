#include "tests/scenarios.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/object/verb_words.h"

namespace caplab::test {
namespace {

using object::Verb;

// Only where versions can be in conflict is there anything to resolve.
bool is_offered(const Shape& shape, Verb verb) {
  const bool resolves = std::holds_alternative<multi_master::Config>(shape.protocol);
  if (verb == Verb::transfer || verb == Verb::reply) return shape.extras;
  return verb != Verb::resolve || resolves;
}

std::size_t draw_index(std::size_t count, Rng& rng) {
  return static_cast<std::size_t>(rng.below(count));
}

Latency exactly(Duration duration) {
  Latency latency;
  latency.at.fill(duration);
  return latency;
}

// Farther apart by number: 9 and 17 ms between neighbours, 16 and 30 ms one further, and so on.
Latency latency_between_sites(int from, int to, bool exact) {
  if (exact) return exactly(from == to ? kNear : kFar);
  if (from == to) return latency_from(microseconds(300), microseconds(900));
  const int apart = from < to ? to - from : from - to;
  return latency_from(milliseconds(2 + 7 * apart), milliseconds(4 + 13 * apart));
}

std::int64_t draw_amount(Verb verb, std::int64_t& next_value, Rng& rng) {
  if (verb == Verb::deposit) return rng.between(1, 30);
  if (object::pays_out(verb)) return rng.between(1, 60);
  if (verb == Verb::add || verb == Verb::remove) return rng.between(-3, 6);
  if (verb == Verb::insert) return rng.between('a', 'z');
  if (verb == Verb::erase) return rng.between(0, 9);
  if (verb == Verb::acquire) return milliseconds(rng.between(100, 4000)).us;
  if (verb == Verb::request || verb == Verb::place) return rng.between(1, 2);  // a region
  if (verb == Verb::match) return rng.between(1, 3);                           // a driver
  if (verb == Verb::charge || verb == Verb::refund) return rng.between(1, 40);
  return object::is_read(verb) ? 0 : next_value++;
}

// Of an insert: where; of a move: whose; of a charge: its key; of a compare-and-set: one of the
// last few values.
std::int64_t draw_expected(Verb verb, std::int64_t next_value, Rng& rng) {
  if (verb == Verb::insert) return rng.between(0, 9);
  if (verb == Verb::move) return rng.between(0, 2);
  if (verb == Verb::charge) return rng.between(0, 3);
  return next_value - rng.between(1, 3);
}

// Few things, so that clients want the same ones; drawn only where there is something to draw.
std::int32_t draw_item(const System& system, const Call& call, std::int64_t next_value, Rng& rng) {
  const Verb verb = system.operations[call.operation].verb;
  if (verb == Verb::transfer) {
    return static_cast<std::int32_t>(rng.between(0, system.stores[0].keys - 1));
  }
  if (verb == Verb::reply) {
    return static_cast<std::int32_t>(std::max<std::int64_t>(1001, next_value - rng.between(2, 6)));
  }
  if (!object::words_of(verb).takes_item) return 0;
  return static_cast<std::int32_t>(rng.between(0, verb == Verb::place ? 3 : 5));
}

NodeSet some_nodes(const System& system, Rng& rng) {
  NodeSet nodes;
  for (std::size_t i = 0; i < system.nodes.size(); ++i) {
    if (rng.chance({1, 2})) nodes.add(id_of<NodeId>(i));
  }
  return nodes;
}

NodeId any_replica(const System& system, Rng& rng) {
  return id_of<NodeId>(draw_index(static_cast<std::size_t>(system.replicas), rng));
}

Command draw_cut(const System& system, FaultKind kind, Rng& rng) {
  const NodeSet all = all_nodes(system);
  if (kind == FaultKind::cut) {
    const NodeSet site = nodes_at(system, id_of<SiteId>(draw_index(system.sites.size(), rng)));
    return Cut{site, NodeSet{all.bits & ~site.bits}, true};
  }
  if (kind == FaultKind::split) return Cut{some_nodes(system, rng), some_nodes(system, rng), true};
  NodeSet mute;
  mute.add(any_replica(system, rng));
  return Cut{mute, NodeSet{all.bits & ~mute.bits}, false};
}

}  // namespace

std::string_view name_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::none: return "none";
    case FaultKind::cut: return "cut";
    case FaultKind::split: return "split";
    case FaultKind::one_way: return "one-way";
    case FaultKind::crash: return "crash";
    case FaultKind::skew: return "skew";
    case FaultKind::slow: return "slow";
    case FaultKind::loss: return "loss";
    case FaultKind::pause: return "pause";
    case FaultKind::doubles: return "doubles";
    case FaultKind::move: return "move";
    case FaultKind::promote: return "promote";
    case FaultKind::lies: return "lies";
  }
  return "";
}

System make_system(const Shape& shape) {
  System system;
  system.replicas = shape.replicas;
  const int sites = shape.sites > 0 ? shape.sites : std::max(shape.replicas, 1);
  for (int site = 0; site < sites; ++site) {
    system.sites.push_back("site " + std::to_string(site + 1));
    for (int to = 0; to < sites; ++to) {
      system.latencies.push_back(latency_between_sites(site, to, shape.exact));
    }
  }
  const auto site_of = [&](int number) {
    return id_of<SiteId>(static_cast<std::size_t>(number % sites));
  };
  for (int i = 0; i < shape.replicas; ++i) {
    system.nodes.push_back({"r" + std::to_string(i + 1), site_of(i)});
  }
  for (int i = 0; i < shape.clients; ++i) {
    system.nodes.push_back({"c" + std::to_string(i + 1), site_of(i)});
  }
  add_store(system, "", shape);
  return system;
}

std::vector<Level> levels_of(const Shape& shape) {
  StoreSpec store;
  store.protocol = shape.protocol;
  store.initial = initial_content(shape.protocol, shape.type, shape.initial, shape.conflict);
  return levels_of(store);
}

StoreId add_store(System& system, std::string name, const Shape& shape) {
  const auto store = id_of<StoreId>(system.stores.size());
  const std::string prefix = name.empty() ? "" : name + ".";
  for (const Verb verb : object::verbs_of(shape.type)) {
    if (!is_offered(shape, verb)) continue;
    for (const Level level : levels_of(shape)) {
      const std::string words =
          prefix + std::string(object::name_of(verb)) + "." + std::string(caplab::name_of(level));
      system.operations.push_back({words, store, verb, level, {}});
    }
  }
  system.stores.push_back(
      {name.empty() ? std::string(object::name_of(shape.type)) : std::move(name), shape.type,
       shape.protocol, shape.keys,
       initial_content(shape.protocol, shape.type, shape.initial, shape.conflict), shape.conflict});
  return store;
}

std::uint16_t operation_of(const System& system, Verb verb, Level level) {
  for (std::size_t i = 0; i < system.operations.size(); ++i) {
    const OperationSpec& spec = system.operations[i];
    if (spec.store == StoreId{0} && spec.verb == verb && spec.level == level) {
      return static_cast<std::uint16_t>(i);
    }
  }
  ENSURE(false);
}

NodeId replica_node(int number) { return id_of<NodeId>(static_cast<std::size_t>(number)); }

NodeId client_node(const System& system, int number) {
  return id_of<NodeId>(static_cast<std::size_t>(system.replicas + number));
}

NodeSet nodes_of(std::initializer_list<NodeId> nodes) {
  NodeSet set;
  for (const NodeId node : nodes) set.add(node);
  return set;
}

TimedCommand call_at(Time at, NodeId client, std::uint16_t operation, std::int64_t amount) {
  return {at, Call{client, operation, Key{0}, amount, 0}};
}

namespace {

std::vector<std::uint16_t> operations_at(const System& system, std::optional<Level> level) {
  std::vector<std::uint16_t> choices;
  for (std::size_t i = 0; i < system.operations.size(); ++i) {
    const OperationSpec& spec = system.operations[i];
    const bool fits = spec.store == StoreId{0} && spec.level == level.value_or(spec.level);
    if (fits) choices.push_back(static_cast<std::uint16_t>(i));
  }
  return choices;
}

}  // namespace

// Every written number is new, so that what is read tells who wrote it.
std::vector<TimedCommand> draw_requests(const System& system, const Demand& demand, Rng& rng) {
  const std::vector<std::uint16_t> choices = operations_at(system, demand.level);
  std::vector<TimedCommand> script;
  std::int64_t next_value = 1001;
  Time at = demand.from;
  for (;;) {
    at = at + microseconds(rng.between(1, 2 * demand.every.us));
    if (at > demand.until) break;
    for (std::int64_t calls = rng.between(1, demand.burst); calls > 0; --calls) {
      Call call;
      call.client = client_node(system, static_cast<int>(draw_index(client_count(system), rng)));
      call.operation = choices[draw_index(choices.size(), rng)];
      call.key = id_of<Key>(draw_index(static_cast<std::size_t>(system.stores[0].keys), rng));
      const Verb verb = system.operations[call.operation].verb;
      call.amount = draw_amount(verb, next_value, rng);
      call.expected = draw_expected(verb, next_value, rng);
      call.item = draw_item(system, call, next_value, rng);
      const Duration later = microseconds(rng.between(0, demand.within.us));
      script.push_back({at + later, call});
    }
  }
  sort_by_time(script);
  return script;
}

void draw_fault(const System& system, FaultKind kind, Time from, Time until, Rng& rng,
                std::vector<TimedCommand>& script) {
  const Time begin{rng.between(from.us + 1, until.us - 1)};
  const Time end{rng.between(begin.us, until.us - 1)};
  const NodeId node = any_replica(system, rng);
  switch (kind) {
    case FaultKind::none: return;
    case FaultKind::cut:
    case FaultKind::split:
    case FaultKind::one_way: script.push_back({begin, draw_cut(system, kind, rng)}); return;
    case FaultKind::crash: {
      const auto victim = id_of<NodeId>(draw_index(system.nodes.size(), rng));
      const bool brief = rng.chance({1, 2});  // back before its messages have arrived
      script.push_back({begin, Crash{victim}});
      script.push_back({brief ? std::min(end, begin + kFar * 3) : end, Restart{victim}});
      return;
    }
    case FaultKind::skew:
      script.push_back({begin, SkewClock{node, microseconds(rng.between(-400'000, 400'000)),
                                         rng.between(-200, 200)}});
      return;
    case FaultKind::slow:
      script.push_back({begin, SlowLink{some_nodes(system, rng), some_nodes(system, rng),
                                        microseconds(rng.between(0, 800'000)), end - begin}});
      return;
    case FaultKind::loss:
      script.push_back({begin, Lose{some_nodes(system, rng), some_nodes(system, rng),
                                    Ratio{rng.between(1, 60), 100}}});
      return;
    case FaultKind::pause: {
      const auto victim = id_of<NodeId>(draw_index(system.nodes.size(), rng));
      script.push_back({begin, Pause{victim}});
      script.push_back({end, Resume{victim}});
      return;
    }
    case FaultKind::doubles:
      script.push_back({begin, Duplicate{some_nodes(system, rng), some_nodes(system, rng),
                                         Ratio{rng.between(1, 60), 100}}});
      return;
    case FaultKind::move: {
      const auto client =
          client_node(system, static_cast<int>(draw_index(client_count(system), rng)));
      script.push_back({begin, Move{client, id_of<SiteId>(draw_index(system.sites.size(), rng))}});
      return;
    }
    case FaultKind::promote: script.push_back({begin, Promote{node, {}}}); return;
    case FaultKind::lies:
      script.push_back({begin, LoseDisk{node}});
      script.push_back({end, Crash{node}});
      script.push_back({Time{rng.between(end.us, until.us - 1)}, Restart{node}});
      return;
  }
}

void sort_by_time(std::vector<TimedCommand>& script) {
  std::stable_sort(script.begin(), script.end(),
                   [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
}

}  // namespace caplab::test
