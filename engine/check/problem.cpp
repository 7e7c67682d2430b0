// Picks the operations that matter and finds those that do the same.
#include "engine/check/problem.h"

#include <algorithm>
#include <tuple>

#include "engine/check/meaning.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::kNoValue;
using history::Operation;
using history::Outcome;

bool told_nothing(const Operation& op, const Options& options) {
  const bool null = op.result == kNoValue && !op.results;
  return history::is_read(op.function) && null && options.null_read == NullRead::any;
}

bool observes(const Operation& op) {
  return history::is_read(op.function) || !op.accepted || op.outcome == Outcome::fail;
}

bool is_certain(const Operation& op, const Part& part) {
  return op.outcome != Outcome::unknown && part.binding == Binding::full;
}

// An operation is left out where it neither changes the object nor tells anything about it.
bool matters(const Operation& op, const Part& part, const Options& options) {
  const bool mismatch = op.function == Function::cas && options.failed_cas == FailedCas::mismatch;
  if (op.outcome == Outcome::fail && !mismatch) return false;
  const bool certain = is_certain(op, part);
  if (observes(op)) return certain && !told_nothing(op, options);
  return true;
}

Action action_of(const Operation& op, const Part& part) {
  Action action{.operation = part.operation, .function = op.function};
  action.certain = is_certain(op, part);
  action.observes = observes(op);
  action.accepted = op.accepted && op.outcome != Outcome::fail;
  const bool any_time = part.binding == Binding::any_time;
  const bool never_returns = any_time || op.outcome == Outcome::unknown;
  action.called = any_time ? kBeforeAll : op.called;
  action.returned = never_returns ? history::kNotReturned : op.returned;
  action.argument = op.argument;
  action.argument2 = op.argument2;
  action.result = op.result;
  return action;
}

bool comes_first(const Action& a, const Action& b) {
  if (a.certain != b.certain) return a.certain;
  if (a.called != b.called) return a.called < b.called;
  return a.operation < b.operation;
}

// What is called after all certain operations have returned cannot be seen by them.
void drop_too_late(Problem& problem) {
  std::int64_t end = kBeforeAll;
  for (const Action& action : problem.actions) {
    if (action.certain) end = std::max(end, action.returned);
  }
  std::erase_if(problem.actions,
                [end](const Action& action) { return !action.certain && action.called > end; });
}

void count_certain(Problem& problem) {
  const auto first_uncertain = std::find_if(problem.actions.begin(), problem.actions.end(),
                                            [](const Action& a) { return !a.certain; });
  problem.certain = static_cast<std::size_t>(first_uncertain - problem.actions.begin());
}

// Everything but when and by whom; observations never stand in for each other.
auto effect_of(const Action& action) {
  return std::tuple(action.certain, action.function, action.accepted, action.argument,
                    action.argument2);
}

// Of two operations that do the same, the one that was called and returned no later can always go
// first: exchanging them changes nothing.
void order_equals(Problem& problem) {
  std::vector<std::int32_t> order;
  for (std::size_t i = 0; i < problem.actions.size(); ++i) {
    if (!problem.actions[i].observes) order.push_back(static_cast<std::int32_t>(i));
  }
  const auto at = [&problem](std::int32_t i) -> Action& {
    return problem.actions[static_cast<std::size_t>(i)];
  };
  std::sort(order.begin(), order.end(), [&at](std::int32_t a, std::int32_t b) {
    return std::tuple(effect_of(at(a)), a) < std::tuple(effect_of(at(b)), b);
  });
  for (std::size_t i = 1; i < order.size(); ++i) {
    const Action& earlier = at(order[i - 1]);
    Action& later = at(order[i]);
    const bool same = effect_of(earlier) == effect_of(later);
    if (same && earlier.returned <= later.returned) later.after = order[i - 1];
  }
}

bool step_side_by_side(const Problem& problem, const Action& action, const std::int64_t* state,
                       std::int64_t* next) {
  const Problem& own = problem.objects[action.object];
  std::copy(state, state + problem.start.size(), next);
  return own.step(own, action, state + action.slot, next + action.slot);
}

// Names of actions within their own problem, as names within the whole.
void rename_equals(Problem& problem, const std::vector<std::vector<std::int32_t>>& places) {
  for (Action& action : problem.actions) {
    if (action.after < 0) continue;
    action.after = places[action.object][static_cast<std::size_t>(action.after)];
  }
}

}  // namespace

Problem side_by_side(std::vector<Problem> objects) {
  struct Named {
    Action action;
    std::size_t place = 0;  // among the actions of its own problem
  };
  Problem whole;
  std::vector<Named> all;
  std::vector<std::vector<std::int32_t>> places;
  for (std::size_t object = 0; object < objects.size(); ++object) {
    const Problem& own = objects[object];
    places.emplace_back(own.actions.size());
    for (std::size_t i = 0; i < own.actions.size(); ++i) {
      all.push_back({own.actions[i], i});
      all.back().action.object = static_cast<std::uint32_t>(object);
      all.back().action.slot = static_cast<std::uint32_t>(whole.start.size());
    }
    whole.start.insert(whole.start.end(), own.start.begin(), own.start.end());
  }
  std::sort(all.begin(), all.end(),
            [](const Named& a, const Named& b) { return comes_first(a.action, b.action); });
  for (const Named& named : all) {
    const std::size_t object = named.action.object;
    places[object][named.place] = static_cast<std::int32_t>(whole.actions.size());
    if (objects[object].hopeless == named.place) whole.hopeless = whole.actions.size();
    whole.actions.push_back(named.action);
  }
  rename_equals(whole, places);
  count_certain(whole);
  whole.objects = std::move(objects);
  whole.step = step_side_by_side;
  return whole;
}

Problem make_problem(const History& history, const Options& options, std::span<const Part> parts) {
  const Meaning& meaning = meaning_of(options.object);
  Problem problem;
  problem.step = meaning.step;
  problem.actions.reserve(parts.size());
  for (const Part& part : parts) {
    const Operation& op = history.operations[part.operation];
    if (matters(op, part, options)) problem.actions.push_back(action_of(op, part));
  }
  drop_too_late(problem);
  std::sort(problem.actions.begin(), problem.actions.end(), comes_first);
  meaning.compile(history, options, problem);
  count_certain(problem);
  order_equals(problem);
  return problem;
}

}  // namespace caplab::check
