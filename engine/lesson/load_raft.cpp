// The options of a Raft group.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {
namespace {

void check_times(const raft::Config& config, const json::Reader& store) {
  if (config.election_min > config.election_max) {
    store.fail("out-of-range",
               "has an electionAtLeast above its electionAtMost, must be at most that");
  }
  if (config.heartbeat * 2 > config.election_min) {
    store.fail("out-of-range",
               "has a heartbeat above half of electionAtLeast, must be at most that, or followers "
               "stand for election while they have a leader");
  }
}

void check_stopping(const raft::Config& config, const json::Reader& store) {
  if (config.stop_without_quorum && !config.check_quorum) {
    store.fail(
        "contradiction",
        "has stopWithoutQuorum without checkQuorum, must have both: a leader that is cut off "
        "does not find out otherwise");
  }
}

// One replica, or a list: those of a site.
NodeSet load_preferred(const json::Reader& preferred, const Names& replicas) {
  NodeSet all;
  if (!preferred.present()) return all;
  if (preferred.kind() != json::Kind::array) {
    all.add(id_of<NodeId>(preferred.one_of(replicas)));
    return all;
  }
  for (const json::Reader& one : preferred.items({1, kNodesMax})) {
    all.add(id_of<NodeId>(one.one_of(replicas)));
  }
  return all;
}

}  // namespace

ProtocolConfig load_raft(const json::Reader& store, const Names& replicas) {
  using raft::ApplyAt;
  raft::Config config;
  const json::Fields fields =
      store.object({"protocol"}, {"electionAtLeast", "electionAtMost", "heartbeat", "timeout",
                                  "preVote", "checkQuorum", "stopWithoutQuorum", "applyAt",
                                  "firstLeader", "maxEntriesPerMessage", "snapshotAfter",
                                  "clockUncertainty", "versionsKept", "preferredLeader"});
  config.election_min = fields["electionAtLeast"].duration(kTimeoutSpan, config.election_min);
  config.election_max = fields["electionAtMost"].duration(kTimeoutSpan, config.election_max);
  config.heartbeat = fields["heartbeat"].duration(kTimeoutSpan, config.heartbeat);
  config.timeout = fields["timeout"].duration(kTimeoutSpan, config.timeout);
  config.pre_vote = fields["preVote"].boolean(config.pre_vote);
  config.check_quorum = fields["checkQuorum"].boolean(config.check_quorum);
  config.stop_without_quorum = fields["stopWithoutQuorum"].boolean(config.stop_without_quorum);
  config.apply_at = fields["applyAt"].one_of<ApplyAt>(
      {{"commit", ApplyAt::commit}, {"append", ApplyAt::append}}, config.apply_at);
  const json::Reader first = fields["firstLeader"];
  if (first.present()) config.first_leader = id_of<NodeId>(first.one_of(replicas));
  config.entries_max = static_cast<std::uint32_t>(
      fields["maxEntriesPerMessage"].integer({1, 1000}, config.entries_max));
  config.snapshot_after = static_cast<std::uint32_t>(
      fields["snapshotAfter"].integer({2, 10'000}, config.snapshot_after));
  constexpr json::Span kClockSpan{milliseconds(0), seconds(60)};
  config.clock_uncertainty =
      fields["clockUncertainty"].duration(kClockSpan, config.clock_uncertainty);
  config.versions_kept =
      fields["versionsKept"].duration({milliseconds(0), seconds(3600)}, config.versions_kept);
  config.preferred = load_preferred(fields["preferredLeader"], replicas);
  check_times(config, store);
  check_stopping(config, store);
  return config;
}

}  // namespace caplab::lesson
