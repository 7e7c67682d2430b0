// One problem for each key, made as if all operations were concurrent.
#include "engine/check/turns.h"

#include <algorithm>
#include <map>
#include <utility>

namespace caplab::check {
namespace {

using history::History;
using history::Operation;
using history::Outcome;

// Without times all is concurrent, and what is uncertain may come at any time.
History without_times(const History& history) {
  History untimed = history;
  for (Operation& op : untimed.operations) {
    op.called = 0;
    op.returned = op.outcome == Outcome::unknown ? history::kNotReturned : 0;
  }
  return untimed;
}

std::vector<std::vector<Part>> parts_by_key(const History& history) {
  std::vector<std::vector<Part>> parts;
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const auto key = static_cast<std::size_t>(history.operations[i].key);
    parts.resize(std::max(parts.size(), key + 1));
    parts[key].push_back({.operation = static_cast<std::uint32_t>(i)});
  }
  return parts;
}

// In the order of the history, which is each process's own.
std::vector<std::pair<std::uint32_t, Turn>> in_order(const std::vector<Object>& objects,
                                                     const History& history) {
  std::vector<std::pair<std::uint32_t, Turn>> turns;
  for (std::size_t key = 0; key < objects.size(); ++key) {
    for (const Action& action : objects[key].problem.actions) {
      const std::int64_t called = history.operations[action.operation].called;
      turns.push_back({action.operation, {key, &action, called}});
    }
  }
  std::sort(turns.begin(), turns.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return turns;
}

}  // namespace

Turns::Turns(const History& history, const Options& options) {
  const History untimed = without_times(history);
  for (const std::vector<Part>& parts : parts_by_key(history)) {
    const Problem& problem =
        objects.emplace_back(Object{make_problem(untimed, options, parts), start.size()}).problem;
    start.insert(start.end(), problem.start.begin(), problem.start.end());
    state_size_max = std::max(state_size_max, problem.start.size());
    certain += problem.certain;
    hopeless = hopeless || problem.hopeless != kNoAction;
  }
  std::map<std::int64_t, std::size_t> numbers;
  for (const auto& [operation, turn] : in_order(objects, history)) {
    const std::int64_t process = history.operations[operation].process;
    const std::size_t number = numbers.try_emplace(process, numbers.size()).first->second;
    processes.resize(numbers.size());
    processes[number].push_back(turn);
  }
}

}  // namespace caplab::check
