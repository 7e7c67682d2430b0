// The options of a primary with backups.
#include <algorithm>

#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {
namespace {

using primary_backup::Config;
using primary_backup::ElectedBy;
using primary_backup::Elects;
using primary_backup::Failover;
using primary_backup::Mode;

// How long a primary may wait before it goes on alone, or is taken for dead: up to a day, which no
// run lasts.
constexpr json::Span kLongSpan{milliseconds(1), seconds(86'400)};
constexpr json::Span kDelaySpan{milliseconds(0), seconds(60)};

void load_copies(const json::Fields& fields, Config& config) {
  config.acks = static_cast<int>(fields["acks"].integer({1, 31}, config.acks));
  config.fallback_after = fields["fallbackAfter"].duration(kLongSpan, config.fallback_after);
  config.apply_delay = fields["applyDelay"].duration(kDelaySpan, config.apply_delay);
  config.apply_before_ack = fields["applyBeforeAck"].boolean(config.apply_before_ack);
  config.standby_reads = fields["standbyReads"].one_of<bool>({{"allow", true}, {"refuse", false}},
                                                             config.standby_reads);
  config.shared_log = fields["sharedLog"].boolean(config.shared_log);
}

void load_failover(const json::Fields& fields, Config& config) {
  config.failover = fields["failover"].one_of<Failover>(
      {{"manual", Failover::manual}, {"automatic", Failover::automatic}}, config.failover);
  config.elected_by = fields["electedBy"].one_of<ElectedBy>(
      {{"majority", ElectedBy::majority}, {"first", ElectedBy::first}}, config.elected_by);
  config.elects = fields["elects"].one_of<Elects>(
      {{"newest", Elects::newest}, {"any", Elects::any}}, config.elects);
  config.failover_after = fields["failoverAfter"].duration(kTimeoutSpan, config.failover_after);
  config.minority_stops = fields["minorityStops"].boolean(config.minority_stops);
  config.stops_after = fields["stopsAfter"].duration(kTimeoutSpan, config.stops_after);
}

// An option that would change nothing is a mistake of whoever wrote it.
void refuse_idle_options(const json::Fields& fields, const Config& config) {
  const auto only = [&](std::string_view key, bool fits, const char* who) {
    if (fields[key].present() && !fits) {
      fields[key].fail_at_key("not-allowed", std::string("is set, only ") + who + " may have it");
    }
  };
  const bool semi = config.mode == Mode::semi_synchronous;
  const bool waits = semi || (config.mode == Mode::synchronous && !config.shared_log);
  const bool copies = config.mode != Mode::single_copy;
  const bool automatic = config.failover == Failover::automatic;
  const bool votes = automatic && config.elected_by == ElectedBy::majority;
  only("acks", semi, "a semi-synchronous store");
  only("fallbackAfter", semi, "a semi-synchronous store");
  only("applyBeforeAck", waits, "a store that waits for its backups");
  only("standbyReads", copies && !config.shared_log, "a store whose backups serve reads");
  only("applyDelay", copies && !config.shared_log, "a store whose backups serve reads");
  only("failover", copies, "a store with backups");
  only("minorityStops", copies, "a store with backups");
  only("electedBy", automatic, "a store with automatic failover");
  only("failoverAfter", automatic, "a store with automatic failover");
  only("elects", votes, "a store whose primary a majority elects");
  only("stopsAfter", config.minority_stops, "a store with minorityStops");
}

void check_shared_log(const json::Fields& fields, const Config& config) {
  if (!config.shared_log) return;
  if (config.mode != Mode::synchronous) {
    fields["sharedLog"].fail("not-allowed",
                             "is true, a store that does not wait for its log must be without");
  }
  if (config.elected_by != ElectedBy::majority || config.elects != Elects::newest) {
    fields["sharedLog"].fail(
        "not-allowed",
        "is true, its new owner must be elected by a majority and begin with the newest");
  }
}

void check_acks(const json::Fields& fields, const Config& config, std::size_t replicas) {
  const std::size_t backups = std::max<std::size_t>(replicas, 2) - 1;
  if (static_cast<std::size_t>(config.acks) <= backups) return;
  fields["acks"].fail("out-of-range", "is " + std::to_string(config.acks) +
                                          ", must be at most the " + std::to_string(backups) +
                                          " that copy from the primary");
}

}  // namespace

ProtocolConfig load_primary_backup(const json::Reader& store, const Names& replicas) {
  Config config;
  const json::Fields fields =
      store.object({"protocol", "mode", "primary"},
                   {"timeout", "acks", "fallbackAfter", "standbyReads", "applyDelay",
                    "applyBeforeAck", "failover", "electedBy", "elects", "failoverAfter",
                    "minorityStops", "stopsAfter", "sharedLog"});
  config.mode = fields["mode"].one_of<Mode>({{"single-copy", Mode::single_copy},
                                             {"asynchronous", Mode::asynchronous},
                                             {"synchronous", Mode::synchronous},
                                             {"semi-synchronous", Mode::semi_synchronous}},
                                            config.mode);
  config.primary = id_of<NodeId>(fields["primary"].one_of(replicas));
  config.timeout = fields["timeout"].duration(kTimeoutSpan, config.timeout);
  load_copies(fields, config);
  load_failover(fields, config);
  refuse_idle_options(fields, config);
  check_shared_log(fields, config);
  check_acks(fields, config, replicas.size());
  return config;
}

}  // namespace caplab::lesson
