#include "tests/unit/small_bank.h"

#include <algorithm>

#include "engine/base/ensure.h"

namespace caplab::testing {
namespace {

Latency always(Duration duration) {
  Latency latency;
  latency.at.fill(duration);
  return latency;
}

StoreSpec store(const std::string& name, object::ObjectType type, object::Content initial) {
  return {.name = name,
          .type = type,
          .protocol = quorum::Config{},
          .keys = 2,
          .initial = std::move(initial)};
}

OperationSpec operation(const std::string& name, StoreId store, object::Verb verb, Level level) {
  return {.name = name, .store = store, .verb = verb, .level = level, .then = std::nullopt};
}

object::Stamp stamp_of(std::int64_t ms, NodeId writer) { return {LocalTime{ms * 1000}, writer}; }

}  // namespace

System small_bank(Level level) {
  using object::Verb;
  System system;
  system.sites = {"North", "South", "East"};
  system.nodes = {{"Copy North", SiteId{0}}, {"Copy South", SiteId{1}}, {"Copy East", SiteId{2}},
                  {"Ann", SiteId{0}},        {"Bob", SiteId{1}},        {"Eve", SiteId{2}}};
  system.replicas = 3;
  system.stores = {store("account", object::ObjectType::account, object::Number{100}),
                   store("history", object::ObjectType::log, object::Entries{}),
                   store("note", object::ObjectType::reg, object::Number{7})};
  system.operations = {
      operation("show", kAccount, Verb::balance, level),
      operation("withdraw", kAccount, Verb::withdraw, level),
      operation("record", kHistory, Verb::append, Level::one),
      operation("view", kHistory, Verb::read, level == Level::serial ? Level::quorum : level),
      operation("pay in", kAccount, Verb::deposit, level),
      operation("read", kNote, Verb::read, level),
      operation("write", kNote, Verb::write, level)};
  system.operations[kWithdraw].then = kRecord;
  for (std::size_t from = 0; from < 3; ++from) {
    for (std::size_t to = 0; to < 3; ++to) {
      system.latencies.push_back(always(from == to ? milliseconds(1) : milliseconds(10)));
    }
  }
  return system;
}

lesson::Lesson small_lesson() {
  using lesson::Measure;
  using lesson::Side;
  lesson::Lesson lesson;
  lesson.id = "small";
  lesson.site_ids = {"north", "south", "east"};
  lesson.node_ids = {"n", "s", "e", "ann", "bob", "eve"};
  lesson.object_ids = {"account", "history", "note"};
  lesson.operation_ids = {"show", "withdraw", "record", "view", "pay-in", "read", "write"};
  lesson.system = small_bank(Level::one);
  lesson.script = {call_at(1000, kEve, kBalance), call_at(3000, kAnn, kWithdraw, 80),
                   call_at(3200, kBob, kWithdraw, 80), call_at(4000, kEve, kView),
                   call_at(4500, kBob, kBalance)};
  lesson.script_end = at_ms(8000);
  lesson.workload.streams = {{kAnn, kWithdraw, milliseconds(500), 5, 20},
                             {kBob, kBalance, milliseconds(300), 0, 0},
                             {kEve, kView, milliseconds(300), 0, 0}};
  lesson.workload.end = at_ms(12000);
  const std::vector<NodeSet> sides{site_of(kNorth), site_of(kSouth), site_of(kEast)};
  lesson.envelope = {sides, true, milliseconds(400), milliseconds(300), 60};
  lesson.fault_process = {sides,      seconds(1),      seconds(2), seconds(3),
                          seconds(4), milliseconds(2), 20};
  std::vector<lesson::Option> levels;
  for (const Level level : {Level::one, Level::quorum, Level::all, Level::serial}) {
    levels.push_back(lesson::option_of(level));
  }
  lesson.choices = {{"show", kBalance, levels, 0}, {"withdraw", kWithdraw, levels, 0}};
  const auto rule = [](const char* id, Side side, Measure measure, Op op, std::int64_t limit) {
    lesson::Criterion criterion;
    criterion.id = id;
    criterion.side = side;
    criterion.measure = measure;
    criterion.operation = op;
    criterion.limit = limit;
    return criterion;
  };
  lesson.rubric = {
      rule("safety.withdraw.overdraft", Side::safety, Measure::overdraft, kWithdraw, 0),
      rule("safety.show.stale", Side::safety, Measure::stale, kBalance, 0),
      rule("safety.record.lost", Side::safety, Measure::lost, kRecord, 0),
      rule("availability.withdraw.useful", Side::availability, Measure::useful, kWithdraw, 600),
      rule("availability.show.worst", Side::availability, Measure::worst, kBalance, 600),
      rule("latency.show.p99", Side::latency, Measure::p99, kBalance, 15'000),
      rule("repair.withdraw.unknown", Side::repair, Measure::unknown, kWithdraw, 50),
      rule("repair.view.late", Side::repair, Measure::late, kView, 500),
      rule("repair.all.converge", Side::repair, Measure::converge, kBalance, 5'000'000)};
  lesson.rubric[1].promised = {Level::quorum, Level::all, Level::serial};
  lesson.rubric[7].grace = milliseconds(500);
  return lesson;
}

lesson::Criterion criterion(const lesson::Lesson& lesson, const std::string& id) {
  const auto found = std::find_if(lesson.rubric.begin(), lesson.rubric.end(),
                                  [&](const lesson::Criterion& c) { return c.id == id; });
  ENSURE(found != lesson.rubric.end());
  return *found;
}

Time at_ms(std::int64_t ms) { return Time{ms * 1000}; }

TimedCommand call_at(std::int64_t ms, NodeId client, Op operation, std::int64_t amount) {
  return {at_ms(ms), Call{client, operation, Key{0}, amount, 0}};
}

TimedCommand cut_at(std::int64_t ms, NodeSet side) {
  constexpr std::uint32_t kAll = (1U << 6) - 1;
  return {at_ms(ms), Cut{side, NodeSet{kAll & ~side.bits}, true}};
}

TimedCommand heal_at(std::int64_t ms) { return {at_ms(ms), Heal{}}; }

NodeSet site_of(NodeId replica) {
  NodeSet side;
  side.add(replica);
  side.add(id_of<NodeId>(index(replica) + 3));
  return side;
}

lesson::Run played(const System& system, std::vector<TimedCommand> script, std::uint64_t seed) {
  lesson::Run run{{system, std::move(script), at_ms(10'000), seed}, {}, {}};
  play(run);
  return run;
}

HandMade::HandMade() {
  run.scenario.system = small_bank(Level::one);
  run.scenario.end = at_ms(100'000);
}

Operation& HandMade::add(NodeId client, Op operation, std::int64_t called, std::int64_t returned,
                         std::int64_t amount, Outcome outcome) {
  const OperationSpec& spec = run.scenario.system.operations[operation];
  Operation op;
  op.op = id_of<OpId>(run.log.operations.size());
  op.operation = operation;
  op.client = client;
  op.level = spec.level;
  op.request = {spec.verb, amount, 0};
  op.called = at_ms(called);
  op.returned = returned < 0 ? kNever : at_ms(returned);
  op.outcome = outcome;
  op.answer.shown = {stamp_of(returned, client), op.op, object::Number{0}};
  run.log.operations.push_back(op);
  return run.log.operations.back();
}

Operation& HandMade::shows(NodeId client, std::int64_t called, std::int64_t returned,
                           std::int64_t number) {
  Operation& op = add(client, kBalance, called, returned);
  op.answer.shown = {{}, kNoOp, object::Number{number}};
  return op;
}

Operation& HandMade::lists(NodeId client, std::int64_t called, std::int64_t returned,
                           std::vector<OpId> entries) {
  Operation& op = add(client, kView, called, returned);
  object::Entries shown;
  for (const OpId entry : entries) {
    const Operation& append = run.log.operations[index(entry)];
    shown.push_back({append.answer.shown.stamp, append.request.amount, entry});
  }
  op.answer.shown = {{}, kNoOp, std::move(shown)};
  return op;
}

void HandMade::fault(std::int64_t ms, const Command& command) {
  run.log.faults.push_back({at_ms(ms), command});
}

void HandMade::stores(std::int64_t ms, NodeId replica, std::int64_t number, std::int64_t stamp_ms,
                      std::uint16_t key) {
  Event event;
  event.kind = EventKind::stored;
  event.at = at_ms(ms);
  event.node = replica;
  event.store = kAccount;
  event.key = id_of<Key>(key);
  event.stamp = stamp_of(stamp_ms, replica);
  event.stamp.writer = kNorth;
  event.value = number;
  run.log.events.push_back(event);
}

}  // namespace caplab::testing
