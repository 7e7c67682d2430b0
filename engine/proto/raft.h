// One leader per term orders all requests in a log; what a majority holds of it is committed and
// applied. Levels say how far a write must get, and which replica may answer a read, how sure of
// it. After: Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm" (extended
// version, 2014), cited as §; Ongaro, "Consensus: Bridging Theory and Practice" (2014), cited as
// thesis §; and for stamps and commit wait Corbett et al., "Spanner" (OSDI 2012).
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::raft {

// When a replica's own copy shows an entry.
enum class ApplyAt : std::uint8_t {
  commit,  // once a majority holds it
  append,  // as soon as this log has it, to be rolled back if another leader's log differs; only
           // then can a write be acknowledged before a majority holds it (MongoDB w:1)
};

struct Config {
  Duration election_min = milliseconds(600);
  Duration election_max = milliseconds(1200);
  Duration heartbeat = milliseconds(150);
  Duration timeout = milliseconds(1500);  // the leader's, for one operation
  bool pre_vote = true;                   // ask before a term is begun (thesis §9.6)
  bool check_quorum = true;  // a leader that a majority does not answer steps down (thesis §6.2)
  bool stop_without_quorum = false;  // a replica that knows no leader refuses reads, too
  ApplyAt apply_at = ApplyAt::commit;
  NodeId first_leader = kNobody;       // leads from the start
  std::uint32_t entries_max = 64;      // in one message
  std::uint32_t snapshot_after = 100;  // so many applied entries stay in the log at most
  Duration clock_uncertainty{};        // half the width of TrueTime's interval; 0: no commit wait
  Duration versions_kept{};            // how far back reads at a timestamp can look; 0: none
  NodeSet preferred;                   // another leader hands over to one of these
  bool operator==(const Config&) const = default;
};

struct Log {
  Index start = 0;  // entries up to here are gone: they are committed and applied
  Term start_term = 0;
  LocalTime start_stamp{INT64_MIN};
  std::vector<Entry> entries;
  bool operator==(const Log&) const = default;
};

// A version that another has replaced.
struct PastVersion {
  Key key{0};
  LocalTime until{0};  // the stamp of the version that replaced it
  object::Version version;
  bool operator==(const PastVersion&) const = default;
};

// The applied state is on disk with the index that it stands for (thesis §3.8), so it is its own
// snapshot.
struct Durable {
  Term term = 0;
  NodeId vote = kNobody;  // in this term
  Log log;
  Index commit = 0;                       // committed, as far as known, and applied
  std::vector<object::Version> versions;  // by key, as of `commit`
  std::vector<PastVersion> past;
  bool operator==(const Durable&) const = default;
};

enum class Role : std::uint8_t {
  follower,
  hopeful,  // asks whether it would be elected (thesis §9.6)
  candidate,
  leader,
};

// What a leader knows about another replica's log.
struct Peer {
  Index next = 1;  // to be sent
  Index match = 0;
  bool probing = true;  // where its log agrees is not known yet: one message at a time
  Pulse pulse;          // the latest that came back
  bool operator==(const Peer&) const = default;
};

// How a leader gets one of its followers to lead (thesis §3.10).
struct Succession {
  NodeId to = kNobody;     // under way: no writes are taken meanwhile
  Duration rest;           // until it is given up, or until one may begin; counted in beats
  bool announced = false;  // in this term a follower may stand although the leader is heard, which
                           // ends all leases of the term
  bool operator==(const Succession&) const = default;
};

// A write in the leader's log that waits to be committed.
struct Write {
  RoundId id = kNoRound;
  Index index = 0;
  OpId op = kNoOp;
  NodeId client = kNobody;
  bool operator==(const Write&) const = default;
};

// What a read waits for.
enum class ReadWait : std::uint8_t {
  leadership,  // a majority answers a pulse that began after the read (thesis §6.4)
  sync,        // the leader's word how far the log is committed
  index,       // that this much is applied here
  time,        // that nothing up to a timestamp can come any more
};

struct Read {
  RoundId id = kNoRound;
  ReadWait wait = ReadWait::leadership;
  Ask ask;
  std::uint32_t round = 0;  // leadership: of the pulse
  Index index = 0;          // what must be applied
  bool operator==(const Read&) const = default;
};

struct State {
  Config config;
  Durable durable;
  Role role = Role::follower;
  bool awake = false;      // has set its first timer since it started
  bool rejoining = false;  // has started again and may have promised a leader its patience
  bool rested = false;     // a leader or a vote has been heard since the election timer was set
  NodeId leader = kNobody;
  LocalTime rested_at{0};
  LocalTime leader_at{INT64_MIN / 2};   // when a leader was last heard
  RoundId alarm = 0;                    // names the one election or beat timer that counts
  NodeSet votes;                        // hopeful, candidate: for me
  bool by_order = false;                // hopeful: the leader wants this one to follow it
  std::vector<object::Version> copies;  // ApplyAt::append: by key, as of the log's end
  // The leader's:
  std::vector<Peer> peers;
  Index term_start = 0;  // the entry that opened the term
  std::uint32_t round = 0;
  NodeSet contacts;  // who answered in this window of check_quorum
  Duration window;
  bool waiting_for_clock = false;  // a commit_wait timer is set
  Succession succession;
  std::vector<Write> writes;  // by index
  std::vector<Read> reads;
  RoundId next_id = 1;
  LocalTime safe{INT64_MIN};  // no entry that is not applied here has a stamp up to this
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// Keeps what is on disk.
State restarted(const State& state);

// Weakest first. Reads: all of them. Writes: `leader_unchecked` with ApplyAt::append, else all the
// same, `majority`. A lease is only one where followers are loyal, so it goes with check_quorum.
std::vector<Level> levels_of(const Config& config);

// What this replica shows as its own copy, by key.
const std::vector<object::Version>& copies_of(const State& state);

inline int majority_of(const Ctx& ctx) { return ctx.replicas / 2 + 1; }

}  // namespace caplab::raft
