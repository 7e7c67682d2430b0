// The options of a quorum store.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_quorum(const json::Reader& store, const Names&) {
  quorum::Config config;
  const json::Fields fields =
      store.object({"protocol"}, {"coordinator", "readRepair", "fanOut", "timeout", "hintExpiry",
                                  "backoffAtLeast", "backoffAtMost"});
  config.coordinator = fields["coordinator"].one_of<quorum::Coordinator>(
      {{"replica", quorum::Coordinator::replica}, {"client", quorum::Coordinator::client}},
      config.coordinator);
  config.read_repair = fields["readRepair"].one_of<quorum::ReadRepair>(
      {{"none", quorum::ReadRepair::none}, {"blocking", quorum::ReadRepair::blocking}},
      config.read_repair);
  config.fan_out = fields["fanOut"].one_of<quorum::FanOut>(
      {{"enough", quorum::FanOut::enough}, {"all", quorum::FanOut::all}}, config.fan_out);
  config.timeout = fields["timeout"].duration(kTimeoutSpan, config.timeout);
  config.hint_expiry =
      fields["hintExpiry"].duration({milliseconds(0), seconds(86'400)}, config.hint_expiry);
  config.backoff_min = fields["backoffAtLeast"].duration(kTimeoutSpan, config.backoff_min);
  config.backoff_max = fields["backoffAtMost"].duration(kTimeoutSpan, config.backoff_max);
  if (config.backoff_min > config.backoff_max) {
    store.fail("out-of-range",
               "has a backoffAtLeast above its backoffAtMost, must be at most that");
  }
  return config;
}

}  // namespace caplab::lesson
