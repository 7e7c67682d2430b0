// Systems are compared in the same weather, so what differs is theirs.
#include "engine/lesson/diagnose.h"

#include <algorithm>

#include "engine/base/rng.h"
#include "engine/sim/story.h"
#include "engine/sim/world.h"

namespace caplab::lesson {
namespace {

constexpr std::uint64_t kCurtainStream = 0xd1a6;

}  // namespace

std::size_t hidden_system(const Lesson& lesson, std::uint64_t seed) {
  return static_cast<std::size_t>(
      Rng(seed, kCurtainStream).below(lesson.choices.front().options.size()));
}

std::vector<Seen> observe(const Lesson& lesson, std::size_t system, std::size_t experiment,
                          std::uint64_t seed) {
  Scenario scenario = scenario_for(lesson, {system}, seed);
  scenario.script = lesson.diagnosis.experiments[experiment].script;
  const Log log = run_all(scenario, false);
  std::vector<Seen> seen;
  for (const Operation& op : log.operations) {
    seen.push_back({.op = op.op,
                    .called = op.called,
                    .client = scenario.system.nodes[index(op.client)].name,
                    .call = call_text(scenario.system, op),
                    .ending = ending_text(op)});
  }
  return seen;
}

bool look_alike(const std::vector<Seen>& a, const std::vector<Seen>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Seen& one, const Seen& other) {
    return one.call == other.call && one.client == other.client && one.ending == other.ending;
  });
}

std::vector<std::size_t> possible_systems(const Lesson& lesson, std::size_t system,
                                          const std::vector<std::size_t>& experiments,
                                          std::uint64_t seed) {
  std::vector<std::size_t> possible;
  for (std::size_t other = 0; other < lesson.choices.front().options.size(); ++other) {
    const bool alike =
        std::all_of(experiments.begin(), experiments.end(), [&](std::size_t experiment) {
          return look_alike(observe(lesson, system, experiment, seed),
                            observe(lesson, other, experiment, seed));
        });
    if (alike) possible.push_back(other);
  }
  return possible;
}

DiagnosisResult judge_diagnosis(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed) {
  DiagnosisResult result;
  result.hidden = hidden_system(lesson, seed);
  result.possible = possible_systems(lesson, result.hidden, attempt.experiments, seed);
  result.right = attempt.answer == result.hidden;
  const std::vector<std::string>& letters = lesson.diagnosis.letters;
  result.letters_right = letters.empty() || attempt.letters == letters[result.hidden];
  result.pass = result.right && result.letters_right && result.possible.size() == 1;
  return result;
}

bool tells_all_apart(const Lesson& lesson, const std::vector<std::size_t>& experiments,
                     std::uint64_t seed) {
  for (std::size_t system = 0; system < lesson.choices.front().options.size(); ++system) {
    if (possible_systems(lesson, system, experiments, seed).size() > 1) return false;
  }
  return true;
}

}  // namespace caplab::lesson
