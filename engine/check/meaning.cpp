// The sequential meaning of each object type: how its operations become numbers, and what one does
// to a state. The brute-force twin of the tests has its own, independent one.
#include "engine/check/meaning.h"

#include <algorithm>
#include <array>

#include "engine/base/ensure.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::kNoValue;
using history::ObjectType;
using history::Operation;
using history::Value;

constexpr std::int64_t kMissing = -2;  // kv: the key has no text

// --- register: the state is the position of its value among all that occur ---

bool step_register(const Problem&, const Action& action, const std::int64_t* state,
                   std::int64_t* next) {
  *next = *state;
  switch (action.function) {
    case Function::read: return *state == action.result;
    case Function::write: *next = action.argument; return true;
    case Function::cas:
      if (!action.accepted) return *state != action.argument;
      *next = action.argument2;
      return *state == action.argument;
    default: return false;
  }
}

std::int64_t position_in(const std::vector<std::int64_t>& sorted, std::int64_t value) {
  return std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin();
}

void sort_unique(std::vector<std::int64_t>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

void number_register_values(Action& action, const std::vector<std::int64_t>& values) {
  action.argument = position_in(values, action.argument);
  action.argument2 = position_in(values, action.argument2);
  action.result = position_in(values, action.result);
  const bool swaps = action.function == Function::cas && action.accepted;
  if (action.function == Function::read) action.needs = static_cast<std::int32_t>(action.result);
  if (swaps) action.needs = static_cast<std::int32_t>(action.argument);
  if (swaps) action.makes = static_cast<std::int32_t>(action.argument2);
  if (action.function == Function::write) action.makes = static_cast<std::int32_t>(action.argument);
}

// An uncertain write may be dropped if nothing finds its value. Each that never returns and is of
// use is found by an operation of its own, so the earliest ones are enough, as many as there are
// such operations; a mismatch may find any value. Of those that returned before all certain
// operations were called only the last that took effect counts, so one for each value is enough.
void drop_unseen_writes(Problem& problem) {
  std::vector<std::int32_t> finders(problem.tracked, 0);
  std::vector<bool> kept_before(problem.tracked, false);
  std::int32_t mismatches = 0;
  std::int64_t begin = history::kNotReturned;
  for (const Action& action : problem.actions) {
    if (action.function == Function::cas && !action.accepted) ++mismatches;
    if (action.needs != kNoState) ++finders[static_cast<std::size_t>(action.needs)];
    if (action.certain) begin = std::min(begin, action.called);
  }
  std::erase_if(problem.actions, [&](const Action& action) {
    if (action.certain || action.function != Function::write) return false;
    const auto made = static_cast<std::size_t>(action.makes);
    if (finders[made] + mismatches <= 0) return true;
    if (action.returned == history::kNotReturned) --finders[made];
    if (action.returned >= begin) return false;
    const bool again = kept_before[made];
    kept_before[made] = true;
    return again;
  });
}

void find_hopeless_value(Problem& problem) {
  std::vector<bool> made(problem.tracked, false);
  made[static_cast<std::size_t>(problem.start[0])] = true;
  for (const Action& action : problem.actions) {
    if (action.makes != kNoState) made[static_cast<std::size_t>(action.makes)] = true;
  }
  for (std::size_t i = 0; i < problem.actions.size(); ++i) {
    const Action& action = problem.actions[i];
    if (!action.certain || action.needs == kNoState) continue;
    if (!made[static_cast<std::size_t>(action.needs)]) problem.hopeless = i;
  }
}

void compile_register(const History&, const Options& options, Problem& problem) {
  std::vector<std::int64_t> values{options.initial};
  for (const Action& action : problem.actions) {
    values.insert(values.end(), {action.argument, action.argument2, action.result});
  }
  sort_unique(values);
  for (Action& action : problem.actions) number_register_values(action, values);
  problem.start = {position_in(values, options.initial)};
  problem.tracked = values.size();
  drop_unseen_writes(problem);
  find_hopeless_value(problem);
}

// --- counter and account: the state is a number ---

// Wraps instead of overflowing; readers of files allow no numbers that could come near.
std::int64_t sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

std::int64_t difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

std::int64_t number_or_zero(std::int64_t value) { return value == kNoValue ? 0 : value; }

bool step_counter(const Problem&, const Action& action, const std::int64_t* state,
                  std::int64_t* next) {
  *next = *state;
  if (action.function == Function::add) {
    *next = sum(number_or_zero(*state), action.argument);
    return true;
  }
  // A counter that nobody has touched may show 0 or "no value".
  return action.result == *state || action.result == number_or_zero(*state);
}

void compile_counter(const History&, const Options& options, Problem& problem) {
  problem.start = {options.initial};
}

bool step_account(const Problem&, const Action& action, const std::int64_t* state,
                  std::int64_t* next) {
  *next = *state;
  switch (action.function) {
    case Function::balance: return *state == action.result;
    case Function::deposit: *next = sum(*state, action.argument); return true;
    case Function::withdraw:
      if (!action.accepted) return *state < action.argument;
      *next = difference(*state, action.argument);
      return *state >= action.argument;
    default: return false;
  }
}

void compile_account(const History&, const Options& options, Problem& problem) {
  problem.start = {number_or_zero(options.initial)};
}

// --- set: the state is one bit for each element that occurs ---

std::int64_t bit_of(std::int64_t element) {
  return static_cast<std::int64_t>(std::uint64_t{1} << (element % 64));
}

bool step_set(const Problem& problem, const Action& action, const std::int64_t* state,
              std::int64_t* next) {
  const std::size_t size = problem.start.size();
  std::copy(state, state + size, next);
  if (action.function == Function::read) {
    const auto shown = problem.numbers.begin() + static_cast<std::ptrdiff_t>(action.result);
    return std::equal(state, state + size, shown);
  }
  std::int64_t& word = next[action.argument / 64];
  const std::int64_t bit = bit_of(action.argument);
  word = action.function == Function::add ? word | bit : word & ~bit;
  return true;
}

using Values = std::vector<Value>;

std::span<const Value> shown_by(const Operation& op) {
  return op.results ? std::span<const Value>(*op.results) : std::span<const Value>();
}

Values elements_of(const History& history, const Options& options, const Problem& problem) {
  Values elements = options.initial_values;
  for (const Action& action : problem.actions) {
    const Operation& op = history.operations[action.operation];
    if (action.function == Function::read) {
      const std::span<const Value> shown = shown_by(op);
      elements.insert(elements.end(), shown.begin(), shown.end());
    } else {
      elements.push_back(op.argument);
    }
  }
  sort_unique(elements);
  return elements;
}

std::vector<std::int64_t> bits_of(std::span<const Value> shown, const Values& elements) {
  std::vector<std::int64_t> words(elements.size() / 64 + 1, 0);
  for (const Value value : shown) {
    const std::int64_t element = position_in(elements, value);
    words[static_cast<std::size_t>(element / 64)] |= bit_of(element);
  }
  return words;
}

// An unknown add may be dropped if no read shows its element.
void drop_unseen_adds(Problem& problem) {
  const std::size_t size = problem.start.size();
  std::vector<std::int64_t> seen(size, 0);
  for (std::size_t i = 0; i < problem.numbers.size(); ++i) seen[i % size] |= problem.numbers[i];
  std::erase_if(problem.actions, [&seen](const Action& action) {
    const bool unknown_add = !action.certain && action.function == Function::add;
    if (!unknown_add) return false;
    return (seen[static_cast<std::size_t>(action.argument / 64)] & bit_of(action.argument)) == 0;
  });
}

void find_hopeless_element(Problem& problem) {
  const std::size_t size = problem.start.size();
  std::vector<std::int64_t> made = problem.start;
  for (const Action& action : problem.actions) {
    if (action.function != Function::add) continue;
    made[static_cast<std::size_t>(action.argument / 64)] |= bit_of(action.argument);
  }
  for (std::size_t i = 0; i < problem.actions.size(); ++i) {
    if (problem.actions[i].function != Function::read) continue;
    const auto shown = static_cast<std::size_t>(problem.actions[i].result);
    for (std::size_t word = 0; word < size; ++word) {
      if ((problem.numbers[shown + word] & ~made[word]) != 0) problem.hopeless = i;
    }
  }
}

void compile_set(const History& history, const Options& options, Problem& problem) {
  const Values elements = elements_of(history, options, problem);
  problem.start = bits_of(options.initial_values, elements);
  for (Action& action : problem.actions) {
    if (action.function != Function::read) {
      action.argument = position_in(elements, action.argument);
      continue;
    }
    const auto words = bits_of(shown_by(history.operations[action.operation]), elements);
    action.result = static_cast<std::int64_t>(problem.numbers.size());
    problem.numbers.insert(problem.numbers.end(), words.begin(), words.end());
  }
  drop_unseen_adds(problem);
  find_hopeless_element(problem);
}

// --- log: the state is the node of what it holds ---

bool step_log(const Problem& problem, const Action& action, const std::int64_t* state,
              std::int64_t* next) {
  *next = *state;
  if (action.function == Function::read) return *state == action.result;
  *next = problem.trie.find(*state, {&action.argument, 1});
  // An append whose entry no read shows may as well have had no effect.
  return action.certain || *next != Trie::kNowhere;
}

void find_hopeless_entry(const History& history, const Options& options, Problem& problem) {
  Values made = options.initial_values;
  for (const Action& action : problem.actions) {
    if (action.function == Function::append) made.push_back(action.argument);
  }
  sort_unique(made);
  for (std::size_t i = 0; i < problem.actions.size(); ++i) {
    if (problem.actions[i].function != Function::read) continue;
    const auto shown = shown_by(history.operations[problem.actions[i].operation]);
    const bool explained = std::all_of(shown.begin(), shown.end(), [&made](Value value) {
      return std::binary_search(made.begin(), made.end(), value);
    });
    if (!explained) problem.hopeless = i;
  }
}

void compile_log(const History& history, const Options& options, Problem& problem) {
  for (Action& action : problem.actions) {
    if (action.function != Function::read) continue;
    action.result =
        problem.trie.insert(Trie::kRoot, shown_by(history.operations[action.operation]));
    action.needs = static_cast<std::int32_t>(action.result);
  }
  problem.start = {problem.trie.find(Trie::kRoot, options.initial_values)};
  problem.tracked = problem.trie.size();
  problem.lost_for_good = true;
  find_hopeless_entry(history, options, problem);
}

// --- kv: the state is the node of the text, letter by letter ---

bool step_kv(const Problem& problem, const Action& action, const std::int64_t* state,
             std::int64_t* next) {
  *next = *state;
  if (action.function == Function::get) return *state == action.result;
  const bool from_start = action.function == Function::put || *state == kMissing;
  const std::span<const std::int64_t> letters(problem.numbers.data() + action.argument,
                                              static_cast<std::size_t>(action.argument2));
  *next = problem.trie.find(from_start ? Trie::kRoot : *state, letters);
  return action.certain || *next != Trie::kNowhere;
}

// A text is its bytes. Any other scalar is a mark that no byte equals and then its value, so that
// 5 and "5" differ.
std::vector<std::int64_t> letters_of(const History& history, Value value) {
  constexpr std::int64_t kNoText = 256;
  if (!history::is_word(value)) return {kNoText, value};
  const history::Word& word = history::word_of(history, value);
  if (!word.is_text) return {kNoText, value};
  std::vector<std::int64_t> letters;
  for (const char byte : word.text) letters.push_back(static_cast<unsigned char>(byte));
  return letters;
}

void compile_kv(const History& history, const Options& options, Problem& problem) {
  for (Action& action : problem.actions) {
    if (action.function == Function::get) {
      const bool null = action.result == kNoValue;
      action.result =
          null ? kMissing : problem.trie.insert(Trie::kRoot, letters_of(history, action.result));
      continue;
    }
    const auto letters = letters_of(history, action.argument);
    action.argument = static_cast<std::int64_t>(problem.numbers.size());
    action.argument2 = static_cast<std::int64_t>(letters.size());
    problem.numbers.insert(problem.numbers.end(), letters.begin(), letters.end());
  }
  const bool null = options.initial == kNoValue;
  problem.start = {null ? kMissing
                        : problem.trie.find(Trie::kRoot, letters_of(history, options.initial))};
}

// --- the table ---

constexpr std::array kMeanings{
    Meaning{ObjectType::reg, step_register, compile_register},
    Meaning{ObjectType::kv, step_kv, compile_kv},
    Meaning{ObjectType::counter, step_counter, compile_counter},
    Meaning{ObjectType::set, step_set, compile_set},
    Meaning{ObjectType::log, step_log, compile_log},
    Meaning{ObjectType::account, step_account, compile_account},
};

}  // namespace

const Meaning& meaning_of(ObjectType type) {
  const Meaning* found = nullptr;
  for (const Meaning& meaning : kMeanings) {
    if (meaning.type == type) found = &meaning;
  }
  ENSURE(found != nullptr);
  return *found;
}

}  // namespace caplab::check
