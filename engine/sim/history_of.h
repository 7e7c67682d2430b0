// From the log of a run to a history of what its clients saw, for the checkers. It adds no opinion:
// which operations become part of it is the caller's to say.
#pragma once
#include <optional>
#include <vector>

#include "engine/history/history.h"
#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab {

// The operations on one store, by their ids, in order of their calls.
std::vector<OpId> operations_on(const System& system, const Log& log, StoreId store);

// The history of `ops`; its operations stand in the same order. Entries of a log go by the number
// of the append that made them, so that every value is written once; those that were there at the
// start are -1, -2, … A client's calls that overlap, or that follow one without a known outcome,
// become processes of their own.
// REQUIRES: `ops` are on one store and in order of their calls, and its type has a model.
history::History history_of(const System& system, const Log& log, const std::vector<OpId>& ops);

// What a key of the store held at the start, in the same numbers.
std::vector<history::Value> initial_values(const StoreSpec& store);

// The checkers' model of a type. A text and presence have none, nor have seats, locks, trips and
// the like: what they promise is told by invariants, and nobody may ask whether they are
// linearizable.
std::optional<history::ObjectType> history_type(object::ObjectType type);

}  // namespace caplab
