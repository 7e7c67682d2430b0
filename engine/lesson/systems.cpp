// Plays a named system's runs and holds them against what they are said to show.
#include "engine/lesson/systems.h"

#include "engine/base/text.h"
#include "engine/sim/story.h"
#include "engine/sim/world.h"

namespace caplab::lesson {
namespace {

using Ended = Expectation::Ended;

Ended ended_of(const Operation& operation) {
  switch (operation.outcome) {
    case Outcome::ok: return operation.answer.accepted ? Ended::accepted : Ended::declined;
    case Outcome::fail: return Ended::refused;
    case Outcome::unknown: return Ended::unknown;
  }
  return Ended::unknown;
}

std::string_view name_of(Ended ended) {
  switch (ended) {
    case Ended::accepted: return "accepted";
    case Ended::declined: return "declined";
    case Ended::refused: return "refused";
    case Ended::unknown: return "unknown";
  }
  return "";
}

std::string listed(const std::vector<std::int64_t>& values) {
  std::vector<std::string> parts;
  for (const std::int64_t value : values) parts.push_back(std::to_string(value));
  return join(parts, " and ");
}

// "call 3 (write ONE by north at 2.000 s)".
std::string call_of(const System& system, const Operation& operation) {
  return "call " + std::to_string(index(operation.op) + 1) + " (" +
         system.operations[operation.operation].name + " by " +
         system.nodes[index(operation.client)].name + " at " + seconds_text(operation.called) + ")";
}

}  // namespace

std::optional<std::string> broken_expectation(const NamedSystem& system, const SystemRun& run,
                                              std::uint64_t seed) {
  const Scenario scenario{
      .system = system.system, .script = run.script, .end = run.end, .seed = seed};
  const Log log = run_all(scenario, false);
  for (const Expectation& expectation : run.expect) {
    const Operation& operation = log.operations[expectation.call];
    const Ended ended = ended_of(operation);
    if (ended != expectation.ended) {
      return call_of(system.system, operation) + " was " + std::string(name_of(ended)) +
             ", expected " + std::string(name_of(expectation.ended));
    }
    if (expectation.conflicts && operation.answer.conflicts != *expectation.conflicts) {
      return call_of(system.system, operation) + " kept " +
             std::to_string(operation.answer.conflicts) + " conflicts, expected " +
             std::to_string(*expectation.conflicts);
    }
    if (expectation.shows.empty()) continue;
    const std::vector<std::int64_t> shown = object::values_of(operation.answer.shown.content);
    if (shown == expectation.shows) continue;
    return call_of(system.system, operation) + " showed " + listed(shown) + ", expected " +
           listed(expectation.shows);
  }
  return std::nullopt;
}

}  // namespace caplab::lesson
