// Named systems as links and commands name them: the system by its id, its runs by number, its
// levels by the names that their users know.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/json_writer.h"
#include "engine/base/result.h"
#include "web/app.h"

namespace caplab::web {

// The system of this id in a file of them, or the first mistake.
Result<lesson::NamedSystem> system_named(std::string_view json, std::string_view file_name,
                                         const std::string& id);

// "2", or "free" for the steady beat, which is nothing.
Result<std::optional<std::size_t>> run_named(const lesson::NamedSystem& system,
                                             const std::string& name);

// A level for reading (writing); "" is nothing: as the run has it.
Result<std::optional<std::size_t>> level_named(const lesson::NamedSystem& system, bool reads,
                                               const std::string& name);

// The part of the state about it: null where a lesson is on stage.
void write_system(json::Writer& out, const App& app);

}  // namespace caplab::web
