// Derives the picture of one moment from the session's world and log.
#include "web/scene_view.h"

#include <algorithm>
#include <variant>

#include "engine/base/text.h"
#include "web/knowledge.h"
#include "web/scene_layout.h"

namespace caplab::web {
namespace {

// In real time at any speed: how long a changed value pulses, and a used line stays awake.
constexpr std::int64_t kPulseMs = 160;
constexpr std::int64_t kWakeMs = 350;

// One moment, and what is read of it again and again.
struct Moment {
  const App& app;
  const System& system;
  const World& world;
  const Log& log;
  Knowledge knowledge;
  Time now;
};

// 1 at `since`, falling to 0 after so much real time at the chosen speed.
float fading(const Moment& moment, Time since, std::int64_t real_ms) {
  const std::int64_t lasts = std::max<std::int64_t>(1, moment.app.playback.speed * real_ms / 1000);
  const auto age = static_cast<float>((moment.now - since).us);
  return clamped(1 - age / static_cast<float>(lasts), 0, 1);
}

// Whether a replica takes itself for the one that decides: two may, until one hears of the other.
bool leads(const StoreState& state, NodeId node) {
  if (const auto* own = std::get_if<primary_backup::State>(&state)) {
    const primary_backup::Durable& durable = own->durable;
    return durable.epoch.primary == node && durable.promised <= durable.epoch;
  }
  const auto* own = std::get_if<home_region::State>(&state);
  return own != nullptr && own->durable.places.front().owner == node;
}

bool disagrees_with_any(const Moment& moment, NodeId node, std::size_t store, std::size_t key) {
  const object::Version& mine = versions_of(moment.world.nodes[index(node)].stores[store])[key];
  for (int other = 0; other < moment.system.replicas; ++other) {
    const auto peer = id_of<NodeId>(static_cast<std::size_t>(other));
    if (peer == node) continue;
    const object::Version& theirs = versions_of(moment.world.nodes[index(peer)].stores[store])[key];
    if (disagree(moment.knowledge, node, mine, peer, theirs)) return true;
  }
  return false;
}

Health health_of(const Moment& moment, NodeId node, std::size_t store) {
  const auto& versions = versions_of(moment.world.nodes[index(node)].stores[store]);
  Health health = Health::fresh;
  for (std::size_t key = 0; key < versions.size(); ++key) {
    if (disagrees_with_any(moment, node, store, key)) return Health::conflict;
    if (misses_acknowledged(moment.log, moment.system, moment.knowledge, id_of<StoreId>(store),
                            id_of<Key>(key), versions[key], moment.now)) {
      health = Health::stale;
    }
  }
  return health;
}

// Values written without knowledge of each other: siblings side by side, or losing revisions beside
// the one that is shown.
void view_kept(const StoreSpec& store, const object::Version& shown,
               const std::vector<object::Content>& beside, StoreView& view) {
  std::vector<std::string> lost;
  for (const object::Content& content : beside) {
    lost.push_back(content_text(store, content));
    view.value += " | " + lost.back();
  }
  const auto* siblings = std::get_if<object::Siblings>(&shown.content);
  if (!lost.empty()) view.kept = "keeps " + join(lost, " and ") + " as a conflict";
  if (siblings != nullptr && siblings->size() > 1) {
    view.kept = "keeps " + std::to_string(siblings->size()) + " values side by side";
  }
  if (!view.kept.empty()) view.health = std::max(view.health, Health::conflict);
}

StoreView view_store(const Moment& moment, NodeId node, std::size_t store) {
  const auto& versions = versions_of(moment.world.nodes[index(node)].stores[store]);
  StoreView view;
  view.health = health_of(moment, node, store);
  view.name = moment.system.stores[store].name;
  if (versions.empty()) return view;
  const StoreSpec& spec = moment.system.stores[store];
  view.value = content_text(spec, versions.front().content);
  view.as_of = as_of_text(versions.front());
  const StoreState& state = moment.world.nodes[index(node)].stores[store];
  view_kept(spec, versions.front(), kept_beside(state, Key{0}), view);
  return view;
}

float pulse_of(const Moment& moment, NodeId node) {
  const auto& events = moment.log.events;
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    const float pulse = fading(moment, event->at, kPulseMs);
    if (pulse <= 0) return 0;
    if (event->kind == EventKind::stored && event->node == node) return pulse;
  }
  return 0;
}

ReplicaView view_replica(const Moment& moment, NodeId node) {
  ReplicaView view;
  view.node = node;
  const Node& host = moment.world.nodes[index(node)];
  for (std::size_t store = 0; store < moment.system.stores.size(); ++store) {
    view.stores.push_back(view_store(moment, node, store));
    view.health = std::max(view.health, view.stores.back().health);
    view.leads = view.leads || leads(host.stores[store], node);
    view.hints += hints_of(host.stores[store]);
  }
  if (!host.up) view.health = Health::crashed;
  view.paused = host.paused;
  view.pulse = pulse_of(moment, node);
  view.skew = Duration{local_time(host.clock, moment.now).us - moment.now.us};
  return view;
}

ClientView view_client(const Moment& moment, NodeId node) {
  ClientView view;
  view.node = node;
  view.up = moment.world.nodes[index(node)].up;
  const auto& operations = moment.log.operations;
  // What follows another operation by itself is not what somebody at a machine sees.
  const auto last = std::find_if(operations.rbegin(), operations.rend(), [&](const Operation& one) {
    return one.client == node && !follows(moment.system, one.operation);
  });
  if (last == operations.rend()) return view;
  view.called = true;
  view.op = last->op;
  view.ended = ended_of(*last);
  view.stale = is_stale_answer(moment.log, moment.system, *last);
  view.bubble = view.ended == Ended::not_yet ? asking_text(moment.app.lesson, *last)
                                             : result_text(moment.app.lesson, *last);
  return view;
}

const Link& link_at(const World& world, NodeId from, NodeId to) {
  return world.links[index(from) * world.nodes.size() + index(to)];
}

float wake_of(const Moment& moment, NodeId a, NodeId b) {
  float wake = 0;
  for (const Event& event : moment.log.events) {
    if (event.kind != EventKind::sent || !is_visible(event)) continue;
    const bool here = (event.node == a && event.peer == b) || (event.node == b && event.peer == a);
    if (here) wake = std::max(wake, fading(moment, std::max(event.at, event.until), kWakeMs));
  }
  return wake;
}

LinkView view_link(const Moment& moment, NodeId a, NodeId b) {
  const Link& there = link_at(moment.world, a, b);
  const Link& back = link_at(moment.world, b, a);
  return {.a = a,
          .b = b,
          .cut_there = !there.up,
          .cut_back = !back.up,
          .slow = moment.now < there.slow_until || moment.now < back.slow_until,
          .wake = wake_of(moment, a, b)};
}

std::vector<LinkView> view_links(const Moment& moment) {
  std::vector<LinkView> links;
  const auto replicas = static_cast<std::size_t>(moment.system.replicas);
  for (std::size_t a = 0; a < replicas; ++a) {
    for (std::size_t b = a + 1; b < replicas; ++b) {
      links.push_back(view_link(moment, id_of<NodeId>(a), id_of<NodeId>(b)));
    }
  }
  for (std::size_t client = replicas; client < moment.system.nodes.size(); ++client) {
    const auto id = id_of<NodeId>(client);
    links.push_back(view_link(moment, id, home_of(moment.system, id)));
  }
  return links;
}

std::vector<NodeId> view_suspects(const Moment& moment) {
  std::vector<NodeId> suspects;
  for (int i = 0; i < moment.system.replicas; ++i) {
    const auto node = id_of<NodeId>(static_cast<std::size_t>(i));
    for (int j = 0; j < moment.system.replicas; ++j) {
      const Node& judge = moment.world.nodes[static_cast<std::size_t>(j)];
      if (i == j || !judge.up || judge.alive.has(node)) continue;
      suspects.push_back(node);
      break;
    }
  }
  return suspects;
}

}  // namespace

bool is_stale_answer(const Log& log, const System& system, const Operation& operation) {
  const OperationSpec& spec = system.operations[operation.operation];
  if (!object::is_read(spec.verb) || ended_of(operation) != Ended::accepted) return false;
  return misses_acknowledged(log, system, knowledge_of(log), spec.store, operation.key,
                             operation.answer.shown, operation.called);
}

SceneView view_scene(const App& app) {
  SceneView view;
  if (!app.stage) return view;
  const Session& session = app.stage->session;
  const Moment moment{app,           session.scenario().system,   session.world(),
                      session.log(), knowledge_of(session.log()), session.now()};
  for (std::size_t n = 0; n < moment.system.nodes.size(); ++n) {
    const auto node = id_of<NodeId>(n);
    if (static_cast<int>(n) < moment.system.replicas) {
      view.replicas.push_back(view_replica(moment, node));
    } else {
      view.clients.push_back(view_client(moment, node));
    }
  }
  view.links = view_links(moment);
  view.suspects = view_suspects(moment);
  return view;
}

}  // namespace caplab::web
