// The open-loop workload, the envelope of the search, and the faults that sampled runs draw.
#include <algorithm>

#include "engine/base/number.h"
#include "engine/lesson/load_parts.h"
#include "engine/object/verb_words.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kStreamsMax = 64;
constexpr std::int64_t kRequestsMax = 5000;  // in one of a thousand runs and more

constexpr int kRunsMax = 100'000;
constexpr int kStatesMax = 1'000'000;
constexpr int kTimeoutsMax = 4;
constexpr std::size_t kSmallStepsMax = 12;
constexpr std::string_view kOrderable[] = {"call", "cut", "heal", "crash", "restart", "promote"};
constexpr json::Span kSkewSpan{microseconds(0), seconds(3600)};

// "amount": 20, or [5, 40] for anything between; items likewise.
void load_between(const json::Reader& reader, json::Range range, std::int64_t& min,
                  std::int64_t& max) {
  if (reader.kind() != json::Kind::array) {
    min = reader.integer(range, range.min);
    max = min;
    return;
  }
  const std::vector<json::Reader> ends = reader.items({2, 2});
  if (ends.size() != 2) return;
  min = ends[0].integer(range, range.min);
  max = ends[1].integer(range, min);
  if (min <= max) return;
  ends[1].fail("out-of-range", "is " + std::to_string(max) + ", must be at least the " +
                                   std::to_string(min) + " before it");
}

// The things that its requests are about: which of the store's keys, for a transfer.
void load_items(const json::Reader& item, const Lesson& lesson, Stream& stream) {
  const OperationSpec& operation = lesson.system.operations[stream.operation];
  if (!object::words_of(operation.verb).takes_item) {
    if (!item.present()) return;
    item.fail_at_key("not-allowed",
                     "is set, a " + std::string(name_of(operation.verb)) + " must have no item");
    return;
  }
  load_between(item, {0, item_max(lesson.system, operation)}, stream.item_min, stream.item_max);
}

Stream read_stream(const json::Reader& reader, const Lesson& lesson) {
  const json::Fields fields = reader.object({"client", "call", "every"}, {"amount", "item"});
  const auto clients = lesson.node_ids.begin() + lesson.system.replicas;
  Stream stream;
  const std::size_t client = fields["client"].one_of({clients, lesson.node_ids.end()});
  stream.client = id_of<NodeId>(client + static_cast<std::size_t>(lesson.system.replicas));
  stream.every = fields["every"].duration({milliseconds(1), kRunMax}, seconds(1));
  const std::optional<std::size_t> operation = word_at(fields["call"], lesson.operation_ids);
  if (!operation) return stream;
  stream.operation = static_cast<std::uint16_t>(*operation);
  const json::Reader amount = fields["amount"];
  if (takes_amount(lesson.system.operations[*operation])) {
    if (!amount.present()) reader.fail("missing-key", "has no key \"amount\", must have it");
    load_between(amount, {1, kAmountMax}, stream.amount_min, stream.amount_max);
  } else if (amount.present()) {
    amount.fail_at_key("not-allowed", "is set, a read must have no amount");
  }
  load_items(fields["item"], lesson, stream);
  return stream;
}

// ["3s", "5s"]: from the first to the second.
void load_span(const json::Reader& reader, Duration& min, Duration& max) {
  const std::vector<json::Reader> ends = reader.items({2, 2});
  if (ends.size() != 2) return;
  min = ends[0].duration({microseconds(0), kRunMax});
  max = ends[1].duration({microseconds(0), kRunMax}, min);
  if (min <= max) return;
  ends[1].fail("out-of-range", "is " + duration_literal(max) + ", must be at least the " +
                                   duration_literal(min) + " before it");
  max = min;
}

// A disk that lies shows it in a crash; a promotion needs somebody to promote.
void expect_possible(const json::Fields& fields, const Lesson& lesson, const Mishaps& mishaps) {
  if (mishaps.loses_disk && mishaps.crash_max.us == 0) {
    fields["loseDisk"].fail_at_key("not-allowed", "is set, needs a \"crash\" to show it");
  }
  const auto has_primary = [](const StoreSpec& store) {
    return std::holds_alternative<primary_backup::Config>(store.protocol);
  };
  const auto& stores = lesson.system.stores;
  if (!mishaps.promotes || std::any_of(stores.begin(), stores.end(), has_primary)) return;
  fields["promote"].fail_at_key("not-allowed", "is set, no object here has a primary to replace");
}

