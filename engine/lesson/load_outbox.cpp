// The options of an outbox.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_outbox(const json::Reader& store, const Names& replicas) {
  using outbox::WhenFull;
  outbox::Config config;
  const json::Fields fields =
      store.object({"protocol", "home"}, {"limit", "whenFull", "retry", "idempotent", "timeout"});
  config.home = id_of<NodeId>(fields["home"].one_of(replicas));
  config.limit = static_cast<int>(fields["limit"].integer({1, 1000}, config.limit));
  config.when_full = fields["whenFull"].one_of<WhenFull>({{"refuse", WhenFull::refuse},
                                                          {"drop-oldest", WhenFull::drop_oldest},
                                                          {"drop-newest", WhenFull::drop_newest}},
                                                         config.when_full);
  config.retry = fields["retry"].duration(kTimeoutSpan, config.retry);
  config.idempotent = fields["idempotent"].boolean(config.idempotent);
  config.timeout = fields["timeout"].duration(kTimeoutSpan, config.timeout);
  return config;
}

}  // namespace caplab::lesson
