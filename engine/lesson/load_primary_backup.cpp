// The options of a primary with backups.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_primary_backup(const json::Reader& store, const Names& replicas) {
  using primary_backup::Mode;
  primary_backup::Config config;
  const json::Fields fields = store.object({"protocol", "mode", "primary"}, {"timeout"});
  config.mode = fields["mode"].one_of<Mode>({{"single-copy", Mode::single_copy},
                                             {"asynchronous", Mode::asynchronous},
                                             {"synchronous", Mode::synchronous}},
                                            config.mode);
  config.primary = id_of<NodeId>(fields["primary"].one_of(replicas));
  config.timeout = fields["timeout"].duration(kTimeoutSpan, config.timeout);
  return config;
}

}  // namespace caplab::lesson
