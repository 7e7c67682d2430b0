#include "engine/object/lock.h"

#include <algorithm>

#include "engine/object/claims.h"

namespace caplab::object {
namespace {

std::int32_t highest_token(const Records& records, Verb verb) {
  std::int32_t highest = 0;
  for (const Record& record : records) {
    if (record.verb == verb) highest = std::max(highest, record.about);
  }
  return highest;
}

bool runs(const Record& lease, LocalTime now) {
  return lease.amount == 0 || now < lease.stamp.time + microseconds(lease.amount);
}

// A higher token outdates the lower ones, so only leases of the highest can run.
Records running(const Records& records, LocalTime now) {
  const std::int32_t highest = highest_token(records, Verb::acquire);
  Records leases = open_claims(records, Verb::acquire, 0);
  std::erase_if(leases,
                [&](const Record& lease) { return lease.about < highest || !runs(lease, now); });
  return leases;
}

}  // namespace

Decision decide_acquire(const Records& records, Record& record) {
  for (const Record& lease : running(records, record.stamp.time)) {
    if (lease.who != record.who) return Decision::no;
  }
  record.about = highest_token(records, Verb::acquire) + 1;
  return Decision::yes;
}

Decision decide_work(const Records& records, const Record& record) {
  if (record.about <= 0) return Decision::no;
  const bool outdated = record.about < highest_token(records, Verb::work);
  return outdated && record.verb == Verb::work ? Decision::no : Decision::yes;
}

Lease lease_at(const Content& content, LocalTime now, Conflict conflict) {
  const Records* records = std::get_if<Records>(&content);
  if (records == nullptr) return {};
  const Records leases = winners(running(*records, now), 1, conflict);
  if (leases.size() != 1) return {};
  return {leases.front().who, leases.front().about};
}

std::int32_t token_of(const Content& content, OpId op) {
  const Records* records = std::get_if<Records>(&content);
  if (records == nullptr) return 0;
  for (const Record& record : *records) {
    if (record.verb == Verb::acquire && record.op == op) return record.about;
  }
  return 0;
}

}  // namespace caplab::object
