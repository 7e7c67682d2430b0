#include "engine/lesson/broken.h"

#include <algorithm>
#include <map>

#include "engine/lesson/books.h"
#include "engine/object/reconcile.h"
#include "engine/sim/told.h"

namespace caplab::lesson {
namespace {

using object::Breach;
using object::ObjectType;
using object::Rule;
using object::Told;

// What object::Evidence looks at, held together.
struct StoreEvidence {
  ObjectType type = ObjectType::seat;
  std::vector<Told> told;
  std::vector<object::Content> settled;
  std::vector<std::string> names;
  object::Number initial = 0;
  object::Nouns nouns;

  StoreEvidence(const Run& run, StoreId store) {
    const System& system = run.scenario.system;
    const StoreSpec& spec = system.stores[index(store)];
    type = spec.type;
    told = told_on(system, run.log, store);
    settled = settled_on(system, run.world, store);
    names = node_names(system);
    initial = caplab::initial_number(spec);
    nouns = spec.nouns;
  }
  object::Evidence evidence() const { return {type, told, settled, names, initial, nouns}; }
};

StoreId store_of(const Criterion& criterion, const Run& run) {
  return run.scenario.system.operations[criterion.operation].store;
}

// The stores of all operations that the mail follows.
std::vector<StoreId> claimed_stores(const Criterion& criterion, const Run& run) {
  std::vector<StoreId> stores;
  for (const OperationSpec& spec : run.scenario.system.operations) {
    if (spec.then != criterion.operation) continue;
    if (std::find(stores.begin(), stores.end(), spec.store) == stores.end()) {
      stores.push_back(spec.store);
    }
  }
  return stores;
}

bool follows(const System& system, const Operation& mail, const Operation& op) {
  return system.operations[op.operation].then == mail.operation && has_happened(op) &&
         op.client == mail.client && op.key == mail.key && op.request.item == mail.request.item &&
         op.returned <= mail.called;
}

// The store that a mail is about: that of the last operation which it can have followed.
std::optional<StoreId> claimed_store(const Run& run, const Operation& mail) {
  const System& system = run.scenario.system;
  const Operation* last = nullptr;
  for (const Operation& op : run.log.operations) {
    if (!follows(system, mail, op)) continue;
    if (last == nullptr || op.returned >= last->returned) last = &op;
  }
  if (last == nullptr) return std::nullopt;
  return system.operations[last->operation].store;
}

std::vector<Told> mails_about(const Criterion& criterion, const Run& run, StoreId store) {
  std::vector<Told> mails = told_on(run.scenario.system, run.log, store_of(criterion, run));
  std::erase_if(mails, [&](const Told& told) {
    const Operation& mail = run.log.operations[index(told.op)];
    return mail.operation != criterion.operation || claimed_store(run, mail) != store;
  });
  return mails;
}

std::vector<Told> rides_of(const Run& run) {
  const std::vector<StoreSpec>& stores = run.scenario.system.stores;
  for (std::size_t i = 0; i < stores.size(); ++i) {
    if (stores[i].type == ObjectType::matching) {
      return told_on(run.scenario.system, run.log, id_of<StoreId>(i));
    }
  }
  return {};
}

Time last_return(const Run& run, const std::vector<OpId>& operations) {
  Time last;
  for (const OpId op : operations) {
    last = std::max(last, run.log.operations[index(op)].returned);
  }
  return operations.empty() ? run.scenario.end : std::min(last, run.scenario.end);
}

// Those who are made up to; where nobody is, the one that came last.
std::vector<OpId> given_way(const Breach& breach, const object::Reconciliation& result) {
  std::vector<OpId> ops;
  for (const object::Compensation& made : result.compensations) {
    const bool own = std::find(breach.ops.begin(), breach.ops.end(), made.op) != breach.ops.end();
    if (own && std::find(ops.begin(), ops.end(), made.op) == ops.end()) ops.push_back(made.op);
  }
  if (ops.empty() && !breach.ops.empty()) ops.push_back(breach.ops.back());
  return ops;
}

void sort_by_return(const Run& run, std::vector<OpId>& ops) {
  std::stable_sort(ops.begin(), ops.end(), [&run](OpId a, OpId b) {
    return run.log.operations[index(a)].returned < run.log.operations[index(b)].returned;
  });
}

Broken broken_of(const Run& run, const Breach& breach, const object::Reconciliation& result) {
  Broken broken{.at = last_return(run, breach.ops),
                .operations = breach.ops,
                .given_way = given_way(breach, result),
                .sentence = breach.sentence};
  broken.operations.insert(broken.operations.end(), breach.rivals.begin(), breach.rivals.end());
  sort_by_return(run, broken.operations);
  return broken;
}

void add_broken(const Criterion& criterion, const Run& run, StoreId store,
                const std::vector<Told>& mails, std::vector<Broken>& all) {
  const StoreEvidence known(run, store);
  const object::Conflict conflict = run.scenario.system.stores[index(store)].conflict;
  const object::Reconciliation result = object::reconcile(known.evidence(), conflict, mails);
  std::vector<Breach> breaches =
      criterion.rule == Rule::effect_stands ? result.beyond_repair : result.broken;
  if (criterion.rule == Rule::charged_at_all) {
    breaches = object::find_uncharged(known.evidence(), rides_of(run));
  }
  for (const Breach& breach : breaches) {
    if (breach.rule == criterion.rule) all.push_back(broken_of(run, breach, result));
  }
}

}  // namespace

std::vector<Broken> broken_promises(const Criterion& criterion, const Run& run) {
  std::vector<Broken> all;
  if (criterion.rule != Rule::effect_stands) {
    add_broken(criterion, run, store_of(criterion, run), {}, all);
  } else {
    for (const StoreId store : claimed_stores(criterion, run)) {
      add_broken(criterion, run, store, mails_about(criterion, run, store), all);
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Broken& a, const Broken& b) { return a.at < b.at; });
  return all;
}

namespace {

// What one person has said of one thing: the last that was answered, whether anything of it is
// unknown, and whether it was said at the same time as the contrary.
struct Opinion {
  OpId last = kNoOp;
  Time returned;
  bool likes = false;
  bool unknown = false;
  bool torn = false;

