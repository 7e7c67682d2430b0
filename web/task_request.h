// What the page's worker is asked about a lesson whose task is another than to choose settings.
#pragma once
#include <string>
#include <string_view>

namespace caplab::web {

// Takes {"lesson", "prose", "seed"} and one of "attempt" (as JSON), "experiment" (its id) and
// "recorded" (true), as JSON. Gives what engine/lesson/task_json.h writes of it: a judgement, what
// clients saw of the unnamed system, the recorded history; or {"error"}, one sentence.
std::string task_answer(std::string_view request);

}  // namespace caplab::web
