// Turns the judgement into a verdict.
#include "engine/check/judged_reads.h"

#include <algorithm>
#include <string>

#include "engine/check/undecided.h"

namespace caplab::check {
namespace {

// Accesses times processes: 64 MB for each precedence of which a judge keeps up to three.
constexpr std::uint64_t kCellsMax = std::uint64_t{1} << 24;

// All operations that the reason speaks of, in order of their calls.
std::vector<std::size_t> operations_of(const Reason& reason) {
  std::vector<std::size_t> operations{reason.read, reason.newer};
  for (const Link& link : reason.chain) {
    operations.insert(operations.end(), {link.before, link.after, link.via});
  }
  std::sort(operations.begin(), operations.end());
  operations.erase(std::unique(operations.begin(), operations.end()), operations.end());
  std::erase(operations, kNoOperation);
  return operations;
}

}  // namespace

Verdict check_by_reads(const history::History& history, const Options& options, Judge judge,
                       std::string_view holds) {
  const Accesses accesses = accesses_of(history, options);
  Verdict verdict;
  if (std::uint64_t{accesses.all.size()} * accesses.processes() > kCellsMax) {
    verdict.why = too_large_text();
    return verdict;
  }
  const Judged judged = judge_reads(accesses, options, judge);
  verdict.answer = judged.answer;
  verdict.work = judged.work;
  if (judged.answer == Answer::holds) verdict.why = holds;
  if (judged.answer == Answer::undecided) {
    verdict.why = unexplained_text(options.steps_max, judged.explained, judged.reads);
  }
  if (judged.answer != Answer::violated) return verdict;
  verdict.reason = judged.reason;
  verdict.operations = operations_of(judged.reason);
  verdict.core = verdict.operations;
  return verdict;
}

}  // namespace caplab::check
