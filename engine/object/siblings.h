// Siblings: a register that keeps what was written concurrently, side by side, until somebody who
// has read all of it writes again. Each write is named by a dot and knows what its writer had read;
// it replaces exactly that.
// After: DeCandia et al., "Dynamo" (SOSP 2007) §4.4, and Preguiça, Baquero, Almeida, Fonte,
// Gonçalves, "Brief Announcement: Efficient Causality Tracking in Distributed Storage Systems with
// Dotted Version Vectors" (PODC 2012).
#pragma once
#include "engine/object/object.h"

namespace caplab::object {

// What was there at the start: every write replaces it.
Siblings first_sibling(Number value);

// What somebody knows who has read these.
VectorClock context_of(const Siblings& siblings);

// `mine` and one more write, which replaces what `past` knows. `node` makes up the dot, so it must
// hold `mine` itself, and all that it wrote before.
Siblings with_write(const Siblings& mine, NodeId node, const VectorClock& past, Stamp stamp,
                    OpId op, Number value);

// Keeps all of both that no other of them replaces. Returns whether `mine` changed.
bool unite_siblings(Version& mine, const Version& theirs);

bool includes_siblings(const Siblings& mine, const Siblings& theirs);

// The latest by its stamp, for who can show only one.
const Sibling& latest_of(const Siblings& siblings);

// One sibling's own value; a number of all where there are several.
std::int64_t digest_siblings(const Siblings& siblings);

}  // namespace caplab::object
