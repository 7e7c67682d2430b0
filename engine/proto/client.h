// A client: asks the nearest replica, waits as long as its patience lasts, and then does not know
// what became of its request. It may keep a session over any protocol: always at the same replica,
// or with a token, which is what it has read and written, so that no replica can show it less.
// After: Terry, Demers, Petersen, Spreitzer, Theimer, Welch, "Session Guarantees for Weakly
// Consistent Replicated Data" (PDIS 1994), §3 and §4.
#pragma once
#include <vector>

#include "engine/proto/client_context.h"
#include "engine/proto/step.h"

namespace caplab::client {

enum class Session : std::uint8_t {
  none,
  sticky,  // asks the replica that it asked first, wherever it goes
  token,   // takes no older answer than it has seen, and passes its wishes on until it gets one
};

// What a token holds a replica to, object by object. All four together are causal consistency of
// each object (Brzezinski, Sobaniec, Wawrzyniak 2004, "From Session Causality to Causal
// Consistency"); between objects nothing is promised, because copies of two objects travel alone.
struct Guarantees {
  bool read_your_writes = true;
  bool monotonic_reads = true;
  bool monotonic_writes = true;
  bool writes_follow_reads = true;
  bool operator==(const Guarantees&) const = default;
};

struct Config {
  Duration patience = seconds(2);
  Session session = Session::none;
  Guarantees guarantees = {};
  // With a token: how long after the farthest replica was no help the nearest is asked again.
  Duration retry_after = milliseconds(20);
  bool operator==(const Config&) const = default;
};

struct Waiting {
  Ask ask;
  std::uint32_t turn = 0;  // counts the replicas that were asked
  bool idle = false;       // nobody has been asked since the last one was no help
  bool operator==(const Waiting&) const = default;
};

// The session's token for one key; a version with the oldest stamp is nothing yet.
struct Seen {
  object::Version read = {};
  object::Version written = {};
  bool operator==(const Seen&) const = default;
};

struct State {
  Config config;
  std::vector<Waiting> waiting;
  NodeId home = kNobody;        // sticky: the replica of this session
  std::vector<Seen> seen = {};  // token: by key, as far as used
  Contexts contexts{};
  bool operator==(const State&) const = default;
};

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// A client that crashes forgets what it waited for, and its session.
State restarted(const State& state);

// Whether a replica with these copies must leave a write to another: it lacks what the session
// builds on, or its clock could give the write an earlier place.
bool is_behind(const std::vector<object::Version>& copies, LocalTime now, const Ask& ask);

}  // namespace caplab::client
