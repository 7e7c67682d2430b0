// Every replica is equal. The one that a client asks coordinates: it reads from and writes to the
// others, waits for as many as the level says, and answers. Writes go to all replicas whatever the
// level. The newest stamp wins, and stamps come from skewed clocks.
// After: DeCandia et al., "Dynamo" (SOSP 2007) §4.5-4.6, and the Apache Cassandra documentation,
// "Dynamo", "Read repair" and "Hints". Level `serial` is Paxos, in quorum_serial.h.
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::quorum {

enum class ReadRepair : std::uint8_t {
  none,
  blocking,    // replicas that answered with an older version are mended before the client hears
  background,  // … after the client has heard: a later reader may still see what was before
};

enum class FanOut : std::uint8_t {
  enough,  // a read asks just as many replicas as its level needs
  all,     // a read asks every live replica and takes the first answers
};

// Who runs the rounds. A client that coordinates saves one trip and holds no copy itself (DeCandia
// et al. 2007, §6.4, "Client-driven or Server-driven Coordination"; the model of Bailis et al.,
// "Probabilistically Bounded Staleness", 2012). It hears no heartbeats, so it takes every replica
// for alive, and it keeps no hints: only a replica is there later to hand them over.
enum class Coordinator : std::uint8_t {
  replica,  // the one that the client asks
  client,   // the client itself, with its own clock's stamps
};

struct Config {
  Coordinator coordinator = Coordinator::replica;
  ReadRepair read_repair = ReadRepair::blocking;
  FanOut fan_out = FanOut::all;
  int copies = 0;       // replicas that keep a key, the others only coordinate; 0: all keep all
  bool sloppy = false;  // the next live nodes of the ring stand in for dead homes
  Duration timeout = milliseconds(1500);  // the coordinator's, for one operation
  Duration hint_expiry = seconds(3 * 3600);
  int hint_limit = 10'000;  // that a replica keeps at once, for all keys; 0: keeps none
  Duration anti_entropy;    // between two comparisons with another replica; 0: none
  // How many replicas level `quorum` waits for, as Riak's r and w say it; 0: more than half. (Riak
  // KV documentation, "Replication Properties".)
  int read_count = 0;
  int write_count = 0;
  Duration backoff_min = milliseconds(5);  // after losing to another Paxos proposer
  Duration backoff_max = milliseconds(60);
  bool operator==(const Config&) const = default;
};

// A write kept for a replica that did not confirm it.
struct Hint {
  NodeId target = kNobody;
  Key key{0};
  RoundId round = kNoRound;  // names the hint when its replica confirms
  LocalTime since{0};
  object::Version version;
  bool operator==(const Hint&) const = default;
};

// One key's Paxos acceptor.
struct Acceptor {
  object::Stamp promised;
  object::Stamp accepted_ballot;
  object::Version accepted;
  bool operator==(const Acceptor&) const = default;
};

struct Durable {
  std::vector<object::Version> versions;  // by key
  std::vector<Acceptor> acceptors;        // by key
  std::vector<Hint> hints;
  bool operator==(const Durable&) const = default;
};

enum class Phase : std::uint8_t {
  read,     // collecting versions
  repair,   // writing the newest back before answering a read
  write,    // collecting confirmations
  prepare,  // Paxos phase 1
  propose,  // Paxos phase 2
  commit,   // spreading the chosen value
  backoff,  // lost to another proposer, waiting to try again
};

// What a round needs besides, when it runs Paxos.
struct Serial {
  object::Stamp ballot;       // mine
  object::Stamp highest;      // the highest that I have heard of
  object::Stamp base;         // the version that my own proposal was decided on
  object::Version proposal;   // what I propose: my own decision, or what another left unfinished
  object::Stamp in_progress;  // the ballot of that unfinished proposal, if there is one
  bool proposed = false;      // my own decision has been proposed at least once
  bool completing = false;    // the proposal under way is another's
  bool operator==(const Serial&) const = default;
};

// A node that takes a dead home's part in a round, and keeps a hint for it.
struct StandIn {
  NodeId node = kNobody;
  NodeId home = kNobody;
  bool operator==(const StandIn&) const = default;
};

// One operation that this node coordinates.
struct Round {
  RoundId id = kNoRound;    // names the operation's timers
  RoundId turn = kNoRound;  // names the present phase's messages, so that a late answer to an
                            // earlier phase cannot count for this one
  Ask ask;
  Phase phase = Phase::read;
  int count = 0;                   // read_count or write_count, as it reads or writes now
  bool answered = false;           // late answers still mend replicas and spare hints
  NodeSet homes;                   // the replicas that keep copies of the key
  std::vector<StandIn> stand_ins;  // of a sloppy quorum
  NodeSet asked;                   // with this node itself if it is one of them
  NodeSet replied;
  NodeSet agreed;          // Paxos: promised or accepted
  NodeSet holding;         // known to hold `newest`
  bool seen_any = false;   // read, prepare: `newest` is what somebody holds
  object::Version newest;  // read: the newest seen so far; write, commit: what is being written
  object::Answer answer;   // given once the phase completes
  Serial serial;
  bool operator==(const Round&) const = default;
};

// A replica's side of the store; or a client's, which then has no copies.
struct State {
  Config config;
  object::Content blank;  // an object that nobody has changed
  Durable durable;
  RoundId next_round = 1;
  LocalTime last_stamp{INT64_MIN};  // the latest that this node gave to a write or a ballot
  bool sync_planned = false;        // the timer of the next comparison runs
  std::uint32_t sync_turn = 0;      // the replica that was compared with last
  std::vector<Round> rounds;
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);

// A client that coordinates: it waits for a round no longer than for anything else.
State initial_client_state(const Config& config, Duration patience, const object::Content& content);

void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Keeps versions, acceptors and hints; forgets the operations under way.
State restarted(const State& state);

}  // namespace caplab::quorum
