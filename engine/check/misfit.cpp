// Plain recursion, as deep as there are operations; the odd one's result is not asked for.
#include "engine/check/misfit.h"

#include <algorithm>

#include "engine/check/content.h"
#include "engine/check/freed.h"
#include "engine/check/turns.h"

namespace caplab::check {
namespace {

using history::History;
using history::Operation;
using Positions = std::vector<std::size_t>;

constexpr std::size_t kWalkedMax = 12;
constexpr std::int64_t kStepsMax = 50'000;

class Walk {
 public:
  Walk(const Turns& turns, std::size_t odd) : turns_(turns), odd_(odd) {
    progress_.assign(turns.processes.size(), 0);
    for (const std::vector<Turn>& process : turns.processes) turns_left_ += process.size();
  }

  // For each complete order the operations before the odd one; nothing if there are too many.
  std::vector<Positions> run() {
    visit(turns_.start);
    return steps_left_ > 0 && !fits_ ? std::move(before_) : std::vector<Positions>{};
  }

 private:
  void visit(const std::vector<std::int64_t>& states);
  void take(std::size_t process, const std::vector<std::int64_t>& states);
  void pass(std::size_t process, const std::vector<std::int64_t>& states);

  const Turns& turns_;
  const std::size_t odd_;
  std::vector<std::size_t> progress_;
  std::size_t turns_left_ = 0;
  Positions order_;
  std::vector<Positions> before_;
  bool fits_ = false;  // the odd one fitted in some complete order, so it is not odd
  std::int64_t steps_left_ = kStepsMax;
  std::size_t odd_at_ = 0;
  bool odd_fitted_ = false;
};

void Walk::visit(const std::vector<std::int64_t>& states) {
  if (turns_left_ == 0) {
    fits_ = fits_ || odd_fitted_;
    const auto end = order_.begin() + static_cast<std::ptrdiff_t>(odd_at_);
    before_.emplace_back(order_.begin(), end);
    return;
  }
  for (std::size_t process = 0; process < progress_.size() && steps_left_ > 0; ++process) {
    if (progress_[process] < turns_.processes[process].size()) take(process, states);
  }
}

// An operation of unknown outcome may also have had no effect.
void Walk::pass(std::size_t process, const std::vector<std::int64_t>& states) {
  ++progress_[process];
  --turns_left_;
  visit(states);
  ++turns_left_;
  --progress_[process];
}

void Walk::take(std::size_t process, const std::vector<std::int64_t>& states) {
  const Turn& turn = turns_.processes[process][progress_[process]];
  const Object& object = turns_.objects[turn.object];
  std::vector<std::int64_t> after(object.problem.start.size());
  --steps_left_;
  const bool fits = object.problem.step(object.problem, *turn.action, states.data() + object.offset,
                                        after.data());
  const bool is_odd = turn.action->operation == odd_;
  if (!turn.action->certain) pass(process, states);
  if (!fits && !is_odd) return;
  std::vector<std::int64_t> next = states;
  const auto offset = static_cast<std::ptrdiff_t>(object.offset);
  if (fits) std::copy(after.begin(), after.end(), next.begin() + offset);
  if (is_odd) odd_at_ = order_.size();
  if (is_odd) odd_fitted_ = fits;
  ++progress_[process];
  --turns_left_;
  order_.push_back(turn.action->operation);
  const std::size_t odd_at = odd_at_;
  const bool odd_fitted = odd_fitted_;
  visit(next);
  odd_at_ = odd_at;
  odd_fitted_ = odd_fitted;
  order_.pop_back();
  ++turns_left_;
  --progress_[process];
}

bool has_result(const Operation& op) {
  return history::is_read(op.function) || op.function == history::Function::cas ||
         op.function == history::Function::withdraw;
}

bool was_told(const Operation& op) {
  return has_result(op) && op.outcome != history::Outcome::unknown;
}

// Reads first, the latest first: they are the easiest to tell.
Positions candidates(const History& history, const Positions& core) {
  Positions odd;
  for (const bool reads : {true, false}) {
    for (auto at = core.rbegin(); at != core.rend(); ++at) {
      const Operation& op = history.operations[*at];
      if (was_told(op) && history::is_read(op.function) == reads) odd.push_back(*at);
    }
  }
  return odd;
}

// Which of the core the odd one's process did before it; those come first in every order.
std::vector<Link> own_links(const History& history, const Positions& core, std::size_t odd) {
  std::vector<Link> links;
  for (const std::size_t at : core) {
    if (history.operations[at].process != history.operations[odd].process || at == odd) continue;
    if (at < odd) links.push_back({at, odd, Because::process, kNoOperation});
    if (at > odd) links.push_back({odd, at, Because::process, kNoOperation});
  }
  return links;
}

std::vector<std::string> contents(const History& history, const Options& options,
                                  const std::vector<Positions>& orders, std::size_t odd) {
  std::vector<std::string> found;
  for (Positions order : orders) {
    std::erase_if(order, [&](std::size_t at) {
      return history.operations[at].key != history.operations[odd].key;
    });
    std::string content = content_after(history, options, order);
    if (std::find(found.begin(), found.end(), content) == found.end()) {
      found.push_back(std::move(content));
    }
  }
  return found;
}

// The support takes part as if its outcome were known.
FreedHistory told_history(const History& history, const Options& options, const Positions& core,
                          const Positions& support) {
  std::vector<Hold> holds(history.operations.size(), Hold::gone);
  for (const std::size_t at : core) holds[at] = Hold::binds;
  for (const std::size_t at : support) holds[at] = Hold::freed;
  FreedHistory told = free_operations(history, options, holds);
  for (std::size_t i = 0; i < told.positions.size(); ++i) {
    Operation& op = told.history.operations[i];
    if (holds[told.positions[i]] != Hold::freed) continue;
    op.outcome = history::Outcome::ok;
    op.returned = op.called;
  }
  return told;
}

}  // namespace

Unfitting find_misfit(const History& history, const Options& options, const Positions& core,
                      const Positions& support) {
  if (core.size() + support.size() > kWalkedMax) return {};
  const FreedHistory told = told_history(history, options, core, support);
  const Turns turns(told.history, told.options);
  for (const std::size_t odd : candidates(history, core)) {
    const auto at = std::find(told.positions.begin(), told.positions.end(), odd);
    const auto place = static_cast<std::size_t>(at - told.positions.begin());
    const std::vector<Positions> orders = Walk(turns, place).run();
    if (orders.empty()) continue;
    Unfitting unfitting;
    unfitting.reason.contradiction = Contradiction::unfitting;
    unfitting.reason.read = odd;
    unfitting.reason.chain = own_links(history, core, odd);
    unfitting.found = contents(told.history, told.options, orders, place);
    return unfitting;
  }
  return {};
}

}  // namespace caplab::check
