#include "engine/lesson/tell_words.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/object/verb_words.h"
#include "engine/sim/story.h"

namespace caplab::lesson {
namespace {

// The wording that serves where the lesson brings none.
struct Wording {
  std::string_view id;
  std::string_view text;
};
constexpr Wording kWordings[] = {
    {"tell.overdraft.cut",
     "{who} paid out {amount} it could not see was gone: {other} had paid out {other-amount} at "
     "{other-time}, and {cut}. Together {paid} left an account that held {held}."},
    {"tell.overdraft.race",
     "{who} paid out {amount} that was gone: {other} was paying out {other-amount} at the same "
     "time, and each had read the balance before the other changed it. Together {paid} left an "
     "account that held {held}."},
    {"tell.overdraft.skew",
     "{who} paid out {amount} it could not see was gone: {other} had paid out {other-amount} at "
     "{other-time}, but the clock of {node} was {offset}, so an older balance counted as newer. "
     "Together {paid} left an account that held {held}."},
    {"tell.overdraft.overwritten",
     "{who} paid out {amount} that was gone: {other} had paid out {other-amount} at {other-time}, "
     "but {over}, which did not know of it, wrote a later balance over it at {over-time}. Together "
     "{paid} left an account that held {held}."},
    {"tell.overdraft.unheard",
     "{who} paid out {amount} it could not see was gone: {other} had paid out {other-amount} at "
     "{other-time}, and {node} had not heard of it yet. Together {paid} left an account that held "
     "{held}."},
    {"tell.overdraft.known",
     "{who} paid out {amount} that was gone: {other} had paid out {other-amount} at {other-time}. "
     "Together {paid} left an account that held {held}."},
    {"tell.overdraft.alone",
     "{who} paid out {amount}, though {held} is all that can have been in the account{while}."},
    {"tell.stale.head", "{who} was shown {shown} as if it were current"},
    {"tell.stale.cut",
     "{head}: {other} had {did} at {other-time}, and "
     "{cut}."},
    {"tell.stale.race",
     "{head}: {other} had {did} at {other-time}, and what "
     "was shown does not fit what others saw."},
    {"tell.stale.skew",
     "{head}: {other} had {did} at {other-time}, but the "
     "clock of {node} was {offset}, so an older version counted as newer."},
    {"tell.stale.overwritten",
     "{head}: {other} had {did} at {other-time}, but "
     "{over}, "
     "which did not know of it, wrote a later version over it at {over-time}."},
    {"tell.stale.unheard",
     "{head}: {other} had {did} at {other-time}, and {node} "
     "did not know of it."},
    {"tell.stale.known",
     "{head}: {other} had {did} at {other-time}, and what "
     "was shown does not fit that."},
    {"tell.stale.contradiction",
     "{head} at {time}, which does not fit what others were "
     "told before."},
    {"tell.lost",
     "{who} was told at {time} that {amount} was entered, and in the end no copy has it."},
    {"tell.lost.write",
     "{who} was told at {time} that {amount} was written. In the end every copy holds "
     "{other-amount}, which {other} had written before."},
    {"tell.lost.contradiction",
     "{who} was told at {time} that {amount} replaced {expected}, which does not fit what others "
     "were told."},
    {"tell.rule.cut", "{Sentence}. {other} {other-heard}, {who} {heard}, and {cut}."},
    {"tell.rule.race",
     "{Sentence}. {other} {other-heard}, {who} {heard}, and each was decided before the other was "
     "known."},
    {"tell.rule.skew",
     "{Sentence}. {other} {other-heard}, {who} {heard}, and the clock of {node} was {offset}."},
    {"tell.rule.overwritten",
     "{Sentence}. {other} {other-heard}, {who} {heard}, because {over} had put an older state back "
     "at {over-time}."},
    {"tell.rule.unheard",
     "{Sentence}. {other} {other-heard}, {who} {heard}, and {node} did not know of the first."},
    {"tell.rule.known", "{Sentence}. {other} {other-heard}, {who} {heard}."},
    {"tell.rule.alone", "{Sentence}. {who} {heard}{while}."},
    {"tell.rule.half", "{Sentence}. {who} {heard}, but the other half {half}{while-half}."},
    {"tell.rule.nobody", "{Sentence}."},
    {"tell.useful.refused", "{who} asked for \"{call}\" at {called} and was refused{while}."},
    {"tell.useful.unknown", "{who} asked for \"{call}\" at {called} and had no answer{while}."},
    {"tell.useful.declined",
     "{who} asked for \"{call}\" at {called} and was declined, though {truth}{while}."},
    {"tell.truth.withdraw", "at least {least} was there"},
    {"tell.truth.transfer", "at least {least} was there"},
    {"tell.truth.reserve", "nobody can have had it"},
    {"tell.truth.reserve.stock", "at least one was left"},
    {"tell.truth.release", "it had been taken and cannot have been given back"},
    {"tell.truth.acquire", "nobody else can have held it"},
    {"tell.truth.work", "nobody can have worked under a newer token"},
    {"tell.truth.access", "access had been granted and cannot have been revoked since"},
    {"tell.truth.bid", "nobody can have bid as much, and it cannot have been awarded"},
    {"tell.truth.award", "there was a bid, and it cannot have been awarded before"},
    {"tell.truth.request", "it cannot have been requested before"},
    {"tell.truth.match", "the trip was waiting, and the driver cannot have been elsewhere"},
    {"tell.truth.en_route", "it had been matched and cannot have gone on since"},
    {"tell.truth.start", "the driver was on the way, and it cannot have gone on since"},
    {"tell.truth.finish", "it was in progress and cannot have ended"},
    {"tell.truth.cancel", "it had been requested and cannot have been finished"},
    {"tell.truth.authorise", "it cannot have been authorised before"},
    {"tell.truth.charge", "what was authorised covers it, and it cannot have been charged before"},
    {"tell.truth.refund", "what was charged covers it"},
    {"tell.p99", "{who} waited {wait} for \"{call}\" at {called}, with nothing broken."},
    {"tell.unknown",
     "{who} asked for \"{call}\" at {called} and never heard what became of it{while}."},
    {"tell.late", "{who} was shown {shown} at {time}, {age} after {other} had {did}."},
    {"tell.accepted", "{who} asked for \"{call}\" at {called} and was declined{while}."},
    {"tell.unsold.declined",
     "{who} asked for \"{call}\" at {called} and was declined{while}. Left over in the end: "
     "{left}."},
    {"tell.unsold.refused",
     "{who} asked for \"{call}\" at {called} and was refused{while}. Left over in the end: "
     "{left}."},
    {"tell.traffic", "In this run the lines carried {sent} from copy to copy."},
    {"tell.converge", "The copies agreed {wait} after the lines were mended at {time}."},
    {"tell.converge.never", "The lines were mended at {time}, and the copies never agreed again."},
    {"tell.cut", "{side} {was} cut off"},
    {"tell.cut.out", "nothing got out of {side}"},
    {"tell.cut.in", "nothing got into {side}"},
    {"tell.cut.over", "{side} had been cut off until {until}"},
    {"tell.cut.out.over", "nothing had got out of {side} until {until}"},
    {"tell.cut.in.over", "nothing had got into {side} until {until}"},
    {"tell.while", " while {cut}"},
    {"tell.did.withdraw", "taken out {amount}"},
    {"tell.did.deposit", "paid in {amount}"},
    {"tell.did.write", "written {amount}"},
    {"tell.did.append", "entered {amount}"},
    {"tell.did.reserve", "reserved {amount}"},
    {"tell.did.add", "added {amount}"},
    {"tell.did.remove", "removed {amount}"},
    {"tell.did.revoke", "revoked {amount}"},
    {"tell.did.grant", "granted {amount}"},
    {"tell.did.other", "changed {amount}"},
    {"tell.heard.done", "was told at {time} that {what} was {done}"},
    {"tell.heard.read", "looked at {time}"},
    {"tell.heard.access", "was let in at {time}"},
    {"tell.heard.declined", "was declined at {time}"},
    {"tell.heard.refused", "was refused at {time}"},
    {"tell.heard.unknown", "never heard what became of \"{call}\""},
    {"tell.half.refused", "was refused at {time}"},
    {"tell.half.declined", "was declined at {time}"},
    {"tell.log", "a list of {count} without that"},
    {"tell.state", "what was there before"},
};

constexpr std::string_view kCauses[] = {"cut",   "race",  "skew", "overwritten", "unheard",
                                        "known", "alone", "half", "nobody"};

// "tell.one-customer", "tell.one-customer.cut": of a rule, or of counts that are wrong.
bool is_wording_of_rule(std::string_view id) {
  const auto fits = [&id](std::string_view name) {
    const std::string own = "tell." + std::string(name);
    if (id == own) return true;
    return std::any_of(std::begin(kCauses), std::end(kCauses), [&](std::string_view cause) {
      return id == own + "." + std::string(cause);
    });
  };
  if (fits("miscounted")) return true;
  for (const object::Rule rule : object::all_rules()) {
    if (fits(object::words_of(rule).name)) return true;
  }
  return false;
}

// What an operation did, in one word for all that come to the same.
std::string deed_of(object::Verb verb) {
  if (verb == object::Verb::compare_and_set) verb = object::Verb::write;
  if (object::pays_out(verb)) verb = object::Verb::withdraw;
  if (object::pays_in(verb)) verb = object::Verb::deposit;
  return "tell.did." + std::string(object::name_of(verb));
}

bool is_wording_of_deed(std::string_view id) {
  for (const object::ObjectType type : object::all_types()) {
    for (const object::Verb verb : object::verbs_of(type)) {
      if (id == deed_of(verb)) return true;
    }
  }
  return false;
}

const std::string& client_name(const Run& run, const Operation& op) {
  return run.scenario.system.nodes[index(op.client)].name;
}

const StoreSpec& store_of(const Run& run, const Operation& op) {
  const System& system = run.scenario.system;
  return system.stores[index(system.operations[op.operation].store)];
}

std::string_view name_of(Cause cause) {
  switch (cause) {
    case Cause::skew: return "skew";
    case Cause::overwritten: return "overwritten";
    case Cause::cut: return "cut";
    case Cause::race: return "race";
    case Cause::unheard: return "unheard";
    case Cause::known: return "known";
  }
  return "";
}

std::string offset_words(Duration offset) {
  const bool behind = offset.us < 0;
  return duration_text({behind ? -offset.us : offset.us}) + (behind ? " behind" : " ahead");
}

// What the call is about: money, the seat or the trip, what is entered, else a number.
std::string amount_words(const Run& run, const Operation& op) {
  const StoreSpec& store = store_of(run, op);
  const object::Request& request = op.request;
  const bool named = object::enters(request.verb) && !store.nouns.item.empty();
  if (named) return object::item_text(store.type, request.amount, store.nouns);
  const object::VerbWords& words = object::words_of(request.verb);
  const bool of_item = !words.takes_amount || store.type == object::ObjectType::stock ||
                       store.type == object::ObjectType::matching;
  return words.takes_item && of_item ? object::item_text(store.type, request.item, store.nouns)
                                     : object::amount_text(request.amount, store.nouns);
}

// "Withdraw €80", "Reserve seat 12".
std::string call_words(const Run& run, const Operation& op) {
  const StoreSpec& store = store_of(run, op);
  const std::string& name = run.scenario.system.operations[op.operation].name;
  return object::is_read(op.request.verb)
             ? name
             : object::request_text(name, store.type, op.request, store.nouns);
}

std::string did_words(const Lesson& lesson, const Run& run, const Operation& op) {
  std::string id = deed_of(op.request.verb);
  if (object::enters(op.request.verb) && wording(lesson, id) == id) id = "tell.did.append";
  if (wording(lesson, id) == id) id = "tell.did.other";
  return filled(lesson, id, {{"amount", amount_words(run, op)}});
}

// "Station was cut off", "nothing had got out of Station until 3.020 s".
std::string cut_words(const Lesson& lesson, const Run& run, const Why& why, Time when) {
  const bool from_is_side = why.cut.from.count() <= why.cut.to.count();
  const NodeSet side = from_is_side ? why.cut.from : why.cut.to;
  std::string id = "tell.cut";
  if (!why.cut.both_ways) id += from_is_side ? ".out" : ".in";
  if (why.mended < when) id += ".over";
  return filled(lesson, id,
                {{"side", nodes_text(run.scenario.system, side)},
                 {"was", are_several(run.scenario.system, side) ? "were" : "was"},
                 {"until", why.mended == kNever ? "" : seconds_text(why.mended)}});
}

// What an acknowledgement speaks of: the same, but where that says little just "it".
std::string what_words(const Run& run, const Operation& op) {
  switch (store_of(run, op).type) {
    case object::ObjectType::text:
    case object::ObjectType::presence:
    case object::ObjectType::lock:
    case object::ObjectType::permission:
    case object::ObjectType::effect: return "it";
    case object::ObjectType::reg:
    case object::ObjectType::account:
    case object::ObjectType::log:
    case object::ObjectType::counter:
    case object::ObjectType::set:
    case object::ObjectType::auction:
    case object::ObjectType::payment:
    case object::ObjectType::seat:
    case object::ObjectType::stock:
    case object::ObjectType::name:
    case object::ObjectType::matching: break;
  }
  return amount_words(run, op);
}

}  // namespace

std::string money(const Lesson& lesson, std::int64_t amount) {
  const std::string number = std::to_string(amount);
  const std::string pattern = money_pattern(lesson.prose);
  return pattern.empty() ? number : fill(pattern, {{"amount", number}});
}

std::string wording(const Lesson& lesson, const std::string& id) {
  if (has_entry(lesson.prose, id)) return say(lesson.prose, id);
  for (const Wording& known : kWordings) {
    if (known.id == id) return std::string(known.text);
  }
  return id;
}

bool is_wording(std::string_view id) {
  const bool known = std::any_of(std::begin(kWordings), std::end(kWordings),
                                 [id](const Wording& wording) { return wording.id == id; });
  return known || is_wording_of_rule(id) || is_wording_of_deed(id);
}

bool is_name_in_wordings(std::string_view name) {
  if (name == "sentence") return true;  // "{Sentence}" in the middle of another one
  const std::string braced = "{" + std::string(name) + "}";
  return std::any_of(std::begin(kWordings), std::end(kWordings), [&](const Wording& wording) {
    return wording.text.find(braced) != std::string_view::npos;
  });
}

std::vector<Fragment> fill_fragments(const std::string& pattern, const std::vector<Slot>& slots) {
  std::vector<Fragment> fragments;
  const auto add = [&](const Fragment& fragment) {
    if (!fragment.text.empty()) fragments.push_back(fragment);
  };
  std::size_t done = 0;
  for (std::size_t open = pattern.find('{'); open != std::string::npos;
       open = pattern.find('{', open + 1)) {
    const std::size_t close = pattern.find('}', open);
    if (close == std::string::npos) break;
    const std::string_view name = std::string_view(pattern).substr(open + 1, close - open - 1);
    const auto slot = std::find_if(slots.begin(), slots.end(),
                                   [&](const Slot& known) { return known.name == name; });
    if (slot == slots.end()) continue;
    add({pattern.substr(done, open - done)});
    add(slot->fragment);
    done = close + 1;
  }
  add({pattern.substr(done)});
  return fragments;
}

std::string filled(const Lesson& lesson, const std::string& id, std::vector<TextValue> values) {
  return fill(wording(lesson, id), values);
}

std::string shown_words(const Lesson& lesson, const Run& run, const Operation& op) {
  const object::Content& shown = op.answer.shown.content;
  if (const auto* entries = std::get_if<object::Entries>(&shown)) {
    return filled(lesson, "tell.log", {{"count", std::to_string(entries->size())}});
  }
  const std::optional<object::Number> number = object::number_of(shown);
  if (!number) return wording(lesson, "tell.state");
  return object::amount_text(*number, store_of(run, op).nouns);
}

std::string_view ending_of(const Operation& op) {
  if (op.returned == kNever || op.outcome == Outcome::unknown) return "unknown";
  if (op.outcome == Outcome::fail) return "refused";
  if (!op.answer.accepted) return "declined";
  if (op.request.verb == object::Verb::access) return "access";
  return object::is_read(op.request.verb) ? "read" : "done";
}

std::string heard_words(const Lesson& lesson, const Run& run, const Operation& op) {
  return filled(lesson, "tell.heard." + std::string(ending_of(op)),
                {{"time", seconds_text(op.returned)},
                 {"call", call_words(run, op)},
                 {"what", what_words(run, op)},
                 {"done", std::string(object::words_of(op.request.verb).done)}});
}

std::string while_words(const Lesson& lesson, const Run& run, const Operation& op, Time until) {
  const Why why = cut_around(run, op.client, op.called, until);
  if (why.at == kNever) return "";
  return filled(lesson, "tell.while", {{"cut", cut_words(lesson, run, why, op.called)}});
}

std::vector<Slot> slots_of(const Lesson& lesson, const Run& run, const Operation& op) {
  return {{"who", {client_name(run, op), op.op, op.called}},
          {"amount", {amount_words(run, op), op.op, op.returned}},
          {"call", {call_words(run, op), op.op, op.called}},
          {"called", {seconds_text(op.called), op.op, op.called}},
          {"time", {seconds_text(op.returned), op.op, op.returned}},
          {"wait", {duration_text(op.returned - op.called), op.op, op.returned}},
          {"heard", {heard_words(lesson, run, op), op.op, op.returned}},
          {"while", {while_words(lesson, run, op, op.returned)}}};
}

void add_other(const Lesson& lesson, const Run& run, const Operation& other,
               std::vector<Slot>& slots) {
  slots.push_back({"other", {client_name(run, other), other.op, other.called}});
  slots.push_back({"other-amount", {amount_words(run, other), other.op, other.returned}});
  slots.push_back({"other-time", {seconds_text(other.returned), other.op, other.returned}});
  slots.push_back({"other-heard", {heard_words(lesson, run, other), other.op, other.returned}});
  slots.push_back({"did", {did_words(lesson, run, other), other.op, other.returned}});
}

std::string add_why(const Lesson& lesson, const Run& run, const Operation& op,
                    const Operation& missed, std::vector<Slot>& slots) {
  const Why why = why_unseen(run, op, missed);
  if (why.cause == Cause::cut) {
    slots.push_back({"cut", {cut_words(lesson, run, why, op.called), kNoOp, why.at}});
    return "cut";
  }
  if (why.cause == Cause::overwritten) {
    const Operation& by = run.log.operations[index(why.by)];
    slots.push_back({"over", {client_name(run, by), by.op, by.called}});
    slots.push_back({"over-time", {seconds_text(by.returned), by.op, by.returned}});
    return std::string(name_of(why.cause));
  }
  slots.push_back({"node", {run.scenario.system.nodes[index(why.node)].name}});
  slots.push_back({"offset", {offset_words(why.offset)}});
  return std::string(name_of(why.cause));
}

}  // namespace caplab::lesson
