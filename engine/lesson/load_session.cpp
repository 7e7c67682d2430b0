// "session": {"kind": "token", "guarantees": ["read-your-writes", "monotonic-reads"]}.
#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

using client::Guarantees;
using client::Session;

enum class Named : std::uint8_t {
  read_your_writes,
  monotonic_reads,
  monotonic_writes,
  writes_follow_reads,
  causal,
};

void grant(Guarantees& guarantees, Named named) {
  switch (named) {
    case Named::read_your_writes: guarantees.read_your_writes = true; return;
    case Named::monotonic_reads: guarantees.monotonic_reads = true; return;
    case Named::monotonic_writes: guarantees.monotonic_writes = true; return;
    case Named::writes_follow_reads: guarantees.writes_follow_reads = true; return;
    case Named::causal: guarantees = {true, true, true, true}; return;
  }
}

Guarantees read_guarantees(const json::Reader& list) {
  Guarantees guarantees{false, false, false, false};
  for (const json::Reader& item : list.items({1, 5})) {
    grant(guarantees, item.one_of<Named>({{"read-your-writes", Named::read_your_writes},
                                          {"monotonic-reads", Named::monotonic_reads},
                                          {"monotonic-writes", Named::monotonic_writes},
                                          {"writes-follow-reads", Named::writes_follow_reads},
                                          {"causal", Named::causal}}));
  }
  return guarantees;
}

}  // namespace

void load_session(const json::Reader& session, Lesson& lesson) {
  if (!session.present()) return;
  const json::Fields fields = session.object({"kind"}, {"guarantees", "retryAfter"});
  client::Config& config = lesson.system.client;
  config.session = fields["kind"].one_of<Session>(
      {{"none", Session::none}, {"sticky", Session::sticky}, {"token", Session::token}});
  const bool token = config.session == Session::token;
  for (const std::string_view key : {"guarantees", "retryAfter"}) {
    if (token || !fields[key].present()) continue;
    fields[key].fail_at_key("not-allowed", "is set, only a session by token may have it");
  }
  if (fields["guarantees"].present()) config.guarantees = read_guarantees(fields["guarantees"]);
  config.retry_after =
      fields["retryAfter"].duration({milliseconds(1), seconds(10)}, config.retry_after);
}

}  // namespace caplab::lesson
