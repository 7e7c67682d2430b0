// The task `diagnose`: an unnamed system, one of several, is seen only by what its clients are told
// in experiments. An answer passes if it is right and if the experiments that were made exclude
// every other system: who guesses has not found out.
#pragma once
#include <string>
#include <vector>

#include "engine/lesson/lesson.h"

namespace caplab::lesson {

// What the client of one call was told.
struct Seen {
  OpId op = kNoOp;
  Time called;
  std::string client;
  std::string call;    // "write 7"
  std::string ending;  // "accepted", "refused", or what was read
  bool operator==(const Seen&) const = default;
};

// The system behind the curtain under this seed: a position among the options of choice 0.
std::size_t hidden_system(const Lesson& lesson, std::uint64_t seed);

// What clients see of an experiment, by the calls' order.
std::vector<Seen> observe(const Lesson& lesson, std::size_t system, std::size_t experiment,
                          std::uint64_t seed);

// Whether nobody could tell the two apart: the same calls ended alike.
bool look_alike(const std::vector<Seen>& a, const std::vector<Seen>& b);

// The systems that look like `system` in each of the experiments, itself among them.
std::vector<std::size_t> possible_systems(const Lesson& lesson, std::size_t system,
                                          const std::vector<std::size_t>& experiments,
                                          std::uint64_t seed);

struct DiagnosisResult {
  bool pass = false;
  bool right = false;                 // the answer is the hidden system
  bool letters_right = true;          // or nobody asked for them
  std::vector<std::size_t> possible;  // what the experiments leave
  std::size_t hidden = 0;
  bool operator==(const DiagnosisResult&) const = default;
};

// REQUIRES: the attempt is of this lesson, whose task is diagnose.
DiagnosisResult judge_diagnosis(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed);

// Whether the experiments tell every system from every other under this seed.
bool tells_all_apart(const Lesson& lesson, const std::vector<std::size_t>& experiments,
                     std::uint64_t seed);

}  // namespace caplab::lesson
