// Depth first: from a configuration (which operations are in the order so far, and the state they
// led to), try each operation that may come next: it was called before any operation that is still
// missing returned. Time is a list of calls and returns from which operations are lifted while
// they are in the order (Wing & Gong 1993, figure 5). No allocation while it runs but the memo's.
//
// What keeps it small, each without changing an answer:
// - a configuration that failed is never searched again (memo.h);
// - an observation that fits is put next at once: it can only be easier now than later;
// - a state that some operation still needs is not left if nothing can bring it back;
// - of operations that do the same, the one that can always go first goes first;
// - an uncertain operation is used only where the next one needs it: it comes as late as possible,
//   two that could change places come by number, and one whose effect is lost is left out.
// An uncertain operation may have a return, too: then it must not come after an operation that was
// called later. Where there are such, an observation may have to wait for them.
#include "engine/check/search.h"

#include <algorithm>

#include "engine/check/memo.h"
#include "engine/check/needs.h"

namespace caplab::check {
namespace {

std::uint64_t scramble(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15ULL;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9ULL;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebULL;
  return number ^ (number >> 31);
}

// Where a configuration stands in trying what may come next.
enum class Stage : std::uint8_t { observations, certain, uncertain, done };

struct Frame {
  std::size_t action = kNoAction;  // what led here from the configuration before
  Stage stage = Stage::observations;
  std::size_t cursor = 0;        // certain: an entry of the list; uncertain: an action
  std::size_t first_return = 0;  // the entry before which an operation must have been called
  std::size_t end = 0;           // all certain actions from here on are not in the order
  std::int64_t latest_call = kBeforeAll;  // of the actions in the order
  std::uint64_t hash = 0;                 // of the certain actions in the order
};

class Search {
 public:
  Search(const Problem& problem, std::int64_t steps_max);
  Found run();

 private:
  struct Entry {
    std::int64_t time = 0;
    bool is_return = false;
    std::size_t action = 0;
  };

  void sort_entries();
  void link_entries();
  void lift(std::size_t action);
  void unlift(std::size_t action);

  std::size_t next_action();
  std::size_t fitting_observation();
  std::size_t next_certain();
  std::size_t next_uncertain();

  bool fits(std::size_t action);
  bool useful_after_uncertain(std::size_t action);
  bool leaves_needed_state(const Action& action) const;
  void scan(std::size_t actions);
  bool waits_for_equal(const Action& action) const;
  bool is_too_late(const Action& action) const;
  bool can_go_first(const Action& observation);

  void push(std::size_t action);
  void pop();
  std::span<const std::uint64_t> uncertain_bits();
  Configuration configuration();

  std::int64_t* state(std::size_t depth) { return states_.data() + depth * width_; }
  const std::int64_t* state(std::size_t depth) const { return states_.data() + depth * width_; }
  bool is_in(std::size_t action) const {
    const std::size_t bit = bit_of(action);
    return (bits_[bit / 64] >> (bit % 64) & 1U) != 0;
  }
  // The uncertain actions' bits begin with a word of their own.
  std::size_t bit_of(std::size_t action) const {
    return action < problem_.certain ? action : action - problem_.certain + certain_words_ * 64;
  }

  const Problem& problem_;
  const std::size_t width_;
  const std::size_t certain_words_;
  std::int64_t steps_left_;
  bool deadlines_ = false;  // some uncertain actions return

  // Calls and returns in order of time, calls first among equals: intervals are closed, so equal
  // times are concurrent. Entry 0 and the last one are the list's ends.
  std::vector<Entry> entries_;
  std::vector<std::size_t> next_;
  std::vector<std::size_t> previous_;
  std::vector<std::size_t> call_entry_;
  std::vector<std::size_t> return_entry_;

