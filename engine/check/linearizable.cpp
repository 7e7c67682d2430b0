// Splits a history by key (Horn & Kroening 2015), asks the search about each part, and has a "no"
// explained.
#include "engine/check/linearizable.h"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/check/explain.h"
#include "engine/check/problem.h"
#include "engine/check/search.h"
#include "engine/check/undecided.h"
#include "engine/check/zones.h"

namespace caplab::check {
namespace {

using history::History;
using Group = std::span<const Part>;

std::vector<Part> parts_by_key(const History& history) {
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
std::vector<Group> groups_of(const History& history, const std::vector<Part>& parts) {
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

std::string place_of(const History& history, Group group) {
  if (history.key_names.empty()) return "";
  const std::int32_t key = history.operations[group.front().operation].key;
  return " on key " + history.key_names[static_cast<std::size_t>(key)].text;
}

// Whether no answer is settled yet; `violated` settles it.
bool check_group(const History& history, const Options& options, Group group, std::int64_t share,
                 Verdict& verdict) {
  const bool affordable = share >= static_cast<std::int64_t>(group.size());
  const std::optional<ZoneAnswer> zones =
      affordable ? test_zones(history, options, group) : std::nullopt;
  if (zones) {
    verdict.work += zones->work;
    if (zones->holds) return true;
    verdict.answer = Answer::violated;
    explain(history, options, zones->conflict, kBeforeAll, verdict);
    return false;
  }
  const Found found = search(make_problem(history, options, group), share);
  verdict.work += found.work;
  if (found.answer == Answer::undecided) {
    verdict.answer = Answer::undecided;
    verdict.why = undecided_text(share, found, place_of(history, group));
  }
  if (found.answer != Answer::violated) return true;
  verdict.answer = Answer::violated;
  explain(history, options, group, found.reached, verdict);
  return false;
}

// A "no" rests on what lies on one object, and is told of it.
Verdict check_whole(const History& history, const Options& options,
                    const std::vector<Group>& groups) {
  std::vector<Problem> objects;
  for (const Group group : groups) objects.push_back(make_problem(history, options, group));
  const Found found = search(side_by_side(std::move(objects)), options.steps_max);
  Verdict verdict;
  verdict.why = undecided_text(options.steps_max, found, "");
  if (found.answer != Answer::undecided) {
    Options by_key = options;
    by_key.split = true;
    verdict = check_linearizable(history, by_key);
    ENSURE((verdict.answer == Answer::undecided || verdict.answer == found.answer));
  }
  verdict.work += found.work;
  return verdict;
}

}  // namespace

Verdict check_linearizable(const History& history, const Options& options) {
  const std::vector<Part> parts = parts_by_key(history);
  const std::vector<Group> groups = groups_of(history, parts);
  if (!options.split && groups.size() > 1) return check_whole(history, options, groups);
  Verdict verdict;
  verdict.answer = Answer::holds;
  auto groups_left = static_cast<std::int64_t>(groups.size());
  for (const Group group : groups) {
    const std::int64_t share = (options.steps_max - verdict.work) / groups_left--;
    if (!check_group(history, options, group, share, verdict)) return verdict;
  }
  if (verdict.answer == Answer::holds) {
    verdict.why = "One order of all operations respects time and explains every result.";
  }
  return verdict;
}

}  // namespace caplab::check
