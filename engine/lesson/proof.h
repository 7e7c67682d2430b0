// What a lesson claims about itself, held against what the simulation does: its references pass,
// each wrong solution fails for the reason it names, the decision is a real one, and every
// prediction has exactly one true answer. Nothing here reads a file; a caller says how much to run.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/lesson/grade.h"

namespace caplab::lesson {

// A claim that did not hold, or that the checker could not decide.
struct Doubt {
  std::string pointer;  // into the lesson file
  std::string rule;     // "reference-fails", "wrong-passes" …: for machines
  std::string message;
  bool undecided = false;
  bool operator==(const Doubt&) const = default;
};

// REQUIRES: `grade` is of the choices of the lesson's reference at `position`.
std::optional<Doubt> doubt_reference(std::size_t position, const Grade& grade);

// REQUIRES: `grade` is of lesson.wrong[position].choices.
std::optional<Doubt> doubt_wrong(const Lesson& lesson, std::size_t position, const Grade& grade);

// Grades lesson.wrong[position] as far as it takes to see it fail as named; in whole only where it
// does not, to say what happened instead.
std::optional<Doubt> prove_wrong(const Lesson& lesson, std::size_t position,
                                 Grading::Options options);

// More combinations than this are sampled, evenly.
inline constexpr std::size_t kCombinationsMax = 1000;

// Every way to choose, the first choice changing slowest.
std::vector<Choices> all_choices(const Lesson& lesson);

// Everything that can be drawn, in the same order; one of them where nothing is. More than this
// many are sampled.
inline constexpr std::size_t kSituationsMax = 24;
std::vector<Situation> all_situations(const Lesson& lesson);

// At most 40 % of all choices pass, and one level for everything does not.
// REQUIRES: `grades` are of different choices.
std::vector<Doubt> doubt_effort(const Lesson& lesson, const std::vector<Grade>& grades);

// Besides: of two that pass, each is clearly better on another side, by 10 % and beyond what luck
// explains. REQUIRES: as above.
std::vector<Doubt> doubt_decision(const Lesson& lesson, const std::vector<Grade>& grades);

// Whether two grades that pass are each better by 10 % on a side on which the other is not.
bool is_trade(const Grade& a, const Grade& b);

// Plays the script under each of `choices` and asks every prediction what happened; on the first
// run, each answer that is wrong must name its misconception.
std::vector<Doubt> doubt_predictions(const Lesson& lesson, const std::vector<Choices>& choices,
                                     std::uint64_t seed);

}  // namespace caplab::lesson
