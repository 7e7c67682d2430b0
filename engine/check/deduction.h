// Finds a short chain of statements that contradict each other in a few operations on registers,
// each with what it follows from: for explanations only. Complete where the models' own patterns
// are, and every value was written once; elsewhere it may find nothing.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/reason.h"
#include "engine/history/history.h"

namespace caplab::check {

// What reads tell about the order of conflicting writes.
enum class Settling : std::uint8_t {
  none,
  by_causes,  // of two writes that led to a read, the one that it did not find is older
  by_own,     // the same within one process's order, and what follows from that
  by_all,     // the same in one order of all; and a read precedes what replaced what it found
};

// What a model lets one conclude.
struct Rules {
  bool by_time = false;   // from times; processes' orders tell nothing then
  bool own_only = false;  // only from what one process found
  Settling settling = Settling::none;
};

inline constexpr Rules kRealTime{.by_time = true, .settling = Settling::by_all};
inline constexpr Rules kOneOrder{.settling = Settling::by_all};
inline constexpr Rules kCauses{};
inline constexpr Rules kCausesAndConflicts{.settling = Settling::by_causes};
inline constexpr Rules kCausesAndOwnOrder{.settling = Settling::by_own};
inline constexpr Rules kOwnOrder{.own_only = true, .settling = Settling::by_own};

// What is known of an operation of the others is only that it may have happened. `core` is in order
// of the calls. Contradiction::none if there is no chain.
Reason deduce(const history::History& history, const Options& options,
              const std::vector<std::size_t>& core, const Rules& rules);

}  // namespace caplab::check
