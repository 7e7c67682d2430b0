// Each doubt points at the line to mend.
#include "engine/lesson/system_proof.h"

#include <set>

#include "engine/lesson/pacelc.h"
#include "engine/sim/command.h"

namespace caplab::lesson {
namespace {

std::string pointer_of(std::size_t system, std::string_view list, std::size_t position) {
  return "/systems/" + std::to_string(system) + "/" + std::string(list) + "/" +
         std::to_string(position);
}

std::vector<Call> calls_of(const SystemRun& run) {
  std::vector<Call> calls;
  for (const TimedCommand& timed : run.script) {
    if (const auto* call = std::get_if<Call>(&timed.command)) calls.push_back(*call);
  }
  return calls;
}

// What a write shows is decided by nobody, so it is never held against anything.
bool shows_of_write(const System& system, const Expectation& expectation, const Call& call) {
  const bool asks = !expectation.shows.empty() || expectation.conflicts.has_value();
  return asks && !object::is_read(system.operations[call.operation].verb);
}

bool shows_of_nothing(const Expectation& expectation) {
  const bool asks = !expectation.shows.empty() || expectation.conflicts.has_value();
  return asks && expectation.ended != Expectation::Ended::accepted;
}

void doubt_run(const NamedSystem& system, const SystemRun& run, const std::string& at,
               std::vector<Doubt>& doubts) {
  const std::vector<Call> calls = calls_of(run);
  if (calls.empty()) {
    doubts.push_back({at + "/script", "no-call", "has no call, must have one at least", false});
    return;
  }
  std::set<std::size_t> expected;
  for (std::size_t i = 0; i < run.expect.size(); ++i) {
    const Expectation& expectation = run.expect[i];
    const std::string here = at + "/expect/" + std::to_string(i);
    const std::string call = std::to_string(expectation.call + 1);
    if (!expected.insert(expectation.call).second) {
      doubts.push_back(
          {here + "/call", "call-twice", "is " + call + " again, must stand once", false});
    }
    if (shows_of_write(run.groups.value_or(system.system), expectation, calls[expectation.call])) {
      doubts.push_back({here, "shows-of-write",
                        "says what call " + call + " shows, which is a write and shows nothing",
                        false});
    } else if (shows_of_nothing(expectation)) {
      doubts.push_back({here, "shows-of-nothing",
                        "says what call " + call + " shows, which should not be accepted", false});
    }
  }
}

}  // namespace

std::vector<Doubt> doubt_expectations(const NamedSystem& system, std::size_t position) {
  std::vector<Doubt> doubts;
  for (std::size_t i = 0; i < system.runs.size(); ++i) {
    doubt_run(system, system.runs[i], pointer_of(position, "runs", i), doubts);
  }
  return doubts;
}

std::vector<Doubt> doubt_runs(const NamedSystem& system, std::size_t position, std::uint64_t seed) {
  std::vector<Doubt> doubts;
  for (std::size_t i = 0; i < system.runs.size(); ++i) {
    const auto broken = broken_expectation(system, system.runs[i], seed);
    if (!broken) continue;
    doubts.push_back({pointer_of(position, "runs", i) + "/expect", "run-differs",
                      "does not come true under seed " + std::to_string(seed) + ": " + *broken,
                      false});
  }
  return doubts;
}

std::vector<Doubt> doubt_letters(const NamedSystem& system, std::size_t position, int runs) {
  std::vector<Doubt> doubts;
  for (std::size_t i = 0; i < system.configurations.size(); ++i) {
    const Configuration& configuration = system.configurations[i];
    const std::string at = pointer_of(position, "configurations", i);
    const Letters letters = measure_letters(system, configuration, runs);
    if (letters.undecided > 0) {
      doubts.push_back({at, "letters-undecided",
                        "has letters that " + std::to_string(letters.undecided) + " of " +
                            std::to_string(runs) + " runs leave undecided",
                        true});
    }
    const std::string measured = text_of(letters);
    if (configuration.documented.empty() || configuration.documented == measured) continue;
    if (!configuration.note.empty()) continue;
    doubts.push_back({at + "/documented", "letters-unexplained",
                      "is " + configuration.documented + " but " + measured +
                          " is measured, must have a \"note\" that says why",
                      false});
  }
  return doubts;
}

}  // namespace caplab::lesson
