// Money: what accounts pay out, transfers that arrive, and charges that come once.
#include <algorithm>

#include "engine/object/invariant_parts.h"
#include "engine/object/records.h"
#include "engine/object/verb_words.h"

namespace caplab::object {
namespace {

// What can have been in the account by then, in favour of the system.
Number put_in_until(const Evidence& evidence, Key key, Time moment) {
  Number sum = evidence.initial;
  for (const Told& told : evidence.told) {
    const bool counts = told.key == key && pays_in(told.request.verb) && may_have_happened(told) &&
                        told.called <= moment;
    if (counts) sum += told.request.amount;
  }
  return sum;
}

std::vector<const Told*> payments_of(const Evidence& evidence, Key key) {
  std::vector<const Told*> paid;
  for (const Told& told : evidence.told) {
    const bool pays = told.key == key && pays_out(told.request.verb) && has_happened(told);
    if (pays) paid.push_back(&told);
  }
  std::stable_sort(paid.begin(), paid.end(),
                   [](const Told* a, const Told* b) { return a->returned < b->returned; });
  return paid;
}

// "account 1"; "the account" where there is but one.
std::string account_text(const Evidence& evidence, Key key) {
  const std::string& own = evidence.nouns.item;
  const bool numbered = own.find("{number}") != std::string::npos;
  if (evidence.settled.size() == 1 && !numbered) {
    return "the " + (own.empty() ? std::string(words_of(evidence.type).item) : own);
  }
  return item_text(evidence.type, static_cast<std::int64_t>(index(key)), evidence.nouns);
}

// Each payment that went beyond what was there is a breach; later ones are counted anew.
void find_overdraft(const Evidence& evidence, Key key, Breaches& found) {
  Number paid = 0;
  Number owed = 0;  // beyond what was there, and blamed already
  std::vector<OpId> before;
  for (const Told* payment : payments_of(evidence, key)) {
    paid += payment->request.amount;
    before.push_back(payment->op);
    const Number beyond = paid - put_in_until(evidence, key, payment->returned);
    if (beyond <= owed) continue;
    found.push_back({.rule = Rule::paid_within,
                     .sentence = "money was paid out beyond what was put in: " +
                                 amount_text(beyond - owed, evidence.nouns) + " of " +
                                 name_in(evidence, payment->request.who) + "'s " +
                                 amount_text(payment->request.amount, evidence.nouns),
                     .key = key,
                     .ops = {payment->op},
                     .rivals = {before.begin(), before.end() - 1},
                     .amount = beyond - owed});
    owed = beyond;
  }
}

bool completes(const Told& second, const Told& first) {
  return second.request.verb == Verb::transfer_in && second.request.who == first.request.who &&
         static_cast<std::int32_t>(index(second.key)) == first.request.item &&
         second.request.item == static_cast<std::int32_t>(index(first.key)) &&
         second.request.amount == first.request.amount && second.called >= first.returned &&
         may_have_happened(second);
}

void find_half_transfers(const Evidence& evidence, Breaches& found) {
  std::vector<OpId> used;
  for (const Told& first : evidence.told) {
    if (first.request.verb != Verb::transfer || !has_happened(first)) continue;
    const auto second =
        std::find_if(evidence.told.begin(), evidence.told.end(), [&](const Told& told) {
          return completes(told, first) &&
                 std::find(used.begin(), used.end(), told.op) == used.end();
        });
    if (second != evidence.told.end()) {
      used.push_back(second->op);
      continue;
    }
    found.push_back({.rule = Rule::transfer_whole,
                     .sentence = amount_text(first.request.amount, evidence.nouns) + " left " +
                                 account_text(evidence, first.key) + " and never came to " +
                                 item_text(evidence.type, first.request.item, evidence.nouns),
                     .key = first.key,
                     .item = first.request.item,
                     .ops = {first.op},
                     .amount = first.request.amount});
  }
}

Number effect_of(const Told& told) {
  return pays_in(told.request.verb) ? told.request.amount : -told.request.amount;
}

std::string times_text(Number times) {
  return times == 2 ? "twice" : std::to_string(times) + " times";
}

// A change that explains alone what is wrong, by how often it seems to have been booked.
struct OddOne {
  const Told* change = nullptr;
  Number times = 1;
};

// That which must have been booked wrongly the fewest times; of several, the latest.
OddOne odd_one(const std::vector<const Told*>& changes, Number beyond) {
  OddOne odd;
  for (const Told* change : changes) {
    const Number effect = effect_of(*change);
    if (effect == 0 || beyond % effect != 0 || beyond / effect < -1) continue;
    const Number times = beyond / effect + 1;
    const bool rarer = odd.change == nullptr || std::abs(times - 1) <= std::abs(odd.times - 1);
    if (rarer) odd = {change, times};
  }
  return odd;
}

std::string booked_text(const Evidence& evidence, const OddOne& odd) {
  if (odd.change == nullptr) return "";
  return ", as if " + name_in(evidence, odd.change->request.who) + "'s " +
         amount_text(odd.change->request.amount, evidence.nouns) + " had " +
         (odd.times == 0 ? "never been booked" : "been booked " + times_text(odd.times));
}

// What an account may hold by what its clients were told: anything between the ends, which differ
// by what is unknown.
struct Books {
  Number least = 0;
  Number most = 0;
  std::vector<const Told*> changes;  // that were acknowledged
};

Books books_of(const Evidence& evidence, Key key) {
  Books books{evidence.initial, evidence.initial, {}};
  for (const Told& told : evidence.told) {
    if (told.key != key || is_read(told.request.verb) || !may_have_happened(told)) continue;
    const Number effect = effect_of(told);
    if (told.certain || effect < 0) books.least += effect;
    if (told.certain || effect > 0) books.most += effect;
    if (told.certain) books.changes.push_back(&told);
  }
  return books;
}

std::string sum_text(const Evidence& evidence, const Books& books) {
  if (books.least == books.most) {
    return ", what was acknowledged comes to " + amount_text(books.most, evidence.nouns);
  }
  return ", what was acknowledged, and what may have been done, comes to " +
         amount_text(books.least, evidence.nouns) + " to " +
         amount_text(books.most, evidence.nouns);
}

void find_wrong_books(const Evidence& evidence, Key key, Breaches& found) {
  const Books books = books_of(evidence, key);
  const Number held = number_of(evidence.settled[index(key)]).value_or(0);
  const Number nearest = std::clamp(held, books.least, books.most);
  if (held == nearest) return;
  const OddOne odd = odd_one(books.changes, held - nearest);
  found.push_back({.rule = Rule::books_add_up,
                   .sentence = account_text(evidence, key) + " holds " +
                               amount_text(held, evidence.nouns) + sum_text(evidence, books) +
                               booked_text(evidence, odd),
                   .key = key,
                   .ops = {},
                   .rivals = ids_of(odd.times > 1 ? std::vector{odd.change} : books.changes),
                   .amount = nearest - held});
}

// What clients were told, and what they were not told but replicas hold. While these differ, a
// refund that nobody heard of may be with one of them.
Records charges_on(const Evidence& evidence, Key key, Verb verb) {
  Records charges;
  const auto add = [&](const Record& record) {
    const bool known = std::any_of(charges.begin(), charges.end(), [&](const Record& one) {
      const bool same_key = record.about != 0 && one.about == record.about;
      return one.op == record.op || (same_key && one.item == record.item);
    });
    if (!known && record.verb == verb) charges.push_back(record);
  };
  const bool settled = index(key) < evidence.settled.size();
  const bool maybe = verb == Verb::refund && !settled;
  for (const Told& told : evidence.told) {
    const bool counts = maybe ? may_have_happened(told) : has_happened(told);
    if (told.key == key && counts) add(record_of(told));
  }
  if (settled) {
    for (const Record& record : std::get<Records>(evidence.settled[index(key)])) add(record);
  }
  return charges;
}

std::size_t keys_in(const Evidence& evidence) {
  std::size_t keys = evidence.settled.size();
  for (const Told& told : evidence.told) keys = std::max(keys, index(told.key) + 1);
  return keys;
}

void find_double_charge(const Evidence& evidence, Key key, std::int32_t trip, Breaches& found) {
  Breach breach{.rule = Rule::charged_once, .sentence = {}, .key = key, .item = trip, .ops = {}};
  Number most = 0;
  Number sum = 0;
  for (const Record& charge : charges_on(evidence, key, Verb::charge)) {
    if (charge.item != trip) continue;
    breach.ops.push_back(charge.op);
    most = std::max(most, charge.amount);
    sum += charge.amount;
  }
  for (const Record& refund : charges_on(evidence, key, Verb::refund)) {
    if (refund.item == trip) sum -= refund.amount;
  }
  if (breach.ops.size() < 2 || sum <= most) return;
  const std::size_t times = breach.ops.size();
  breach.sentence = "charged " + times_text(static_cast<Number>(times)) + " for " +
                    item_text(evidence.type, trip, evidence.nouns);
  breach.amount = sum - most;
  found.push_back(std::move(breach));
}

// What all replicas hold decides: a charge that was only received may have been dropped since, or
// wait to this day. While they differ, what clients were told.
bool may_be_charged(const Evidence& payments, std::int32_t trip) {
  const auto is_charge = [trip](const auto& one) {
    return one.verb == Verb::charge && one.item == trip;
  };
  if (payments.settled.empty()) {
    return std::any_of(payments.told.begin(), payments.told.end(), [&](const Told& told) {
      return is_charge(told.request) && may_have_happened(told);
    });
  }
  return std::any_of(payments.settled.begin(), payments.settled.end(), [&](const Content& content) {
    const Records& records = std::get<Records>(content);
    return is_full(records) || std::any_of(records.begin(), records.end(), is_charge);
  });
}

}  // namespace

void find_account_breaches(const Evidence& evidence, Breaches& found) {
  const std::size_t keys = keys_in(evidence);
  for (std::size_t key = 0; key < keys; ++key) find_overdraft(evidence, id_of<Key>(key), found);
  find_half_transfers(evidence, found);
  for (std::size_t key = 0; key < evidence.settled.size(); ++key) {
    find_wrong_books(evidence, id_of<Key>(key), found);
  }
}

void find_double_charges(const Evidence& evidence, Breaches& found) {
  for (std::size_t key = 0; key < keys_in(evidence); ++key) {
    std::vector<std::int32_t> trips;
    for (const Record& charge : charges_on(evidence, id_of<Key>(key), Verb::charge)) {
      const bool known = std::find(trips.begin(), trips.end(), charge.item) != trips.end();
      if (!known) trips.push_back(charge.item);
    }
    for (const std::int32_t trip : trips) {
      find_double_charge(evidence, id_of<Key>(key), trip, found);
    }
  }
}

std::vector<Breach> find_uncharged(const Evidence& payments, std::span<const Told> rides) {
  Breaches found;
  for (const Told& ride : rides) {
    if (ride.request.verb != Verb::finish || !has_happened(ride)) continue;
    if (may_be_charged(payments, ride.request.item)) continue;
    found.push_back({.rule = Rule::charged_at_all,
                     .sentence = item_text(ObjectType::matching, ride.request.item) +
                                 " is finished and was never charged",
                     .key = ride.key,
                     .item = ride.request.item,
                     .ops = {ride.op}});
  }
  return found;
}

}  // namespace caplab::object
