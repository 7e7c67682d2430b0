// Logs: replies with their posts, entries that stay. Rides: one rider, one driver, nobody dropped.
#include <algorithm>

#include "engine/object/invariant_parts.h"
#include "engine/object/log.h"
#include "engine/object/matching.h"
#include "engine/object/verb_words.h"

namespace caplab::object {
namespace {

// The post that a reply answers, if it was acknowledged before somebody called the reply: only then
// has he seen it.
const Told* answered_by(const Evidence& evidence, const LogEntry& entry) {
  const Told* reply = told_of(evidence, entry.op);
  if (reply == nullptr) return nullptr;
  const auto post = std::find_if(evidence.told.begin(), evidence.told.end(), [&](const Told& told) {
    return told.key == reply->key && enters(told.request.verb) && has_happened(told) &&
           told.request.amount == entry.reply_to && told.returned < reply->called;
  });
  return post == evidence.told.end() ? nullptr : &*post;
}

void find_orphans(const Evidence& evidence, const Told& read, Breaches& found) {
  const Entries* shown = std::get_if<Entries>(&read.answer.shown.content);
  if (shown == nullptr || read.request.verb != Verb::read || !has_happened(read)) return;
  for (const LogEntry& reply : orphans(*shown)) {
    const Told* post = answered_by(evidence, reply);
    if (post == nullptr) continue;
    found.push_back(
        {.rule = Rule::reply_with_post,
         .sentence = "a reply shows without its post: " + name_in(evidence, read.request.who) +
                     " saw " + std::to_string(reply.value) + ", not the " +
                     std::to_string(reply.reply_to) + " that it answers",
         .key = read.key,
         .item = reply.reply_to,
         .ops = {reply.op, read.op},
         .rivals = {post->op}});
  }
}

// Entries older than all that a full log shows have scrolled off.
bool is_kept(const Entries& entries, const Told& entered) {
  if (entries.size() == kLogEntriesMax && entered.answer.shown.stamp < entries.front().stamp) {
    return true;
  }
  return std::any_of(entries.begin(), entries.end(),
                     [&](const LogEntry& entry) { return entry.op == entered.op; });
}

void find_lost_entry(const Evidence& evidence, const Told& entered, Breaches& found) {
  if (!enters(entered.request.verb) || !has_happened(entered)) return;
  if (index(entered.key) >= evidence.settled.size()) return;
  if (is_kept(std::get<Entries>(evidence.settled[index(entered.key)]), entered)) return;
  found.push_back({.rule = Rule::entry_kept,
                   .sentence = name_in(evidence, entered.request.who) + "'s entry " +
                               amount_text(entered.request.amount, evidence.nouns) +
                               " was acknowledged and is lost",
                   .key = entered.key,
                   .item = static_cast<std::int32_t>(entered.request.amount),
                   .ops = {entered.op}});
}

bool is_match(const Told& told) { return told.request.verb == Verb::match && has_happened(told); }

bool may_be_over(const Evidence& evidence, const Told& match, Time moment) {
  return std::any_of(evidence.told.begin(), evidence.told.end(), [&](const Told& other) {
    const bool ends = other.request.verb == Verb::finish || other.request.verb == Verb::cancel;
    return ends && same_item(other, match) && may_have_happened(other) && other.called <= moment;
  });
}

// Neither trip can have ended before the other's match was confirmed.
bool overlap(const Evidence& evidence, const Told& a, const Told& b) {
  return !may_be_over(evidence, a, b.returned) && !may_be_over(evidence, b, a.returned);
}

void compare(const Evidence& evidence, const Told& earlier, const Told& later, Breaches& found) {
  if (earlier.key != later.key) return;
  const bool same_trip = earlier.request.item == later.request.item;
  const bool same_driver = earlier.request.amount == later.request.amount;
  if (same_trip == same_driver || !overlap(evidence, earlier, later)) return;
  const std::string trip = item_text(evidence.type, earlier.request.item, evidence.nouns);
  Breach breach{.rule = same_trip ? Rule::one_driver : Rule::one_rider,
                .sentence = {},
                .key = earlier.key,
                .item = earlier.request.item,
                .ops = {earlier.op, later.op}};
  breach.sentence =
      same_trip ? trip + " has two drivers, " + std::to_string(earlier.request.amount) + " and " +
                      std::to_string(later.request.amount)
                : "a driver has two riders: " + std::to_string(earlier.request.amount) + " on " +
                      trip + " and " + item_text(evidence.type, later.request.item, evidence.nouns);
  found.push_back(std::move(breach));
}

void find_dropped(const Evidence& evidence, const Told& told, Breaches& found) {
  if (told.request.verb != Verb::request || !has_happened(told)) return;
  if (index(told.key) >= evidence.settled.size()) return;
  const Content& settled = evidence.settled[index(told.key)];
  if (std::get<Records>(settled).size() >= kRecordsMax) return;  // it may have scrolled off
  if (trip_state(settled, told.request.item) != TripState::unknown) return;
  found.push_back({.rule = Rule::rider_kept,
                   .sentence = name_in(evidence, told.request.who) + " was dropped: " +
                               item_text(evidence.type, told.request.item, evidence.nouns) +
                               " was acknowledged and nobody knows of it",
                   .key = told.key,
                   .item = told.request.item,
                   .ops = {told.op}});
}

}  // namespace

void find_log_breaches(const Evidence& evidence, Breaches& found) {
  for (const Told& told : evidence.told) find_orphans(evidence, told, found);
  for (const Told& told : evidence.told) find_lost_entry(evidence, told, found);
}

void find_trip_breaches(const Evidence& evidence, Breaches& found) {
  for (const Told& later : evidence.told) {
    for (const Told& earlier : evidence.told) {
      if (earlier.op < later.op && is_match(earlier) && is_match(later)) {
        compare(evidence, earlier, later, found);
      }
    }
  }
  for (const Told& told : evidence.told) find_dropped(evidence, told, found);
}

}  // namespace caplab::object
