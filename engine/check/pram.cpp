// As causal memory, but that somebody else read a value tells a process nothing: only the orders of
// the processes and its own results count. Somebody else's compare-and-set is a write to it, and a
// refused one nothing. For registers one graph a process tells; other objects are searched.
#include "engine/check/pram.h"

#include <set>
#include <string>

#include "engine/check/explained.h"
#include "engine/check/interleave.h"
#include "engine/check/judged_reads.h"
#include "engine/check/outdated.h"
#include "engine/check/own_reads.h"
#include "engine/check/undecided.h"

namespace caplab::check {
namespace {

using history::History;
using history::Operation;

constexpr std::string_view kHolds =
    "Each process can explain its results by one order that keeps every process's own.";

Reason pram_objection(const Accesses& accesses, const ReadsFrom& reads_from, const Options&,
                      std::int64_t& work) {
  Reason reason;
  for (std::size_t process = 0; process < accesses.processes(); ++process) {
    if (reason.contradiction != Contradiction::none || work > accesses.steps_max) break;
    Precedence own(accesses, reads_from);
    own.add_reads_of(process);
    if (!own.close(work)) return comes_before_itself(own);
    reason = own_reads_objection(process, accesses, reads_from, own, work);
  }
  return reason;
}

// What one process sees: its own operations, and what the others changed.
History seen_by(std::int64_t process, const History& history) {
  History seen = history;
  std::erase_if(seen.operations, [process](const Operation& op) {
    return op.process != process && history::is_read(op.function);
  });
  return seen;
}

// REQUIRES: reads are the only operations with results.
Verdict search_each(const History& history, const Options& options) {
  std::set<std::int64_t> processes;
  for (const Operation& op : history.operations) processes.insert(op.process);
  Verdict verdict;
  verdict.answer = Answer::holds;
  // To look at the history once more for each further process is work, too.
  const auto look = static_cast<std::int64_t>(history.operations.size());
  for (const std::int64_t process : processes) {
    const bool first = process == *processes.begin();
    if (!first && verdict.work + look >= options.steps_max) {
      verdict.answer = Answer::undecided;
      if (verdict.why.empty()) verdict.why = unseen_text(options.steps_max, process);
      return verdict;
    }
    if (!first) verdict.work += look;
    const Found found =
        interleave(seen_by(process, history), options, options.steps_max - verdict.work);
    verdict.work += found.work;
    if (found.answer == Answer::holds) continue;
    verdict.answer = found.answer;
    if (found.answer == Answer::violated) return verdict;
    verdict.why = undecided_text(options.steps_max, found,
                                 " that process " + std::to_string(process) + " sees");
  }
  if (verdict.answer == Answer::holds) verdict.why = kHolds;
  return verdict;
}

Verdict decide(const History& history, const Options& options) {
  if (!are_accesses(history, options)) return search_each(history, options);
  return check_by_reads(history, options, pram_objection, kHolds);
}

}  // namespace

Verdict check_pram(const history::History& history, const Options& options) {
  return explained(history, options, decide, &kOwnOrder);
}

}  // namespace caplab::check
