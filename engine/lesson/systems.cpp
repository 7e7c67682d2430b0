// Plays a named system's runs and holds them against what they are said to show.
#include "engine/lesson/systems.h"

#include <map>

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

// Nothing where it came true.
std::string broken(const System& system, const Log& log, const Expectation& expectation) {
  if (expectation.call >= log.operations.size()) {
    return "call " + std::to_string(expectation.call + 1) + " never began";
  }
  const Operation& operation = log.operations[expectation.call];
  const Ended ended = ended_of(operation);
  if (ended != expectation.ended) {
    return call_of(system, operation) + " was " + std::string(name_of(ended)) + ", expected " +
           std::string(name_of(expectation.ended));
  }
  if (expectation.conflicts && operation.answer.conflicts != *expectation.conflicts) {
    return call_of(system, operation) + " kept " + std::to_string(operation.answer.conflicts) +
           " conflicts, expected " + std::to_string(*expectation.conflicts);
  }
  const Duration took = operation.returned - operation.called;
  if (took < expectation.at_least) {
    return call_of(system, operation) + " took " + seconds_text({took.us}) +
           ", expected at least " + seconds_text({expectation.at_least.us});
  }
  if (expectation.shows.empty()) return "";
  const std::vector<std::int64_t> shown = object::values_of(operation.answer.shown.content);
  if (shown == expectation.shows) return "";
  return call_of(system, operation) + " showed " + listed(shown) + ", expected " +
         listed(expectation.shows);
}

// The moments as of which a store was read, and whether it showed a write.
std::map<std::int64_t, bool> seen_by_moment(const System& system, const Log& log, StoreId store) {
  std::map<std::int64_t, bool> seen;
  for (const Operation& operation : log.operations) {
    const bool reads = object::is_read(operation.request.verb) &&
                       system.operations[operation.operation].store == store &&
                       operation.outcome == Outcome::ok;
    if (!reads) continue;
    const object::Content& shown = operation.answer.shown.content;
    seen[operation.request.amount] = shown != system.stores[index(store)].initial;
  }
  return seen;
}

std::string broken(const System& system, const Log& log, const Together& together) {
  const std::map<std::int64_t, bool> later = seen_by_moment(system, log, together.later);
  const std::map<std::int64_t, bool> earlier = seen_by_moment(system, log, together.earlier);
  bool apart = false;
  bool neither = false;
  bool both = false;
  for (const auto& [moment, shows_later] : later) {
    const auto other = earlier.find(moment);
    if (other == earlier.end()) continue;
    apart = apart || (shows_later && !other->second);
    neither = neither || (!shows_later && !other->second);
    both = both || (shows_later && other->second);
  }
  const std::string names = system.stores[index(together.later)].name + " without " +
                            system.stores[index(together.earlier)].name;
  if (!neither || !both) return "no moment before both writes, or none after, was read";
  if (apart == together.apart) return "";
  return apart ? "some moment showed the write to " + names
               : "no moment showed the write to " + names;
}

}  // namespace

Scenario scenario_of(const NamedSystem& system, const SystemRun& run, std::uint64_t seed) {
  return {.system = run.groups.value_or(system.system),
          .script = run.script,
          .end = run.end,
          .seed = seed};
}

std::optional<std::string> broken_expectation(const NamedSystem& system, const SystemRun& run,
                                              std::uint64_t seed) {
  const Scenario scenario = scenario_of(system, run, seed);
  const Log log = run_all(scenario, false);
  for (const Expectation& expectation : run.expect) {
    std::string message = broken(scenario.system, log, expectation);
    if (!message.empty()) return message;
  }
  for (const Together& together : run.together) {
    std::string message = broken(scenario.system, log, together);
    if (!message.empty()) return message;
  }
  return std::nullopt;
}

}  // namespace caplab::lesson
