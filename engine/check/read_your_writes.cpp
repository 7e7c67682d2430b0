// What a process wrote to a key is no newer than what it finds there afterwards.
#include "engine/check/read_your_writes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/known_versions.h"
#include "engine/check/session_verdict.h"
#include "engine/check/version_graph.h"

namespace caplab::check {
namespace {

using Own = std::vector<std::size_t>;  // the process's own writes to one key so far

// One note says that all own writes come before what was found. Where that is one of them, it says
// so of those before it; of those after it each is told by itself.
void add_own(VersionGraph& graph, const Own& own, std::size_t found, std::size_t read,
             std::int64_t& work) {
  auto end = std::lower_bound(own.begin(), own.end(), found);
  const bool is_own = end != own.end() && *end == found;
  if (!is_own) end = own.end();
  for (auto newer = end; newer != own.end(); ++newer, ++work) {
    graph.add(*newer, found, Because::replaced, read);
  }
  if (end != own.begin()) graph.add(graph.note(*(end - 1)), found, Because::replaced, read);
}

// A note of each own write stands for all own writes of the key up to it.
void note_own(VersionGraph& graph, Own& own, std::size_t write) {
  if (!own.empty()) graph.add(graph.note(own.back()), graph.note(write), Because::process);
  graph.add(write, graph.note(write), Because::process);
  own.push_back(write);
}

Reason any_order_objection(const Accesses& accesses, const ReadsFrom& reads_from, const Options&,
                           std::int64_t& work) {
  VersionGraph graph(accesses, reads_from);
  std::vector<Own> own(accesses.keys);
  for (std::size_t i = 0; i < accesses.all.size() && work <= accesses.steps_max; ++i, ++work) {
    const Access& access = accesses.all[i];
    if (i == accesses.begins[access.process]) own.assign(accesses.keys, {});
    Own& of_key = own[static_cast<std::size_t>(access.key)];
    const std::int32_t writer = reads_from.writer[i];
    if (writer == kStart && !of_key.empty()) {
      const std::size_t newer = of_key.back();
      const Link rest{accesses.all[newer].operation, access.operation, Because::process};
      return found_start(accesses, i, newer, {rest});
    }
    if (writer >= 0) add_own(graph, of_key, static_cast<std::size_t>(writer), i, work);
    if (graph.is_version(i)) note_own(graph, of_key, i);
  }
  return graph.objection(work);
}

Reason known_order_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                             const Options& options, std::int64_t& work) {
  const KnownVersions versions(accesses, options);
  std::vector<std::size_t> newest(accesses.keys);  // of the process's own writes
  for (std::size_t i = 0; i < accesses.all.size() && work <= accesses.steps_max; ++i, ++work) {
    const Access& access = accesses.all[i];
    if (i == accesses.begins[access.process]) newest.assign(accesses.keys, kNoOperation);
    std::size_t& own = newest[static_cast<std::size_t>(access.key)];
    const std::int32_t writer = reads_from.writer[i];
    const bool reads = writer != kUnchosen && own != kNoOperation;
    if (reads && versions.is_older(writer, own)) {
      return versions.below_floor(i, writer, own, {versions.link(own, i, Because::process)});
    }
    if (versions.place(i) == kNoOperation) continue;
    if (own == kNoOperation || versions.place(own) < versions.place(i)) own = i;
  }
  return {};
}

Verdict decide(const history::History& history, const Options& options) {
  return decide_session(history, options,
                        {.guarantee = Guarantee::read_your_writes,
                         .holds = "Every process sees what it wrote itself",
                         .in_any_order = any_order_objection,
                         .in_known_order = known_order_objection});
}

}  // namespace

Verdict check_read_your_writes(const history::History& history, const Options& options) {
  return explain_session(history, options, decide);
}

}  // namespace caplab::check
