// Templates with {names}, filled with fragments.
#include "engine/lesson/tell.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/lesson/answers.h"
#include "engine/lesson/books.h"
#include "engine/lesson/broken.h"
#include "engine/lesson/tell_cause.h"
#include "engine/object/verb_words.h"
#include "engine/sim/metrics.h"
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
    {"tell.stale.cut",
     "{who} was shown {shown} as if it were current: {other} had {did} at {other-time}, and "
     "{cut}."},
    {"tell.stale.race",
     "{who} was shown {shown} as if it were current: {other} had {did} at {other-time}, and what "
     "was shown does not fit what others saw."},
    {"tell.stale.skew",
     "{who} was shown {shown} as if it were current: {other} had {did} at {other-time}, but the "
     "clock of {node} was {offset}, so an older version counted as newer."},
    {"tell.stale.overwritten",
     "{who} was shown {shown} as if it were current: {other} had {did} at {other-time}, but "
     "{over}, "
     "which did not know of it, wrote a later version over it at {over-time}."},
    {"tell.stale.unheard",
     "{who} was shown {shown} as if it were current: {other} had {did} at {other-time}, and {node} "
     "did not know of it."},
    {"tell.stale.known",
     "{who} was shown {shown} as if it were current: {other} had {did} at {other-time}, and what "
     "was shown does not fit that."},
    {"tell.stale.contradiction",
     "{who} was shown {shown} at {time} as if it were current, which does not fit what others were "
     "told before."},
    {"tell.lost",
     "{who} was told at {time} that {amount} was entered, and in the end no copy has it."},
    {"tell.lost.write",
     "{who} was told at {time} that {amount} was written. In the end every copy holds "
     "{other-amount}, which {other} had written before."},
    {"tell.rule.cut", "{Sentence}: {other} heard so at {other-time}, {who} at {time}, and {cut}."},
    {"tell.rule.race",
     "{Sentence}: {other} heard so at {other-time}, {who} at {time}, and each was decided before "
     "the other was known."},
    {"tell.rule.skew",
     "{Sentence}: {other} heard so at {other-time}, {who} at {time}, and the clock of {node} was "
     "{offset}."},
    {"tell.rule.overwritten",
     "{Sentence}: {other} heard so at {other-time}, {who} at {time}, because {over} had put an "
     "older state back at {over-time}."},
    {"tell.rule.unheard",
     "{Sentence}: {other} heard so at {other-time}, {who} at {time}, and {node} did not know of "
     "the first."},
    {"tell.rule.known", "{Sentence}: {other} heard so at {other-time}, {who} at {time}."},
    {"tell.rule.alone", "{Sentence}. {who} had heard at {time} that it was done{while}."},
    {"tell.rule.nobody", "{Sentence}."},
    {"tell.useful.refused", "{who} asked for {call} at {called} and was refused{while}."},
    {"tell.useful.unknown", "{who} asked for {call} at {called} and had no answer{while}."},
    {"tell.useful.declined",
     "{who} asked for {call} at {called} and was declined, though {truth}{while}."},
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
    {"tell.p99", "{who} waited {wait} for {call} at {called}, with nothing broken."},
    {"tell.unknown",
     "{who} asked for {call} at {called} and never heard what became of it{while}."},
    {"tell.late", "{who} was shown {shown} at {time}, {age} after {other} had {did}."},
    {"tell.converge", "The copies agreed {wait} after the lines were mended at {time}."},
    {"tell.converge.never", "The lines were mended at {time}, and the copies never agreed again."},
    {"tell.cut", "{side} was cut off"},
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
    {"tell.log", "a list of {count} without that"},
    {"tell.state", "what was there before"},
};

std::string wording(const Lesson& lesson, const std::string& id) {
  if (has_entry(lesson.prose, id)) return say(lesson.prose, id);
  for (const Wording& known : kWordings) {
    if (known.id == id) return std::string(known.text);
  }
  return id;
}

struct Slot {
  std::string_view name;
  Fragment fragment;
};

// The template cut at its {names}; a name without a value stays as it is.
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

const std::string& client_name(const Run& run, const Operation& op) {
  return run.scenario.system.nodes[index(op.client)].name;
}

