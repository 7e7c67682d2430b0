// A belief that a lesson refutes, by the id of the misconception: its run is put on stage to be
// watched, and what the learner has chosen stays as it is.
#pragma once
#include <string>

#include "engine/base/json_writer.h"
#include "web/app.h"

namespace caplab::web {

// The run in which the lesson's own proof has it refuted: of wrong settings, paused at the first
// harm where they do harm; of a wrong attempt; else the lesson's own, which answers a prediction.
// REQUIRES: lesson::names(app.lesson, id), and a lesson without errors.
void show_belief(App& app, const std::string& id);

// The belief whose run is on stage: the id of its words and what broke, both empty where there is
// none.
void write_belief(json::Writer& out, const App& app);

}  // namespace caplab::web
