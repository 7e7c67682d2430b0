// The options of a store whose copies merge.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_crdt(const json::Reader& store, const Names&) {
  crdt::Config config;
  const json::Fields fields =
      store.object({"protocol"}, {"gossip", "exchange", "fanOut", "onClient", "conflict"});
  config.gossip = fields["gossip"].duration(kTimeoutSpan, config.gossip);
  config.exchange = fields["exchange"].one_of<crdt::Exchange>(
      {{"states", crdt::Exchange::states}, {"deltas", crdt::Exchange::deltas}}, config.exchange);
  config.fan_out = static_cast<int>(
      fields["fanOut"].integer({1, static_cast<std::int64_t>(kNodesMax)}, config.fan_out));
  config.on_client = fields["onClient"].boolean(config.on_client);
  return config;
}

}  // namespace caplab::lesson
