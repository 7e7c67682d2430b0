// The script: calls and faults by time.
#include <array>

#include "engine/base/number.h"
#include "engine/lesson/load_parts.h"
#include "engine/object/verb_words.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kStepsMax = 500;

constexpr json::Span kSkewSpan{seconds(-3600), seconds(3600)};

enum class StepKind : std::uint8_t { call, cut, heal, crash, restart, skew, slow, lose };
constexpr std::array<std::string_view, 8> kStepKinds{"call",    "cut",  "heal", "crash",
                                                     "restart", "skew", "slow", "lose"};

NodeSet others(NodeSet side, const Lesson& lesson) {
  return {all_nodes(lesson.system).bits & ~side.bits};
}

NodeId replica(const json::Reader& reader, const Lesson& lesson) {
  const auto replicas = lesson.node_ids.begin() + lesson.system.replicas;
  return id_of<NodeId>(reader.one_of({lesson.node_ids.begin(), replicas}));
}

NodeId client(const json::Reader& reader, const Lesson& lesson) {
  const auto clients = lesson.node_ids.begin() + lesson.system.replicas;
  const std::size_t position = reader.one_of({clients, lesson.node_ids.end()});
  return id_of<NodeId>(position + static_cast<std::size_t>(lesson.system.replicas));
}

std::int64_t amount_of(const json::Reader& step, const json::Reader& amount,
                       const OperationSpec& operation) {
  if (takes_amount(operation)) {
    if (!amount.present()) step.fail("missing-key", "has no key \"amount\", must have it");
    return amount.integer({1, kAmountMax}, 1);
  }
  if (amount.present()) {
    amount.fail_at_key("not-allowed", object::is_read(operation.verb)
                                          ? "is set, a read must have no amount"
                                          : "is set, a " + std::string(name_of(operation.verb)) +
                                                " must have no amount");
  }
  return 0;
}

// The seat, the trip, the other account; of a lock there is only one.
std::int32_t item_of(const json::Reader& item, const OperationSpec& operation,
                     const System& system) {
  if (!object::words_of(operation.verb).takes_item) {
    if (item.present()) {
      item.fail_at_key("not-allowed",
                       "is set, a " + std::string(name_of(operation.verb)) + " must have no item");
    }
    return 0;
  }
  return static_cast<std::int32_t>(item.integer({0, item_max(system, operation)}, 0));
}

Command read_call(const json::Reader& step, const Lesson& lesson) {
  const json::Fields fields =
      step.object({"at", "call", "client"}, {"amount", "key", "expected", "item"});
  const std::optional<std::size_t> operation = word_at(fields["call"], lesson.operation_ids);
  const NodeId caller = client(fields["client"], lesson);
  if (!operation) return Call{};
  const OperationSpec& spec = lesson.system.operations[*operation];
  const StoreSpec& store = lesson.system.stores[index(spec.store)];
  Call call{.client = caller, .operation = static_cast<std::uint16_t>(*operation)};
  call.amount = amount_of(step, fields["amount"], spec);
  call.item = item_of(fields["item"], spec, lesson.system);
  call.key = id_of<Key>(static_cast<std::size_t>(fields["key"].integer({0, store.keys - 1})));
  const bool compares =
      spec.verb == object::Verb::compare_and_set || spec.verb == object::Verb::charge;
  if (fields["expected"].present() && !compares) {
    fields["expected"].fail_at_key("not-allowed",
                                   "is set, only a compare_and_set or a charge may have it");
  }
  call.expected = fields["expected"].integer({-kAmountMax, kAmountMax});
  return call;
}

Command read_cut(const json::Reader& step, const Lesson& lesson) {
  enum class Direction : std::uint8_t { both, in, out };
  const json::Fields fields = step.object({"at", "cut"}, {"direction"});
  const NodeSet side = side_of_cut(fields["cut"], lesson);
  const NodeSet rest = others(side, lesson);
  switch (fields["direction"].one_of<Direction>(
      {{"both", Direction::both}, {"in", Direction::in}, {"out", Direction::out}})) {
    case Direction::both: return Cut{.from = side, .to = rest, .both_ways = true};
    case Direction::in: return Cut{.from = rest, .to = side, .both_ways = false};
    case Direction::out: return Cut{.from = side, .to = rest, .both_ways = false};
  }
  return Cut{};
}

