// Each key by itself; what is told of a violation is the one read that alone is too old, where
// there is one.
#include "engine/check/bounded_staleness.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/check/accesses.h"
#include "engine/check/known_versions.h"
#include "engine/check/staleness_search.h"

namespace caplab::check {
namespace {

using history::Function;
using history::History;
using history::Operation;

std::map<std::int32_t, std::vector<Part>> parts_by_key(const History& history) {
  std::map<std::int32_t, std::vector<Part>> parts;
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    parts[history.operations[i].key].push_back({.operation = static_cast<std::uint32_t>(i)});
  }
  return parts;
}

// What never became a version is left out of the known order.
StalenessQuestion question_about(const Problem& problem, const Options& options) {
  StalenessQuestion question{.problem = &problem, .options = &options, .order = {}};
  question.order_is_known = !options.version_order.empty();
  std::map<std::uint32_t, std::size_t> update_of;  // by operation
  for (std::size_t i = 0; i < problem.actions.size(); ++i) {
    if (!problem.actions[i].observes) update_of[problem.actions[i].operation] = i;
  }
  for (const std::vector<std::uint32_t>& versions : options.version_order) {
    for (const std::uint32_t operation : versions) {
      const auto update = update_of.find(operation);
      if (update != update_of.end()) question.order.push_back(update->second);
    }
  }
  return question;
}

// --- what is told ---

// How old what a read found is: the updates that are certainly newer, by their returns.
struct Age {
  bool known = false;
  std::size_t writer = kNoOperation;  // kNoOperation: the start
  Because because = Because::start;   // that the writer comes before the newer ones
  std::vector<std::size_t> newer;
};

bool writes_value(const Operation& op, history::Value value) {
  if (history::is_read(op.function) || op.outcome == history::Outcome::fail) return false;
  if (op.function == Function::cas) return op.accepted && op.argument2 == value;
  return op.argument == value;
}

bool is_update(const Operation& op) {
  return !history::is_read(op.function) && op.accepted && op.outcome == history::Outcome::ok;
}

bool shows_one_write(const Operation& op) {
  const bool reads = op.function == Function::read || op.function == Function::get;
  return reads || (op.function == Function::cas && op.accepted);
}

history::Value value_found(const Operation& op) {
  return op.function == Function::cas ? op.argument : op.result;
}

class Teller {
 public:
  Teller(const History& history, const Options& options) : history_(history), options_(options) {
    for (const std::vector<std::uint32_t>& versions : options.version_order) {
      for (std::size_t i = 0; i < versions.size(); ++i) place_[versions[i]] = i;
    }
  }

  // Known where only one update, or only the start, can be what was found.
  Age age_of(std::size_t read) const {
    std::size_t sources = value_found(at(read)) == options_.initial ? 1 : 0;
    Age age;
    for (std::size_t i = 0; i < history_.operations.size(); ++i) {
      if (at(i).key != at(read).key || i == read) continue;
      if (!writes_value(at(i), value_found(at(read)))) continue;
      ++sources;
      age.writer = i;
      age.because = place_.empty() ? Because::time : Because::order;
    }
    age.known = sources == 1;
    if (age.known) list_newer(read, age);
    return age;
  }

 private:
  const Operation& at(std::size_t operation) const { return history_.operations[operation]; }

  bool is_newer(std::size_t operation, const Age& age) const {
    if (age.writer == kNoOperation) return place_.empty() || place_.contains(key(operation));
    if (place_.empty()) return at(age.writer).returned < at(operation).called;
    const auto writer = place_.find(key(age.writer));
    const auto other = place_.find(key(operation));
    return writer != place_.end() && other != place_.end() && writer->second < other->second;
  }

  static std::uint32_t key(std::size_t operation) { return static_cast<std::uint32_t>(operation); }

  void list_newer(std::size_t read, Age& age) const {
    for (std::size_t i = 0; i < history_.operations.size(); ++i) {
      const bool acknowledged = is_update(at(i)) && at(i).returned < at(read).called;
      if (!acknowledged || at(i).key != at(read).key || i == read) continue;
      if (is_newer(i, age)) age.newer.push_back(i);
    }
    std::stable_sort(age.newer.begin(), age.newer.end(), [this](std::size_t a, std::size_t b) {
      return at(a).returned < at(b).returned;
    });
  }

