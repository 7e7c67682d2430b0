// Plays twice and lines the calls up.
#include "engine/lesson/compare.h"

#include <algorithm>
#include <tuple>

#include "engine/lesson/grade.h"
#include "engine/sim/requests.h"
#include "engine/sim/story.h"
#include "engine/sim/world.h"

namespace caplab::lesson {
namespace {

// The how-manieth call of its client and operation an operation is, of those that the client made
// by its own wish; what follows from a call has that call's place, one step further. So what was
// called otherwise under other settings still finds its partner, or has none.
struct Place {
  NodeId client = kNobody;
  std::uint16_t operation = 0;
  int number = 0;
  int step = 0;
  bool operator==(const Place&) const = default;
};

std::vector<Place> places_of(const System& system, const Log& log) {
  std::vector<Place> places;
  for (const Operation& op : log.operations) {
    const OpId before = called_after(system, log, op);
    if (before != kNoOp) {
      places.push_back(places[index(before)]);
      ++places.back().step;
      continue;
    }
    Place place{op.client, op.operation, 0, 0};
    place.number =
        static_cast<int>(std::count_if(places.begin(), places.end(), [&](const Place& known) {
          return known.client == place.client && known.operation == place.operation &&
                 known.step == 0;
        }));
    places.push_back(place);
  }
  return places;
}

ComparedEnd end_of(const Operation& op) { return {op.op, op.called, ending_text(op), op.returned}; }

ComparedCall call_of(const System& system, const Operation& op) {
  ComparedCall call;
  call.client = system.nodes[index(op.client)].name;
  call.call = call_text(system, op);
  call.called = op.called;
  return call;
}

void write_end(json::Writer& out, const ComparedEnd& end) {
  if (end.op == kNoOp) {
    out.null();
    return;
  }
  out.begin_object().key("ending").text(end.ending).key("returned");
  end.returned == kNever ? out.null() : out.integer(end.returned.us);
  out.end_object();
}

}  // namespace

bool differs(const ComparedCall& call) { return call.first.ending != call.second.ending; }

Schedule own_schedule(std::uint64_t seed) { return {.number = 0, .seed = seed, .script = {}}; }

bool can_play(const Lesson& lesson, const Choices& made_for, const Choices& others,
              const Schedule& schedule) {
  const System system = system_with(lesson, others);
  const System own = system_with(lesson, made_for);
  if (system.nodes != own.nodes || system.replicas != own.replicas) return false;
  return std::all_of(schedule.script.begin(), schedule.script.end(), [&](const TimedCommand& step) {
    const Call* call = std::get_if<Call>(&step.command);
    if (call == nullptr) return true;
    if (call->operation >= system.operations.size()) return false;
    const StoreSpec& store = system.stores[index(system.operations[call->operation].store)];
    return index(call->key) < static_cast<std::size_t>(store.keys);
  });
}

namespace {

// The lesson's own schedule is what the settings make of its script: they may ask for other things.
Scenario played_with(const Lesson& lesson, const Choices& choices, const Schedule& schedule) {
  return schedule.number == 0 ? scenario_for(lesson, choices, schedule.seed)
                              : scenario_for(lesson, choices, schedule);
}

}  // namespace

Comparison compare(const Lesson& lesson, const Choices& first, const Choices& second,
                   const Schedule& schedule) {
  const Scenario one = played_with(lesson, first, schedule);
  const Log log = run_all(one, false);
  const Scenario other = played_with(lesson, second, schedule);
  const Log other_log = run_all(other, false);
  const std::vector<Place> places = places_of(one.system, log);
  Comparison comparison;
  for (const Operation& op : log.operations) {
    comparison.calls.push_back(call_of(one.system, op));
    comparison.calls.back().first = end_of(op);
  }
  const std::vector<Place> other_places = places_of(other.system, other_log);
  for (std::size_t i = 0; i < other_places.size(); ++i) {
    const Operation& op = other_log.operations[i];
    const auto place = std::find(places.begin(), places.end(), other_places[i]);
    const auto position = static_cast<std::size_t>(place - places.begin());
    if (place == places.end()) comparison.calls.push_back(call_of(other.system, op));
    ComparedCall& call =
        place == places.end() ? comparison.calls.back() : comparison.calls[position];
    call.second = end_of(op);
  }
  std::stable_sort(
      comparison.calls.begin(), comparison.calls.end(),
      [](const ComparedCall& a, const ComparedCall& b) { return a.called < b.called; });
  const auto parts = std::find_if(comparison.calls.begin(), comparison.calls.end(), differs);
  if (parts != comparison.calls.end()) {
    comparison.parts_at = static_cast<std::size_t>(parts - comparison.calls.begin());
  }
  return comparison;
}

void write_comparison(json::Writer& out, const Comparison& comparison) {
  out.begin_object().key("calls").begin_array();
  for (const ComparedCall& call : comparison.calls) {
    out.begin_object().key("client").text(call.client).key("call").text(call.call);
    out.key("time").integer(call.called.us);
    write_end(out.key("first"), call.first);
    write_end(out.key("second"), call.second);
    out.key("differs").boolean(differs(call)).end_object();
  }
  out.end_array().key("parts_at");
  comparison.parts_at ? out.integer(static_cast<std::int64_t>(*comparison.parts_at)) : out.null();
  out.end_object();
}

std::string comparison_json(const Comparison& comparison) {
  json::Writer out;
  write_comparison(out, comparison);
  return out.str();
}

}  // namespace caplab::lesson
