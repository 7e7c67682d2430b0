// The task `construct`: the history that the lesson's script leaves on one object, with the results
// of some of its reads replaced, is to satisfy some models and to violate others.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"
#include "engine/lesson/lesson.h"

namespace caplab::lesson {

// What clients saw in the lesson's own run, under seed 1.
history::History recorded_history(const Lesson& lesson);

// Whether the history shows a result there that could be another: of a read that ended.
bool may_be_edited(const history::Operation& op);

// What a read of the history may be said to have returned: what the object began with, and what was
// written to it.
std::vector<history::Value> possible_results(const Lesson& lesson,
                                             const history::History& recorded);

// The history with the edits made. The error says which edit is none: of what is no read that
// ended, twice of the same, or to a value that nobody wrote.
Result<history::History> edited_history(const Lesson& lesson,
                                        const std::vector<HistoryEdit>& edits);

// What one model says of the edited history, and what the goal wants of it.
struct ModelVerdict {
  std::string model;
  check::Answer answer = check::Answer::undecided;
  std::string why;
  std::optional<bool> wanted;  // to hold, or to be violated; nothing: whatever it says
  bool operator==(const ModelVerdict&) const = default;
};

struct ConstructionResult {
  bool pass = false;
  std::string error;                 // of the edits; then there are no models
  std::vector<ModelVerdict> models;  // all that are defined for the object
  bool operator==(const ConstructionResult&) const = default;
};

// REQUIRES: the attempt is of this lesson, whose task is construct.
ConstructionResult judge_construction(const Lesson& lesson, const Attempt& attempt);

}  // namespace caplab::lesson
