#include "engine/object/invariant.h"

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/object/invariant_parts.h"

namespace caplab::object {
namespace {

// Work that was done twice, and what an outsider has seen, cannot be taken back by any payment.
constexpr std::array kRules{std::to_array<RuleWords>({
    {Rule::one_customer, "one-customer", true},
    {Rule::highest_bid, "highest-bid", true},
    {Rule::one_holder, "one-holder", false},
    {Rule::no_access, "no-access", false},
    {Rule::paid_within, "paid-within", true},
    {Rule::transfer_whole, "transfer-whole", true},
    {Rule::books_add_up, "books-add-up", true},
    {Rule::reply_with_post, "reply-with-post", true},
    {Rule::entry_kept, "entry-kept", true},
    {Rule::one_rider, "one-rider", true},
    {Rule::one_driver, "one-driver", true},
    {Rule::rider_kept, "rider-kept", true},
    {Rule::charged_once, "charged-once", true},
    {Rule::charged_at_all, "charged-at-all", true},
    {Rule::effect_stands, "effect-stands", false},
    {Rule::sum_adds_up, "sum-adds-up", true},
    {Rule::item_kept, "item-kept", true},
    {Rule::item_gone, "item-gone", true},
    {Rule::keystroke_kept, "keystroke-kept", true},
})};

constexpr bool every_rule_has_its_row() {
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    if (static_cast<std::size_t>(kRules[i].rule) != i) return false;
  }
  return static_cast<std::size_t>(Rule::keystroke_kept) + 1 == kRules.size();
}
static_assert(every_rule_has_its_row());

}  // namespace

std::span<const Rule> all_rules() {
  static constexpr auto kAll = [] {
    std::array<Rule, kRules.size()> rules{};
    for (std::size_t i = 0; i < rules.size(); ++i) rules[i] = kRules[i].rule;
    return rules;
  }();
  return kAll;
}

bool concerns(Rule rule, ObjectType type) {
  switch (rule) {
    case Rule::one_customer:
      return type == ObjectType::seat || type == ObjectType::stock || type == ObjectType::name ||
             type == ObjectType::auction;
    case Rule::highest_bid: return type == ObjectType::auction;
    case Rule::one_holder: return type == ObjectType::lock;
    case Rule::no_access: return type == ObjectType::permission;
    case Rule::paid_within:
    case Rule::transfer_whole:
    case Rule::books_add_up: return type == ObjectType::account;
    case Rule::reply_with_post:
    case Rule::entry_kept: return type == ObjectType::log;
    case Rule::one_rider:
    case Rule::one_driver:
    case Rule::rider_kept: return type == ObjectType::matching;
    case Rule::charged_once:
    case Rule::charged_at_all: return type == ObjectType::payment;
    case Rule::effect_stands: return type == ObjectType::effect;
    case Rule::sum_adds_up: return type == ObjectType::counter;
    case Rule::item_kept:
    case Rule::item_gone: return type == ObjectType::set;
    case Rule::keystroke_kept: return type == ObjectType::text;
  }
  return false;
}

const RuleWords& words_of(Rule rule) { return kRules[static_cast<std::size_t>(rule)]; }

bool has_happened(const Told& told) { return told.certain && told.answer.accepted; }

bool may_have_happened(const Told& told) { return !told.certain || told.answer.accepted; }

bool same_item(const Told& a, const Told& b) {
  return a.key == b.key && a.request.item == b.request.item;
}

std::string name_in(const Evidence& evidence, NodeId who) {
  if (index(who) < evidence.names.size()) return evidence.names[index(who)];
  return "client " + std::to_string(index(who));
}

std::string names_in(const Evidence& evidence, const std::vector<const Told*>& ops) {
  std::vector<std::string> names;
  for (const Told* told : ops) {
    std::string name = name_in(evidence, told->request.who);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  if (names.size() < 2) return join(names, "");
  const std::vector<std::string> before(names.begin(), names.end() - 1);
  return join(before, ", ") + " and " + names.back();
}

std::vector<OpId> ids_of(const std::vector<const Told*>& ops) {
  std::vector<OpId> ids;
  for (const Told* told : ops) ids.push_back(told->op);
  return ids;
}

const Told* told_of(const Evidence& evidence, OpId op) {
  const auto found = std::find_if(evidence.told.begin(), evidence.told.end(),
                                  [&](const Told& told) { return told.op == op; });
  return found == evidence.told.end() ? nullptr : &*found;
}

// Where its own record is shown, that; an award's winner, for one, stands only there.
Record record_of(const Told& told) {
  if (const Records* records = std::get_if<Records>(&told.answer.shown.content)) {
    for (const Record& record : *records) {
      if (record.op == told.op) return record;
    }
  }
  return {.stamp = told.answer.shown.stamp,
          .amount = told.request.amount,
          .item = told.request.item,
          .about = static_cast<std::int32_t>(told.request.expected),
          .op = told.op,
          .who = told.request.who,
          .verb = told.request.verb};
}

std::vector<Breach> find_breaches(const Evidence& evidence) {
  Breaches found;
  switch (evidence.type) {
    case ObjectType::seat:
    case ObjectType::stock:
    case ObjectType::name: find_double_claims(evidence, found); break;
    case ObjectType::auction: find_auction_breaches(evidence, found); break;
    case ObjectType::lock: find_double_work(evidence, found); break;
    case ObjectType::permission: find_late_access(evidence, found); break;
    case ObjectType::account: find_account_breaches(evidence, found); break;
    case ObjectType::payment: find_double_charges(evidence, found); break;
    case ObjectType::log: find_log_breaches(evidence, found); break;
    case ObjectType::matching: find_trip_breaches(evidence, found); break;
    case ObjectType::counter:
    case ObjectType::set:
    case ObjectType::text: find_copy_breaches(evidence, found); break;
    case ObjectType::reg:
    case ObjectType::presence:
    case ObjectType::effect: break;
  }
  return found;
}

}  // namespace caplab::object
