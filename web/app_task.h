// The tasks besides `configure` on the page: what a learner attempts, as commands, links and saved
// progress write it, and what the page's worker found of it.
#pragma once
#include <string>

#include "engine/base/json_writer.h"
#include "engine/base/result.h"
#include "web/actions.h"

namespace caplab::web {

// Of an attack or a construction; a diagnosis has none.
std::vector<std::string> goal_ids(const lesson::Lesson& lesson);

// An attempt as engine/lesson/task_json.h has it; without a fault or an experiment it only names a
// goal, or nothing.
Result<PutAttempt> read_attempt(const lesson::Lesson& lesson, const json::Value& written);

// Which goals have been reached, as saved: {"reached": [ids]}.
std::vector<bool> read_reached(const lesson::Lesson& lesson, const json::Value* saved);

bool is_task(const App& app);        // another one than `configure` is on stage
bool has_judgement(const App& app);  // of the present attempt
bool all_reached(const App& app);

// Whether the page's worker should judge the attempt now.
bool wants_judgement(const App& app);

// What the attempt still lacks; empty: nothing.
std::string missing_in_attempt(const App& app);

// What runs when the lesson's own run is put on stage: in an attack with the faults that were
// placed.
Scenario own_scenario(const App& app);

Primary primary_of_task(const App& app);

std::string put_attempt(App& app, const PutAttempt& put);
std::string take_judgement(App& app, const TakeJudgement& take);
std::string watch_example(App& app);
std::string watch_system(App& app, const WatchSystem& watch);

// Holds the predictions against the lesson's own run, which nobody has to watch here.
void check_task_predictions(App& app);

// The part of the state about it: null where settings are to be chosen.
void write_task(json::Writer& out, const App& app);

}  // namespace caplab::web
