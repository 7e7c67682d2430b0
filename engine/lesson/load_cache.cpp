// The options of a cache that reads through to its origin.
#include "engine/lesson/load_protocol.h"

namespace caplab::lesson {

ProtocolConfig load_cache(const json::Reader& store, const Names& replicas) {
  constexpr json::Span kLife{milliseconds(0), seconds(86'400)};
  constexpr json::Span kStale{milliseconds(0),
                              seconds(3 * 86'400)};  // RFC 8767 §5: one to three days
  cache::Config config;
  const json::Fields fields =
      store.object({"protocol", "origin", "timeToLive"}, {"serveStale", "timeout"});
  config.origin = id_of<NodeId>(fields["origin"].one_of(replicas));
  config.time_to_live = fields["timeToLive"].duration(kLife, config.time_to_live);
  config.serve_stale = fields["serveStale"].duration(kStale, config.serve_stale);
  config.timeout = fields["timeout"].duration(kTimeoutSpan, config.timeout);
  return config;
}

}  // namespace caplab::lesson
