// First the shortest violated beginning, then only what the model's own reason speaks of, then
// large pieces, halved until they are single operations (after Zeller & Hildebrandt 2002).
#include "engine/check/evidence.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/check/freed.h"
#include "engine/check/sources.h"

namespace caplab::check {
namespace {

using history::History;
using Positions = std::vector<std::size_t>;

// No single attempt may eat the whole budget.
constexpr std::int64_t kAttemptsAtLeast = 4;

class Shrinking {
 public:
  Shrinking(const History& history, const Options& options, Decide decide);
  Witness run(const Reason& reason);

 private:
  Verdict ask(const std::vector<Hold>& holds);
  std::vector<Hold> holds_of(const Positions& kept) const;
  bool is_violated(const Positions& kept);
  bool try_to_keep(const Positions& kept);
  void keep_beginning();
  void keep_named(const Reason& reason);
  void free_all();
  template <typename Free>
  void spare(Positions& from, std::size_t size, Free free);
  template <typename Free>
  void spare_all(Positions from, Free free);
  std::vector<Answer> explained_by(const Positions& support);
  Positions find_support();

  const History& history_;
  Options options_;
  const Decide decide_;
  std::int64_t steps_left_;
  const std::int64_t attempt_steps_max_;
  const Sources sources_;
  Positions kept_;      // in order of the calls; the last one is never freed
  Reason last_reason_;  // of the last attempt that was violated, with the history's positions
};

Shrinking::Shrinking(const History& history, const Options& options, Decide decide)
    : history_(history),
      options_(options),
      decide_(decide),
      steps_left_(options.explain_steps_max),
      attempt_steps_max_(options.explain_steps_max / kAttemptsAtLeast),
      sources_(history, options) {
  for (std::size_t i = 0; i < history.operations.size(); ++i) kept_.push_back(i);
}

Link with_positions(Link link, const Positions& positions) {
  const auto at = [&](std::size_t i) { return i == kNoOperation ? i : positions[i]; };
  return {at(link.before), at(link.after), link.because, at(link.via)};
}

Reason with_positions(Reason reason, const Positions& positions) {
  const auto at = [&](std::size_t i) { return i == kNoOperation ? i : positions[i]; };
  reason.read = at(reason.read);
  reason.newer = at(reason.newer);
  for (Link& link : reason.chain) link = with_positions(link, positions);
  for (Proof& proof : reason.proofs) {
    proof.link = with_positions(proof.link, positions);
    for (Link& link : proof.because) link = with_positions(link, positions);
  }
  return reason;
}

// An attempt costs at least its set-up, so that the budget bounds the number of attempts.
Verdict Shrinking::ask(const std::vector<Hold>& holds) {
  const FreedHistory freed = free_operations(history_, options_, holds);
  Options options = freed.options;
  options.steps_max = std::max<std::int64_t>(1, std::min(steps_left_, attempt_steps_max_));
  Verdict verdict = decide_(freed.history, options);
  verdict.reason = with_positions(verdict.reason, freed.positions);
  steps_left_ -= verdict.work + static_cast<std::int64_t>(history_.operations.size());
  return verdict;
}

// What does not bind is freed, but for what nobody can tell from its never having happened.
std::vector<Hold> Shrinking::holds_of(const Positions& kept) const {
  std::vector<Hold> holds(history_.operations.size(), Hold::gone);
  for (const std::size_t i : kept) holds[i] = Hold::binds;
  for (const std::size_t i : sources_.of(kept)) {
    if (holds[i] == Hold::gone) holds[i] = Hold::freed;
  }
  return holds;
}

bool Shrinking::is_violated(const Positions& kept) {
  const Verdict verdict = ask(holds_of(kept));
  if (verdict.answer == Answer::violated) last_reason_ = verdict.reason;
  return verdict.answer == Answer::violated;
}

bool Shrinking::try_to_keep(const Positions& kept) {
  if (!is_violated(kept)) return false;
  kept_ = kept;
  return true;
}

// The more operations bind, the less fits: the shortest violated beginning is found by halving.
void Shrinking::keep_beginning() {
  std::size_t too_short = 0;
  while (kept_.size() - too_short > 1 && steps_left_ > 0) {
    const std::size_t middle = too_short + (kept_.size() - too_short) / 2;
    if (!try_to_keep({kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(middle)})) {
      too_short = middle;
    }
  }
}

void Shrinking::keep_named(const Reason& reason) {
  Positions named = operations_of(reason);
  std::erase_if(named, [this](std::size_t i) { return i >= kept_.back(); });
  named.push_back(kept_.back());
  if (named.size() < kept_.size() && steps_left_ > 0) try_to_keep(named);
}

// Offers all pieces with `size` operations of `from` to `free`, the last first; those that were
// freed leave `from`.
template <typename Free>
void Shrinking::spare(Positions& from, std::size_t size, Free free) {
  for (std::size_t end = from.size(); end > 0 && steps_left_ > 0;) {
    const std::size_t begin = end > size ? end - size : 0;
    const auto first = from.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = from.begin() + static_cast<std::ptrdiff_t>(end);
    if (free(Positions(first, last))) from.erase(first, last);
    end = begin;
  }
}

// Until no single one can be freed any more.
template <typename Free>
void Shrinking::spare_all(Positions from, Free free) {
  for (std::size_t size = from.size() / 2; size > 1; size /= 2) spare(from, size, free);
  for (std::size_t before = from.size() + 1; from.size() < before && steps_left_ > 0;) {
    before = from.size();
    spare(from, 1, free);
  }
}

Positions without(const Positions& all, const Positions& some) {
  Positions rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

// Reads go first: with fewer of them, fewer writes are needed to tell where their values come from.
void Shrinking::free_all() {
  const auto offer = [this](const Positions& piece) { return try_to_keep(without(kept_, piece)); };
  for (const bool updates : {false, true}) {
    Positions from;
    for (const std::size_t i : kept_) {
      if (is_update(history_.operations[i]) == updates && i != kept_.back()) from.push_back(i);
    }
    spare_all(std::move(from), offer);
  }
}

// For each result of the core: whether it could be explained if it were the only one.
std::vector<Answer> Shrinking::explained_by(const Positions& support) {
  std::vector<Answer> answers;
  std::vector<Hold> holds(history_.operations.size(), Hold::gone);
  for (const std::size_t i : support) holds[i] = Hold::freed;
  for (const std::size_t i : kept_) holds[i] = Hold::freed;
  for (const std::size_t i : kept_) {
    holds[i] = Hold::binds;
    answers.push_back(ask(holds).answer);
    holds[i] = Hold::freed;
  }
  return answers;
}

// Of the freed updates, those without which fewer results could be explained.
Positions Shrinking::find_support() {
  Positions support;
  for (const std::size_t i : sources_.of(kept_)) {
    if (!std::binary_search(kept_.begin(), kept_.end(), i)) support.push_back(i);
  }
  const std::vector<Answer> before = explained_by(support);
  spare_all(support, [&](const Positions& piece) {
    const Positions rest = without(support, piece);
    if (explained_by(rest) != before) return false;
    support = rest;
    return true;
  });
  return steps_left_ > 0 ? support : Positions{};
}

Witness Shrinking::run(const Reason& reason) {
  last_reason_ = reason;
  keep_beginning();
  keep_named(last_reason_);
  free_all();
  const std::size_t stuck = kept_.back();
  const Positions support = steps_left_ > 0 ? find_support() : Positions{};
  return {.core = kept_, .support = support, .stuck = stuck, .reason = last_reason_};
}

}  // namespace

Positions operations_of(const Reason& reason) {
  Positions operations{reason.read, reason.newer};
  const auto add = [&operations](const Link& link) {
    operations.insert(operations.end(), {link.before, link.after, link.via});
  };
  for (const Link& link : reason.chain) add(link);
  for (const Proof& proof : reason.proofs) {
    for (const Link& link : proof.because) add(link);
  }
  std::sort(operations.begin(), operations.end());
  operations.erase(std::unique(operations.begin(), operations.end()), operations.end());
  std::erase(operations, kNoOperation);
  return operations;
}

Witness find_witness(const History& history, const Options& options, Decide decide,
                     const Reason& reason) {
  return Shrinking(history, options, decide).run(reason);
}

}  // namespace caplab::check