Command read_heal(const json::Reader& step) {
  const json::Reader heal = step.object({"at", "heal"})["heal"];
  if (!heal.boolean(true)) heal.fail("not-allowed", "is false, must be true or left out");
  return Heal{};
}

Command read_skew(const json::Reader& skew, const Lesson& lesson) {
  const json::Fields fields = skew.object({"node", "ahead"}, {"driftPpm"});
  return SkewClock{.node = id_of<NodeId>(fields["node"].one_of(lesson.node_ids)),
                   .offset = fields["ahead"].duration(kSkewSpan),
                   .drift_ppm = fields["driftPpm"].integer({-100'000, 100'000})};
}

Command read_slow(const json::Reader& slow, const Lesson& lesson) {
  const json::Fields fields = slow.object({"from", "to", "extra", "lasts"});
  return SlowLink{.from = nodes_at_sites(fields["from"], lesson),
                  .to = nodes_at_sites(fields["to"], lesson),
                  .extra = fields["extra"].duration({microseconds(0), seconds(60)}),
                  .lasts = fields["lasts"].duration({milliseconds(1), kRunMax})};
}

Command read_lose(const json::Reader& lose, const Lesson& lesson) {
  const json::Fields fields = lose.object({"from", "to", "share"});
  return Lose{.from = nodes_at_sites(fields["from"], lesson),
              .to = nodes_at_sites(fields["to"], lesson),
              .share = {percent(fields["share"], 1, {0, 1000}), 1000}};
}

Command read_command(const json::Reader& step, StepKind kind, const Lesson& lesson) {
  const auto only = [&step](std::string_view key) { return step.object({"at", key})[key]; };
  switch (kind) {
    case StepKind::call: return read_call(step, lesson);
    case StepKind::cut: return read_cut(step, lesson);
    case StepKind::heal: return read_heal(step);
    case StepKind::crash: return Crash{.node = replica(only("crash"), lesson)};
    case StepKind::restart: return Restart{.node = replica(only("restart"), lesson)};
    case StepKind::skew: return read_skew(only("skew"), lesson);
    case StepKind::slow: return read_slow(only("slow"), lesson);
    case StepKind::lose: return read_lose(only("lose"), lesson);
  }
  return Heal{};
}

// The first of a step's keys that names what it does; the others are then checked against it.
std::optional<StepKind> kind_of_step(const json::Reader& step) {
  const std::vector<json::Entry> entries = step.entries({1, 20});
  for (const json::Entry& entry : entries) {
    for (std::size_t i = 0; i < kStepKinds.size(); ++i) {
      if (entry.key == kStepKinds[i]) return static_cast<StepKind>(i);
    }
  }
  if (!entries.empty()) {
    step.fail("missing-key",
              "does nothing, must have one of the keys \"call\", \"cut\", \"heal\", \"crash\", "
              "\"restart\", \"skew\", \"slow\", \"lose\"");
  }
  return std::nullopt;
}

// The moment of a step, which must not be before the one above it.
Time time_of_step(const json::Reader& step, Time before, Time end) {
  for (const json::Entry& entry : step.entries({1, 20})) {
    if (entry.key != "at") continue;
    const Time at{entry.value.duration({microseconds(0), kRunMax}, {before.us}).us};
    if (at < before) {
      entry.value.fail("out-of-range", "is before the step above it at " +
                                           duration_literal({before.us}) +
                                           ", steps must stand in order of time");
      return before;
    }
    if (at > end) {
      entry.value.fail("out-of-range", "is after the script's end of " +
                                           duration_literal({end.us}) + ", must be before it");
    }
    return at;
  }
  return before;
}

}  // namespace

void load_script(const json::Reader& script, Lesson& lesson) {
  const json::Fields fields = script.object({"end", "steps"});
  lesson.script_end = Time{fields["end"].duration({milliseconds(1), kRunMax}, kRunMax).us};
  Time before;
  for (const json::Reader& step : fields["steps"].items({1, kStepsMax})) {
    const std::optional<StepKind> kind = kind_of_step(step);
    if (!kind) continue;
    before = time_of_step(step, before, lesson.script_end);
    lesson.script.push_back({before, read_command(step, *kind, lesson)});
  }
}

}  // namespace caplab::lesson
