// The options of a quorum store.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_quorum(const json::Reader& store, const Names& replicas) {
  quorum::Config config;
  const json::Fields fields =
      store.object({"protocol"}, {"coordinator", "readRepair", "fanOut", "copies", "conflict",
                                  "sloppy", "timeout", "hintExpiry", "hintLimit", "antiEntropy",
                                  "backoffAtLeast", "backoffAtMost", "readCount", "writeCount"});
  config.coordinator = fields["coordinator"].one_of<quorum::Coordinator>(
      {{"replica", quorum::Coordinator::replica}, {"client", quorum::Coordinator::client}},
      config.coordinator);
  config.read_repair = fields["readRepair"].one_of<quorum::ReadRepair>(
      {{"none", quorum::ReadRepair::none},
       {"blocking", quorum::ReadRepair::blocking},
       {"background", quorum::ReadRepair::background}},
      config.read_repair);
  config.fan_out = fields["fanOut"].one_of<quorum::FanOut>(
      {{"enough", quorum::FanOut::enough}, {"all", quorum::FanOut::all}}, config.fan_out);
  config.copies = static_cast<int>(
      fields["copies"].integer({1, static_cast<std::int64_t>(replicas.size())}, config.copies));
  const int kept = config.copies > 0 ? config.copies : static_cast<int>(replicas.size());
  config.read_count = static_cast<int>(fields["readCount"].integer({1, kept}, config.read_count));
  config.write_count =
      static_cast<int>(fields["writeCount"].integer({1, kept}, config.write_count));
  config.sloppy = fields["sloppy"].boolean(config.sloppy);
  const bool all_keep_all =
      config.copies == 0 || config.copies == static_cast<int>(replicas.size());
  if (config.sloppy && all_keep_all) {
    fields["sloppy"].fail("not-allowed",
                          "leaves nobody to stand in, must be false or have \"copies\" below the "
                          "number of replicas");
  }
  if (config.sloppy && config.coordinator == quorum::Coordinator::client) {
    fields["sloppy"].fail("not-allowed",
                          "is for replicas that coordinate, must be false: a client does not "
                          "notice who is dead");
  }
  config.timeout = fields["timeout"].duration(kTimeoutSpan, config.timeout);
  config.hint_expiry =
      fields["hintExpiry"].duration({milliseconds(0), seconds(86'400)}, config.hint_expiry);
  config.anti_entropy = fields["antiEntropy"].duration(kTimeoutSpan, config.anti_entropy);
  config.hint_limit =
      static_cast<int>(fields["hintLimit"].integer({0, 100'000}, config.hint_limit));
  config.backoff_min = fields["backoffAtLeast"].duration(kTimeoutSpan, config.backoff_min);
  config.backoff_max = fields["backoffAtMost"].duration(kTimeoutSpan, config.backoff_max);
  if (config.backoff_min > config.backoff_max) {
    store.fail("out-of-range",
               "has a backoffAtLeast above its backoffAtMost, must be at most that");
  }
  return config;
}

}  // namespace caplab::lesson
