// What changes in a quorum store that keeps siblings: a write is added to them by a replica that
// has them, with what its client had read; nothing is chosen by clocks. Logs unite either way.
#pragma once
#include "engine/proto/quorum.h"

namespace caplab::quorum {

// Only a home numbers the writes to its siblings; another replica passes them on to one,
// for a local level to one here.
bool must_pass_on(const State& state, const Ctx& ctx, const Round& round);
void pass_on(const Ctx& ctx, Round& round, Outbox& out);

// What a guarded operation does to what was read. Of several siblings the latest is taken for the
// value, but none of them for the one that a compare-and-set expects.
object::Effect effect_on(const object::Content& content, const Ask& ask, object::Stamp stamp);

// What a writer knows that has read this; nothing without siblings.
object::VectorClock read_context(const object::Content& content);

// The version that a write of `next` makes, where its writer knew of `past`.
object::Version made_version(const State& state, const Ctx& ctx, const Ask& ask,
                             object::Stamp stamp, const object::VectorClock& past,
                             object::Content next);

}  // namespace caplab::quorum
