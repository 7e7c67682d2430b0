// The options of keys that have a home.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

// Without a list, keys are at home at one replica after the other.
ProtocolConfig load_home_region(const json::Reader& store, const Names& replicas) {
  constexpr std::size_t kHomesMax = 32;
  home_region::Config config;
  const json::Fields fields = store.object({"protocol"}, {"homes", "moveAfter"});
  config.homes.clear();
  if (fields["homes"].present()) {
    config.homes = fields["homes"].list({1, kHomesMax}, [&](const json::Reader& home) {
      return id_of<NodeId>(home.one_of(replicas));
    });
  }
  for (std::size_t i = 0; i < replicas.size() && !fields["homes"].present(); ++i) {
    config.homes.push_back(id_of<NodeId>(i));
  }
  config.move_after = static_cast<int>(fields["moveAfter"].integer({0, 1000}, config.move_after));
  return config;
}

}  // namespace caplab::lesson
