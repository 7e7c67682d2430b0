// The options of a store with a primary, drawn for the swarm.
#pragma once
#include <string>

#include "engine/base/rng.h"
#include "engine/proto/primary_backup.h"

namespace caplab::test {

primary_backup::Config draw_primary_backup(int replicas, Rng& rng);

std::string text_of(const primary_backup::Config& config);

}  // namespace caplab::test
