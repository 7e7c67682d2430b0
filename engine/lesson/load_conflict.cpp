// The conflict policy of a store, among those that mean something for its type and its protocol.
#include <algorithm>

#include "engine/lesson/load_protocol.h"
#include "engine/object/verb_words.h"

namespace caplab::lesson {
namespace {

using object::Conflict;
using object::ObjectType;

// Only a replica that coordinates can number what a client writes beside what is there.
bool keeps_siblings(const ProtocolConfig& protocol) {
  const auto* own = std::get_if<quorum::Config>(&protocol);
  return own != nullptr && own->coordinator == quorum::Coordinator::replica;
}

// Gossip carries what is new, which must not replace what is there.
std::vector<Conflict> policies_of(const ProtocolConfig& protocol, ObjectType type) {
  std::vector<Conflict> policies = object::conflicts_of(type);
  if (type == ObjectType::reg) {
    if (!keeps_siblings(protocol)) std::erase(policies, Conflict::siblings);
  } else if (std::holds_alternative<crdt::Config>(protocol)) {
    std::erase(policies, Conflict::last_write);
  }
  if (policies.empty()) policies = {Conflict::unite};  // an account that is kept in parts
  return policies;
}

}  // namespace

object::Conflict load_conflict(const json::Reader& store, const ProtocolConfig& protocol,
                               ObjectType type) {
  for (const json::Entry& entry : store.entries({1, 100})) {
    if (entry.key != "conflict") continue;
    const std::vector<Conflict> policies = policies_of(protocol, type);
    Names names;
    for (const Conflict policy : policies) names.emplace_back(name_of(policy));
    return policies[entry.value.one_of(names)];
  }
  return Conflict::natural;
}

}  // namespace caplab::lesson
