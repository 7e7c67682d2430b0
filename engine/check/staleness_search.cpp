// Updates are put in an order, oldest first, and every read that may find the state that they lead
// to finds it. Whether a version is new enough for a read depends on which updates are newer, not
// on their order, so the same updates with the same state are searched once; but to put the
// earliest next is not always right, so all that may come next are tried.
#include "engine/check/staleness_search.h"

#include <algorithm>

#include "engine/check/row_set.h"

namespace caplab::check {
namespace {

using history::Function;

class StalenessSearch {
 public:
  StalenessSearch(const StalenessQuestion& question, std::int64_t steps_max);
  StalenessFound run();

 private:
  struct Level {
    std::vector<std::size_t> candidates;
    std::size_t next = 0;
    std::size_t placed = kNoAction;  // the action that led here
    std::size_t state = 0;           // where the state before it stands in undo_
    std::size_t found = 0;           // how many reads had found their version before it
  };

  const Action& action(std::size_t at) const { return problem_.actions[at]; }
  bool changes(std::size_t at) const { return !action(at).observes; }
  bool is_version(std::size_t at) const;
  bool finds(std::size_t at) const;
  void list_actions();
  bool is_found_by(std::size_t at) const;
  bool is_new_enough(std::size_t at);
  std::int64_t calls_end() const;
  void let_reads_find();
  bool is_needed(std::size_t next);
  bool may_leave(std::size_t next);
  std::vector<std::size_t> candidates();
  void apply(std::size_t at);
  void place(std::size_t at);
  void take_back();
  void set(std::vector<std::uint8_t>& flags, std::size_t at, bool value);
  bool is_new();

