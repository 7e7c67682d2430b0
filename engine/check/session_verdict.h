// Checks a session guarantee by one of its two readings, and tells which one it was.
#pragma once
#include <cstdint>
#include <string_view>

#include "engine/check/evidence.h"
#include "engine/check/options.h"
#include "engine/check/reads_from.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

// Terry, Demers, Petersen, Spreitzer, Theimer & Welch 1994.
enum class Guarantee : std::uint8_t {
  read_your_writes,
  monotonic_reads,
  monotonic_writes,
  writes_follow_reads,
};

struct SessionChecks {
  Guarantee guarantee = Guarantee::read_your_writes;
  std::string_view holds;        // the sentence for a history that keeps it, without its full stop
  Judge in_any_order = nullptr;  // registers, by what was found alone
  Judge in_known_order = nullptr;  // registers, by options.version_order
};

// The answer alone, with the model's own reason for a "no".
Verdict decide_session(const history::History& history, const Options& options,
                       const SessionChecks& checks);

// `decide`'s answer; where it is a "no", made small and told.
Verdict explain_session(const history::History& history, const Options& options, Decide decide);

}  // namespace caplab::check