  bool certain() const { return !unknown && !torn; }
};

bool is_for(const Operation& op) {
  return op.request.verb == object::Verb::add && op.request.amount > 0;
}

std::map<Key, std::map<NodeId, Opinion>> opinions_on(const Run& run, StoreId store) {
  std::map<Key, std::map<NodeId, Opinion>> opinions;
  for (const Operation& op : run.log.operations) {
    if (run.scenario.system.operations[op.operation].store != store) continue;
    if (object::is_read(op.request.verb) || !may_have_happened(op)) continue;
    Opinion& opinion = opinions[op.key][op.client];
    const bool overlaps = opinion.last != kNoOp && op.called <= opinion.returned;
    opinion.torn = overlaps && (opinion.torn || opinion.likes != is_for(op));
    opinion.unknown = opinion.unknown || !has_happened(op);
    opinion.likes = is_for(op);
    opinion.returned = std::max(opinion.returned, op.returned);
    opinion.last = op.op;
  }
  return opinions;
}

using Opinions = std::map<NodeId, Opinion>;

// What people come to: as many are for it, at least and at most.
struct People {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

People counted(const Opinions& opinions, std::int64_t initial) {
  People people{initial, initial};
  for (const auto& [who, opinion] : opinions) {
    people.least += opinion.likes && opinion.certain() ? 1 : 0;
    people.most += opinion.likes || !opinion.certain() ? 1 : 0;
  }
  return people;
}

std::string counts_text(std::int64_t shown, const People& people) {
  if (shown >= people.least && shown <= people.most) {
    return "the copies agree on " + std::to_string(shown) + ", and not on those who count";
  }
  const std::string number = std::to_string(people.least);
  return "the copies agree on " + std::to_string(shown) + ", and " +
         (people.least == people.most ? number : number + " to " + std::to_string(people.most)) +
         (people.most == 1 ? " person counts" : " people count");
}

// A number says only that it is wrong; the last one is blamed.
std::vector<OpId> all_of(const Opinions& opinions) {
  std::vector<OpId> ops;
  for (const auto& [who, opinion] : opinions) ops.push_back(opinion.last);
  return ops;
}

// Of names that are kept, those that are missing, and those that are there against their will.
std::vector<OpId> misplaced(const Run& run, const Opinions& opinions,
                            const object::Content& content) {
  const std::vector<object::Number> names = object::values_of(content);
  std::vector<OpId> ops;
  for (const auto& [who, opinion] : opinions) {
    const std::int64_t name = run.log.operations[index(opinion.last)].request.amount;
    const bool there = std::find(names.begin(), names.end(), name) != names.end();
    if (opinion.certain() && there != opinion.likes) ops.push_back(opinion.last);
  }
  return ops;
}

std::optional<Broken> miscounted_on(const Run& run, const Opinions& opinions,
                                    const object::Content& content, std::int64_t initial) {
  const People people = counted(opinions, initial);
  const std::optional<object::Number> number = object::number_of(content);
  Broken broken{.at = run.scenario.end, .operations = {}, .given_way = {}, .sentence = {}};
  std::int64_t shown = 0;
  if (number) {
    shown = *number;
    if (shown >= people.least && shown <= people.most) return std::nullopt;
    broken.operations = all_of(opinions);
    sort_by_return(run, broken.operations);
    broken.given_way = {broken.operations.back()};
  } else {
    shown = static_cast<std::int64_t>(object::values_of(content).size());
    broken.operations = misplaced(run, opinions, content);
    if (broken.operations.empty()) return std::nullopt;
    sort_by_return(run, broken.operations);
    broken.given_way = broken.operations;
  }
  broken.sentence = counts_text(shown, people);
  return broken;
}

}  // namespace

std::vector<Broken> miscounted(const Criterion& criterion, const Run& run) {
  const StoreId store = store_of(criterion, run);
  const std::vector<object::Content> settled = settled_on(run.scenario.system, run.world, store);
  const std::int64_t initial = caplab::initial_number(run.scenario.system.stores[index(store)]);
  std::vector<Broken> all;
  for (const auto& [key, opinions] : opinions_on(run, store)) {
    if (index(key) >= settled.size()) continue;
    std::optional<Broken> broken = miscounted_on(run, opinions, settled[index(key)], initial);
    if (broken) all.push_back(std::move(*broken));
  }
  return all;
}

}  // namespace caplab::lesson
