#include "engine/sim/network.h"

#include <algorithm>
#include <optional>

#include "engine/base/ensure.h"
#include "engine/base/fields.h"
#include "engine/proto/message_words.h"

namespace caplab {
namespace {

// The version that a message carries, for the record: what travels is what the page shows.
const object::Version* carried(const Message& message) {
  if (const auto* reply = std::get_if<ReadReply>(&message)) return &reply->version;
  if (const auto* ask = std::get_if<WriteAsk>(&message)) return &ask->version;
  if (const auto* ask = std::get_if<HintAsk>(&message)) return &ask->version;
  if (const auto* copy = std::get_if<SyncCopy>(&message)) return &copy->version;
  if (const auto* propose = std::get_if<Propose>(&message)) return &propose->version;
  if (const auto* commit = std::get_if<Commit>(&message)) return &commit->version;
  if (const auto* promise = std::get_if<Promise>(&message)) return &promise->current;
  if (const auto* reply = std::get_if<Reply>(&message)) return &reply->answer.shown;
  if (const auto* delivered = std::get_if<Delivered>(&message)) return &delivered->answer.shown;
  if (const auto* copy = std::get_if<HomeCopy>(&message)) return &copy->version;
  if (const auto* handover = std::get_if<Handover>(&message)) return &handover->version;
  if (const auto* copy = std::get_if<OwnerCopy>(&message)) return &copy->version;
  if (const auto* ask = std::get_if<primary_backup::EpochWrite>(&message)) return &ask->version;
  if (const auto* gossip = std::get_if<Gossip>(&message)) return &gossip->version;
  if (const auto* copy = std::get_if<RevisionCopy>(&message)) {
    return copy->part.leaves.empty() ? nullptr : &object::winner_of(copy->part).version;
  }
  return nullptr;
}

OpId operation_of(const Message& message) {
  if (const auto* ask = std::get_if<Ask>(&message)) return ask->op;
  if (const auto* reply = std::get_if<Reply>(&message)) return reply->op;
  if (const auto* deliver = std::get_if<Deliver>(&message)) return deliver->op;
  if (const auto* routed = std::get_if<Routed>(&message)) return routed->op;
  if (const auto* behind = std::get_if<Behind>(&message)) return behind->op;
  return kNoOp;
}

Event event_of(EventKind kind, Time at, const Delivery& delivery) {
  Event event;
  event.kind = kind;
  event.at = at;
  event.number = delivery.number;
  event.message = kind_of(delivery.message);
  event.node = delivery.from;
  event.peer = delivery.to;
  event.store = delivery.store;
  event.op = operation_of(delivery.message);
  return event;
}

void record_sent(Log& log, Time at, Time until, const Delivery& delivery) {
  if (!log.keep_messages) return;
  Event event = event_of(EventKind::sent, at, delivery);
  event.until = until;
  if (const object::Version* version = carried(delivery.message)) {
    event.value = object::digest(version->content);
    event.stamp = version->stamp;
  }
  log.events.push_back(event);
}

void record_arrival(Log& log, EventKind kind, LossReason reason, Time at,
                    const Delivery& delivery) {
  if (!log.keep_messages) return;
  Event event = event_of(kind, at, delivery);
  std::swap(event.node, event.peer);
  event.reason = reason;
  log.events.push_back(event);
}

bool leaves_site(const World& world, NodeId from, NodeId to) {
  return world.sites[index(from)] != world.sites[index(to)];
}

void weigh(const System& system, World& world, const Delivery& delivery) {
  const auto replicas = static_cast<std::size_t>(system.replicas);
  const bool between_copies = index(delivery.from) < replicas && index(delivery.to) < replicas;
  if (between_copies) world.bytes += encoded_size(delivery.message);
}

// Requests are numbered, and whoever gets one again knows it: a second copy would do nothing.
bool can_come_twice(const Message& message) {
  return !std::holds_alternative<Ask>(message) && !std::holds_alternative<Routed>(message);
}

Leg leg_of(MessageKind kind) {
  switch (words_of(kind).role) {
    case MessageRole::update:
    case MessageRole::proposal: return Leg::write;
    case MessageRole::confirmation:
    case MessageRole::vote: return Leg::acknowledgement;
    case MessageRole::beat:
    case MessageRole::request:
    case MessageRole::question:
    case MessageRole::ballot: return Leg::read;
    case MessageRole::answer:
    case MessageRole::copy: return Leg::response;
  }
  return Leg::read;
}

Duration plain_time(const System& system, World& world, NodeId from, NodeId to, MessageKind kind) {
  const SiteId here = world.sites[index(from)];
  const SiteId there = world.sites[index(to)];
  if (system.legs.empty()) return draw(latency_between(system, here, there), world.network);
  const LegTables& tables = system.legs[index(here) * system.sites.size() + index(there)];
  return draw(system.fine[tables[static_cast<std::size_t>(leg_of(kind))]], world.network);
}

Duration travel_time(const Scenario& scenario, World& world, const Link& link, NodeId from,
                     NodeId to, MessageKind kind) {
  const Duration plain = plain_time(scenario.system, world, from, to, kind);
  return world.now < link.slow_until ? plain + link.slow_extra : plain;
}

template <typename Change>
void for_each_link(World& world, NodeSet from, NodeSet to, Change change) {
  for (std::size_t a = 0; a < world.nodes.size(); ++a) {
    if (!from.has(id_of<NodeId>(a))) continue;
    for (std::size_t b = 0; b < world.nodes.size(); ++b) {
      if (a != b && to.has(id_of<NodeId>(b))) {
        change(link_between(world, id_of<NodeId>(a), id_of<NodeId>(b)));
      }
    }
  }
}

// What a newcomer at its site can count on: a line that any of the nodes there has.
Link link_at_site(const World& world, NodeId client, NodeId other, bool outwards) {
  std::optional<Link> found;
  for (std::size_t i = 0; i < world.sites.size(); ++i) {
    const auto peer = id_of<NodeId>(i);
    const bool neighbour = peer != client && world.sites[i] == world.sites[index(client)];
    if (!neighbour) continue;
    if (peer == other) return Link{};
    const Link& link =
        outwards ? link_between(world, peer, other) : link_between(world, other, peer);
    if (!found || (link.up && !found->up)) found = link;
  }
  return found.value_or(Link{});
}

}  // namespace

Link& link_between(World& world, NodeId from, NodeId to) {
  return world.links[index(from) * world.nodes.size() + index(to)];
}

const Link& link_between(const World& world, NodeId from, NodeId to) {
  return world.links[index(from) * world.nodes.size() + index(to)];
}

void transmit(const Scenario& scenario, World& world, Log& log, NodeId from, NodeId to,
              StoreId store, Message&& message) {
  ENSURE(index(to) < world.nodes.size());
  ENSURE(from != to);
  const System& system = scenario.system;
  const Link& link = link_between(world, from, to);
  // Drawn whether or not the message survives, so that a cut does not change the weather for the
  // messages after it.
  const Duration time = travel_time(scenario, world, link, from, to, kind_of(message));
  const bool far = leaves_site(world, from, to);
  const bool lost =
      world.network.chance(far ? system.loss : Ratio{}) || world.network.chance(link.loss);
  const bool doubled =
      can_come_twice(message) && (world.network.chance(far ? system.duplication : Ratio{}) ||
                                  world.network.chance(link.duplication));
  Delivery delivery{from, to, store, world.next_message++, std::move(message), false};
  const Time arrival = world.now + time;
  record_sent(log, world.now, when_due(scenario, world, arrival), delivery);
  if (!link.up) {
    return record_arrival(log, EventKind::lost, LossReason::cut, world.now, delivery);
  }
  if (far && system.weighs_messages) weigh(system, world, delivery);
  if (lost) return record_arrival(log, EventKind::lost, LossReason::chance, world.now, delivery);
  if (doubled) plan(scenario, world, arrival + time, Delivery{delivery});
  plan(scenario, world, arrival, std::move(delivery));
}

bool arrives(const World& world, Log& log, const Delivery& delivery) {
  LossReason reason = LossReason::none;
  const bool link_up = link_between(world, delivery.from, delivery.to).up;
  if (!link_up && !delivery.at_door) reason = LossReason::cut;
  if (!world.nodes[index(delivery.to)].up) reason = LossReason::crashed;
  const bool arrived = reason == LossReason::none;
  record_arrival(log, arrived ? EventKind::delivered : EventKind::lost, reason, world.now,
                 delivery);
  return arrived;
}

void cut(World& world, const Cut& command) {
  for_each_link(world, command.from, command.to, [](Link& link) { link.up = false; });
  if (!command.both_ways) return;
  for_each_link(world, command.to, command.from, [](Link& link) { link.up = false; });
}

void heal(World& world) {
  for (Link& link : world.links) link = Link{};
}

void slow(World& world, const SlowLink& command) {
  for_each_link(world, command.from, command.to, [&](Link& link) {
    link.slow_until = world.now + command.lasts;
    link.slow_extra = command.extra;
  });
}

void lose(World& world, const Lose& command) {
  for_each_link(world, command.from, command.to, [&](Link& link) { link.loss = command.share; });
}

void duplicate(World& world, const Duplicate& command) {
  for_each_link(world, command.from, command.to,
                [&](Link& link) { link.duplication = command.share; });
}

void move(const System& system, World& world, const Move& command) {
  const NodeId client = command.client;
  ENSURE(index(client) >= static_cast<std::size_t>(system.replicas));
  world.sites[index(client)] = command.site;
  const std::vector<NodeId> nearest = replicas_by_distance(system, command.site);
  std::copy(nearest.begin(), nearest.end(),
            world.nearest.begin() + static_cast<std::ptrdiff_t>(index(client) * nearest.size()));
  for (std::size_t i = 0; i < world.nodes.size(); ++i) {
    const auto other = id_of<NodeId>(i);
    if (other == client) continue;
    link_between(world, client, other) = link_at_site(world, client, other, true);
    link_between(world, other, client) = link_at_site(world, client, other, false);
  }
}

}  // namespace caplab
