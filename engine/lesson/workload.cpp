// Every stream of requests and the fault process draw from streams of their own, so that changing
// one of them leaves the others as they were.
#include "engine/lesson/workload.h"

#include <algorithm>

#include "engine/base/rng.h"

namespace caplab::lesson {
namespace {

constexpr std::uint64_t kRunStream = 0x3a0000000;
constexpr std::uint64_t kRequestStream = 0x3a1;
constexpr std::uint64_t kFaultStream = 0x3a2;
constexpr std::uint64_t kMishapStream = 0x3a3;
constexpr std::uint64_t kDriftStream = 0x3a4;

Duration draw_between(Rng& rng, Duration min, Duration max) {
  return {rng.between(min.us, max.us)};
}

int keys_of(const System& system, const Stream& stream) {
  return system.stores[index(system.operations[stream.operation].store)].keys;
}

std::int32_t draw_item(Rng& rng, const Stream& stream) {
  return static_cast<std::int32_t>(rng.between(stream.item_min, stream.item_max));
}

// Requests come on average every `stream.every`; each asks for one of the store's keys.
void add_requests(const Lesson& lesson, const Stream& stream, Rng rng,
                  std::vector<TimedCommand>& script) {
  const Time last = lesson.workload.end - lesson.system.client.patience;
  const auto keys = static_cast<std::uint64_t>(keys_of(lesson.system, stream));
  Time at;
  for (;;) {
    at = at + draw_between(rng, microseconds(1), stream.every * 2);
    if (at > last) return;
    Call call{.client = stream.client,
              .operation = stream.operation,
              .key = {},
              .amount = 0,
              .expected = 0};
    call.key = id_of<Key>(static_cast<std::size_t>(rng.below(keys)));
    call.amount = rng.between(stream.amount_min, stream.amount_max);
    if (stream.item_max > 0) call.item = draw_item(rng, stream);
    script.push_back({at, call});
  }
}

// How long things are wrong in a run.
struct Trouble {
  Time from;
  Time to;
};

Time any_time(const Trouble& trouble, Rng& rng) {
  return Time{rng.between(trouble.from.us, trouble.to.us)};
}

Trouble add_cut(const Lesson& lesson, Rng& rng, std::vector<TimedCommand>& script) {
  const FaultProcess& process = lesson.fault_process;
  if (process.sides.empty()) return {};
  const NodeSet side = process.sides[static_cast<std::size_t>(rng.below(process.sides.size()))];
  const NodeSet others{all_nodes(lesson.system).bits & ~side.bits};
  const Time from = Time{} + draw_between(rng, process.cut_after_min, process.cut_after_max);
  const Time to = from + draw_between(rng, process.lasts_min, process.lasts_max);
  script.push_back({from, Cut{side, others, true}});
  script.push_back({to, Heal{}});
  return {from, to};
}

// Ahead, behind, fast and slow; who is not skewed at all has a stream of its own for the drift.
void add_skews(const Lesson& lesson, std::uint64_t seed, Rng& rng,
               std::vector<TimedCommand>& script) {
  const Duration most = lesson.fault_process.skew_max;
  const std::int64_t fastest = lesson.fault_process.mishaps.drift_ppm;
  if (most.us == 0 && fastest == 0) return;
  Rng drifts(seed, kDriftStream << 32);
  for (int i = 0; i < lesson.system.replicas; ++i) {
    const auto node = id_of<NodeId>(static_cast<std::size_t>(i));
    const Duration offset = most.us == 0 ? Duration{} : draw_between(rng, {-most.us}, most);
    const std::int64_t drift = fastest == 0 ? 0 : drifts.between(-fastest, fastest);
    script.push_back({Time{}, SkewClock{node, offset, drift}});
  }
}

NodeId any_replica(const System& system, Rng& rng) {
  const auto replicas = static_cast<std::uint64_t>(system.replicas);
  return id_of<NodeId>(static_cast<std::size_t>(rng.below(replicas)));
}

// What strikes one node; it is over when the trouble is.
void add_node_mishaps(const Lesson& lesson, const Trouble& trouble, Rng& rng,
                      std::vector<TimedCommand>& script) {
  const Mishaps& mishaps = lesson.fault_process.mishaps;
  if (mishaps.pause_max.us > 0) {
    const NodeId node = any_replica(lesson.system, rng);
    const Time from = any_time(trouble, rng);
    script.push_back({from, Pause{node}});
    const Duration lasts = draw_between(rng, Duration{}, mishaps.pause_max);
    script.push_back({std::min(from + lasts, trouble.to), Resume{node}});
  }
  if (mishaps.crash_max.us > 0) {
    const NodeId node = any_replica(lesson.system, rng);
    const Time from = any_time(trouble, rng);
    if (mishaps.loses_disk) script.push_back({any_time({trouble.from, from}, rng), LoseDisk{node}});
    script.push_back({from, Crash{node}});
    const Duration lasts = draw_between(rng, Duration{}, mishaps.crash_max);
    script.push_back({std::min(from + lasts, trouble.to), Restart{node}});
  }
  if (mishaps.promotes) {
    script.push_back({any_time(trouble, rng), Promote{any_replica(lesson.system, rng), {}}});
  }
}

// What strikes all lines until they are mended, and a client that leaves its site for good.
void add_mishaps(const Lesson& lesson, const Trouble& trouble, Rng rng,
                 std::vector<TimedCommand>& script) {
  const System& system = lesson.system;
  const Mishaps& mishaps = lesson.fault_process.mishaps;
  const NodeSet all = all_nodes(system);
  add_node_mishaps(lesson, trouble, rng, script);
  if (mishaps.slow_max.us > 0) {
    const Duration extra = draw_between(rng, Duration{}, mishaps.slow_max);
    script.push_back({trouble.from, SlowLink{all, all, extra, trouble.to - trouble.from}});
  }
  if (mishaps.loss.num > 0) script.push_back({trouble.from, Lose{all, all, mishaps.loss}});
  if (mishaps.duplication.num > 0) {
    script.push_back({trouble.from, Duplicate{all, all, mishaps.duplication}});
  }
  if (!mishaps.moves || client_count(system) == 0) return;
  const auto client = static_cast<std::size_t>(rng.below(client_count(system)));
  const auto node = id_of<NodeId>(client + static_cast<std::size_t>(system.replicas));
  const auto site = static_cast<std::size_t>(rng.below(system.sites.size()));
  script.push_back({any_time(trouble, rng), Move{node, id_of<SiteId>(site)}});
}

void add_faults(const Lesson& lesson, std::uint64_t seed, std::vector<TimedCommand>& script) {
  Rng rng(seed, kFaultStream << 32);
  add_skews(lesson, seed, rng, script);
  const Trouble trouble = add_cut(lesson, rng, script);
  add_mishaps(lesson, trouble, Rng(seed, kMishapStream << 32), script);
}

Schedule drawn_run(const Lesson& lesson, std::uint64_t seed, int number, bool faults) {
  const auto stream = kRunStream + static_cast<std::uint64_t>(number);
  Schedule run{number, Rng(seed, stream).next(), {}};
  std::uint64_t request_stream = kRequestStream << 32;
  for (const Stream& requests : lesson.workload.streams) {
    add_requests(lesson, requests, Rng(run.seed, request_stream++), run.script);
  }
  if (faults) add_faults(lesson, run.seed, run.script);
  std::stable_sort(run.script.begin(), run.script.end(),
                   [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
  return run;
}

}  // namespace

Schedule sampled_run(const Lesson& lesson, std::uint64_t seed, int number) {
  return drawn_run(lesson, seed, number, true);
}

Schedule fault_free_run(const Lesson& lesson, std::uint64_t seed, int number) {
  return drawn_run(lesson, seed, number, false);
}

}  // namespace caplab::lesson
