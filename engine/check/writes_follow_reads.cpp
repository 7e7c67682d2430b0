// What a process found, on whatever keys, comes before what it writes afterwards. Where the order
// of the versions is known, who sees the one must then see the other.
#include "engine/check/writes_follow_reads.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/check/known_versions.h"
#include "engine/check/session_verdict.h"
#include "engine/check/version_graph.h"

namespace caplab::check {
namespace {

// A note of each read stands for all that the process had found up to it.
Reason any_order_objection(const Accesses& accesses, const ReadsFrom& reads_from, const Options&,
                           std::int64_t& work) {
  VersionGraph graph(accesses, reads_from);
  graph.show_notes();
  std::size_t last = kNoOperation;
  for (std::size_t i = 0; i < accesses.all.size() && work <= accesses.steps_max; ++i, ++work) {
    if (i == accesses.begins[accesses.all[i].process]) last = kNoOperation;
    if (last != kNoOperation && graph.is_version(i)) {
      graph.add(graph.note(last), i, Because::process);
    }
    if (reads_from.writer[i] < 0) continue;
    graph.add(static_cast<std::size_t>(reads_from.writer[i]), graph.note(i), Because::read);
    if (last != kNoOperation) graph.add(graph.note(last), graph.note(i), Because::process);
    last = i;
  }
  return graph.objection(work);
}

constexpr std::size_t kOwn = SIZE_MAX;

// `read` found `version`; its process then wrote what the record `carrier` is about, and so on
// until a read of the process whose floors these are.
struct Record {
  std::size_t version = kNoOperation;
  std::size_t read = kNoOperation;
  std::size_t carrier = kOwn;
};

// What one process knows as it goes on, by key: the newest that it found or that had led to it.
class Floors {
 public:
  Floors(const Accesses& accesses, const ReadsFrom& reads_from, const KnownVersions& versions)
      : accesses_(accesses),
        reads_from_(reads_from),
        versions_(versions),
        led_(accesses.keys, kOwn),
        found_(accesses.keys, kOwn),
        known_(accesses.begins.begin(), accesses.begins.end() - 1) {}

  // What had led to something that was found is newer than what `read` finds.
  Reason read_objection(std::size_t read, std::int32_t writer) const {
    const std::size_t record = led_[key_of(read)];
    if (record == kOwn || !versions_.is_older(writer, records_[record].version)) return {};
    return versions_.below_floor(read, writer, records_[record].version, chain(record, read));
  }

  // What was found, or had led to that, is no older than `write`.
  Reason write_objection(std::size_t write) const {
    for (const std::size_t record : {found_[key_of(write)], led_[key_of(write)]}) {
      if (record == kOwn || versions_.place(write) == kNoOperation) continue;
      const std::size_t version = records_[record].version;
      if (versions_.place(version) < versions_.place(write)) continue;
      return versions_.in_other_order(version, write, chain(record, write));
    }
    return {};
  }

  // `read`, one of the process's own, found `version`.
  void raise(std::size_t read, std::size_t version, std::int64_t& work) {
    records_.push_back({version, read});
    note(found_, records_.size() - 1);
    for (std::size_t carrier = records_.size() - 1; carrier < records_.size(); ++carrier) {
      follow(carrier, work);
    }
  }

 private:
  std::size_t key_of(std::size_t access) const {
    return static_cast<std::size_t>(accesses_.all[access].key);
  }

  void note(std::vector<std::size_t>& floors, std::size_t record) {
    const std::size_t version = records_[record].version;
    if (versions_.place(version) == kNoOperation) return;
    std::size_t& floor = floors[key_of(version)];
    const bool newer =
        floor == kOwn || versions_.place(version) > versions_.place(records_[floor].version);
    if (newer) floor = record;
  }

  // What the writer of the record's version had found before. Nobody is followed twice.
  void follow(std::size_t carrier, std::int64_t& work) {
    const std::size_t write = records_[carrier].version;
    std::size_t& known = known_[accesses_.all[write].process];
    for (; known < write; ++known, ++work) {
      if (reads_from_.writer[known] < 0) continue;
      const auto found = static_cast<std::size_t>(reads_from_.writer[known]);
      records_.push_back({found, known, carrier});
      note(led_, records_.size() - 1);
    }
  }

  // From the record's version to the process's access `end`.
  std::vector<Link> chain(std::size_t record, std::size_t end) const {
    std::vector<Link> links;
    for (std::size_t at = record; at != kOwn; at = records_[at].carrier) {
      const Record& step = records_[at];
      const std::size_t next = step.carrier == kOwn ? end : records_[step.carrier].version;
      links.push_back(versions_.link(step.version, step.read, Because::read));
      links.push_back(versions_.link(step.read, next, Because::process));
    }
    return links;
  }

  const Accesses& accesses_;
  const ReadsFrom& reads_from_;
  const KnownVersions& versions_;
  std::vector<Record> records_;
  std::vector<std::size_t> led_;    // by key: a record
  std::vector<std::size_t> found_;  // by key: a record of a read of the process's own
  std::vector<std::size_t> known_;  // by process: the first access that was not followed yet
};

Reason floor_objection(std::size_t process, const Accesses& accesses, const ReadsFrom& reads_from,
                       const KnownVersions& versions, std::int64_t& work) {
  Floors floors(accesses, reads_from, versions);
  Reason reason;
  for (std::size_t i = accesses.begins[process];
       i < accesses.begins[process + 1] && work <= accesses.steps_max; ++i, ++work) {
    const std::int32_t writer = reads_from.writer[i];
    reason = floors.write_objection(i);
    if (reason.contradiction != Contradiction::none) break;
    if (writer == kUnchosen) continue;
    reason = floors.read_objection(i, writer);
    if (reason.contradiction != Contradiction::none) break;
    if (writer >= 0) floors.raise(i, static_cast<std::size_t>(writer), work);
  }
  return reason;
}

Reason known_order_objection(const Accesses& accesses, const ReadsFrom& reads_from,
                             const Options& options, std::int64_t& work) {
  const KnownVersions versions(accesses, options);
  Reason reason;
  for (std::size_t process = 0; process < accesses.processes(); ++process) {
    if (reason.contradiction != Contradiction::none) break;
    reason = floor_objection(process, accesses, reads_from, versions, work);
  }
  return reason;
}

Verdict decide(const history::History& history, const Options& options) {
  return decide_session(history, options,
                        {.guarantee = Guarantee::writes_follow_reads,
                         .holds = options.version_order.empty()
                                      ? "Nothing that was found contradicts that writes come after "
                                        "what their process had read, which is rarely visible alone"
                                      : "Every write is seen after what its process had read",
                         .in_any_order = any_order_objection,
                         .in_known_order = known_order_objection});
}

}  // namespace

Verdict check_writes_follow_reads(const history::History& history, const Options& options) {
  return explain_session(history, options, decide);
}

}  // namespace caplab::check
