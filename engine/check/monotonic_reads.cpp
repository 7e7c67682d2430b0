// What a process found on a key is no newer than what it finds there next.
#include "engine/check/monotonic_reads.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/known_versions.h"
#include "engine/check/session_verdict.h"
#include "engine/check/version_graph.h"

namespace caplab::check {
namespace {

// A process's latest read of a key that found a version, or one that found the newest version.
struct Seen {
  std::size_t version = kNoOperation;
  std::size_t read = kNoOperation;
};

std::vector<Link> from_to(const Accesses& accesses, const Seen& seen, std::size_t read) {
  const std::size_t version = accesses.all[seen.version].operation;
  const std::size_t earlier = accesses.all[seen.read].operation;
  return {{version, earlier, Because::read},
          {earlier, accesses.all[read].operation, Because::process}};
}

Reason any_order_objection(const Accesses& accesses, const ReadsFrom& reads_from, const Options&,
                           std::int64_t& work) {
  VersionGraph graph(accesses, reads_from);
  std::vector<Seen> seen(accesses.keys);
  for (std::size_t i = 0; i < accesses.all.size() && work <= accesses.steps_max; ++i, ++work) {
    const Access& access = accesses.all[i];
    if (i == accesses.begins[access.process]) seen.assign(accesses.keys, {});
    const std::int32_t writer = reads_from.writer[i];
    if (writer == kUnchosen) continue;
    Seen& last = seen[static_cast<std::size_t>(access.key)];
    const bool first = last.read == kNoOperation;
    if (writer == kStart && first) continue;
    if (writer == kStart) {
      return found_start(accesses, i, last.version, from_to(accesses, last, i));
    }
    const auto found = static_cast<std::size_t>(writer);
    if (!first) graph.add(last.version, found, Because::replaced, i);
    last = {found, i};
  }
  return graph.objection(work);
}

Reason known_order_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                             const Options& options, std::int64_t& work) {
  const KnownVersions versions(accesses, options);
  std::vector<Seen> newest(accesses.keys);
  for (std::size_t i = 0; i < accesses.all.size() && work <= accesses.steps_max; ++i, ++work) {
    const Access& access = accesses.all[i];
    if (i == accesses.begins[access.process]) newest.assign(accesses.keys, {});
    const std::int32_t writer = reads_from.writer[i];
    if (writer == kUnchosen || versions.place(writer) == kNoOperation) continue;
    Seen& seen = newest[static_cast<std::size_t>(access.key)];
    if (seen.read != kNoOperation && versions.is_older(writer, seen.version)) {
      return versions.below_floor(i, writer, seen.version, from_to(accesses, seen, i));
    }
    if (writer >= 0) seen = {static_cast<std::size_t>(writer), i};
  }
  return {};
}

Verdict decide(const history::History& history, const Options& options) {
  return decide_session(history, options,
                        {.guarantee = Guarantee::monotonic_reads,
                         .holds = "No process sees less than it has seen",
                         .in_any_order = any_order_objection,
                         .in_known_order = known_order_objection});
}

}  // namespace

Verdict check_monotonic_reads(const history::History& history, const Options& options) {
  return explain_session(history, options, decide);
}

}  // namespace caplab::check
