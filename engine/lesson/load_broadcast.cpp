// A broadcast has nothing to choose.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_broadcast(const json::Reader& store, const Names&) {
  store.object({"protocol"});
  return broadcast::Config{};
}

}  // namespace caplab::lesson