  std::vector<std::uint64_t> bits_;
  std::vector<std::uint64_t> masked_;  // room for uncertain_bits()
  std::vector<Frame> frames_;
  std::vector<std::int64_t> states_;
  std::vector<std::int64_t> scratch_;
  std::size_t depth_ = 0;
  std::size_t certain_left_;
  std::size_t longest_ = 0;
  std::size_t scanned_ = 0;  // not yet counted as a step
  bool out_of_steps_ = false;
  Needs needs_;
  Memo memo_;
};

Search::Search(const Problem& problem, std::int64_t steps_max)
    : problem_(problem),
      width_(problem.start.size()),
      certain_words_((problem.certain + 63) / 64),
      steps_left_(steps_max),
      certain_left_(problem.certain),
      needs_(problem) {
  const std::size_t actions = problem.actions.size();
  sort_entries();
  link_entries();
  bits_.assign(certain_words_ + (actions - problem.certain + 63) / 64, 0);
  masked_.resize(bits_.size() - certain_words_);
  frames_.resize(actions + 1);
  states_.resize((actions + 2) * width_);
  scratch_.resize(2 * width_);
  std::copy(problem.start.begin(), problem.start.end(), states_.begin());
  for (const Action& action : problem.actions) {
    deadlines_ = deadlines_ || (!action.certain && action.returned != history::kNotReturned);
  }
}

void Search::sort_entries() {
  const std::size_t actions = problem_.actions.size();
  entries_.reserve(2 * actions + 2);
  entries_.push_back({.time = kBeforeAll});
  for (std::size_t i = 0; i < actions; ++i) {
    const Action& action = problem_.actions[i];
    entries_.push_back({.time = action.called, .is_return = false, .action = i});
    if (action.certain) {
      entries_.push_back({.time = action.returned, .is_return = true, .action = i});
    }
  }
  std::sort(entries_.begin() + 1, entries_.end(), [](const Entry& a, const Entry& b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.is_return != b.is_return) return b.is_return;
    return a.action < b.action;
  });
  entries_.push_back({.time = history::kNotReturned, .is_return = true});
}

// Only certain actions are in the list; the uncertain ones are tried by their number.
void Search::link_entries() {
  next_.resize(entries_.size());
  previous_.resize(entries_.size());
  call_entry_.resize(problem_.actions.size());
  return_entry_.resize(problem_.actions.size());
  std::size_t last = 0;
  for (std::size_t i = 1; i < entries_.size(); ++i) {
    const bool is_end = i + 1 == entries_.size();
    if (!is_end) (entries_[i].is_return ? return_entry_ : call_entry_)[entries_[i].action] = i;
    if (!is_end && !problem_.actions[entries_[i].action].certain) continue;
    next_[last] = i;
    previous_[i] = last;
    last = i;
  }
}

void Search::lift(std::size_t action) {
  for (const std::size_t entry : {call_entry_[action], return_entry_[action]}) {
    next_[previous_[entry]] = next_[entry];
    previous_[next_[entry]] = previous_[entry];
  }
}

void Search::unlift(std::size_t action) {
  for (const std::size_t entry : {return_entry_[action], call_entry_[action]}) {
    next_[previous_[entry]] = entry;
    previous_[next_[entry]] = entry;
  }
}

// --- what may come next ---

// One attempt; the state after it stands behind the current one.
bool Search::fits(std::size_t action) {
  if (steps_left_ <= 0) {
    out_of_steps_ = true;
    return false;
  }
  --steps_left_;
  return problem_.step(problem_, problem_.actions[action], state(depth_), state(depth_ + 1));
}

std::size_t Search::fitting_observation() {
  Frame& frame = frames_[depth_];
  std::size_t entry = next_[0];
  std::size_t found = kNoAction;
  for (; !entries_[entry].is_return; entry = next_[entry]) {
    const std::size_t action = entries_[entry].action;
    const Action& candidate = problem_.actions[action];
    if (found != kNoAction || !candidate.observes || !can_go_first(candidate)) continue;
    if (fits(action)) found = action;
  }
  frame.first_return = entry;
  frame.cursor = next_[0];
  frame.stage = found == kNoAction ? Stage::certain : Stage::done;
  return found;
}

std::size_t Search::next_certain() {
  Frame& frame = frames_[depth_];
  while (frame.cursor != frame.first_return) {
    const std::size_t action = entries_[frame.cursor].action;
    frame.cursor = next_[frame.cursor];
    const Action& candidate = problem_.actions[action];
    if (candidate.observes && can_go_first(candidate)) continue;
    if (waits_for_equal(candidate)) continue;
    if (!fits(action) || leaves_needed_state(candidate)) continue;
    if (useful_after_uncertain(action)) return action;
  }
  frame.stage = Stage::uncertain;
  frame.cursor = problem_.certain;
  return kNoAction;
}

std::size_t Search::next_uncertain() {
  Frame& frame = frames_[depth_];
  while (frame.cursor < problem_.actions.size()) {
    const std::size_t action = frame.cursor;
    if (call_entry_[action] > frame.first_return) break;
    ++frame.cursor;
    scan(1);
    const Action& candidate = problem_.actions[action];
    if (is_in(action) || is_too_late(candidate) || waits_for_equal(candidate)) continue;
    if (!fits(action) || leaves_needed_state(candidate)) continue;
    if (useful_after_uncertain(action)) return action;
  }
  frame.stage = Stage::done;
  return kNoAction;
}

std::size_t Search::next_action() {
  std::size_t action = kNoAction;
  const Frame& frame = frames_[depth_];
  if (frame.stage == Stage::observations) action = fitting_observation();
  if (action == kNoAction && frame.stage == Stage::certain) action = next_certain();
  if (action == kNoAction && frame.stage == Stage::uncertain) action = next_uncertain();
  return action;
}

bool Search::waits_for_equal(const Action& action) const {
  if (action.after < 0 || is_in(static_cast<std::size_t>(action.after))) return false;
  const Action& equal = problem_.actions[static_cast<std::size_t>(action.after)];
  return equal.certain || !is_too_late(equal);
}

bool Search::is_too_late(const Action& action) const {
  return action.returned < frames_[depth_].latest_call;
}

// Whether no uncertain action that is still possible must come before it.
bool Search::can_go_first(const Action& observation) {
  if (!deadlines_) return true;
  std::size_t i = problem_.certain;
  for (; i < problem_.actions.size(); ++i) {
    const Action& uncertain = problem_.actions[i];
    if (uncertain.called > observation.called) break;
    const bool possible = !is_in(i) && !is_too_late(uncertain);
    if (possible && uncertain.returned < observation.called) break;
  }
  scan(i - problem_.certain);
  if (i == problem_.actions.size()) return true;
  return problem_.actions[i].called > observation.called;
}

// Looking at an uncertain action costs little, but where there are many it must count, too.
void Search::scan(std::size_t actions) {
  constexpr std::size_t kActionsPerStep = 16;
  scanned_ += actions;
  steps_left_ -= static_cast<std::int64_t>(scanned_ / kActionsPerStep);
  scanned_ %= kActionsPerStep;
}

bool Search::leaves_needed_state(const Action& action) const {
  return needs_.forbid(action, *state(depth_), *state(depth_ + 1));
}

// REQUIRES: the state after `action` stands behind the current one.
bool Search::useful_after_uncertain(std::size_t action) {
  const std::size_t last = frames_[depth_].action;
  if (last == kNoAction || last < problem_.certain) return true;
  const std::int64_t* before = state(depth_ - 1);
  const std::int64_t* after = state(depth_ + 1);
  std::int64_t* without = scratch_.data();
  std::int64_t* exchanged = scratch_.data() + width_;
  steps_left_ -= 2;
  if (!problem_.step(problem_, problem_.actions[action], before, without)) return true;
  if (std::equal(after, after + width_, without)) return false;
  const bool may_stay = action >= problem_.certain && last < action;
  const bool must_stay = problem_.actions[action].called > problem_.actions[last].returned;
  if (may_stay || must_stay) return true;
  if (!problem_.step(problem_, problem_.actions[last], without, exchanged)) return true;
  return !std::equal(after, after + width_, exchanged);
}

// --- going there and back ---

void Search::push(std::size_t action) {
  const Frame& from = frames_[depth_];
  const bool certain = action < problem_.certain;
  const std::size_t end = certain ? std::max(from.end, action + 1) : from.end;
  const std::uint64_t hash = certain ? from.hash ^ scramble(action) : from.hash;
  const std::int64_t call = std::max(from.latest_call, problem_.actions[action].called);
  frames_[++depth_] = {.action = action, .end = end, .latest_call = call, .hash = hash};
  bits_[bit_of(action) / 64] |= std::uint64_t{1} << (bit_of(action) % 64);
  needs_.put_next(problem_.actions[action]);
  if (!certain) return;
  lift(action);
  --certain_left_;
  longest_ = std::max(longest_, problem_.certain - certain_left_);
}

void Search::pop() {
  const std::size_t action = frames_[depth_--].action;
  bits_[bit_of(action) / 64] &= ~(std::uint64_t{1} << (bit_of(action) % 64));
  needs_.take_back(problem_.actions[action]);
  if (action >= problem_.certain) return;
  unlift(action);
  ++certain_left_;
}

// Those in the order. One that is too late counts as not used: it makes no difference any more.
std::span<const std::uint64_t> Search::uncertain_bits() {
  const auto bits = std::span<const std::uint64_t>(bits_).subspan(certain_words_);
  if (!deadlines_) return bits;
  scan(problem_.actions.size() - problem_.certain);
  std::copy(bits.begin(), bits.end(), masked_.begin());
  for (std::size_t i = problem_.certain; i < problem_.actions.size(); ++i) {
    const std::size_t bit = i - problem_.certain;
    const bool lost = is_too_late(problem_.actions[i]);
    if (lost) masked_[bit / 64] &= ~(std::uint64_t{1} << (bit % 64));
  }
  return masked_;
}

Configuration Search::configuration() {
  const Frame& frame = frames_[depth_];
  // The list begins with the call of the first certain action that is not in the order yet.
  const std::size_t missing = entries_[next_[0]].action;
  const std::size_t first = missing / 64;
  const std::size_t words = frame.end > first * 64 ? (frame.end + 63) / 64 - first : 0;
  const std::span<const std::uint64_t> bits(bits_);
  std::uint64_t hash = frame.hash;
  for (std::size_t i = 0; i < width_; ++i) {
    hash = scramble(hash ^ static_cast<std::uint64_t>(state(depth_)[i]));
  }
  return {.hash = hash,
          .first = static_cast<std::uint32_t>(first),
          .certain = bits.subspan(first, words),
          .uncertain = uncertain_bits(),
          .state = {state(depth_), width_}};
}

Found Search::run() {
  if (problem_.hopeless != kNoAction) {
    return {.answer = Answer::violated,
            .work = 1,
            .reached = problem_.actions[problem_.hopeless].returned};
  }
  const std::int64_t steps_at_first = steps_left_;
  std::int64_t reached = kBeforeAll;
  const auto found = [&](Answer answer) {
    return Found{.answer = answer,
                 .work = steps_at_first - steps_left_,
                 .reached = reached,
                 .longest = longest_,
                 .certain = problem_.certain};
  };
  while (certain_left_ > 0) {
    const std::size_t action = next_action();
    if (out_of_steps_ || steps_left_ < 0) return found(Answer::undecided);
    const bool came_by_certain = frames_[depth_].action < problem_.certain;
    if (action == kNoAction) {
      reached = std::max(reached, entries_[frames_[depth_].first_return].time);
      if (depth_ == 0) return found(Answer::violated);
      if (came_by_certain) memo_.remember(configuration());
      pop();
      continue;
    }
    push(action);
    const bool is_known =
        action < problem_.certain && certain_left_ > 0 && memo_.covers(configuration());
    if (is_known) pop();
  }
  return found(Answer::holds);
}

}  // namespace

Found search(const Problem& problem, std::int64_t steps_max) {
  return Search(problem, steps_max).run();
}

}  // namespace caplab::check
