// What merging copies owe those who were told "done": the sum of what was added, the items that
// were put in and are not taken out, every keystroke. Read off what all replicas hold at the end.
#include <algorithm>
#include <map>

#include "engine/object/invariant_parts.h"
#include "engine/object/verb_words.h"

namespace caplab::object {
namespace {

bool is_change(const Told& told, Key key, Verb verb) {
  return told.key == key && told.request.verb == verb && may_have_happened(told);
}

void find_wrong_sum(const Evidence& evidence, Key key, Breaches& found) {
  Number least = evidence.initial;
  Number most = evidence.initial;
  std::vector<const Told*> adds;
  for (const Told& told : evidence.told) {
    if (!is_change(told, key, Verb::add)) continue;
    const Number amount = told.request.amount;
    least += told.certain || amount < 0 ? amount : 0;
    most += told.certain || amount > 0 ? amount : 0;
    if (told.certain) adds.push_back(&told);
  }
  const Number held = number_of(evidence.settled[index(key)]).value_or(0);
  if (held >= least && held <= most) return;
  found.push_back({.rule = Rule::sum_adds_up,
                   .sentence = "the copies agree on " + std::to_string(held) +
                               ", what was acknowledged comes to " +
                               std::to_string(held < least ? least : most),
                   .key = key,
                   .ops = ids_of(adds),
                   .amount = held < least ? least - held : most - held});
}

// Whether another change of the same item may have come after `one`, or beside it.
bool is_outdone(const Evidence& evidence, const Told& one, Verb by) {
  return std::any_of(evidence.told.begin(), evidence.told.end(), [&](const Told& other) {
    return is_change(other, one.key, by) && other.request.amount == one.request.amount &&
           (!other.certain || other.returned >= one.called);
  });
}

bool is_told(const Breaches& found, Rule rule, const Told& told) {
  return std::any_of(found.begin(), found.end(), [&](const Breach& breach) {
    return breach.rule == rule && breach.key == told.key && breach.amount == told.request.amount;
  });
}

void find_wrong_items(const Evidence& evidence, Key key, Breaches& found) {
  const std::vector<Number> held = values_of(evidence.settled[index(key)]);
  const auto is_there = [&held](Number item) {
    return std::find(held.begin(), held.end(), item) != held.end();
  };
  for (const Told& told : evidence.told) {
    const Number item = told.request.amount;
    const bool adds = told.request.verb == Verb::add;
    const bool changes = adds || told.request.verb == Verb::remove;
    if (told.key != key || !changes || !has_happened(told) || is_there(item) == adds) continue;
    if (is_outdone(evidence, told, adds ? Verb::remove : Verb::add)) continue;
    const Rule rule = adds ? Rule::item_kept : Rule::item_gone;
    if (is_told(found, rule, told)) continue;
    const std::string who = name_in(evidence, told.request.who);
    found.push_back({.rule = rule,
                     .sentence = std::to_string(item) +
                                 (adds ? " is gone, though " + who + " put it in"
                                       : " is there again, though " + who + " took it out"),
                     .key = key,
                     .ops = {told.op},
                     .amount = item});
  }
}

// A removed character leaves its mark, so one that is nowhere has been lost.
void find_lost_keystrokes(const Evidence& evidence, Key key, Breaches& found) {
  const Rga* text = std::get_if<Rga>(&evidence.settled[index(key)]);
  if (text == nullptr) return;
  std::map<std::int64_t, std::vector<const Told*>> typed;
  for (const Told& told : evidence.told) {
    const bool inserts = is_change(told, key, Verb::insert) && told.certain;
    if (inserts) typed[told.request.amount].push_back(&told);
  }
  for (const auto& [code, ops] : typed) {
    const auto held = std::count_if(
        text->characters.begin(), text->characters.end(),
        [wanted = code](const Rga::Character& character) { return character.code == wanted; });
    if (held >= static_cast<std::ptrdiff_t>(ops.size())) continue;
    found.push_back({.rule = Rule::keystroke_kept,
                     .sentence = names_in(evidence, ops) + " typed the character " +
                                 std::to_string(code) + " " + std::to_string(ops.size()) +
                                 " times, the copies have it " + std::to_string(held) + " times",
                     .key = key,
                     .ops = ids_of(ops),
                     .room = held});
  }
}

}  // namespace

void find_copy_breaches(const Evidence& evidence, Breaches& found) {
  for (std::size_t i = 0; i < evidence.settled.size(); ++i) {
    const Key key = id_of<Key>(i);
    if (evidence.type == ObjectType::counter) find_wrong_sum(evidence, key, found);
    if (evidence.type == ObjectType::set) find_wrong_items(evidence, key, found);
    if (evidence.type == ObjectType::text) find_lost_keystrokes(evidence, key, found);
  }
}

}  // namespace caplab::object
