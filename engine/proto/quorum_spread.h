// Handing copies out: to homes to store them, to stand-ins to keep them for a dead home, and as
// hints that this replica keeps itself.
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

// Whether enough are there to write to. Level `any` takes a hint for a write, if this node may keep
// one (Apache Cassandra documentation, "Hints": a hint counts towards no other level).
bool can_write(const State& state, const Ctx& ctx, Round& round);

// Hands `round.newest` to all that live; keeps hints for the others and returns whom it keeps one
// for.
template <typename WriteMessage>
NodeSet spread(State& state, const Ctx& ctx, Round& round, Outbox& out);

// Hands `round.newest` to those who answered with something older, and waits for them.
void send_repairs(State& state, const Ctx& ctx, Round& round, Outbox& out);

// The same without waiting.
void mend_stale(State& state, const Ctx& ctx, Round& round, Outbox& out);

// A replica keeps a hint for those that were asked to write and did not confirm.
void hint_unconfirmed(State& state, const Ctx& ctx, const Round& round);

}  // namespace caplab::quorum
