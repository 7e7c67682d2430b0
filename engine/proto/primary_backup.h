// One primary decides, backups copy. The mode says how many backups must have a write before its
// client hears: none (asynchronous), every one (synchronous) or some (semi-synchronous, which gives
// up waiting after a while). Writes always go to the primary; reads at level `primary` too, at
// level `any` the replica that was asked answers from its copy. What happens when the primary falls
// silent is in primary_backup_failover.h. After the documentation named beside each option.
#pragma once
#include <vector>

#include "engine/proto/step.h"

namespace caplab::primary_backup {

enum class Mode : std::uint8_t { single_copy, asynchronous, synchronous, semi_synchronous };

enum class Failover : std::uint8_t {
  manual,     // nobody takes over by itself: a primary that is cut off is out of reach
  automatic,  // a backup that does not hear the primary tries to take over
};

enum class ElectedBy : std::uint8_t {
  majority,  // more than half of the replicas must agree
  first,     // nobody is asked: there may be two primaries at a time
};

enum class Elects : std::uint8_t {
  newest,  // the new primary begins with the newest that it and its voters hold, key by key
  any,     // it begins with what it happens to hold
};

struct Config {
  Mode mode = Mode::asynchronous;
  NodeId primary{0};                      // of the first epoch
  Duration timeout = milliseconds(1500);  // how long a synchronous primary waits for its backups
  // MySQL 8.0 Reference Manual §17.4.10, rpl_semi_sync_source_wait_for_replica_count and
  // rpl_semi_sync_source_timeout: so many backups must have a write; when they do not confirm it in
  // time the primary goes on asynchronously, until enough of them have caught up.
  int acks = 1;
  Duration fallback_after = seconds(10);
  // Whether a backup answers reads at level `any` itself, or refuses them.
  bool standby_reads = true;
  // PostgreSQL 16 documentation §20.5.1, synchronous_commit: a standby has a write on its disk
  // before its own reads see it. With `on` it confirms the first, with `remote_apply` the second.
  Duration apply_delay{};
  bool apply_before_ack = false;
  // Redis Cluster specification, "Replica election and promotion".
  Failover failover = Failover::manual;
  ElectedBy elected_by = ElectedBy::majority;
  Elects elects = Elects::newest;
  Duration failover_after = seconds(5);
  // Redis Cluster specification, "Write safety": a primary that a majority has not answered for so
  // long serves nobody.
  bool minority_stops = false;
  Duration stops_after = seconds(4);
  // Chang et al., "Bigtable" (OSDI 2006) §5.2-5.3 and the Apache HBase Reference Guide, "WAL": the
  // log is kept by a majority of the replicas, who serve nobody; only its owner does. What is left
  // out: the log itself (each key's newest entry stands for it), and the time to replay it.
  bool shared_log = false;
  bool operator==(const Config&) const = default;
};

// Answers that wait until enough backups have a version of a key: that of the write that made it,
// and those of reads that saw it.
struct Round {
  RoundId id = kNoRound;
  Key key{0};
  NodeSet holding;  // backups that have confirmed it
  struct Waiting {
    NodeId client = kNobody;
    bool is_write = false;
    Reply reply;
    bool operator==(const Waiting&) const = default;
  };
  std::vector<Waiting> waiting;
  bool overdue = false;  // its timer has gone off: nothing waits for it any more
  bool operator==(const Round&) const = default;
};

struct Durable {
  std::vector<object::Version> versions;  // by key
  std::vector<Epoch> epochs;              // by key: whose primary said so
  Epoch epoch;                            // the latest that has begun, as far as I know
  Epoch promised;                         // at least that: I follow nobody of an earlier one
  bool operator==(const Durable&) const = default;
};

// A standby's: a write on its disk that its reads do not see yet.
struct Arrived {
  std::uint32_t tag = 0;  // of its timer; later ones have higher tags
  NodeId from = kNobody;
  EpochWrite write;
  bool is_new = false;  // else only its confirmation waits for those before it
  bool operator==(const Arrived&) const = default;
};

// A primary's: who still follows it, told by their answers to numbered beats.
struct Following {
  std::uint32_t beat = 1;               // the last one sent
  std::vector<std::uint32_t> answered;  // by replica: the last one answered
  std::uint32_t vouched = 1;            // the last one that a majority answered
  std::uint32_t expired = 0;            // the last one that is too old to vouch for anything
  bool operator==(const Following&) const = default;
};

// A backup's: what it makes of the primary's silence.
struct Watch {
  bool running = false;
  bool silent = false;      // too long: it may vote, and may take over
  std::uint32_t timer = 0;  // timers with other tags are void
  bool operator==(const Watch&) const = default;
};

// A backup's that wants to take over.
struct Candidacy {
  Epoch epoch;
  NodeSet votes;
  std::vector<HeldVersion> newest;  // by key: of what its voters showed
  std::uint32_t outbid = 0;         // a number that a voter has promised to somebody else
  bool operator==(const Candidacy&) const = default;
};

struct State {
  Config config;
  Durable durable;
  RoundId next_round = 1;
  std::vector<Round> rounds;           // primary: answers that wait, oldest first
  std::vector<NodeSet> confirmed;      // primary: by key, the backups that hold its newest version
  bool fallen_back = false;            // semi-synchronous primary: it does not wait at present
  std::vector<object::Version> shown;  // standby: by key, what its reads see; empty without a delay
  std::vector<Arrived> arrived;        // standby: what they do not see yet, oldest first
  std::uint32_t next_arrival = 1;
  Following following;
  Watch watch;
  Candidacy candidacy;
  bool operator==(const State&) const = default;
};

State initial_state(const Config& config, int keys, const object::Content& content);
void step(State& state, const Ctx& ctx, const Input& input, Outbox& out);

// The operator promotes this replica; see primary_backup_failover.h. False: it is not heeded.
bool promote(State& state, const Ctx& ctx, Outbox& out);

// Keeps what is on disk; forgets what was under way.
State restarted(const State& state);

}  // namespace caplab::primary_backup
