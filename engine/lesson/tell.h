// What went wrong, as a sentence in the lesson's words. Who, how much, when and why are read off
// the run; the lesson may bring its own wording as prose "tell.<measure>.<cause>", otherwise the
// wording here serves.
#pragma once
#include <string>
#include <vector>

#include "engine/lesson/lesson.h"
#include "engine/lesson/measure.h"
#include "engine/lesson/tally.h"

namespace caplab::lesson {

// A piece of a sentence that points to what it tells of.
struct Fragment {
  std::string text;
  OpId op = kNoOp;   // the operation it tells of, if any
  Time at = kNever;  // the moment it tells of, if any
  bool operator==(const Fragment&) const = default;
};

// REQUIRES: `harm` is find_harm(criterion, run).
std::vector<Fragment> tell_harm(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Harm& harm);

// REQUIRES: `miss` was counted for the criterion in this run.
std::vector<Fragment> tell_miss(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Miss& miss);

std::string text_of(const std::vector<Fragment>& fragments);

// Whether an entry of this id is a wording that some sentence may take from a lesson, and whether
// {name} can stand for something in one.
bool is_wording(std::string_view id);
bool is_name_in_wordings(std::string_view name);

// "€80", as the lesson's prose "currency" says.
std::string money(const Lesson& lesson, std::int64_t amount);

}  // namespace caplab::lesson
