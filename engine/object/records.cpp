#include "engine/object/records.h"

#include "engine/base/ensure.h"
#include "engine/base/fingerprint.h"
#include "engine/object/auction.h"
#include "engine/object/claims.h"
#include "engine/object/lock.h"
#include "engine/object/matching.h"
#include "engine/object/payment.h"
#include "engine/object/permission.h"

namespace caplab::object {
namespace {

// May fill in what the record is about.
Decision decide(const Records& records, Record& record) {
  switch (record.verb) {
    case Verb::acquire: return decide_acquire(records, record);
    case Verb::work:
    case Verb::work_unchecked: return decide_work(records, record);
    case Verb::reserve: return decide_reserve(records, record);
    case Verb::release: return decide_release(records, record);
    case Verb::bid: return decide_bid(records, record);
    case Verb::award: return decide_award(records, record);
    case Verb::access: return may_access(records, record.item) ? Decision::already : Decision::no;
    case Verb::request:
    case Verb::match:
    case Verb::en_route:
    case Verb::start:
    case Verb::finish:
    case Verb::cancel: return decide_trip(records, record);
    case Verb::authorise:
    case Verb::charge:
    case Verb::refund: return decide_payment(records, record);
    case Verb::restock:
    case Verb::grant:
    case Verb::revoke:
    case Verb::place:
    case Verb::email:
    case Verb::webhook:
    case Verb::ship: return Decision::yes;
    case Verb::read:
    case Verb::write:
    case Verb::compare_and_set:
    case Verb::balance:
    case Verb::deposit:
    case Verb::withdraw:
    case Verb::append:
    case Verb::add:
    case Verb::remove:
    case Verb::insert:
    case Verb::erase:
    case Verb::move:
    case Verb::resolve:
    case Verb::transfer:
    case Verb::transfer_in:
    case Verb::reply:
    case Verb::look: break;
  }
  ENSURE(false);
}

}  // namespace

Effect apply_record(const Records& records, const Request& request, Stamp stamp, OpId op) {
  Record record{.stamp = stamp,
                .amount = request.amount,
                .item = request.item,
                .about = static_cast<std::int32_t>(request.expected),
                .op = op,
                .who = request.who,
                .verb = request.verb};
  const Decision decision = decide(records, record);
  if (decision != Decision::yes) return {decision == Decision::already, false, records};
  Records next = records;
  RecordUnion::insert(next, record);
  return {true, true, std::move(next)};
}

bool is_full(const Records& records) { return records.size() >= kRecordsMax; }

std::int64_t digest_records(const Records& records) {
  Fingerprint print;
  for (const Record& record : records) {
    print.mix(record.stamp.time.us).mix(std::uint64_t{index(record.stamp.writer)});
    print.mix(record.amount).mix(std::int64_t{record.item}).mix(std::int64_t{record.about});
    print.mix(std::uint64_t{index(record.op)} << 16 | std::uint64_t{index(record.who)} << 8 |
              static_cast<std::uint64_t>(record.verb));
  }
  return static_cast<std::int64_t>(print.digest() >> 1);
}

}  // namespace caplab::object
