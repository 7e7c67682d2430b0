// Where one of the updates that may have been last tells all, no order is searched.
#include "engine/check/converged.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/check/accesses.h"
#include "engine/check/problem.h"
#include "engine/check/search.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::kNoValue;
using history::ObjectType;
using history::Operation;
using history::Outcome;
using history::Value;

using Operations = std::vector<std::size_t>;  // positions in the history

struct AtRest {  // one key
  Operations updates;
  Operations reads;        // the last one of each process, if it was called after all updates
  bool is_certain = true;  // the outcome of every update is known
};

bool took_effect(const Operation& op) {
  return !history::is_read(op.function) && op.outcome == Outcome::ok && op.accepted;
}

bool ended(const Operation& read) {
  return history::is_read(read.function) && read.outcome == Outcome::ok;
}

bool tells(const Operation& read, const Options& options) {
  const bool null = read.result == kNoValue && !read.results;
  return !(null && options.null_read == NullRead::any);
}

std::map<std::int32_t, AtRest> by_key(const History& history, const Options& options) {
  std::map<std::int32_t, AtRest> keys;
  std::map<std::int32_t, std::int64_t> last_return;
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    AtRest& key = keys[op.key];
    const bool unknown = !history::is_read(op.function) && op.outcome == Outcome::unknown;
    key.is_certain = key.is_certain && !unknown;
    if (!took_effect(op)) continue;
    key.updates.push_back(i);
    const auto at = last_return.try_emplace(op.key, op.returned).first;
    at->second = std::max(at->second, op.returned);
  }
  std::map<std::pair<std::int32_t, std::int64_t>, std::size_t> last_read;  // by key and process
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const Operation& op = history.operations[i];
    const auto end = last_return.find(op.key);
    const bool at_rest = end == last_return.end() || op.called > end->second;
    if (at_rest && ended(op)) last_read[{op.key, op.process}] = i;
  }
  // Where the last one tells nothing, an earlier one does not stand in for it.
  for (const auto& [key_and_process, read] : last_read) {
    if (!tells(history.operations[read], options)) continue;
    keys[key_and_process.first].reads.push_back(read);
  }
  return keys;
}

class Judgement {
 public:
  Judgement(const History& history, const Options& options, const AtRest& key)
      : history_(history), options_(options), key_(key) {}

  // The first read that shows something else than the first one.
  std::size_t different() const {
    for (const std::size_t read : key_.reads) {
      if (!same(at(read), at(key_.reads.front()))) return read;
    }
    return kNoOperation;
  }

  // Whether some order of the updates that respects real time leaves what the read shows.
  Answer is_left(std::size_t read, std::int64_t steps_max, std::int64_t& work) const {
    const auto updates = static_cast<std::int64_t>(key_.updates.size());
    bool left = false;
    if (is_searched()) return search_order(read, steps_max, work);
    if (updates > steps_max) return Answer::undecided;
    work += updates;
    if (options_.object == ObjectType::counter) {
      left = sum_is_left(at(read));
    } else if (options_.object == ObjectType::set) {
      left = set_is_left(at(read));
    } else {
      left = value_is_left(at(read));
    }
    return left ? Answer::holds : Answer::violated;
  }

 private:
  const Operation& at(std::size_t operation) const { return history_.operations[operation]; }

  std::vector<Value> elements(const Operation& read) const {
    std::vector<Value> shown = read.results.value_or(std::vector<Value>{});
    if (options_.object == ObjectType::set) std::sort(shown.begin(), shown.end());
    return shown;
  }

  bool same(const Operation& a, const Operation& b) const {
    const auto number = [this](const Operation& op) {
      const bool zero = options_.object == ObjectType::counter && op.result == kNoValue;
      return zero ? 0 : op.result;
    };
    return number(a) == number(b) && elements(a) == elements(b);
  }

  // Whether none of `all` was called after it had returned.
  bool may_be_last(std::size_t update, const Operations& all) const {
    return std::none_of(all.begin(), all.end(),
                        [&](std::size_t other) { return at(other).called > at(update).returned; });
  }

  bool value_is_left(const Operation& read) const {
    if (key_.updates.empty()) return read.result == options_.initial;
    return std::any_of(key_.updates.begin(), key_.updates.end(), [&](std::size_t update) {
      const Operation& op = at(update);
      const Value value = op.function == Function::cas ? op.argument2 : op.argument;
      return value == read.result && may_be_last(update, key_.updates);
    });
  }

  bool sum_is_left(const Operation& read) const {
    std::uint64_t sum = 0;
    if (options_.initial != kNoValue) sum = static_cast<std::uint64_t>(options_.initial);
    for (const std::size_t update : key_.updates) {
      sum += static_cast<std::uint64_t>(at(update).argument);
    }
    if (read.result == kNoValue) return key_.updates.empty() && options_.initial == kNoValue;
    return static_cast<std::uint64_t>(read.result) == sum;
  }

