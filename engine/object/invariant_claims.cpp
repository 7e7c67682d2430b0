// One item, one customer; the highest bid; one holder's work; no access after a revoke.
#include <algorithm>

#include "engine/object/invariant_parts.h"
#include "engine/object/verb_words.h"

namespace caplab::object {
namespace {

bool is_claim(const Told& told) { return told.request.verb == Verb::reserve && has_happened(told); }

// What was told of one item.
using ItemTold = std::vector<const Told*>;

ItemTold told_about(const Evidence& evidence, const Told& claim) {
  ItemTold about;
  for (const Told& told : evidence.told) {
    if (same_item(told, claim)) about.push_back(&told);
  }
  return about;
}

// A claim, and from when on it may have been given back; its owner may ask for that while he waits.
struct Claim {
  const Told* told = nullptr;
  Time back = kNever;
};

Time back_from(const ItemTold& about, const Told& claim) {
  Time back = kNever;
  for (const Told* other : about) {
    const bool returns_it = other->request.verb == Verb::release &&
                            other->request.who == claim.request.who && may_have_happened(*other) &&
                            other->returned >= claim.called;
    if (returns_it) back = std::min(back, other->called);
  }
  return back;
}

// Of a stock each release gives one back: the first of its owner's that is still out.
void give_back_singly(const ItemTold& about, std::vector<Claim>& claims) {
  for (const Told* release : about) {
    if (release->request.verb != Verb::release || !may_have_happened(*release)) continue;
    const auto its = std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) {
      return claim.back == kNever && claim.told->request.who == release->request.who &&
             claim.told->called <= release->returned;
    });
    if (its != claims.end()) its->back = release->called;
  }
}

std::vector<Claim> claims_by_return(const Evidence& evidence, const ItemTold& about) {
  const bool several = evidence.type == ObjectType::stock;
  std::vector<Claim> claims;
  for (const Told* told : about) {
    if (is_claim(*told)) claims.push_back({told, several ? kNever : back_from(about, *told)});
  }
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return a.told->returned < b.told->returned;
  });
  if (several) give_back_singly(about, claims);
  return claims;
}

std::int64_t most_room(const Evidence& evidence, const ItemTold& about, const Told& claim) {
  if (evidence.type != ObjectType::stock) return 1;
  std::int64_t room = claim.request.item == 0 ? evidence.initial : 0;
  for (const Told* other : about) {
    const bool restocks = other->request.verb == Verb::restock && may_have_happened(*other) &&
                          other->called <= claim.returned;
    if (restocks) room += other->request.amount;
  }
  return room;
}

Breach double_claim(const Evidence& evidence, const ItemTold& claims, std::int64_t room) {
  const Told& first = *claims.front();
  Breach breach{.rule = Rule::one_customer,
                .sentence = item_text(evidence.type, first.request.item, evidence.nouns),
                .key = first.key,
                .item = first.request.item,
                .ops = ids_of(claims),
                .room = room};
  if (evidence.type == ObjectType::stock) {
    const std::string times =
        claims.size() == 1 ? "once" : std::to_string(claims.size()) + " times";
    breach.sentence += " was confirmed " + times + (room == 1 ? ", there is" : ", there are") +
                       " only " + std::to_string(room);
  } else {
    breach.sentence += " was confirmed to " + names_in(evidence, claims);
  }
  return breach;
}

ItemTold by_call(const std::vector<Claim>& claims) {
  ItemTold told;
  for (const Claim& claim : claims) told.push_back(claim.told);
  std::sort(told.begin(), told.end(), [](const Told* a, const Told* b) { return a->op < b->op; });
  return told;
}

bool has_claimed(const std::vector<Claim>& standing, const Told& told) {
  return std::any_of(standing.begin(), standing.end(), [&](const Claim& other) {
    return other.told->request.who == told.request.who;
  });
}

// A breach for each crowd, more claims than there was room for that all stood at one moment: as it
// was when it was largest, before one of them may have been given back or there was room again.
void find_crowds(const Evidence& evidence, const ItemTold& about, Breaches& found) {
  std::vector<Claim> standing;
  ItemTold crowd;
  std::int64_t room = 1;
  const auto close = [&] {
    if (!crowd.empty()) found.push_back(double_claim(evidence, crowd, room));
    crowd.clear();
  };
  for (const Claim& last : claims_by_return(evidence, about)) {
    const Time now = last.told->returned;
    const auto is_back = [&](const Claim& claim) { return claim.back <= now; };
    if (std::erase_if(standing, is_back) > 0) close();
    const bool known = evidence.type != ObjectType::stock && has_claimed(standing, *last.told);
    if (known || is_back(last)) continue;
    standing.push_back(last);
    const std::int64_t there = most_room(evidence, about, *last.told);
    if (static_cast<std::int64_t>(standing.size()) <= there) {
      close();
    } else {
      crowd = by_call(standing);
      room = there;
    }
  }
  close();
}

bool is_known(const Breaches& found, const Told& told) {
  return std::any_of(found.begin(), found.end(), [&](const Breach& breach) {
    return breach.key == told.key && breach.item == told.request.item;
  });
}

std::vector<const Told*> awards_of(const Evidence& evidence, const Told& one) {
  std::vector<const Told*> awards;
  for (const Told& told : evidence.told) {
    const bool awarded = told.request.verb == Verb::award && has_happened(told);
    if (awarded && same_item(told, one)) awards.push_back(&told);
  }
  return awards;
}

NodeId winner_in(const Told& award) {
  return id_of<NodeId>(static_cast<std::size_t>(record_of(award).about));
}

