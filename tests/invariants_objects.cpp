#include "tests/invariants_objects.h"

#include <algorithm>

#include "engine/object/reconcile.h"
#include "engine/sim/told.h"

namespace caplab::test {
namespace {

using object::Breach;
using object::Record;
using object::Records;
using object::Rule;
using object::Told;

const Records* records_of(const object::Version& version) {
  return std::get_if<Records>(&version.content);
}

std::string text(const Record& record) {
  return std::string(object::name_of(record.verb)) + " " + std::to_string(record.item) +
         " of operation " + std::to_string(index(record.op));
}

bool still_has(const Records& records, const Record& record) {
  const bool scrolled = records.size() == object::kRecordsMax && record < records.front();
  return scrolled || std::binary_search(records.begin(), records.end(), record);
}

std::string twice_in(const Records& records) {
  std::vector<OpId> ops;
  for (const Record& record : records) ops.push_back(record.op);
  std::sort(ops.begin(), ops.end());
  const auto twice = std::adjacent_find(ops.begin(), ops.end());
  return twice == ops.end() ? "" : "operation " + std::to_string(index(*twice)) + " is there twice";
}

// Work that nobody checks may follow newer work whatever the store promises, and the two halves of
// a transfer are two operations.
bool is_promised(const Breach& breach, const std::vector<Told>& told) {
  if (breach.rule == Rule::transfer_whole) return false;
  if (breach.rule != Rule::one_holder) return true;
  return std::none_of(told.begin(), told.end(), [](const Told& one) {
    return one.request.verb == object::Verb::work_unchecked;
  });
}

// A reply's post comes by itself; everything else that can be made up for must be.
bool is_made_up(const Breach& breach, const object::Reconciliation& result) {
  if (breach.rule == Rule::reply_with_post) return true;
  if (!object::words_of(breach.rule).reversible) {
    return std::find(result.beyond_repair.begin(), result.beyond_repair.end(), breach) !=
           result.beyond_repair.end();
  }
  return std::any_of(result.compensations.begin(), result.compensations.end(),
                     [&](const object::Compensation& made) {
                       const bool own = made.op == kNoOp ||
                                        std::find(breach.ops.begin(), breach.ops.end(), made.op) !=
                                            breach.ops.end();
                       return own && made.key == breach.key;
                     });
}

}  // namespace

bool replaces(const System& system) {
  return system.stores[0].conflict == object::Conflict::last_write;
}

bool knows(const System& system, const object::Version& mine, const object::Version& theirs) {
  return object::covers(mine, theirs, system.stores[0].conflict);
}

bool holds_record(const object::Version& version, OpId op) {
  const Records* records = records_of(version);
  return records != nullptr && std::any_of(records->begin(), records->end(),
                                           [&](const Record& record) { return record.op == op; });
}

object::Stamp stamp_of(const object::Version& version, OpId op) {
  if (const Records* records = records_of(version)) {
    for (const Record& record : *records) {
      if (record.op == op) return record.stamp;
    }
  }
  return version.stamp;
}

std::string records_trouble(const object::Version& before, const object::Version& after, bool stay,
                            bool once) {
  const Records* was = records_of(before);
  const Records* is = records_of(after);
  if (was == nullptr || is == nullptr) return "";
  if (std::adjacent_find(is->begin(), is->end(), std::greater_equal<>()) != is->end()) {
    return "the records are out of order";
  }
  if (is->size() > object::kRecordsMax) return "there are too many records";
  if (std::string twice = twice_in(*is); once && !twice.empty()) return twice;
  if (!stay) return "";
  for (const Record& record : *was) {
    if (!still_has(*is, record)) return text(record) + " is gone";
  }
  return "";
}

std::string rules_trouble(const Scenario& scenario, const World& world, const Log& log,
                          bool one_order) {
  const StoreSpec& store = scenario.system.stores[0];
  const std::vector<Told> told = told_on(scenario.system, log, StoreId{0});
  const std::vector<object::Content> settled = settled_on(scenario.system, world, StoreId{0});
  const std::vector<std::string> names = node_names(scenario.system);
  const object::Evidence evidence{store.type, told, settled, names, initial_number(store)};
  const object::Reconciliation result = object::reconcile(evidence, store.conflict);
  for (const Breach& breach : result.broken) {
    if (one_order && is_promised(breach, told)) return breach.sentence;
    if (breach.sentence.empty()) return "something is broken and not told";
    if (!is_made_up(breach, result)) return "not made up for: " + breach.sentence;
  }
  return "";
}

}  // namespace caplab::test
