// The question that a search answers, in flat numbers: which of these operations, in which order,
// explain all results? Made from some operations of a history on one object.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/check/options.h"
#include "engine/check/trie.h"
#include "engine/history/history.h"

namespace caplab::check {

inline constexpr std::int32_t kNoState = -1;
inline constexpr std::size_t kNoAction = SIZE_MAX;
inline constexpr std::int64_t kBeforeAll = std::numeric_limits<std::int64_t>::min();

// One operation, ready to be tried.
struct Action {
  std::uint32_t operation = 0;  // position in the history
  history::Function function = history::Function::read;
  bool accepted = true;
  bool certain = true;    // false: it may also be left out, and its result is not known
  bool observes = false;  // it never changes the state
  std::int64_t called = 0;
  std::int64_t returned = history::kNotReturned;
  // Values as the object's step function wants them.
  std::int64_t argument = 0;
  std::int64_t argument2 = 0;
  std::int64_t result = 0;
  // Where states are tracked: the one it must find, and the one it leaves whatever it finds.
  std::int32_t needs = kNoState;
  std::int32_t makes = kNoState;
  std::int32_t after = -1;  // an action that does the same and can always go first
  // Where objects stand side by side: which one it is of, and where that one's state begins.
  std::uint32_t object = 0;
  std::uint32_t slot = 0;
};

struct Problem;

// Whether `action`'s result fits `state`; if so, `next` becomes the state after it.
using Step = bool (*)(const Problem&, const Action& action, const std::int64_t* state,
                      std::int64_t* next);

struct Problem {
  Step step = nullptr;
  std::vector<Action> actions;      // the certain ones first; both parts in order of their calls
  std::size_t certain = 0;          // how many those are
  std::vector<std::int64_t> start;  // the state before everything; its size is every state's size
  // How many states are numbered 0, 1, … and can be left for good; 0 where that is not followed.
  std::size_t tracked = 0;
  bool lost_for_good = false;  // once the state is Trie::kNowhere, no observation fits any more
  // A certain action that finds what nothing makes, so that no order can explain it.
  std::size_t hopeless = kNoAction;

  // What the step functions look things up in.
  Trie trie;
  std::vector<std::int64_t> numbers;

  std::vector<Problem> objects;  // those that stand side by side; else none
};

// How much an operation of a history binds. With less binding, more fits: what is violated even so
// is violated whatever that operation did.
enum class Binding : std::uint8_t {
  full,
  in_time,   // it may have had no effect, and any result; an effect was between call and return
  any_time,  // an effect may even have been at any other time
};

struct Part {
  std::uint32_t operation = 0;
  Binding binding = Binding::full;
};

// REQUIRES: the operations are of options.object's type and on one key.
Problem make_problem(const history::History& history, const Options& options,
                     std::span<const Part> parts);

// Several objects as one, whose state is all their states: what splitting by key saves.
// REQUIRES: at least one problem, each of another object.
Problem side_by_side(std::vector<Problem> objects);

}  // namespace caplab::check
