// A broadcast has nothing to choose but the conflict policy.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_broadcast(const json::Reader& store, const Names&) {
  store.object({"protocol"}, {"conflict"});
  return broadcast::Config{};
}

}  // namespace caplab::lesson
