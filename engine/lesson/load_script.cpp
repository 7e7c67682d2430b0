// The script: calls and faults by time. The command line and the page say a fault in the same
// words.
#include <array>

#include "engine/base/number.h"
#include "engine/lesson/load.h"
#include "engine/lesson/load_parts.h"
#include "engine/object/verb_words.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kStepsMax = 500;

constexpr json::Span kSkewSpan{seconds(-3600), seconds(3600)};

enum class StepKind : std::uint8_t {
  call,
  cut,
  heal,
  crash,
  restart,
  skew,
  slow,
  lose,
  duplicate,
  pause,
  resume,
  lose_disk,
  move,
  promote,
};
constexpr std::array<std::string_view, 14> kStepKinds{
    "call", "cut",       "heal",  "crash",  "restart",  "skew", "slow",
    "lose", "duplicate", "pause", "resume", "loseDisk", "move", "promote"};

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

// What compare_and_set expects; where an insert goes; whose cursor a move moves; the idempotency
// key of a charge.
bool takes_expected(object::Verb verb) {
  return verb == object::Verb::compare_and_set || verb == object::Verb::insert ||
         verb == object::Verb::move || verb == object::Verb::charge;
}

// The moment that a read looks at, in the store's own time, which its protocol takes as its amount.
std::int64_t moment_of(const json::Reader& as_of, const OperationSpec& operation,
                       const StoreSpec& store) {
  const auto* config = std::get_if<raft::Config>(&store.protocol);
  const bool keeps_versions = config != nullptr && config->versions_kept.us > 0;
  if (!object::is_read(operation.verb) || !keeps_versions) {
    as_of.fail_at_key("not-allowed",
                      "is set, only a read of a raft store with versionsKept may have it");
  }
  return as_of.duration({microseconds(1), seconds(3600)}, microseconds(1)).us;
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
      step.object({"at", "call", "client"}, {"amount", "key", "expected", "item", "asOf"});
  const std::optional<std::size_t> operation = word_at(fields["call"], lesson.operation_ids);
  const NodeId caller = client(fields["client"], lesson);
  if (!operation) return Call{};
  const OperationSpec& spec = lesson.system.operations[*operation];
  const StoreSpec& store = lesson.system.stores[index(spec.store)];
  Call call{.client = caller, .operation = static_cast<std::uint16_t>(*operation)};
  call.amount = amount_of(step, fields["amount"], spec);
  if (fields["asOf"].present()) call.amount = moment_of(fields["asOf"], spec, store);
  call.item = item_of(fields["item"], spec, lesson.system);
  call.key = id_of<Key>(static_cast<std::size_t>(fields["key"].integer({0, store.keys - 1})));
  if (fields["expected"].present() && !takes_expected(spec.verb)) {
    fields["expected"].fail_at_key("not-allowed",
                                   "is set, only a compare_and_set, an insert, a move and a charge "
                                   "may have it");
  }
  call.expected = fields["expected"].integer({-kAmountMax, kAmountMax});
  return call;
}

Command read_cut(const json::Reader& step, const Lesson& lesson) {
  enum class Direction : std::uint8_t { both, in, out };
  const json::Fields fields = step.object({"at", "cut"}, {"from", "direction"});
  const bool partial = fields["from"].present();
  const NodeSet side =
      partial ? nodes_named(fields["cut"], lesson) : side_of_cut(fields["cut"], lesson);
  const NodeSet rest = partial ? nodes_named(fields["from"], lesson) : others(side, lesson);
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
  return SlowLink{.from = nodes_named(fields["from"], lesson),
                  .to = nodes_named(fields["to"], lesson),
                  .extra = fields["extra"].duration({microseconds(0), seconds(60)}),
                  .lasts = fields["lasts"].duration({milliseconds(1), kRunMax})};
}

Command read_lose(const json::Reader& lose, const Lesson& lesson) {
  const json::Fields fields = lose.object({"from", "to", "share"});
  return Lose{.from = nodes_named(fields["from"], lesson),
              .to = nodes_named(fields["to"], lesson),
              .share = {percent(fields["share"], 1, {0, 1000}), 1000}};
}

Command read_duplicate(const json::Reader& duplicate, const Lesson& lesson) {
  const json::Fields fields = duplicate.object({"from", "to", "share"});
  return Duplicate{.from = nodes_named(fields["from"], lesson),
                   .to = nodes_named(fields["to"], lesson),
                   .share = {percent(fields["share"], 1, {0, 1000}), 1000}};
}

Command read_move(const json::Reader& move, const Lesson& lesson) {
  const json::Fields fields = move.object({"client", "to"});
  const std::optional<std::size_t> site = word_at(fields["to"], lesson.site_ids);
  return Move{.client = client(fields["client"], lesson), .site = id_of<SiteId>(site.value_or(0))};
}

NodeId node(const json::Reader& reader, const Lesson& lesson) {
  return id_of<NodeId>(reader.one_of(lesson.node_ids));
}

