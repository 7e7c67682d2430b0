// What the page's "Check a history" asks: one recorded history, judged by every model at once.
#pragma once
#include <string>
#include <string_view>

namespace caplab::web {

// Takes {"text", "object", "format", "independent", "initial", "failedCas", "nullRead"} as JSON;
// formats are those of history/reader.h, `initial` is JSON text, and empty for null. With
// "versions" or "within" (microseconds) bounded staleness is judged, too. Gives
// {"error"}, one sentence with its line and column, or
// {"timed", "operations": [{"process", "text", "called", "returned", "line", "lineReturned"}],
//  "models": [{"name", "meaning", "verdict", "why", "operations", "core", "stuck", "steps",
//              "links": [{"before", "after", "because"}]}]}.
// Operations are named by their position; times are microseconds, or line numbers, as text; what
// never returned or is not there is null. Each model has its own budget.
std::string check_all(std::string_view request);

}  // namespace caplab::web
