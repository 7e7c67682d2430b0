// What the invariants say of stamps, versions and operations, and what an operation did.
#pragma once
#include <string>

#include "engine/sim/log.h"

namespace caplab::test {

std::string text(const object::Stamp& stamp);         // "3000us/1"
std::string text_of(const object::Version& version);  // "[3000us/1 by operation 4: 20]"
std::string text(const Operation& operation);

inline std::string text(const object::Version& version) { return text_of(version); }

// Null for what is no log.
const object::Entries* entries_of(const object::Version& version);

bool changed_something(const Operation& operation);

// What it shows is what it found: a read, or an operation that was declined.
bool shows_what_it_read(const Operation& operation);

// Whether the operation has a part in the version.
bool wrote(const object::Version& version, OpId op);

// Whether a client has changed its site, ever.
bool has_moved(const Log& log, NodeId client);

}  // namespace caplab::test
