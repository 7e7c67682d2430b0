// Whether a pass is the learner's own: what came with a link, or what the last hint gives away,
// does not count as passed until something else passes, or the same in another situation.
#pragma once
#include <string>

#include "engine/base/json_writer.h"
#include "web/app.h"

namespace caplab::web {

// Why what is on stage would not count, and what to do, in a sentence each; empty: it counts.
std::string why_not_counted(const App& app);

// The same of a pass that is there and has not counted; empty: there is none.
std::string uncounted_pass(const App& app);

// Says it to those who do not look at the page.
void announce_uncounted(App& app);

// What was given, as progress keeps it: {"situation", "choices", "attempt", "told"}, each null
// where there is nothing. What does not fit the lesson any more is left out.
void write_given(json::Writer& out, const App& app);
Given read_given(const lesson::Lesson& lesson, const json::Value* saved);

}  // namespace caplab::web
