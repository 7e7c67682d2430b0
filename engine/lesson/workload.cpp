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

void add_cut(const Lesson& lesson, Rng& rng, std::vector<TimedCommand>& script) {
  const FaultProcess& process = lesson.fault_process;
  if (process.sides.empty()) return;
  const NodeSet side = process.sides[static_cast<std::size_t>(rng.below(process.sides.size()))];
  const NodeSet others{all_nodes(lesson.system).bits & ~side.bits};
  const Time from = Time{} + draw_between(rng, process.cut_after_min, process.cut_after_max);
  const Time to = from + draw_between(rng, process.lasts_min, process.lasts_max);
  script.push_back({from, Cut{side, others, true}});
  script.push_back({to, Heal{}});
}

void add_skews(const Lesson& lesson, Rng& rng, std::vector<TimedCommand>& script) {
  const Duration most = lesson.fault_process.skew_max;
  if (most.us == 0) return;
  for (int i = 0; i < lesson.system.replicas; ++i) {
    const auto node = id_of<NodeId>(static_cast<std::size_t>(i));
    script.push_back({Time{}, SkewClock{node, draw_between(rng, {-most.us}, most), 0}});
  }
}

Schedule drawn_run(const Lesson& lesson, std::uint64_t seed, int number, bool faults) {
  const auto stream = kRunStream + static_cast<std::uint64_t>(number);
  Schedule run{number, Rng(seed, stream).next(), {}};
  std::uint64_t request_stream = kRequestStream << 32;
  for (const Stream& requests : lesson.workload.streams) {
    add_requests(lesson, requests, Rng(run.seed, request_stream++), run.script);
  }
  Rng rng(run.seed, kFaultStream << 32);
  if (faults) add_skews(lesson, rng, run.script);
  if (faults) add_cut(lesson, rng, run.script);
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
