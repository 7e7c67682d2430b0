#include "engine/object/reconcile.h"

#include <algorithm>

#include "engine/object/conflict.h"
#include "engine/object/invariant_parts.h"
#include "engine/object/verb_words.h"

namespace caplab::object {
namespace {

// A seat has one chair: here policies that leave a conflict open go by who came first.
Conflict deciding(Conflict conflict) {
  const bool open = conflict == Conflict::unite || conflict == Conflict::siblings;
  return open ? Conflict::first : conflict;
}

// When what it answers was asked for: a match goes by its trip's request.
Stamp asked(const Evidence& evidence, const Told& told) {
  for (const Told& request : evidence.told) {
    const bool is_it = told.request.verb == Verb::match && request.request.verb == Verb::request &&
                       has_happened(request) && same_item(request, told);
    if (is_it) return record_of(request).stamp;
  }
  return record_of(told).stamp;
}

std::vector<const Told*> losers_of(const Evidence& evidence, const Breach& breach,
                                   Conflict conflict) {
  std::vector<const Told*> rivals;
  std::vector<Rival> all;
  for (const OpId op : breach.ops) {
    const Told* told = told_of(evidence, op);
    if (told == nullptr) continue;
    rivals.push_back(told);
    all.push_back({record_of(*told), asked(evidence, *told)});
  }
  const Records kept =
      winners(std::move(all), static_cast<std::size_t>(std::max<std::int64_t>(breach.room, 0)),
              deciding(conflict));
  std::erase_if(rivals, [&](const Told* told) {
    return std::any_of(kept.begin(), kept.end(),
                       [&](const Record& record) { return record.op == told->op; });
  });
  return rivals;
}

Compensation made_up(const Breach& breach, Remedy remedy, NodeId who, OpId op) {
  return {.remedy = remedy,
          .who = who,
          .key = breach.key,
          .item = breach.item,
          .amount = breach.amount,
          .op = op,
          .undo = {}};
}

NodeId rider_of(const Evidence& evidence, const Told& match) {
  for (const Told& told : evidence.told) {
    if (told.request.verb == Verb::request && same_item(told, match)) return told.request.who;
  }
  return match.request.who;
}

using Compensations = std::vector<Compensation>;

// Once, however many crowds the claim stood in.
void take_back(const Evidence& evidence, const Breach& breach, const Told& loser,
               Compensations& out) {
  const bool taken = std::any_of(out.begin(), out.end(),
                                 [&](const Compensation& made) { return made.op == loser.op; });
  if (taken) return;
  Compensation made = made_up(breach, Remedy::cancelled_booking, loser.request.who, loser.op);
  if (evidence.type == ObjectType::auction) {
    const Record award = record_of(loser);
    made.remedy = Remedy::apology;
    made.who = id_of<NodeId>(static_cast<std::size_t>(award.about));
    made.amount = award.amount;
  } else {
    made.undo = Request{Verb::release, 0, 0, breach.item, loser.request.who};
  }
  out.push_back(std::move(made));
}

// A rider who was promised a driver gets another; a driver who was sent in vain, an excuse.
void part(const Evidence& evidence, const Breach& breach, const Told& loser, Compensations& out) {
  const bool rider = breach.rule == Rule::one_rider;
  Compensation made = rider ? made_up(breach, Remedy::rematch, rider_of(evidence, loser), loser.op)
                            : made_up(breach, Remedy::apology, kNobody, loser.op);
  made.item = loser.request.item;
  made.amount = loser.request.amount;
  out.push_back(std::move(made));
}

// Every charge after the one that stays goes back, as far as it has not yet.
void give_back(const Evidence& evidence, const Breach& breach, Conflict conflict,
               Compensations& out) {
  Number left = breach.amount;
  for (const Told* loser : losers_of(evidence, breach, conflict)) {
    Compensation made = made_up(breach, Remedy::refund, loser->request.who, loser->op);
    made.amount = std::min(left, loser->request.amount);
    left -= made.amount;
    made.undo = Request{Verb::refund, made.amount, 0, breach.item, loser->request.who};
    if (made.amount > 0) out.push_back(std::move(made));
  }
  if (left == 0) return;
  // Charged without anybody being told: the money goes back all the same.
  Compensation made = made_up(breach, Remedy::refund, kNobody, breach.ops.back());
  made.amount = left;
  made.undo = Request{Verb::refund, left, 0, breach.item, kNobody};
  out.push_back(std::move(made));
}

void set_right(const Evidence& evidence, const Breach& breach, Compensations& out) {
  const Told* told = breach.ops.empty() ? nullptr : told_of(evidence, breach.ops.front());
  const NodeId who = told == nullptr ? kNobody : told->request.who;
  const OpId op = breach.ops.empty() ? kNoOp : breach.ops.front();
  const auto add = [&](Remedy remedy, std::optional<Request> undo) {
    Compensation made = made_up(breach, remedy, who, op);
    made.undo = undo;
    out.push_back(std::move(made));
  };
  if (breach.rule == Rule::paid_within) add(Remedy::collection, {});
  if (breach.rule == Rule::highest_bid) add(Remedy::apology, {});
  if (breach.rule == Rule::charged_at_all) add(Remedy::late_charge, {});
  if (breach.rule == Rule::transfer_whole) {
    add(Remedy::refund, Request{Verb::deposit, breach.amount, 0, 0, who});
  }
  const bool lost = breach.rule == Rule::entry_kept || breach.rule == Rule::item_kept ||
                    breach.rule == Rule::item_gone || breach.rule == Rule::keystroke_kept;
  if (lost && told != nullptr) add(Remedy::apology, told->request);
  if (breach.rule == Rule::sum_adds_up) {
    add(Remedy::correction, Request{Verb::add, breach.amount, 0, 0, kNobody});
  }
  if (breach.rule == Rule::rider_kept && told != nullptr) add(Remedy::rematch, told->request);
  if (breach.rule == Rule::books_add_up) {
    const bool lacks = breach.amount > 0;
    add(Remedy::correction, Request{lacks ? Verb::deposit : Verb::withdraw,
                                    lacks ? breach.amount : -breach.amount, 0, 0, kNobody});
  }
}

void compensate(const Evidence& evidence, const Breach& breach, Conflict conflict,
                Compensations& out) {
  if (breach.rule == Rule::charged_once) return give_back(evidence, breach, conflict, out);
  const bool rivalry = breach.rule == Rule::one_customer || breach.rule == Rule::one_rider ||
                       breach.rule == Rule::one_driver;
  if (!rivalry) return set_right(evidence, breach, out);
  for (const Told* loser : losers_of(evidence, breach, conflict)) {
    if (breach.rule == Rule::one_customer) {
      take_back(evidence, breach, *loser, out);
    } else {
      part(evidence, breach, *loser, out);
    }
  }
}

bool is_taken_away(const Evidence& evidence, const Compensation& made) {
  return made.remedy == Remedy::cancelled_booking || made.remedy == Remedy::rematch ||
         (made.remedy == Remedy::apology && evidence.type == ObjectType::auction);
}

// Sent after what it confirms was asked for; what was sent before told of something else.
bool confirms(const Evidence& evidence, const Told& effect, const Compensation& made) {
  const Told* taken = told_of(evidence, made.op);
  return taken != nullptr && effect.called >= taken->called && effect.request.who == made.who &&
         effect.key == made.key && effect.request.item == made.item;
}

// What the operation that was made up for could not stand beside, with it.
std::vector<OpId> contenders(const std::vector<Breach>& broken, const Compensation& made) {
  for (const Breach& breach : broken) {
    const auto& ops = breach.ops;
    if (std::find(ops.begin(), ops.end(), made.op) != ops.end()) return ops;
  }
  return {};
}

// A confirmation that has gone out still says what is no longer so.
void find_standing_effects(const Evidence& evidence, std::span<const Told> effects,
                           Reconciliation& result) {
  for (const Told& effect : effects) {
    if (!has_happened(effect)) continue;
    const auto made = std::find_if(
        result.compensations.begin(), result.compensations.end(), [&](const Compensation& one) {
          return is_taken_away(evidence, one) && confirms(evidence, effect, one);
        });
    if (made == result.compensations.end()) continue;
    const std::int32_t item = effect.request.item;
    result.beyond_repair.push_back(
        {.rule = Rule::effect_stands,
         .sentence = "the " + std::string(name_of(effect.request.verb)) + " about " +
                     item_text(evidence.type, item, evidence.nouns) + " had gone out to " +
                     name_in(evidence, effect.request.who) + " and cannot be taken back",
         .key = effect.key,
         .item = item,
         .ops = {effect.op},
         .rivals = contenders(result.broken, *made)});
  }
}

}  // namespace

std::string_view name_of(Remedy remedy) {
  switch (remedy) {
    case Remedy::refund: return "refund";
    case Remedy::apology: return "apology";
    case Remedy::cancelled_booking: return "cancelled booking";
    case Remedy::rematch: return "rematch";
    case Remedy::collection: return "collection";
    case Remedy::correction: return "correction";
    case Remedy::late_charge: return "late charge";
  }
  return "";
}

Reconciliation reconcile(const Evidence& evidence, Conflict conflict,
                         std::span<const Told> effects) {
  Reconciliation result;
  result.broken = find_breaches(evidence);
  for (const Breach& breach : result.broken) {
    if (words_of(breach.rule).reversible) {
      compensate(evidence, breach, conflict, result.compensations);
    } else {
      result.beyond_repair.push_back(breach);
    }
  }
  find_standing_effects(evidence, effects, result);
  return result;
}

std::int64_t count_of(const Reconciliation& reconciliation, Remedy remedy) {
  return std::count_if(reconciliation.compensations.begin(), reconciliation.compensations.end(),
                       [&](const Compensation& made) { return made.remedy == remedy; });
}

}  // namespace caplab::object
