// What a checker answers about one history: one of three answers, and the evidence for a "no" in a
// form that a page and a command line can both show.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check/reason.h"

namespace caplab::check {

enum class Answer : std::uint8_t {
  holds,
  violated,
  undecided,  // the budget ran out before one of the others was certain
};

constexpr std::string_view name_of(Answer answer) {
  switch (answer) {
    case Answer::holds: return "holds";
    case Answer::violated: return "violated";
    case Answer::undecided: return "undecided";
  }
  return "";
}

struct Verdict {
  Answer answer = Answer::undecided;

  // The evidence where the answer is `violated`: positions in the history's operations, in order of
  // their calls.
  std::vector<std::size_t> operations;

  // Those of them that alone violate the model, and so do it whenever any others took effect, if at
  // all. The rest is where their results come from.
  std::vector<std::size_t> core;

  // The one of them at which no order remains: it is called in some orders of the others that
  // explain all results before it, and fits none of them.
  std::size_t stuck = kNoOperation;

  // What the object would hold there in such orders, one text for each; empty where not told.
  std::vector<std::string> found;

  // The same as a chain of statements that contradict each other, where there is a short one.
  Reason reason;

  std::string why;        // one sentence in plain words
  std::int64_t work = 0;  // steps that the decision took; the explanation is not counted
  bool operator==(const Verdict&) const = default;
};

}  // namespace caplab::check