  // Element by element: whichever update of each may be last, real time allows one order for all,
  // since what it orders are intervals.
  bool set_is_left(const Operation& read) const {
    std::map<Value, Operations> updates_of;
    for (const std::size_t update : key_.updates) updates_of[at(update).argument].push_back(update);
    for (const Value value : options_.initial_values) updates_of[value];
    std::vector<Value> shown = elements(read);
    for (const Value value : shown) updates_of[value];
    return std::all_of(updates_of.begin(), updates_of.end(), [&](const auto& entry) {
      const bool is_shown = std::binary_search(shown.begin(), shown.end(), entry.first);
      return element_is_left(entry.first, entry.second, is_shown);
    });
  }

  bool element_is_left(Value value, const Operations& updates, bool is_shown) const {
    const auto& initial = options_.initial_values;
    const bool was_there = std::find(initial.begin(), initial.end(), value) != initial.end();
    if (updates.empty()) return was_there == is_shown;
    return std::any_of(updates.begin(), updates.end(), [&](std::size_t update) {
      return (at(update).function == Function::add) == is_shown && may_be_last(update, updates);
    });
  }

  bool is_searched() const {
    return options_.object != ObjectType::counter && options_.object != ObjectType::set &&
           !are_accesses(history_, options_);
  }

  Answer search_order(std::size_t read, std::int64_t steps_max, std::int64_t& work) const {
    std::vector<Part> parts;
    for (const std::size_t update : key_.updates) {
      parts.push_back({.operation = static_cast<std::uint32_t>(update)});
    }
    parts.push_back({.operation = static_cast<std::uint32_t>(read)});
    const Found found = search(make_problem(history_, options_, parts), steps_max);
    work += found.work;
    return found.answer;
  }

  const History& history_;
  const Options& options_;
  const AtRest& key_;
};

std::string quoted(const History& history, std::size_t operation) {
  const Operation& op = history.operations[operation];
  return "\"" + operation_text(history, op) + "\" of process " + std::to_string(op.process);
}

Verdict violated(const std::string& why, Operations operations) {
  std::sort(operations.begin(), operations.end());
  Verdict verdict;
  verdict.answer = Answer::violated;
  verdict.why = why;
  verdict.operations = verdict.core = std::move(operations);
  return verdict;
}

Verdict judge(const History& history, const Options& options, const AtRest& key,
              std::int64_t steps_max) {
  Verdict verdict;
  verdict.answer = Answer::holds;
  if (key.reads.empty()) return verdict;
  const Judgement judgement(history, options, key);
  const std::size_t first = key.reads.front();
  const std::size_t other = judgement.different();
  if (other != kNoOperation) {
    return violated("After all updates had returned, " + quoted(history, first) + " and " +
                        quoted(history, other) + " differ.",
                    {first, other});
  }
  std::int64_t work = 0;
  for (const std::size_t read : key.reads) {
    // Reads that show the same may still differ: an untouched counter may show 0 or nothing.
    const bool same = history.operations[read].result == history.operations[first].result;
    if (read != first && same) continue;
    verdict.answer = judgement.is_left(read, steps_max - work, work);
    if (verdict.answer == Answer::holds) continue;
    if (verdict.answer == Answer::undecided) break;
    Operations operations = key.updates;
    operations.push_back(read);
    verdict = violated(quoted(history, read) + " shows what no order of the updates leaves.",
                       std::move(operations));
    break;
  }
  verdict.work = work;
  return verdict;
}

// What the sentence for a history that converged speaks of.
struct Judged {
  std::size_t keys = 0;
  std::size_t uncertain = 0;
  std::size_t unread = 0;
};

std::string keys_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " key" : " keys");
}

std::string holds_text(const Judged& judged) {
  std::string text = judged.keys == 0 ? "Nothing was judged"
                                      : "After the last update all read the same, and what the "
                                        "updates left (" +
                                            keys_text(judged.keys) + ")";
  if (judged.unread > 0) {
    text += "; of " + keys_text(judged.unread) + " nothing was read after the last update";
  }
  if (judged.uncertain > 0) {
    text +=
        "; " + keys_text(judged.uncertain) + " not judged, since an update's outcome is unknown";
  }
  return text + ".";
}

}  // namespace

Verdict check_converged(const History& history, const Options& options) {
  Verdict verdict;
  verdict.answer = Answer::holds;
  Judged judged;
  for (const auto& [number, key] : by_key(history, options)) {
    if (!key.is_certain) {
      ++judged.uncertain;
      continue;
    }
    ++(key.reads.empty() ? judged.unread : judged.keys);
    const std::int64_t work = verdict.work;
    Verdict of_key = judge(history, options, key, options.steps_max - work);
    of_key.work += work;
    if (of_key.answer == Answer::violated) return of_key;
    verdict.work = of_key.work;
    if (of_key.answer == Answer::undecided) verdict.answer = Answer::undecided;
  }
  verdict.why = verdict.answer == Answer::holds
                    ? holds_text(judged)
                    : "No answer within " + std::to_string(options.steps_max) +
                          " steps; a larger budget may find one.";
  return verdict;
}

}  // namespace caplab::check
