// What the scene shows of one moment: everything is derived from the world and the log of the
// session, nothing is remembered between frames and nothing is made up.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "web/app.h"
#include "web/words.h"

namespace caplab::web {

enum class Health : std::uint8_t {
  fresh,     // holds everything that was acknowledged
  stale,     // misses something acknowledged
  conflict,  // holds something that another replica has not seen, and the other way round
  crashed,
};

struct StoreView {
  Health health = Health::fresh;
  std::string name;
  std::string value;  // "€100"; "7 | 9" where several are kept side by side
  std::string kept;   // what is to be said of that: "keeps 2 values side by side"
  std::string as_of;  // "0.34 s"
};

struct ReplicaView {
  NodeId node = kNobody;
  Health health = Health::fresh;  // the worst of its stores
  std::vector<StoreView> stores;
  bool leads = false;   // the primary of a store, or the home of its first key
  bool paused = false;  // stands still
  float pulse = 0;      // 1 at the moment when its value changed, fading to 0
  std::size_t hints = 0;
  Duration skew;  // of its clock
};

struct ClientView {
  NodeId node = kNobody;
  bool up = true;
  bool called = false;  // anything yet
  Ended ended = Ended::not_yet;
  bool stale = false;  // what it was shown missed something acknowledged before it asked
  std::string bubble;  // what it last saw or asks for
  OpId op = kNoOp;
};

// Two nodes that talk, and what is the matter between them.
struct LinkView {
  NodeId a = kNobody;
  NodeId b = kNobody;
  bool cut_there = false;  // from a to b
  bool cut_back = false;
  bool slow = false;
  float wake = 0;  // 1 while it is used, fading to 0 afterwards
};

struct SceneView {
  std::vector<ReplicaView> replicas;
  std::vector<ClientView> clients;
  std::vector<LinkView> links;
  std::vector<NodeId> suspects;  // replicas that some live replica takes for dead
};

SceneView view_scene(const App& app);

// Whether an answer missed something that was acknowledged before it was asked for.
bool is_stale_answer(const Log& log, const System& system, const Operation& operation);

}  // namespace caplab::web
