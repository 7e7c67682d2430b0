// One number for each version.
#include "engine/check/known_versions.h"

#include <algorithm>

namespace caplab::check {

history::History with_known_outcomes(const history::History& history, const Options& options) {
  history::History known = history;
  if (options.version_order.empty()) return known;
  for (history::Operation& op : known.operations) {
    if (op.outcome != history::Outcome::unknown) continue;
    op.outcome = history::Outcome::fail;
    // A compare-and-set that failed would tell that it met another value; this one tells nothing.
    if (op.function != history::Function::cas) continue;
    op.function = history::Function::read;
  }
  for (const std::vector<std::uint32_t>& versions : options.version_order) {
    for (const std::uint32_t operation : versions) {
      known.operations[operation].function = history.operations[operation].function;
      known.operations[operation].outcome = history::Outcome::ok;
    }
  }
  return known;
}

KnownVersions::KnownVersions(const Accesses& accesses, const Options& options)
    : accesses_(accesses), place_(accesses.all.size(), kNoOperation) {
  std::size_t operations = 0;
  for (const Access& access : accesses.all) {
    operations = std::max(operations, std::size_t{access.operation} + 1);
  }
  std::vector<std::size_t> place_of(operations, kNoOperation);
  for (const std::vector<std::uint32_t>& versions : options.version_order) {
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (versions[i] < operations) place_of[versions[i]] = i + 1;
    }
  }
  for (std::size_t i = 0; i < place_.size(); ++i) {
    if (accesses.all[i].writes) place_[i] = place_of[accesses.all[i].operation];
  }
}

std::size_t KnownVersions::place(std::int32_t writer) const {
  return writer == kStart ? 0 : place_[static_cast<std::size_t>(writer)];
}

bool KnownVersions::is_older(std::int32_t writer, std::size_t write) const {
  const std::size_t found = place(writer);
  return found != kNoOperation && place_[write] != kNoOperation && found < place_[write];
}

Link KnownVersions::link(std::size_t before, std::size_t after, Because because) const {
  return {accesses_.all[before].operation, accesses_.all[after].operation, because, kNoOperation};
}

Reason KnownVersions::below_floor(std::size_t read, std::int32_t writer, std::size_t newer,
                                  const std::vector<Link>& rest) const {
  Reason reason;
  reason.contradiction = Contradiction::outdated;
  reason.read = accesses_.all[read].operation;
  reason.newer = accesses_.all[newer].operation;
  if (writer == kStart) {
    reason.chain.push_back({kNoOperation, reason.newer, Because::start, kNoOperation});
  } else {
    reason.chain.push_back(link(static_cast<std::size_t>(writer), newer, Because::order));
  }
  reason.chain.insert(reason.chain.end(), rest.begin(), rest.end());
  return reason;
}

Reason KnownVersions::in_other_order(std::size_t earlier, std::size_t later,
                                     const std::vector<Link>& rest) const {
  Reason reason;
  reason.contradiction = Contradiction::cycle;
  if (earlier != later) reason.chain.push_back(link(later, earlier, Because::order));
  reason.chain.insert(reason.chain.end(), rest.begin(), rest.end());
  return reason;
}

}  // namespace caplab::check
