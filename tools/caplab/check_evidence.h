// A verdict's evidence as JSON: operations are named by the lines on which they were called.
#pragma once
#include <cstddef>
#include <vector>

#include "engine/base/json_writer.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab {

// An array of line numbers.
void write_lines(const history::History& history, const std::vector<std::size_t>& operations,
                 json::Writer& out);

// What a verdict knows besides its operations, each only where there is some: "core" (lines that
// alone violate the model), "stuck" (the line at which no order remains), "found" (what the object
// would hold there), and "reason", a chain of statements that contradict each other.
void write_evidence(const history::History& history, const check::Verdict& verdict,
                    json::Writer& out);

}  // namespace caplab
