#include "engine/proto/client_context.h"

#include <algorithm>

#include "engine/object/siblings.h"

namespace caplab::client {
namespace {

object::VectorClock& clock_of(Contexts& contexts, Key key) {
  const auto found = std::find_if(contexts.begin(), contexts.end(),
                                  [&](const KnownContext& known) { return known.key == key; });
  if (found != contexts.end()) return found->clock;
  contexts.push_back({key, {}});
  return contexts.back().clock;
}

}  // namespace

Ask with_context(const Contexts& contexts, const Ask& ask) {
  Ask with = ask;
  for (const KnownContext& known : contexts) {
    if (known.key == ask.key) with.context = known.clock;
  }
  return with;
}

void remember_context(Contexts& contexts, const Reply& reply) {
  const auto* shown = std::get_if<object::Siblings>(&reply.answer.shown.content);
  if (shown == nullptr || reply.outcome != Outcome::ok) return;
  object::merge(clock_of(contexts, reply.key), object::context_of(*shown));
}

}  // namespace caplab::client
