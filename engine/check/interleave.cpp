// Depth first over how far each process has come. What keeps it small, without changing an answer:
// - a configuration (how far each process is, what the objects hold) is searched only once;
// - an observation that fits is put next at once: it changes nothing, so waiting cannot help;
// - a state that some operation still needs is not left if nothing can bring it back;
// - processes are tried in order of their calls, the right order in most recorded runs.
#include "engine/check/interleave.h"

#include <algorithm>
#include <vector>

#include "engine/check/needs.h"
#include "engine/check/row_set.h"
#include "engine/check/turns.h"

namespace caplab::check {
namespace {

using history::History;

constexpr std::size_t kWidthMax = std::size_t{1} << 20;
constexpr std::uint64_t kChoicesMax = std::uint64_t{1} << 24;  // 128 MB

class Interleaver {
 public:
  Interleaver(const History& history, const Options& options, std::int64_t steps_max);
  Found run();

 private:
  struct Taken {
    std::size_t process = 0;
    std::size_t undo = 0;  // where the object's state before it stands in undo_
  };
  struct Choice {
    std::size_t taken = 0;  // how many turns were taken before it
    std::vector<std::size_t> processes;
    std::size_t next = 0;
  };

  const Turn* next_of(std::size_t process) const;
  bool fits(const Turn& turn);
  void take(std::size_t process);
  void take_back();
  void take_observations();
  bool is_new();
  Choice choice() const;
  bool take_next();

  std::int64_t steps_left_;
  const Turns turns_;
  std::vector<Needs> needs_;           // by object
  std::vector<std::size_t> progress_;  // by process: turns taken
  std::vector<std::int64_t> states_;   // of all objects
  std::vector<std::int64_t> after_;    // the state of one object after a turn that fits
  std::vector<std::int64_t> undo_;
  std::vector<Taken> taken_;
  std::vector<Choice> choices_;
  std::vector<std::int64_t> row_;  // the configuration
  RowSet seen_;
  std::size_t certain_left_;
  std::size_t longest_ = 0;
};

Interleaver::Interleaver(const History& history, const Options& options, std::int64_t steps_max)
    : steps_left_(steps_max),
      turns_(history, options),
      progress_(turns_.processes.size(), 0),
      states_(turns_.start),
      after_(turns_.state_size_max),
      row_(progress_.size() + states_.size()),
      seen_(row_.size()),
      certain_left_(turns_.certain) {
  for (const Object& object : turns_.objects) needs_.emplace_back(object.problem);
}

const Turn* Interleaver::next_of(std::size_t process) const {
  const std::vector<Turn>& turns = turns_.processes[process];
  return progress_[process] < turns.size() ? &turns[progress_[process]] : nullptr;
}

// One attempt; the object's state after it stands in after_.
bool Interleaver::fits(const Turn& turn) {
  --steps_left_;
  const Object& object = turns_.objects[turn.object];
  const std::int64_t* state = states_.data() + object.offset;
  if (!object.problem.step(object.problem, *turn.action, state, after_.data())) return false;
  return !needs_[turn.object].forbid(*turn.action, *state, after_.front());
}

// REQUIRES: fits() was just asked about the process's next turn, and said yes.
void Interleaver::take(std::size_t process) {
  const Turn& turn = *next_of(process);
  const Object& object = turns_.objects[turn.object];
  const auto size = static_cast<std::ptrdiff_t>(object.problem.start.size());
  const auto state = states_.begin() + static_cast<std::ptrdiff_t>(object.offset);
  taken_.push_back({process, undo_.size()});
  undo_.insert(undo_.end(), state, state + size);
  std::copy(after_.begin(), after_.begin() + size, state);
  needs_[turn.object].put_next(*turn.action);
  ++progress_[process];
  if (turn.action->certain) --certain_left_;
  longest_ = std::max(longest_, turns_.certain - certain_left_);
}

void Interleaver::take_back() {
  const Taken last = taken_.back();
  taken_.pop_back();
  const Turn& turn = turns_.processes[last.process][--progress_[last.process]];
  const Object& object = turns_.objects[turn.object];
  const auto before = undo_.begin() + static_cast<std::ptrdiff_t>(last.undo);
  std::copy(before, undo_.end(), states_.begin() + static_cast<std::ptrdiff_t>(object.offset));
  undo_.resize(last.undo);
  needs_[turn.object].take_back(*turn.action);
  if (turn.action->certain) ++certain_left_;
}

void Interleaver::take_observations() {
  for (bool taken = true; taken && steps_left_ >= 0;) {
    taken = false;
    for (std::size_t process = 0; process < turns_.processes.size(); ++process) {
      const Turn* turn = next_of(process);
      while (turn != nullptr && turn->action->observes && steps_left_ >= 0 && fits(*turn)) {
        take(process);
        taken = true;
        turn = next_of(process);
      }
    }
  }
}

bool Interleaver::is_new() {
  const auto rest = std::copy(progress_.begin(), progress_.end(), row_.begin());
  std::copy(states_.begin(), states_.end(), rest);
  return seen_.insert(row_);
}

Interleaver::Choice Interleaver::choice() const {
  Choice choice{.taken = taken_.size(), .processes = {}};
  for (std::size_t process = 0; process < turns_.processes.size(); ++process) {
    const Turn* turn = next_of(process);
    if (turn != nullptr && !turn->action->observes) choice.processes.push_back(process);
  }
  std::stable_sort(
      choice.processes.begin(), choice.processes.end(),
      [this](std::size_t a, std::size_t b) { return next_of(a)->called < next_of(b)->called; });
  return choice;
}

// The next turn of the latest choice that has one; false if none is left, or no step to try it.
bool Interleaver::take_next() {
  while (!choices_.empty() && steps_left_ >= 0) {
    Choice& choice = choices_.back();
    while (taken_.size() > choice.taken) take_back();
    while (choice.next < choice.processes.size() && steps_left_ >= 0) {
      const std::size_t process = choice.processes[choice.next++];
      if (!fits(*next_of(process))) continue;
      take(process);
      return true;
    }
    choices_.pop_back();
  }
  return false;
}

Found Interleaver::run() {
  const std::int64_t steps_max = steps_left_;
  Found found;
  if (turns_.hopeless) found.answer = Answer::violated;
  found.too_large =
      row_.size() > kWidthMax || std::uint64_t{turns_.certain} * progress_.size() > kChoicesMax;
  if (found.too_large || turns_.hopeless) return found;
  while (steps_left_ >= 0) {
    take_observations();
    if (certain_left_ == 0) found.answer = Answer::holds;
    if (certain_left_ == 0) break;
    if (is_new()) choices_.push_back(choice());
    if (!take_next()) break;
  }
  if (choices_.empty() && steps_left_ >= 0 && certain_left_ > 0) found.answer = Answer::violated;
  found.work = steps_max - steps_left_;
  found.longest = longest_;
  found.certain = turns_.certain;
  return found;
}

}  // namespace

Found interleave(const History& history, const Options& options, std::int64_t steps_max) {
  return Interleaver(history, options, steps_max).run();
}

}  // namespace caplab::check
