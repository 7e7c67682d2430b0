// Two settings under the same weather and the same faults: what each client was told under the one
// and under the other, and where the two part.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json_writer.h"
#include "engine/lesson/lesson.h"
#include "engine/lesson/search.h"

namespace caplab::lesson {

// How a call ended under one of the settings.
struct ComparedEnd {
  OpId op = kNoOp;         // of that run; kNoOp: the call was not made there
  Time called;             // under these settings
  std::string ending;      // "accepted", "refused", what was read; empty: not made
  Time returned = kNever;  // kNever: under way at the end
  bool operator==(const ComparedEnd&) const = default;
};

struct ComparedCall {
  std::string client;
  std::string call;  // "withdraw 80"
  Time called;       // under the first settings; under the others where only they have it
  ComparedEnd first;
  ComparedEnd second;
  bool operator==(const ComparedCall&) const = default;
};

// Told otherwise: another answer, or none. Only later is no difference.
bool differs(const ComparedCall& call);

struct Comparison {
  std::vector<ComparedCall> calls;      // by `called`
  std::optional<std::size_t> parts_at;  // the first call that differs
  bool operator==(const Comparison&) const = default;
};

// Calls are matched by client and operation, the first with the first and so on; what follows from
// a call, with what follows from its partner.
// REQUIRES: both are choices of the lesson and can play the schedule.
Comparison compare(const Lesson& lesson, const Choices& first, const Choices& second,
                   const Schedule& schedule);

// The schedule without a number: each settings' own script, for they may ask for other things.
Schedule own_schedule(std::uint64_t seed);

// Whether a schedule that was made for some choices finds the same nodes, and what it calls, under
// others.
bool can_play(const Lesson& lesson, const Choices& made_for, const Choices& others,
              const Schedule& schedule);

// {"calls": [{"client", "call", "time", "first": {"ending", "returned"}, "second": …, "differs"}],
//  "parts_at": position or null}
void write_comparison(json::Writer& out, const Comparison& comparison);
std::string comparison_json(const Comparison& comparison);

}  // namespace caplab::lesson
