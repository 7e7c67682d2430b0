// Where the version order is known, one graph tells. Elsewhere the causal models are asked first:
// they are weaker, quick, and say why. Only what they accept is searched.
#include "engine/check/sequential.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check/causal_convergence.h"
#include "engine/check/causal_memory.h"
#include "engine/check/explained.h"
#include "engine/check/interleave.h"
#include "engine/check/judged_reads.h"
#include "engine/check/linearizable.h"
#include "engine/check/outdated.h"
#include "engine/check/precedence.h"
#include "engine/check/undecided.h"

namespace caplab::check {
namespace {

using history::History;

constexpr std::string_view kHolds =
    "One order of all operations keeps every process's own and explains every result.";

// Which version of its key comes after each, as the options say.
class NextVersions {
 public:
  NextVersions(const Accesses& accesses, const Options& options) {
    std::map<std::uint32_t, std::size_t> access_of;
    for (std::size_t i = 0; i < accesses.all.size(); ++i) {
      access_of[accesses.all[i].operation] = i;
    }
    for (const std::vector<std::uint32_t>& versions : options.version_order) {
      std::size_t last = kNoOperation;
      for (const std::uint32_t operation : versions) {
        const std::size_t version = access_of.at(operation);
        (last == kNoOperation ? first_[accesses.all[version].key] : next_[last]) = version;
        last = version;
      }
    }
  }

  const std::map<std::size_t, std::size_t>& all() const { return next_; }

  // The version after the one that was read; kNoOperation if it is the last.
  std::size_t after(const Access& read, std::int32_t writer) const {
    if (writer == kStart) {
      const auto first = first_.find(read.key);
      return first == first_.end() ? kNoOperation : first->second;
    }
    const auto next = next_.find(static_cast<std::size_t>(writer));
    return next == next_.end() ? kNoOperation : next->second;
  }

 private:
  std::map<std::int32_t, std::size_t> first_;  // by key
  std::map<std::size_t, std::size_t> next_;    // by version
};

// Sequential if one order contains the processes' orders, who read from whom, the versions' order,
// and that who read a version did so before the next one came.
Reason ordered_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                         const Options& options, std::int64_t& work) {
  const NextVersions versions(accesses, options);
  Precedence order(accesses, reads_from);
  order.add_reads();
  for (const auto& [version, next] : versions.all()) {
    order.add({version, next, Because::order, kNoOperation});
  }
  for (std::size_t read = 0; read < accesses.all.size(); ++read) {
    const std::int32_t writer = reads_from.writer[read];
    if (writer == kUnchosen) continue;
    const std::size_t next = versions.after(accesses.all[read], writer);
    if (next == kNoOperation || next == read) continue;
    order.add({read, next, Because::unseen, kNoOperation});
  }
  return order.close(work) ? Reason{} : comes_before_itself(order);
}

// The first objection of a weaker model, if there is one.
Verdict ask_weaker(const History& history, Options options) {
  options.steps_max /= 4;
  Verdict verdict = check_by_reads(history, options, causal_convergence_objection, kHolds);
  if (verdict.answer != Answer::holds) return verdict;
  const std::int64_t work = verdict.work;
  verdict = check_by_reads(history, options, causal_memory_objection, kHolds);
  verdict.work += work;
  return verdict;
}

// Whether time alone keeps every process's order. Where an operation is called at the very time at
// which its process's last one returned, the two count as concurrent.
bool is_ordered_by_time(const History& history) {
  std::map<std::int64_t, std::int64_t> returned;  // by process
  for (const history::Operation& op : history.operations) {
    const auto last = returned.try_emplace(op.process, INT64_MIN).first;
    if (op.called <= last->second) return false;
    last->second = op.returned;
  }
  return true;
}

// Whether it holds because the stronger model does.
bool ask_stronger(const History& history, Options options, Verdict& verdict) {
  if (!is_ordered_by_time(history)) return false;
  options.steps_max /= 4;
  options.explain_steps_max = 0;
  const Verdict stronger = check_linearizable(history, options);
  verdict.work += stronger.work;
  if (stronger.answer != Answer::holds) return false;
  verdict.answer = Answer::holds;
  verdict.why = kHolds;
  return true;
}

Verdict decide(const History& history, const Options& options) {
  Verdict verdict;
  if (are_accesses(history, options)) {
    if (!options.version_order.empty()) {
      return check_by_reads(history, options, ordered_objection, kHolds);
    }
    verdict = ask_weaker(history, options);
    if (verdict.answer == Answer::violated) return verdict;
  }
  if (ask_stronger(history, options, verdict)) return verdict;
  const Found found = interleave(history, options, options.steps_max - verdict.work);
  verdict.answer = found.answer;
  verdict.work += found.work;
  verdict.why = found.answer == Answer::holds ? kHolds : "";
  if (found.answer == Answer::undecided) {
    verdict.why = undecided_text(options.steps_max, found, "");
  }
  return verdict;
}

}  // namespace

Verdict check_sequential(const history::History& history, const Options& options) {
  return explained(history, options, decide, &kOneOrder);
}

}  // namespace caplab::check
