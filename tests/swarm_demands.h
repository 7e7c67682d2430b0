// What is asked of a run after its faults were mended: that everybody gets on, that all work ends,
// and that copies agree.
#pragma once
#include <optional>

#include "engine/sim/log.h"
#include "engine/sim/scenario.h"
#include "engine/sim/world.h"
#include "tests/invariants.h"

namespace caplab::test {

// When the network has settled after the faults; operations that are called later are demands.
inline constexpr Time kSettled{seconds(18).us};

bool is_quorum(const System& system);
bool is_raft(const System& system);

std::optional<Broken> demands_succeed(const Scenario& scenario, const World& world, const Log& log);
std::optional<Broken> calls_return(const Scenario& scenario, const World& world, const Log& log);
std::optional<Broken> work_ends(const Scenario& scenario, const World& world, const Log& log);

// Whether the replicas must agree without anybody asking, or `after_reads` of all keys.
bool must_converge(const System& system, bool crashes, bool after_reads);

// `name`: of the invariant.
std::optional<Broken> replicas_converge(const Scenario& scenario, const World& world,
                                        const char* name);
std::optional<Broken> copies_agree(const Scenario& scenario, const World& world, const Log& log);

}  // namespace caplab::test