bool is_money(const Run& run, const Operation& op) {
  const System& system = run.scenario.system;
  switch (system.stores[index(system.operations[op.operation].store)].type) {
    case object::ObjectType::account:
    case object::ObjectType::log:
    case object::ObjectType::auction:
    case object::ObjectType::payment: return true;
    case object::ObjectType::reg:
    case object::ObjectType::counter:
    case object::ObjectType::set:
    case object::ObjectType::text:
    case object::ObjectType::presence:
    case object::ObjectType::lock:
    case object::ObjectType::seat:
    case object::ObjectType::stock:
    case object::ObjectType::name:
    case object::ObjectType::permission:
    case object::ObjectType::matching:
    case object::ObjectType::effect: return false;
  }
  return false;
}

// What the call is about: money, the seat or the trip, else the number that it carries.
std::string amount_text(const Lesson& lesson, const Run& run, const Operation& op) {
  if (is_money(run, op)) return money(lesson, op.request.amount);
  const bool item = object::words_of(op.request.verb).takes_item;
  return std::to_string(item ? op.request.item : op.request.amount);
}

// "Withdraw €80".
std::string call_words(const Lesson& lesson, const Run& run, const Operation& op) {
  const std::string& name = run.scenario.system.operations[op.operation].name;
  return object::is_read(op.request.verb) ? name : name + " " + amount_text(lesson, run, op);
}

std::string did_words(const Lesson& lesson, const Run& run, const Operation& op) {
  std::string verb(object::name_of(op.request.verb));
  if (op.request.verb == object::Verb::compare_and_set) verb = "write";
  if (object::pays_out(op.request.verb)) verb = "withdraw";
  if (object::pays_in(op.request.verb)) verb = "deposit";
  if (object::enters(op.request.verb)) verb = "append";
  std::string id = "tell.did." + verb;
  if (wording(lesson, id) == id) id = "tell.did.other";
  return filled(lesson, id, {{"amount", amount_text(lesson, run, op)}});
}

std::string shown_words(const Lesson& lesson, const Run& run, const Operation& op) {
  const object::Content& shown = op.answer.shown.content;
  if (const auto* entries = std::get_if<object::Entries>(&shown)) {
    return filled(lesson, "tell.log", {{"count", std::to_string(entries->size())}});
  }
  const std::optional<object::Number> number = object::number_of(shown);
  if (!number) return wording(lesson, "tell.state");
  return is_money(run, op) ? money(lesson, *number) : std::to_string(*number);
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
                 {"until", why.mended == kNever ? "" : seconds_text(why.mended)}});
}

