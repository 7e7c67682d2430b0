// What is asked of a run that was mended, one demand a function.
#include "tests/swarm_demands.h"

#include <string>

#include "engine/base/text.h"
#include "engine/sim/story.h"
#include "tests/invariants.h"
#include "tests/invariants_crdt.h"
#include "tests/invariants_quorum.h"
#include "tests/swarm_draw.h"
#include "tests/swarm_small.h"

namespace caplab::test {

bool is_quorum(const System& system) {
  return std::holds_alternative<quorum::Config>(system.stores[0].protocol);
}

bool is_raft(const System& system) {
  return std::holds_alternative<raft::Config>(system.stores[0].protocol);
}

namespace {

std::string operation_text(const Scenario& scenario, const Operation& operation) {
  return scenario.system.nodes[index(operation.client)].name + "'s operation " +
         std::to_string(index(operation.op)) + " at " + seconds_text(operation.called);
}

bool is_local(Level level) { return level == Level::local_one || level == Level::local_quorum; }

// Nobody can read a hint, and two of one copy there are not.
bool reachable(const System& system, const Operation& operation) {
  if (!is_quorum(system)) return true;
  const object::Conflict conflict = system.stores[0].conflict;
  const bool reads = !object::is_blind(operation.request.verb, conflict);
  if (operation.level == Level::any && reads) return false;
  const NodeSet homes = homes_in(system, operation.key);
  return is_reached(system, operation.level, operation.client, homes, homes, false);
}

bool is_at_rest(const StoreState& state) {
  return std::visit(
      overload{
          [](const client::State& own) { return own.waiting.empty(); },
          [](const primary_backup::State& own) {
            return own.rounds.empty() && own.arrived.empty();
          },
          [](const quorum::State& own) { return own.rounds.empty(); },
          [](const raft::State& own) { return own.writes.empty() && own.reads.empty(); },
          [](const crdt::State& own) { return all_confirmed(own); },
          [](const multi_master::State& own) { return all_confirmed(own); },
          [](const auto& own) { return rests(own); },
      },
      state);
}

// A replica that a client has left, or the client itself, never hears how far the other has come:
// the client is told the rest by the replica that is near it now.
StoreState without_parted_peers(const StoreState& state, const Log& log, NodeId self) {
  const auto* own = std::get_if<crdt::State>(&state);
  if (own == nullptr) return state;
  crdt::State left = *own;
  const bool moved = has_moved(log, self);
  std::erase_if(left.peers,
                [&](const crdt::Peer& peer) { return moved || has_moved(log, peer.node); });
  return left;
}

}  // namespace

std::optional<Broken> demands_succeed(const Scenario& scenario, const World&, const Log& log) {
  for (const Operation& operation : log.operations) {
    // Where a client has moved to, there need be no copy for its local levels.
    const bool strayed = has_moved(log, operation.client) && is_local(operation.level);
    const bool demanded =
        operation.called >= kSettled && !strayed && reachable(scenario.system, operation);
    if (demanded && operation.outcome != Outcome::ok) {
      return Broken{"client.progress_after_heal",
                    operation_text(scenario, operation) + " " + ending_text(operation)};
    }
  }
  return std::nullopt;
}

// A client that crashed meanwhile forgot what it waited for.
std::optional<Broken> calls_return(const Scenario& scenario, const World& world, const Log& log) {
  for (const Operation& operation : log.operations) {
    const bool forgot = world.nodes[index(operation.client)].epoch > 0;
    if (!forgot && operation.returned == kNever) {
      return Broken{"client.every_call_returns", operation_text(scenario, operation)};
    }
  }
  return std::nullopt;
}

std::optional<Broken> work_ends(const Scenario& scenario, const World& world, const Log& log) {
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    const StoreState state = without_parted_peers(world.nodes[i].stores[0], log, id_of<NodeId>(i));
    if (!is_at_rest(state)) {
      return Broken{"node.work_ends", scenario.system.nodes[i].name + " has work under way"};
    }
    if (hints_of(state) > 0) {
      return Broken{"quorum.hints_drain", scenario.system.nodes[i].name + " still keeps hints"};
    }
  }
  return std::nullopt;
}

// What a coordinator that crashed had not yet written everywhere is mended by reads only.
bool must_converge(const System& system, bool crashes, bool after_reads) {
  if (is_raft(system)) return true;
  if (const auto* config = std::get_if<quorum::Config>(&system.stores[0].protocol)) {
    const bool repaired = after_reads && config->read_repair == quorum::ReadRepair::blocking;
    const bool hinted =
        config->coordinator == quorum::Coordinator::replica && !loses_hints(*config);
    const bool compared = config->anti_entropy > Duration{};
    return repaired || compared || (hinted && !crashes);
  }
  if (const auto* config = std::get_if<primary_backup::Config>(&system.stores[0].protocol)) {
    return config->mode != primary_backup::Mode::single_copy;
  }
  if (std::holds_alternative<crdt::Config>(system.stores[0].protocol)) return true;
  if (std::holds_alternative<multi_master::Config>(system.stores[0].protocol)) return true;
  return converges(system, after_reads);
}

std::optional<Broken> replicas_converge(const Scenario& scenario, const World& world,
                                        const char* name) {
  for (std::size_t key = 0; key < static_cast<std::size_t>(scenario.system.stores[0].keys); ++key) {
    const NodeSet homes = homes_in(scenario.system, id_of<Key>(key));
    const object::Version* first = nullptr;
    for (std::size_t i = 0; i < static_cast<std::size_t>(scenario.system.replicas); ++i) {
      if (!homes.has(id_of<NodeId>(i))) continue;
      const object::Version& copy = versions_of(world.nodes[i].stores[0])[key];
      if (first == nullptr) first = &copy;
      if (copy == *first) continue;
      return Broken{name, text_of(*first) + " at one home, at " + scenario.system.nodes[i].name +
                              " " + text_of(copy)};
    }
  }
  return std::nullopt;
}

std::optional<Broken> copies_agree(const Scenario& scenario, const World& world, const Log& log) {
  Finding finding = crdt_copies_agree(scenario, world, log);
  if (!finding) finding = masters_agree(scenario, world);
  if (finding) return Broken{finding->first, finding->second};
  return std::nullopt;
}

}  // namespace caplab::test