  const StalenessQuestion& question_;
  const Problem& problem_;
  const std::int64_t steps_max_;
  std::int64_t steps_ = 0;
  std::vector<std::size_t> by_call_;    // updates
  std::vector<std::size_t> by_return_;  // certain updates
  std::vector<std::size_t> reads_;      // whatever finds something, by call
  std::vector<std::uint8_t> placed_;    // by action
  std::vector<std::uint8_t> found_;     // by action: it has found its version, or need not
  // By state that can be left for good: the reads that need it.
  std::vector<std::vector<std::size_t>> reads_of_;
  // All before these places in the lists above are placed, or have found their version.
  std::size_t first_by_call_ = 0;
  std::size_t first_by_return_ = 0;
  std::size_t first_read_ = 0;
  std::size_t certain_left_ = 0;  // what still must be placed or find something
  std::vector<std::size_t> found_order_;
  std::size_t placed_count_ = 0;
  std::vector<std::int64_t> state_;
  std::vector<std::int64_t> undo_;
  std::vector<Level> levels_;
  std::vector<std::int64_t> row_;
  RowSet seen_;
  StalenessFound answer_;
};

std::size_t words_for(std::size_t bits) { return bits / 64 + 1; }

StalenessSearch::StalenessSearch(const StalenessQuestion& question, std::int64_t steps_max)
    : question_(question),
      problem_(*question.problem),
      steps_max_(steps_max),
      placed_(problem_.actions.size(), 0),
      found_(problem_.actions.size(), 0),
      reads_of_(problem_.tracked),
      state_(problem_.start),
      row_(words_for(problem_.actions.size()) * 2 + problem_.start.size(), 0),
      seen_(row_.size()) {
  list_actions();
}

// Where the system's order is known, what is not in it was acknowledged, but never a version.
bool StalenessSearch::is_version(std::size_t at) const {
  const std::vector<std::size_t>& order = question_.order;
  if (!question_.order_is_known) return changes(at);
  return std::find(order.begin(), order.end(), at) != order.end();
}

// A compare-and-set finds one value and writes another; one whose outcome is unknown, too, if it
// happened.
bool StalenessSearch::finds(std::size_t at) const {
  const bool looked_at = question_.only == kNoAction || question_.only == at;
  return looked_at && (action(at).observes || action(at).function == Function::cas);
}

void StalenessSearch::list_actions() {
  for (std::size_t i = 0; i < problem_.actions.size(); ++i) {
    if (changes(i)) by_call_.push_back(i);
    if (is_version(i) && action(i).certain) by_return_.push_back(i);
    if (finds(i)) reads_.push_back(i);
    found_[i] = finds(i) ? 0 : 1;
    const bool needs = finds(i) && action(i).certain && action(i).needs != kNoState;
    if (needs) reads_of_[static_cast<std::size_t>(action(i).needs)].push_back(i);
    const bool must_be_placed = changes(i) && !question_.order_is_known;
    if (action(i).certain) certain_left_ += (finds(i) ? 1U : 0U) + (must_be_placed ? 1U : 0U);
  }
  const auto by_call = [this](std::size_t a, std::size_t b) {
    return action(a).called < action(b).called;
  };
  std::stable_sort(by_call_.begin(), by_call_.end(), by_call);
  std::stable_sort(reads_.begin(), reads_.end(), by_call);
  std::stable_sort(by_return_.begin(), by_return_.end(), [this](std::size_t a, std::size_t b) {
    return action(a).returned < action(b).returned;
  });
  answer_.updates = by_call_.size();
}

// Also in the row that tells what was searched.
void StalenessSearch::set(std::vector<std::uint8_t>& flags, std::size_t at, bool value) {
  flags[at] = value ? 1 : 0;
  const std::size_t first = &flags == &placed_ ? 0 : words_for(flags.size());
  std::int64_t& word = row_[first + at / 64];
  word = static_cast<std::int64_t>(static_cast<std::uint64_t>(word) ^ std::uint64_t{1} << at % 64);
  const bool counts = &flags == &found_ || !question_.order_is_known;
  if (action(at).certain && counts) certain_left_ += value ? SIZE_MAX : 1U;
}

bool StalenessSearch::is_found_by(std::size_t at) const {
  const Action& read = action(at);
  if (read.function == Function::cas) return (state_.front() == read.argument) == read.accepted;
  std::vector<std::int64_t> unused(state_.size());
  return problem_.step(problem_, read, state_.data(), unused.data());
}

// What had been acknowledged when it was called, and is not placed yet, is newer.
bool StalenessSearch::is_new_enough(std::size_t at) {
  const Options& options = *question_.options;
  const std::int64_t called = action(at).called;
  std::int64_t newer = 0;
  for (std::size_t i = first_by_return_; i < by_return_.size(); ++i, ++steps_) {
    const std::size_t update = by_return_[i];
    if (action(update).returned >= called) break;
    if (placed_[update] != 0 || update == at) continue;
    ++newer;
    const std::int64_t age = called - action(update).returned;
    if (options.staleness_max && age > *options.staleness_max) return false;
    if (options.versions_max && newer > *options.versions_max) return false;
  }
  return true;
}

// What is called after this moment would find too old a version now.
std::int64_t StalenessSearch::calls_end() const {
  const Options& options = *question_.options;
  std::int64_t newer = 0;
  std::int64_t end = history::kNotReturned;
  for (std::size_t i = first_by_return_; i < by_return_.size(); ++i) {
    const std::int64_t returned = action(by_return_[i]).returned;
    if (placed_[by_return_[i]] != 0) continue;
    const bool bounds = options.staleness_max && returned < end - *options.staleness_max;
    if (newer == 0 && bounds) end = returned + *options.staleness_max;
    if (!options.versions_max) break;
    if (++newer > *options.versions_max) return std::min(end, returned);
  }
  return end;
}

void StalenessSearch::let_reads_find() {
  while (first_read_ < reads_.size() && found_[reads_[first_read_]] != 0) ++first_read_;
  const std::int64_t end = calls_end();
  for (std::size_t i = first_read_; i < reads_.size(); ++i) {
    const std::size_t read = reads_[i];
    ++steps_;
    if (action(read).called > end) break;
    if (found_[read] != 0 || placed_[read] != 0) continue;
    if (!is_found_by(read) || !is_new_enough(read)) continue;
    set(found_, read, true);
    found_order_.push_back(read);
  }
}

// Whether only the present state could explain some read, and nothing brings it back.
bool StalenessSearch::is_needed(std::size_t next) {
  const std::int64_t state = state_.front();
  if (state < 0 || static_cast<std::size_t>(state) >= reads_of_.size()) return false;
  const auto& reads = reads_of_[static_cast<std::size_t>(state)];
  steps_ += static_cast<std::int64_t>(reads.size());
  const bool needed = std::any_of(reads.begin(), reads.end(), [&](std::size_t read) {
    return found_[read] == 0 && read != next;
  });
  if (!needed) return false;
  steps_ += static_cast<std::int64_t>(by_call_.size() / 8);
  return std::none_of(by_call_.begin(), by_call_.end(), [&](std::size_t update) {
    return placed_[update] == 0 && action(update).makes == state;
  });
}

// Whether no read would be left behind: none that has returned before the next update is called.
bool StalenessSearch::may_leave(std::size_t next) {
  if (found_[next] == 0) return false;
  if (question_.order_is_known) return true;
  for (std::size_t i = first_read_; i < reads_.size(); ++i, ++steps_) {
    const Action& read = action(reads_[i]);
    if (read.called >= action(next).called) break;
    const bool lost = read.certain && read.returned < action(next).called;
    if (lost && found_[reads_[i]] == 0) return false;
  }
  return !is_needed(next);
}

std::vector<std::size_t> StalenessSearch::candidates() {
  const auto skip = [this](std::size_t& first, const std::vector<std::size_t>& list) {
    while (first < list.size() && placed_[list[first]] != 0) ++first;
  };
  skip(first_by_call_, by_call_);
  skip(first_by_return_, by_return_);
  std::vector<std::size_t> result;
  if (question_.order_is_known) {
    if (placed_count_ < question_.order.size()) result = {question_.order[placed_count_]};
  } else {
    const bool none = first_by_return_ == by_return_.size();
    const std::int64_t end =
        none ? history::kNotReturned : action(by_return_[first_by_return_]).returned;
    for (std::size_t i = first_by_call_; i < by_call_.size(); ++i, ++steps_) {
      if (action(by_call_[i]).called > end) break;
      if (placed_[by_call_[i]] == 0) result.push_back(by_call_[i]);
    }
  }
  std::erase_if(result, [this](std::size_t next) { return !may_leave(next); });
  return result;
}

void StalenessSearch::apply(std::size_t at) {
  Action happened = action(at);
  happened.certain = true;
  if (happened.function == Function::cas) {
    state_.front() = happened.argument2;
    return;
  }
  const std::vector<std::int64_t> before = state_;
  problem_.step(problem_, happened, before.data(), state_.data());
}

void StalenessSearch::place(std::size_t at) {
  Level level{.candidates = {}, .placed = at, .state = undo_.size(), .found = found_order_.size()};
  undo_.insert(undo_.end(), state_.begin(), state_.end());
  apply(at);
  set(placed_, at, true);
  answer_.placed_max = std::max(answer_.placed_max, ++placed_count_);
  let_reads_find();
  levels_.push_back(std::move(level));
}

void StalenessSearch::take_back() {
  const Level& level = levels_.back();
  const auto before = undo_.begin() + static_cast<std::ptrdiff_t>(level.state);
  std::copy(before, undo_.end(), state_.begin());
  undo_.resize(level.state);
  for (; found_order_.size() > level.found; found_order_.pop_back()) {
    set(found_, found_order_.back(), false);
  }
  set(placed_, level.placed, false);
  first_by_call_ = first_by_return_ = first_read_ = 0;
  --placed_count_;
  levels_.pop_back();
}

bool StalenessSearch::is_new() {
  const std::size_t words = words_for(problem_.actions.size()) * 2;
  std::copy(state_.begin(), state_.end(), row_.begin() + static_cast<std::ptrdiff_t>(words));
  steps_ += static_cast<std::int64_t>(row_.size());
  return seen_.insert(row_);
}

StalenessFound StalenessSearch::run() {
  answer_.answer = Answer::violated;
  let_reads_find();
  levels_.push_back({.candidates = candidates()});
  bool done = certain_left_ == 0;
  while (!done) {
    Level& level = levels_.back();
    answer_.work = steps_;
    if (steps_ > steps_max_) {
      answer_.answer = Answer::undecided;
      return answer_;
    }
    if (level.next < level.candidates.size()) {
      place(level.candidates[level.next++]);
      if (is_new()) {
        levels_.back().candidates = candidates();
        done = certain_left_ == 0;
        continue;
      }
    } else if (levels_.size() == 1) {
      break;
    }
    take_back();
  }
  answer_.work = steps_;
  if (done) answer_.answer = Answer::holds;
  return answer_;
}

}  // namespace

StalenessFound search_staleness(const StalenessQuestion& question, std::int64_t steps_max) {
  return StalenessSearch(question, steps_max).run();
}

}  // namespace caplab::check
