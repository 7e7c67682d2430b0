// What came of an attempt, as `caplab grade --json` prints it and the page shows it; and the two
// things that a page must know before there is an attempt.
#pragma once
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/lesson/lesson.h"

namespace caplab::lesson {

// An attempt as the learner's page or the command line writes it, e.g.
// {"goal": "stale", "faults": [{"at": "1s", "cut": ["south"]}]} (attack),
// {"experiments": ["cut-leader"], "answer": "etcd", "letters": "PC/EC"} (diagnose),
// {"goal": "causal", "edits": [{"operation": 3, "result": 1}]} (construct).
Result<Attempt> attempt_of(const Lesson& lesson, std::string_view json);

// {"lesson", "task", "pass", …}, by task:
// attack     "goal", "runs", "reached", "reached_min", "demands": [{"text", "met"}], "seed",
//            "sentence": [{"text", "op", "time"}]
// diagnose   "answer", "right", "letters_right", "hidden", "letters", "possible": [ids],
//            "experiments": [{"id", "systems": [{"id", "excluded", "seen": […]}]}]
// construct  "goal", "error", "models": [{"name", "verdict", "why", "wanted"}], "history"
struct Judgement {
  bool pass = false;
  std::string json;
};
Judgement judge(const Lesson& lesson, const Attempt& attempt, std::uint64_t seed);

// diagnose: what clients are told by the unnamed system in one experiment,
// [{"time", "client", "call", "ending"}].
std::string observation_json(const Lesson& lesson, std::size_t experiment, std::uint64_t seed);

// construct: [{"position", "process", "text", "called", "returned", "result", "results": […]}];
// `results`, what a read may be said to have returned, is there where it may be edited.
std::string recorded_json(const Lesson& lesson);

}  // namespace caplab::lesson