std::string while_words(const Lesson& lesson, const Run& run, const Operation& op) {
  const Why why = cut_around(run, op.client, op.called, op.returned);
  if (why.at == kNever) return "";
  return filled(lesson, "tell.while", {{"cut", cut_words(lesson, run, why, op.called)}});
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

// What every sentence may use of the operation that it is about.
std::vector<Slot> slots_of(const Lesson& lesson, const Run& run, const Operation& op) {
  return {{"who", {client_name(run, op), op.op, op.called}},
          {"amount", {amount_text(lesson, run, op), op.op, op.returned}},
          {"call", {call_words(lesson, run, op), op.op, op.called}},
          {"called", {seconds_text(op.called), op.op, op.called}},
          {"time", {seconds_text(op.returned), op.op, op.returned}},
          {"wait", {duration_text(op.returned - op.called), op.op, op.returned}},
          {"while", {while_words(lesson, run, op)}}};
}

void add_other(const Lesson& lesson, const Run& run, const Operation& other,
               std::vector<Slot>& slots) {
  slots.push_back({"other", {client_name(run, other), other.op, other.called}});
  slots.push_back({"other-amount", {amount_text(lesson, run, other), other.op, other.returned}});
  slots.push_back({"other-time", {seconds_text(other.returned), other.op, other.returned}});
  slots.push_back({"did", {did_words(lesson, run, other), other.op, other.returned}});
}

// Why `op` did not know of `missed`; returns the cause's name.
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

// The payment that the last one did not know of: its amount is what the balance that the last one
// saw lacks. Where several together are missing, the latest of them. REQUIRES: there are two at
// least.
const Operation& unseen_payment(const Run& run, const Harm& harm) {
  const Operation& last = run.log.operations[index(harm.operations.back())];
  std::int64_t expected = least_balance(run.scenario.system, run.log, last);
  const std::int64_t after = object::number_of(last.answer.shown.content).value_or(0);
  const std::int64_t seen = after + last.request.amount;
  for (std::size_t i = harm.operations.size() - 1; i-- > 0;) {
    const Operation& payment = run.log.operations[index(harm.operations[i])];
    if (payment.request.amount == seen - expected) return payment;
  }
  return run.log.operations[index(harm.operations[harm.operations.size() - 2])];
}

std::vector<Fragment> tell_overdraft(const Lesson& lesson, const Run& run, const Harm& harm) {
  const Operation& last = run.log.operations[index(harm.operations.back())];
  std::int64_t paid = 0;
  for (const OpId op : harm.operations) paid += run.log.operations[index(op)].request.amount;
  std::int64_t held = initial_number(run.scenario.system, last);
  for (const Operation& op : run.log.operations) {
    const bool counts =
        object::pays_in(op.request.verb) && may_have_happened(op) && op.called <= last.returned;
    if (counts && same_object(run.scenario.system, op, last)) held += op.request.amount;
  }
  std::vector<Slot> slots = slots_of(lesson, run, last);
  slots.push_back({"paid", {money(lesson, paid)}});
  slots.push_back({"held", {money(lesson, held)}});
  if (harm.operations.size() == 1) {
    return fill_fragments(wording(lesson, "tell.overdraft.alone"), slots);
  }
  const Operation& unseen = unseen_payment(run, harm);
  add_other(lesson, run, unseen, slots);
  const std::string cause = add_why(lesson, run, last, unseen, slots);
  return fill_fragments(wording(lesson, "tell.overdraft." + cause), slots);
}

std::vector<Fragment> tell_stale(const Lesson& lesson, const Run& run, const Harm& harm) {
  const Operation& read = run.log.operations[index(harm.operations.back())];
  std::vector<Slot> slots = slots_of(lesson, run, read);
  slots.push_back({"shown", {shown_words(lesson, run, read), read.op, read.returned}});
  if (harm.operations.size() == 1) {
    return fill_fragments(wording(lesson, "tell.stale.contradiction"), slots);
  }
  const Operation& missed = run.log.operations[index(harm.operations[harm.operations.size() - 2])];
  add_other(lesson, run, missed, slots);
  const std::string cause = add_why(lesson, run, read, missed, slots);
  return fill_fragments(wording(lesson, "tell.stale." + cause), slots);
}

// What makes a no untrue; see declined.h.
std::string truth_words(const Lesson& lesson, const Run& run, const Operation& declined) {
  const System& system = run.scenario.system;
  const object::Verb verb = declined.request.verb;
  std::string id = "tell.truth." + std::string(object::name_of(verb));
  const StoreId store = system.operations[declined.operation].store;
  const bool several = system.stores[index(store)].type == object::ObjectType::stock;
  if (verb == object::Verb::reserve && several) id += ".stock";
  if (!object::pays_out(verb)) return wording(lesson, id);
  return filled(lesson, id, {{"least", money(lesson, least_balance(system, run.log, declined))}});
}

std::vector<Fragment> tell_not_useful(const Lesson& lesson, const Run& run, const Operation& op) {
  std::vector<Slot> slots = slots_of(lesson, run, op);
  std::string how = op.outcome == Outcome::fail ? "refused" : "unknown";
  if (op.outcome == Outcome::ok) {
    how = "declined";
    slots.push_back({"truth", {truth_words(lesson, run, op)}});
  }
  return fill_fragments(wording(lesson, "tell.useful." + how), slots);
}

std::vector<Fragment> tell_late(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Operation& op) {
  const OpId id = missed_by(run.scenario.system, run.log, op, criterion.grace);
  const Operation& missed = run.log.operations[index(id)];
  std::vector<Slot> slots = slots_of(lesson, run, op);
  slots.push_back({"shown", {shown_words(lesson, run, op), op.op, op.returned}});
  slots.push_back({"age", {duration_text(op.called - missed.returned), op.op, op.called}});
  add_other(lesson, run, missed, slots);
  return fill_fragments(wording(lesson, "tell.late"), slots);
}

std::vector<Fragment> tell_convergence(const Lesson& lesson, const Run& run, Time healed) {
  const std::optional<Duration> wait = time_to_agree(run.scenario.system, run.log, healed);
  std::vector<Slot> slots{{"time", {seconds_text(healed), kNoOp, healed}}};
  if (!wait) return fill_fragments(wording(lesson, "tell.converge.never"), slots);
  slots.push_back({"wait", {duration_text(*wait), kNoOp, healed + *wait}});
  return fill_fragments(wording(lesson, "tell.converge"), slots);
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

// The lesson's own wording of a rule and a cause, or of the rule, or what serves for every rule.
std::string wording_of(const Lesson& lesson, const Criterion& criterion, const std::string& cause) {
  const std::string own = "tell." + std::string(measure_name(criterion));
  if (has_entry(lesson.prose, own + "." + cause)) return say(lesson.prose, own + "." + cause);
  return has_entry(lesson.prose, own) ? say(lesson.prose, own)
                                      : wording(lesson, "tell.rule." + cause);
}

// What was promised to one and kept from another, or to one alone and not kept.
std::vector<Fragment> tell_broken(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                  const Broken& broken) {
  std::vector<Slot> slots{{"Sentence", {capitalised(broken.sentence), kNoOp, broken.at}},
                          {"sentence", {broken.sentence, kNoOp, broken.at}}};
  std::string cause = "nobody";
  if (!broken.operations.empty()) {
    const Operation& last = run.log.operations[index(broken.operations.back())];
    for (Slot& slot : slots_of(lesson, run, last)) slots.push_back(std::move(slot));
    cause = "alone";
    const Operation& first = run.log.operations[index(broken.operations.front())];
    if (broken.operations.size() > 1) {
      add_other(lesson, run, first, slots);
      cause = add_why(lesson, run, last, first, slots);
    }
  }
  return fill_fragments(wording_of(lesson, criterion, cause), slots);
}

std::vector<Broken> all_broken(const Criterion& criterion, const Run& run) {
  if (criterion.measure == Measure::rule) return broken_promises(criterion, run);
  if (criterion.measure == Measure::miscounted) return miscounted(criterion, run);
  return {};
}

}  // namespace

std::string money(const Lesson& lesson, std::int64_t amount) {
  const std::string number = std::to_string(amount);
  if (!has_entry(lesson.prose, "currency")) return number;
  const std::string currency = say(lesson.prose, "currency");
  const bool has_place = currency.find("{amount}") != std::string::npos;
  return has_place ? fill(currency, {{"amount", number}}) : currency + number;
}

std::vector<Fragment> tell_harm(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Harm& harm) {
  if (criterion.measure == Measure::overdraft) return tell_overdraft(lesson, run, harm);
  if (criterion.measure == Measure::stale) return tell_stale(lesson, run, harm);
  const std::vector<Broken> broken = all_broken(criterion, run);
  if (!broken.empty()) return tell_broken(lesson, criterion, run, broken.front());
  const Operation& op = run.log.operations[index(harm.operations.back())];
  std::vector<Slot> slots = slots_of(lesson, run, op);
  if (harm.operations.size() == 1) return fill_fragments(wording(lesson, "tell.lost"), slots);
  add_other(lesson, run, run.log.operations[index(harm.operations.front())], slots);
  return fill_fragments(wording(lesson, "tell.lost.write"), slots);
}

std::vector<Fragment> tell_miss(const Lesson& lesson, const Criterion& criterion, const Run& run,
                                const Miss& miss) {
  if (criterion.measure == Measure::converge) return tell_convergence(lesson, run, miss.at);
  for (const Broken& broken : all_broken(criterion, run)) {
    const auto& ops = broken.operations;
    const bool meant = miss.op == kNoOp || std::find(ops.begin(), ops.end(), miss.op) != ops.end();
    if (meant) return tell_broken(lesson, criterion, run, broken);
  }
  const Operation& op = run.log.operations[index(miss.op)];
  if (criterion.measure == Measure::late) return tell_late(lesson, criterion, run, op);
  const bool of_use = criterion.measure == Measure::useful || criterion.measure == Measure::worst;
  if (of_use) return tell_not_useful(lesson, run, op);
  const std::string id = "tell." + std::string(measure_name(criterion));
  return fill_fragments(wording(lesson, id), slots_of(lesson, run, op));
}

std::string text_of(const std::vector<Fragment>& fragments) {
  std::string text;
  for (const Fragment& fragment : fragments) text += fragment.text;
  return text;
}

}  // namespace caplab::lesson
