// What a client has read of objects that keep siblings: it goes with the client's next write, which
// then replaces that and nothing else.
// After: DeCandia et al., "Dynamo" (SOSP 2007) §4.4 and §4.1, where the context is part of get and
// put.
#pragma once
#include <vector>

#include "engine/proto/message.h"

namespace caplab::client {

struct KnownContext {
  Key key{0};
  object::VectorClock clock;
  bool operator==(const KnownContext&) const = default;
};
using Contexts = std::vector<KnownContext>;  // only of keys that have shown siblings

Ask with_context(const Contexts& contexts, const Ask& ask);

// Reads and writes alike answer with all siblings there are, and the client has then seen them all.
// Of its own write alone it could keep no clock: that counts what came before at the same replica.
void remember_context(Contexts& contexts, const Reply& reply);

}  // namespace caplab::client