Mishaps read_mishaps(const json::Fields& fields, const Lesson& lesson) {
  constexpr json::Span kMinute{microseconds(0), seconds(60)};
  Mishaps mishaps;
  mishaps.pause_max = fields["pause"].duration(kMinute);
  mishaps.duplication = {percent(fields["duplicate"], 1, {0, 1000}), 1000};
  mishaps.crash_max = fields["crash"].duration(kMinute);
  mishaps.loses_disk = fields["loseDisk"].boolean();
  mishaps.slow_max = fields["slow"].duration(kMinute);
  mishaps.loss = {percent(fields["lose"], 1, {0, 1000}), 1000};
  mishaps.drift_ppm = fields["driftPpm"].integer({0, 100'000});
  mishaps.moves = fields["move"].boolean();
  mishaps.promotes = fields["promote"].boolean();
  expect_possible(fields, lesson, mishaps);
  return mishaps;
}

}  // namespace

void load_workload(const json::Reader& workload, Lesson& lesson) {
  const json::Fields fields = workload.object({"end", "streams"});
  lesson.workload.end = Time{fields["end"].duration({seconds(1), kRunMax}, kRunMax).us};
  const Duration patience = lesson.system.client.patience;
  if (lesson.workload.end.us <= patience.us) {
    fields["end"].fail("out-of-range", "is " + duration_literal({lesson.workload.end.us}) +
                                           ", must be longer than the patience of " +
                                           duration_literal(patience));
  }
  lesson.workload.streams = fields["streams"].list(
      {1, kStreamsMax}, [&](const json::Reader& r) { return read_stream(r, lesson); });
  std::int64_t requests = 0;
  for (const Stream& stream : lesson.workload.streams) {
    requests += lesson.workload.end.us / stream.every.us;
  }
  if (requests <= kRequestsMax) return;
  fields["streams"].fail("out-of-range", "makes about " + std::to_string(requests) +
                                             " requests a run, must make at most " +
                                             std::to_string(kRequestsMax));
}

void load_envelope(const json::Reader& faults, Lesson& lesson) {
  const json::Fields fields = faults.object(
      {"cut", "schedules"}, {"oneWay", "partial", "skew", "shift", "pause", "duplicate", "crash",
                             "loseDisk", "slow", "lose", "driftPpm", "move", "promote"});
  Envelope& envelope = lesson.envelope;
  envelope.sides = sides_of_cuts(fields["cut"], lesson);
  envelope.one_way = fields["oneWay"].boolean();
  envelope.skew_max = fields["skew"].duration(kSkewSpan);
  envelope.shift_max = fields["shift"].duration({microseconds(0), seconds(60)});
  envelope.partial = fields["partial"].boolean();
  envelope.mishaps = read_mishaps(fields, lesson);
  envelope.schedules = static_cast<int>(fields["schedules"].integer({1, kRunsMax}, 1));
}

// Of faults those that every order can have; the rest needs times.
void load_small_case(const json::Reader& small_case, Lesson& lesson) {
  if (!small_case.present()) return;
  const json::Fields fields = small_case.object({"steps", "states"}, {"timeouts"});
  SmallCase& own = lesson.small_case;
  own.states = static_cast<std::uint64_t>(fields["states"].integer({1, kStatesMax}, 1));
  own.timeouts = static_cast<int>(fields["timeouts"].integer({0, kTimeoutsMax}));
  own.script = load_steps(fields["steps"], {1, kSmallStepsMax}, Time{kRunMax.us}, lesson);
  for (const TimedCommand& step : own.script) {
    const std::string_view kind = kind_of(step.command);
    const auto* known = std::find(std::begin(kOrderable), std::end(kOrderable), kind);
    if (known != std::end(kOrderable)) continue;
    fields["steps"].fail("not-orderable",
                         "has a step " + json::excerpt(kind) +
                             ", must have only call, cut, heal, crash, restart and "
                             "promote: the others need times");
    return;
  }
}

void load_fault_process(const json::Reader& reader, Lesson& lesson) {
  const json::Fields fields = reader.object(
      {"cut", "after", "lasts", "runs"}, {"skew", "pause", "duplicate", "crash", "loseDisk", "slow",
                                          "lose", "driftPpm", "move", "promote"});
  FaultProcess& process = lesson.fault_process;
  process.sides = sides_of_cuts(fields["cut"], lesson);
  load_span(fields["after"], process.cut_after_min, process.cut_after_max);
  load_span(fields["lasts"], process.lasts_min, process.lasts_max);
  process.skew_max = fields["skew"].duration(kSkewSpan);
  process.mishaps = read_mishaps(fields, lesson);
  process.runs = static_cast<int>(fields["runs"].integer({1, kRunsMax}, 1));
  const Duration healed = process.cut_after_max + process.lasts_max;
  const bool possible = lesson.workload.end.us > lesson.system.client.patience.us;
  if (!possible || healed.us <= lesson.workload.end.us) return;
  fields["lasts"].fail("out-of-range", "lets a cut heal only after " + duration_literal(healed) +
                                           ", must heal before the workload's end of " +
                                           duration_literal({lesson.workload.end.us}));
}

}  // namespace caplab::lesson
