// The options of a store that every site writes to by itself.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_multi_master(const json::Reader& store, const Names&) {
  using multi_master::Replication;
  multi_master::Config config;
  const json::Fields fields =
      store.object({"protocol"}, {"replication", "period", "revisionsKept"});
  config.replication = fields["replication"].one_of<Replication>(
      {{"continuous", Replication::continuous}, {"periodic", Replication::periodic}},
      config.replication);
  config.period = fields["period"].duration(kTimeoutSpan, config.period);
  config.revisions_kept = static_cast<std::uint32_t>(
      fields["revisionsKept"].integer({1, 10'000}, config.revisions_kept));
  return config;
}

}  // namespace caplab::lesson
