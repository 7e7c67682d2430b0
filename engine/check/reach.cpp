// One bound for each type of object.
#include "engine/check/reach.h"

#include <algorithm>

namespace caplab::check {
namespace {

using history::Function;
using history::ObjectType;

constexpr std::int64_t kLargeNumber = std::int64_t{1} << 40;  // sums of these cannot overflow

bool is_small(std::int64_t number) { return -kLargeNumber < number && number < kLargeNumber; }

std::uint64_t bits(std::int64_t word) { return static_cast<std::uint64_t>(word); }

}  // namespace

Reach::Reach(const Problem& problem, ObjectType type, const Action& read)
    : problem_(&problem), type_(type), read_(&read) {
  const bool grows = type == ObjectType::log || type == ObjectType::kv;
  if (!grows || read.result < 0) return;
  for (std::int64_t node = read.result; node != Trie::kRoot; node = problem.trie.parent(node)) {
    path_.push_back(node);
  }
  path_.push_back(Trie::kRoot);
  std::reverse(path_.begin(), path_.end());
}

bool Reach::sum_is_possible(std::int64_t state, const Left& left) const {
  if (read_->result == history::kNoValue) {
    return state == history::kNoValue && left.must.empty();
  }
  const std::int64_t sum = state == history::kNoValue ? 0 : state;
  if (!is_small(sum) || !is_small(read_->result)) return true;
  std::int64_t least = sum;
  std::int64_t most = sum;
  for (const Action* action : left.must) {
    if (!is_small(action->argument)) return true;
    least += action->argument;
    most += action->argument;
  }
  for (const Action* action : left.may) {
    if (!is_small(action->argument)) return true;
    (action->argument < 0 ? least : most) += action->argument;
  }
  return least <= read_->result && read_->result <= most;
}

// What is missing, or there too much, now or after what will come, something must set right.
bool Reach::elements_are_possible(const std::int64_t* state, const Left& left) const {
  const std::int64_t* shown = problem_->numbers.data() + read_->result;
  for (std::size_t word = 0; word < problem_->start.size(); ++word) {
    std::uint64_t missing = bits(shown[word]) & ~bits(state[word]);
    std::uint64_t surplus = bits(state[word]) & ~bits(shown[word]);
    std::uint64_t adds = 0;
    std::uint64_t removes = 0;
    const auto bit_of = [word](const Action& action) {
      const bool here = static_cast<std::size_t>(action.argument / 64) == word;
      return here ? std::uint64_t{1} << (action.argument % 64) : 0;
    };
    for (const std::vector<const Action*>* actions : {&left.may, &left.must}) {
      for (const Action* action : *actions) {
        (action->function == Function::add ? adds : removes) |= bit_of(*action);
      }
    }
    for (const Action* action : left.must) {
      const std::uint64_t bit = bit_of(*action);
      if (action->function == Function::add) surplus |= bit & ~bits(shown[word]);
      if (action->function == Function::remove) missing |= bit & bits(shown[word]);
    }
    if ((missing & ~adds) != 0 || (surplus & ~removes) != 0) return false;
  }
  return true;
}

// Nodes on a path have growing numbers, since each was made after the one above it.
bool Reach::path_is_possible(std::int64_t state, const Left& left) const {
  const auto puts = [](const Action* action) { return action->function == Function::put; };
  const bool restarts = std::any_of(left.may.begin(), left.may.end(), puts) ||
                        std::any_of(left.must.begin(), left.must.end(), puts);
  if (restarts) return true;
  if (state == read_->result) return type_ == ObjectType::kv || left.must.empty();
  const bool none_left = left.may.empty() && left.must.empty();
  // "No text" is no node; appends lead away from it.
  if (state < 0 && state != Trie::kNowhere) return !none_left;
  const auto at = std::lower_bound(path_.begin(), path_.end(), state);
  if (at == path_.end() || *at != state) return false;
  return type_ == ObjectType::kv ? !none_left : entries_are_possible(at - path_.begin(), left);
}

// The next entry on the path must come, and what will come must be on it.
bool Reach::entries_are_possible(std::ptrdiff_t place, const Left& left) const {
  const std::int64_t next = problem_->trie.last_item(*(path_.begin() + place + 1));
  const auto is_next = [next](const Action* action) { return action->argument == next; };
  const bool comes = std::any_of(left.may.begin(), left.may.end(), is_next) ||
                     std::any_of(left.must.begin(), left.must.end(), is_next);
  return comes && std::all_of(left.must.begin(), left.must.end(), [&](const Action* action) {
           return std::any_of(path_.begin() + place + 1, path_.end(), [&](std::int64_t node) {
             return problem_->trie.last_item(node) == action->argument;
           });
         });
}

// Whether its element is shown otherwise than it is now, and as the update leaves it.
bool Reach::sets_right(const std::int64_t* state, const Action& action) const {
  const auto word = static_cast<std::size_t>(action.argument / 64);
  const std::uint64_t bit = std::uint64_t{1} << (action.argument % 64);
  const std::int64_t* shown = problem_->numbers.data() + read_->result;
  const bool is_shown = (bits(shown[word]) & bit) != 0;
  const bool is_there = (bits(state[word]) & bit) != 0;
  return is_shown != is_there && is_shown == (action.function == Function::add);
}

// Whether its entry is shown behind those that are there.
bool Reach::continues(std::int64_t state, const Action& action) const {
  const auto behind = std::upper_bound(path_.begin(), path_.end(), state);
  return std::any_of(behind, path_.end(), [&](std::int64_t node) {
    return problem_->trie.last_item(node) == action.argument;
  });
}

void Reach::settle(const std::int64_t* state, Left& left) const {
  if (type_ != ObjectType::set && type_ != ObjectType::log) return;
  std::vector<const Action*> needed;
  for (const Action* action : left.may) {
    const bool is_set = type_ == ObjectType::set;
    const bool needs = is_set ? sets_right(state, *action) : continues(*state, *action);
    if (needs) needed.push_back(action);
  }
  std::erase_if(left.may, [&](const Action* action) {
    return std::find(needed.begin(), needed.end(), action) != needed.end();
  });
  left.must.insert(left.must.end(), needed.begin(), needed.end());
}

bool Reach::is_possible(const std::int64_t* state, const Left& left) const {
  switch (type_) {
    case ObjectType::counter: return sum_is_possible(*state, left);
    case ObjectType::set: return elements_are_possible(state, left);
    case ObjectType::kv:
    case ObjectType::log: return path_is_possible(*state, left);
    case ObjectType::reg:
    case ObjectType::account: break;
  }
  return true;
}

}  // namespace caplab::check
