// What must be true of objects that are made of records, and of what people were told about any
// object; beside invariants.h, which calls these.
#pragma once
#include <optional>
#include <string>

#include "engine/sim/world.h"

namespace caplab::test {

// Whether the later of two copies of the first store replaces the other whole.
bool replaces(const System& system);

// Whether one copy of the first store has all that another has.
bool knows(const System& system, const object::Version& mine, const object::Version& theirs);

bool holds_record(const object::Version& version, OpId op);

// The stamp under which the operation was decided: its record's, since a ballot that completes
// another's write is later. The version's own where it has no such record.
object::Stamp stamp_of(const object::Version& version, OpId op);

// In order, not too many; where operations are done `once`, none twice; and where records `stay`,
// because copies unite or follow one line, nothing that was there before is gone. Empty where that
// is so.
std::string records_trouble(const object::Version& before, const object::Version& after, bool stay,
                            bool once);

// Where the first store's operations take effect in one order, no rule may be broken, but for what
// one order does not promise. Elsewhere whatever is broken is told in words, and made up for or
// marked as beyond repair.
std::string rules_trouble(const Scenario& scenario, const World& world, const Log& log,
                          bool one_order);

}  // namespace caplab::test
