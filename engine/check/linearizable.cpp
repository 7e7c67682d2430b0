// Splits a history by key (Horn & Kroening 2015), asks the search about each part, and has a "no"
// explained.
#include "engine/check/linearizable.h"

#include <algorithm>
#include <span>
#include <vector>

#include "engine/check/explain.h"
#include "engine/check/problem.h"
#include "engine/check/search.h"

namespace caplab::check {
namespace {

using Group = std::span<const Part>;

std::vector<Part> parts_by_key(const history::History& history) {
  std::vector<Part> parts(history.operations.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].operation = static_cast<std::uint32_t>(i);
  }
  std::stable_sort(parts.begin(), parts.end(), [&history](const Part& a, const Part& b) {
    return history.operations[a.operation].key < history.operations[b.operation].key;
  });
  return parts;
}

// Small groups first: what they leave of the budget is for the large ones.
std::vector<Group> groups_of(const history::History& history, const std::vector<Part>& parts) {
  std::vector<Group> groups;
  for (std::size_t begin = 0, i = 1; i <= parts.size(); ++i) {
    const auto key = [&](std::size_t at) { return history.operations[parts[at].operation].key; };
    if (i < parts.size() && key(i) == key(begin)) continue;
    groups.push_back(Group(parts).subspan(begin, i - begin));
    begin = i;
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](Group a, Group b) { return a.size() < b.size(); });
  return groups;
}

std::string undecided_text(std::int64_t steps_max) {
  return "No answer within " + std::to_string(steps_max) + " steps; a larger budget may find one.";
}

}  // namespace

Verdict check_linearizable(const history::History& history, const Options& options) {
  const std::vector<Part> parts = parts_by_key(history);
  const std::vector<Group> groups = groups_of(history, parts);
  Verdict verdict;
  verdict.answer = Answer::holds;
  auto groups_left = static_cast<std::int64_t>(groups.size());
  for (const Group group : groups) {
    const std::int64_t share = (options.steps_max - verdict.work) / groups_left--;
    const Found found = search(make_problem(history, options, group), share);
    verdict.work += found.work;
    if (found.answer == Answer::undecided) verdict.answer = Answer::undecided;
    if (found.answer != Answer::violated) continue;
    verdict.answer = Answer::violated;
    explain(history, options, group, found.reached, verdict);
    return verdict;
  }
  verdict.why = verdict.answer == Answer::holds
                    ? "One order of all operations respects time and explains every result."
                    : undecided_text(options.steps_max);
  return verdict;
}

}  // namespace caplab::check