Command read_promote(const json::Reader& step, const Lesson& lesson) {
  const json::Fields fields = step.object({"at", "promote"}, {"object"});
  Promote promote{replica(fields["promote"], lesson), {}};
  const json::Reader object = fields["object"];
  if (!object.present()) return promote;
  const std::optional<std::size_t> store = word_at(object, lesson.object_ids);
  if (store) promote.store = id_of<StoreId>(*store);
  return promote;
}

Command read_command(const json::Reader& step, StepKind kind, const Lesson& lesson) {
  const auto only = [&step](std::string_view key) { return step.object({"at", key})[key]; };
  switch (kind) {
    case StepKind::call: return read_call(step, lesson);
    case StepKind::cut: return read_cut(step, lesson);
    case StepKind::heal: return read_heal(step);
    case StepKind::crash: return Crash{.node = node(only("crash"), lesson)};
    case StepKind::restart: return Restart{.node = node(only("restart"), lesson)};
    case StepKind::skew: return read_skew(only("skew"), lesson);
    case StepKind::slow: return read_slow(only("slow"), lesson);
    case StepKind::lose: return read_lose(only("lose"), lesson);
    case StepKind::duplicate: return read_duplicate(only("duplicate"), lesson);
    case StepKind::pause: return Pause{.node = node(only("pause"), lesson)};
    case StepKind::resume: return Resume{.node = node(only("resume"), lesson)};
    case StepKind::lose_disk: return LoseDisk{.node = node(only("loseDisk"), lesson)};
    case StepKind::move: return read_move(only("move"), lesson);
    case StepKind::promote: return read_promote(step, lesson);
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
              "\"restart\", \"skew\", \"slow\", \"lose\", \"duplicate\", \"pause\", \"resume\", "
              "\"loseDisk\", \"move\", \"promote\"");
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

std::vector<TimedCommand> load_steps(const json::Reader& steps, json::Count count, Time end,
                                     const Lesson& lesson) {
  std::vector<TimedCommand> script;
  Time before;
  Lesson then = lesson;  // as its clients stand when a step comes: what cuts a site cuts its guests
  for (const json::Reader& step : steps.items(count)) {
    const std::optional<StepKind> kind = kind_of_step(step);
    if (!kind) continue;
    before = time_of_step(step, before, end);
    const Command command = read_command(step, *kind, then);
    script.push_back({before, command});
    const Move* move = std::get_if<Move>(&command);
    if (move != nullptr) then.system.nodes[index(move->client)].site = move->site;
  }
  return script;
}

void load_script(const json::Reader& script, Lesson& lesson) {
  const json::Fields fields = script.object({"end", "steps"});
  lesson.script_end = Time{fields["end"].duration({milliseconds(1), kRunMax}, kRunMax).us};
  lesson.script = load_steps(fields["steps"], {1, kStepsMax}, lesson.script_end, lesson);
}

std::vector<std::string> fault_kinds() {
  std::vector<std::string> kinds;
  for (const std::string_view kind : kStepKinds) {
    if (kind != "call") kinds.emplace_back(kind);
  }
  return kinds;
}

std::string_view kind_of(const Command& command) {
  struct Name {
    std::string_view operator()(const Cut&) const { return "cut"; }
    std::string_view operator()(const Heal&) const { return "heal"; }
    std::string_view operator()(const SlowLink&) const { return "slow"; }
    std::string_view operator()(const Lose&) const { return "lose"; }
    std::string_view operator()(const Crash&) const { return "crash"; }
    std::string_view operator()(const Restart&) const { return "restart"; }
    std::string_view operator()(const SkewClock&) const { return "skew"; }
    std::string_view operator()(const Call&) const { return "call"; }
    std::string_view operator()(const Duplicate&) const { return "duplicate"; }
    std::string_view operator()(const Pause&) const { return "pause"; }
    std::string_view operator()(const Resume&) const { return "resume"; }
    std::string_view operator()(const LoseDisk&) const { return "loseDisk"; }
    std::string_view operator()(const Move&) const { return "move"; }
    std::string_view operator()(const Promote&) const { return "promote"; }
  };
  return std::visit(Name{}, command);
}

namespace {

// Without "at": at the start.
json::Value with_time(json::Value step) {
  if (step.kind != json::Kind::object || step.find("at") != nullptr) return step;
  json::Value start;
  start.kind = json::Kind::text;
  start.text = "0s";
  step.members.push_back({.key = "at", .key_place = step.place, .value = std::move(start)});
  return step;
}

}  // namespace

Result<TimedCommand> step_of(const Lesson& lesson, const json::Value& step) {
  const json::Value timed = with_time(step);
  json::Report report{.file = {}, .findings = {}};
  const json::Reader reader(timed, report);
  const std::optional<StepKind> kind = kind_of_step(reader);
  TimedCommand read;
  if (kind) read.at = time_of_step(reader, Time{}, lesson.script_end);
  if (kind) read.command = read_command(reader, *kind, lesson);
  if (report.findings.empty()) return read;
  const json::Finding& first = report.findings.front();
  return Error{(first.pointer == "/" ? "the step" : first.pointer) + ": " + first.message};
}

}  // namespace caplab::lesson