void find_double_awards(const Evidence& evidence, const Told& award, Breaches& found) {
  const std::vector<const Told*> awards = awards_of(evidence, award);
  std::vector<const Told*> rivals;
  std::string winners;
  for (const Told* other : awards) {
    const bool known = std::any_of(rivals.begin(), rivals.end(), [&](const Told* rival) {
      return winner_in(*rival) == winner_in(*other);
    });
    if (known) continue;
    rivals.push_back(other);
    winners += (winners.empty() ? "" : " and ") + name_in(evidence, winner_in(*other));
  }
  if (rivals.size() < 2 || is_known(found, award)) return;
  found.push_back({.rule = Rule::one_customer,
                   .sentence = item_text(evidence.type, award.request.item, evidence.nouns) +
                               " was confirmed to " + winners,
                   .key = award.key,
                   .item = award.request.item,
                   .ops = ids_of(rivals)});
}

void find_higher_bid(const Evidence& evidence, const Told& award, Breaches& found) {
  const Record won = record_of(award);
  for (const Told& bid : evidence.told) {
    const bool missed = bid.request.verb == Verb::bid && has_happened(bid) &&
                        same_item(bid, award) && bid.returned < award.called &&
                        bid.request.amount > won.amount;
    if (!missed) continue;
    found.push_back({.rule = Rule::highest_bid,
                     .sentence = item_text(evidence.type, award.request.item, evidence.nouns) +
                                 " went to " + name_in(evidence, winner_in(award)) + " for " +
                                 amount_text(won.amount, evidence.nouns) + ", though " +
                                 name_in(evidence, bid.request.who) + " had bid " +
                                 amount_text(bid.request.amount, evidence.nouns),
                     .key = award.key,
                     .item = award.request.item,
                     .ops = {bid.op, award.op},
                     .amount = bid.request.amount});
  }
}

bool is_work(const Told& told) {
  const bool works = told.request.verb == Verb::work || told.request.verb == Verb::work_unchecked;
  return works && has_happened(told);
}

// Work under one token by two, or under an older token after work under a newer one.
bool both_cannot_hold(const Told& earlier, const Told& later) {
  if (earlier.request.who == later.request.who || earlier.key != later.key) return false;
  if (earlier.request.expected == later.request.expected) return true;
  return earlier.returned < later.called && earlier.request.expected > later.request.expected;
}

// The last moment before which nothing can have brought the permission back.
bool may_be_granted_again(const Evidence& evidence, const Told& revoke, const Told& access) {
  return std::any_of(evidence.told.begin(), evidence.told.end(), [&](const Told& grant) {
    return grant.request.verb == Verb::grant && same_item(grant, access) &&
           may_have_happened(grant) && grant.returned > revoke.called &&
           grant.called < access.returned;
  });
}

const Told* forbidding(const Evidence& evidence, const Told& access) {
  for (const Told& revoke : evidence.told) {
    const bool before = revoke.request.verb == Verb::revoke && has_happened(revoke) &&
                        same_item(revoke, access) && revoke.returned < access.called;
    if (before && !may_be_granted_again(evidence, revoke, access)) return &revoke;
  }
  return nullptr;
}

}  // namespace

void find_double_claims(const Evidence& evidence, Breaches& found) {
  std::vector<const Told*> seen;
  for (const Told& claim : evidence.told) {
    const bool known = !is_claim(claim) ||
                       std::any_of(seen.begin(), seen.end(),
                                   [&](const Told* other) { return same_item(*other, claim); });
    if (known) continue;
    seen.push_back(&claim);
    find_crowds(evidence, told_about(evidence, claim), found);
  }
}

void find_auction_breaches(const Evidence& evidence, Breaches& found) {
  for (const Told& told : evidence.told) {
    if (told.request.verb == Verb::award && has_happened(told)) {
      find_double_awards(evidence, told, found);
    }
  }
  for (const Told& told : evidence.told) {
    if (told.request.verb == Verb::award && has_happened(told)) {
      find_higher_bid(evidence, told, found);
    }
  }
}

// By Kleppmann 2016, "How to do distributed locking": what a token is for is that the later work
// here is refused.
void find_double_work(const Evidence& evidence, Breaches& found) {
  for (const Told& later : evidence.told) {
    if (!is_work(later)) continue;
    for (const Told& earlier : evidence.told) {
      if (!is_work(earlier) || earlier.op >= later.op) continue;
      if (!both_cannot_hold(earlier, later)) continue;
      found.push_back({.rule = Rule::one_holder,
                       .sentence = name_in(evidence, earlier.request.who) + "'s and " +
                                   name_in(evidence, later.request.who) +
                                   "'s work was both accepted (tokens " +
                                   std::to_string(earlier.request.expected) + " and " +
                                   std::to_string(later.request.expected) + ")",
                       .key = later.key,
                       .ops = {earlier.op, later.op}});
      break;  // each piece of work is blamed once
    }
  }
}

void find_late_access(const Evidence& evidence, Breaches& found) {
  for (const Told& access : evidence.told) {
    if (access.request.verb != Verb::access || !has_happened(access)) continue;
    const Told* revoke = forbidding(evidence, access);
    if (revoke == nullptr) continue;
    found.push_back({.rule = Rule::no_access,
                     .sentence = item_text(evidence.type, access.request.item, evidence.nouns) +
                                 " was let in after an acknowledged revoke",
                     .key = access.key,
                     .item = access.request.item,
                     .ops = {revoke->op, access.op}});
  }
}

}  // namespace caplab::object
