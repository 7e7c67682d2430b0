// The open-loop workload, the envelope of the search, and the faults that sampled runs draw.
#include "engine/base/number.h"
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kStreamsMax = 64;

constexpr int kRunsMax = 100'000;
constexpr json::Span kSkewSpan{microseconds(0), seconds(3600)};

// "amount": 20, or [5, 40] for anything between.
void load_amounts(const json::Reader& amount, Stream& stream) {
  if (amount.kind() != json::Kind::array) {
    stream.amount_min = amount.integer({1, kAmountMax}, 1);
    stream.amount_max = stream.amount_min;
    return;
  }
  const std::vector<json::Reader> ends = amount.items({2, 2});
  if (ends.size() != 2) return;
  stream.amount_min = ends[0].integer({1, kAmountMax}, 1);
  stream.amount_max = ends[1].integer({1, kAmountMax}, stream.amount_min);
  if (stream.amount_min <= stream.amount_max) return;
  ends[1].fail("out-of-range", "is " + std::to_string(stream.amount_max) +
                                   ", must be at least the " + std::to_string(stream.amount_min) +
                                   " before it");
}

Stream read_stream(const json::Reader& reader, const Lesson& lesson) {
  const json::Fields fields = reader.object({"client", "call", "every"}, {"amount"});
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
    load_amounts(amount, stream);
  } else if (amount.present()) {
    amount.fail_at_key("not-allowed", "is set, a read must have no amount");
  }
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
}

void load_envelope(const json::Reader& faults, Lesson& lesson) {
  const json::Fields fields =
      faults.object({"cut", "schedules"}, {"oneWay", "skew", "shift", "pause", "duplicate"});
  Envelope& envelope = lesson.envelope;
  envelope.sides = sides_of_cuts(fields["cut"], lesson);
  envelope.one_way = fields["oneWay"].boolean();
  envelope.skew_max = fields["skew"].duration(kSkewSpan);
  envelope.shift_max = fields["shift"].duration({microseconds(0), seconds(60)});
  envelope.pause_max = fields["pause"].duration({microseconds(0), seconds(60)});
  envelope.duplication = {percent(fields["duplicate"], 1, {0, 1000}), 1000};
  envelope.schedules = static_cast<int>(fields["schedules"].integer({1, kRunsMax}, 1));
}

void load_fault_process(const json::Reader& reader, Lesson& lesson) {
  const json::Fields fields = reader.object({"cut", "after", "lasts", "runs"}, {"skew"});
  FaultProcess& process = lesson.fault_process;
  process.sides = sides_of_cuts(fields["cut"], lesson);
  load_span(fields["after"], process.cut_after_min, process.cut_after_max);
  load_span(fields["lasts"], process.lasts_min, process.lasts_max);
  process.skew_max = fields["skew"].duration(kSkewSpan);
  process.runs = static_cast<int>(fields["runs"].integer({1, kRunsMax}, 1));
  const Duration healed = process.cut_after_max + process.lasts_max;
  const bool possible = lesson.workload.end.us > lesson.system.client.patience.us;
  if (!possible || healed.us <= lesson.workload.end.us) return;
  fields["lasts"].fail("out-of-range", "lets a cut heal only after " + duration_literal(healed) +
                                           ", must heal before the workload's end of " +
                                           duration_literal({lesson.workload.end.us}));
}

}  // namespace caplab::lesson
