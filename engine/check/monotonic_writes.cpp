// A process's writes, on whatever keys, come in its order. What clients found shows that rarely: by
// a compare-and-set that replaced what its own process wrote later. Where the order of the versions
// is known, so are the writes that must have come with one that was read.
#include "engine/check/monotonic_writes.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/known_versions.h"
#include "engine/check/session_verdict.h"
#include "engine/check/version_graph.h"

namespace caplab::check {
namespace {

Reason any_order_objection(const Accesses& accesses, const ReadsFrom& reads_from, const Options&,
                           std::int64_t& work) {
  VersionGraph graph(accesses, reads_from);
  std::size_t last = kNoOperation;
  for (std::size_t i = 0; i < accesses.all.size() && work <= accesses.steps_max; ++i, ++work) {
    if (i == accesses.begins[accesses.all[i].process]) last = kNoOperation;
    if (!graph.is_version(i)) continue;
    if (last != kNoOperation) graph.add(last, i, Because::process);
    last = i;
  }
  return graph.objection(work);
}

// A process had the versions of one key in another order than the system.
Reason order_objection(const Accesses& accesses, const KnownVersions& versions,
                       std::int64_t& work) {
  std::vector<std::size_t> newest(accesses.keys);
  for (std::size_t i = 0; i < accesses.all.size() && work <= accesses.steps_max; ++i, ++work) {
    const Access& access = accesses.all[i];
    if (i == accesses.begins[access.process]) newest.assign(accesses.keys, kNoOperation);
    if (versions.place(i) == kNoOperation) continue;
    std::size_t& own = newest[static_cast<std::size_t>(access.key)];
    if (own != kNoOperation && versions.place(own) > versions.place(i)) {
      return versions.in_other_order(own, i, {versions.link(own, i, Because::process)});
    }
    own = i;
  }
  return {};
}

// The least version of each key that one process may see, as it goes on.
class Floors {
 public:
  Floors(const Accesses& accesses, const KnownVersions& versions)
      : accesses_(accesses),
        versions_(versions),
        floors_(accesses.keys),
        known_(accesses.begins.begin(), accesses.begins.end() - 1) {}

  Reason objection(std::size_t read, std::int32_t writer) const {
    const Floor& floor = floors_[static_cast<std::size_t>(accesses_.all[read].key)];
    if (floor.version == kNoOperation || !versions_.is_older(writer, floor.version)) return {};
    std::vector<Link> rest{versions_.link(floor.version, floor.carrier, Because::process),
                           versions_.link(floor.carrier, floor.read, Because::read),
                           versions_.link(floor.read, read, Because::process)};
    return versions_.below_floor(read, writer, floor.version, rest);
  }

  // `read` found `write`: what its process wrote before comes with it.
  void raise(std::size_t read, std::size_t write, std::int64_t& work) {
    std::size_t& known = known_[accesses_.all[write].process];
    for (; known < write; ++known, ++work) {
      if (versions_.place(known) == kNoOperation) continue;
      Floor& floor = floors_[static_cast<std::size_t>(accesses_.all[known].key)];
      const bool newer =
          floor.version == kNoOperation || versions_.place(known) > versions_.place(floor.version);
      if (newer) floor = {known, write, read};
    }
  }

 private:
  struct Floor {
    std::size_t version = kNoOperation;
    std::size_t carrier = kNoOperation;  // the later write of the same process
    std::size_t read = kNoOperation;     // which found it
  };
  const Accesses& accesses_;
  const KnownVersions& versions_;
  std::vector<Floor> floors_;       // by key
  std::vector<std::size_t> known_;  // by process: the first access that has raised nothing yet
};

Reason floor_objection(std::size_t process, const Accesses& accesses, const ReadsFrom& reads_from,
                       const KnownVersions& versions, std::int64_t& work) {
  Floors floors(accesses, versions);
  for (std::size_t i = accesses.begins[process];
       i < accesses.begins[process + 1] && work <= accesses.steps_max; ++i, ++work) {
    const std::int32_t writer = reads_from.writer[i];
    if (writer == kUnchosen) continue;
    Reason reason = floors.objection(i, writer);
    if (reason.contradiction != Contradiction::none) return reason;
    if (writer >= 0) floors.raise(i, static_cast<std::size_t>(writer), work);
  }
  return {};
}

Reason known_order_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                             const Options& options, std::int64_t& work) {
  const KnownVersions versions(accesses, options);
  Reason reason = order_objection(accesses, versions, work);
  for (std::size_t process = 0; process < accesses.processes(); ++process) {
    if (reason.contradiction != Contradiction::none) break;
    reason = floor_objection(process, accesses, reads_from, versions, work);
  }
  return reason;
}

Verdict decide(const history::History& history, const Options& options) {
  return decide_session(history, options,
                        {.guarantee = Guarantee::monotonic_writes,
                         .holds = options.version_order.empty()
                                      ? "Nothing that was found contradicts the order of any "
                                        "process's writes, which is rarely visible alone"
                                      : "Every process's writes are seen in its order",
                         .in_any_order = any_order_objection,
                         .in_known_order = known_order_objection});
}

}  // namespace

Verdict check_monotonic_writes(const history::History& history, const Options& options) {
  return explain_session(history, options, decide);
}

}  // namespace caplab::check
