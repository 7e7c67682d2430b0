// Who may have written what each operation found. Where every value was written once there is one
// answer; elsewhere all are tried, and each choice is judged as soon as it is made.
#pragma once
#include <cstdint>
#include <vector>

#include "engine/check/accesses.h"
#include "engine/check/options.h"
#include "engine/check/reason.h"
#include "engine/check/verdict.h"

namespace caplab::check {

inline constexpr std::int32_t kStart = -1;     // what the object held at the start
inline constexpr std::int32_t kUnchosen = -2;  // finds nothing, or has not been explained yet

// One way to explain what was found, perhaps not yet all of it. By position in Accesses::all.
struct ReadsFrom {
  std::vector<std::int32_t> writer;    // a position, kStart or kUnchosen
  std::vector<std::uint8_t> happened;  // 0 only for uncertain accesses whose value nobody found
};

// What one model has against `reads_from`; Contradiction::none if nothing. Links name accesses'
// operations. `work` grows by the steps taken.
// REQUIRES of every judge: what it objects to it also objects to when more reads are explained.
// When `work` exceeds accesses.steps_max it stops soon; what it objects to then is true, too.
using Judge = Reason (*)(const Accesses& accesses, const ReadsFrom& reads_from,
                         const Options& options, std::int64_t& work);

struct Judged {
  Answer answer = Answer::undecided;
  Reason reason;  // where violated: the objection to the last way that was tried
  std::int64_t work = 0;
  std::int64_t tried = 0;     // ways that were judged
  std::size_t reads = 0;      // where undecided: what was found in all
  std::size_t explained = 0;  // and of how much of it a writer had been chosen
};

// Holds if `judge` has nothing against one way to explain all reads; within options.steps_max.
Judged judge_reads(const Accesses& accesses, const Options& options, Judge judge);

}  // namespace caplab::check