  const History& history_;
  const Options& options_;
  std::map<std::uint32_t, std::size_t> place_;  // by operation, where it is known
};

std::string count_text(std::int64_t count, const char* noun) {
  return std::to_string(count) + noun + (count == 1 ? "" : "s");
}

std::string bounds_text(const Options& options) {
  std::string text;
  if (options.versions_max) text += count_text(*options.versions_max, " version");
  if (options.versions_max && options.staleness_max) text += " and ";
  if (options.staleness_max) text += count_text(*options.staleness_max, " microsecond");
  return text;
}

std::string reading_text(const Options& options) {
  return options.version_order.empty() ? ", in whatever order that respects time the versions came."
                                       : ", by the order the system gave the versions.";
}

std::string quoted(const History& history, std::size_t operation) {
  const Operation& op = history.operations[operation];
  return "\"" + operation_text(history, op) + "\" of process " + std::to_string(op.process);
}

bool exceeds(const Options& options, std::int64_t versions, std::int64_t age) {
  return (options.versions_max && versions > *options.versions_max) ||
         (options.staleness_max && age > *options.staleness_max);
}

// Whether the read's age alone is too much; then it is told.
bool tell_age(const History& history, const Options& options, std::size_t read, Verdict& verdict) {
  const Age age = Teller(history, options).age_of(read);
  if (!age.known || age.newer.empty()) return false;
  const auto versions = static_cast<std::int64_t>(age.newer.size());
  const std::size_t oldest = age.newer.front();
  const std::int64_t since = history.operations[read].called - history.operations[oldest].returned;
  if (!exceeds(options, versions, since)) return false;
  verdict.why = quoted(history, read) + " found a version too old: " + std::to_string(versions) +
                " newer had been acknowledged before it was called, the oldest " +
                count_text(since, " microsecond") + " before; at most " + bounds_text(options) +
                " allowed" + reading_text(options);
  verdict.reason = {.contradiction = Contradiction::outdated,
                    .read = read,
                    .newer = oldest,
                    .chain = {{age.writer, oldest, age.because}, {oldest, read, Because::time}}};
  verdict.operations = age.newer;
  verdict.operations.push_back(read);
  if (age.writer != kNoOperation) verdict.operations.push_back(age.writer);
  return true;
}

void tell(const History& history, const Options& options, const Problem& problem,
          StalenessQuestion question, Verdict& verdict) {
  std::int64_t steps_left = options.explain_steps_max;
  for (std::size_t i = 0; i < problem.actions.size() && steps_left > 0; ++i) {
    const Action& action = problem.actions[i];
    if (!action.observes && action.function != Function::cas) continue;
    question.only = i;
    const StalenessFound alone = search_staleness(question, steps_left);
    steps_left -= alone.work;
    if (alone.answer != Answer::violated) continue;
    const bool one_write =
        are_accesses(history, options) && shows_one_write(history.operations[action.operation]);
    if (one_write && tell_age(history, options, action.operation, verdict)) return;
    verdict.operations = {action.operation};
    verdict.why = quoted(history, action.operation) +
                  " found what at no allowed moment was there: at most " + bounds_text(options) +
                  " may have been acknowledged since" + reading_text(options);
    break;
  }
  const bool alone = !verdict.operations.empty();
  for (const Action& action : problem.actions) {
    if (!action.observes || !alone) verdict.operations.push_back(action.operation);
  }
  if (!alone) {
    verdict.why = "No order of the updates lets every result be new enough: at most " +
                  bounds_text(options) + " old" + reading_text(options);
  }
}

std::string undecided_text(const Options& options, const StalenessFound& found) {
  return "No answer within " + std::to_string(options.steps_max) + " steps; at best " +
         std::to_string(found.placed_max) + " of " + std::to_string(found.updates) +
         " updates were put in an order; a larger budget may find one.";
}

}  // namespace

Verdict check_bounded_staleness(const History& recorded, const Options& options) {
  ENSURE(recorded.operations.empty() || options.versions_max || options.staleness_max);
  const History history = with_known_outcomes(recorded, options);
  Verdict verdict;
  verdict.answer = Answer::holds;
  verdict.why =
      "Nothing was found that is older than " + bounds_text(options) + reading_text(options);
  for (const auto& [key, parts] : parts_by_key(history)) {
    const Problem problem = make_problem(history, options, parts);
    const StalenessQuestion question = question_about(problem, options);
    const StalenessFound found = search_staleness(question, options.steps_max - verdict.work);
    verdict.work += found.work;
    if (found.answer == Answer::holds) continue;
    verdict.answer = found.answer;
    if (found.answer == Answer::undecided) verdict.why = undecided_text(options, found);
    if (found.answer != Answer::violated) continue;
    tell(history, options, problem, question, verdict);
    std::sort(verdict.operations.begin(), verdict.operations.end());
    const auto last = std::unique(verdict.operations.begin(), verdict.operations.end());
    verdict.operations.erase(last, verdict.operations.end());
    verdict.core = verdict.operations;
    return verdict;
  }
  return verdict;
}

}  // namespace caplab::check
