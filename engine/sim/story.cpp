// Each kind of event has its own sentence.
#include "engine/sim/story.h"

#include <algorithm>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/base/text.h"
#include "engine/object/claims.h"
#include "engine/object/verb_words.h"
#include "engine/proto/message_words.h"

namespace caplab {
namespace {

const std::string& name(const System& system, NodeId node) {
  return system.nodes[index(node)].name;
}

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& parts) {
  if (parts.size() < 2) return join(parts, "");
  const std::vector<std::string> before(parts.begin(), parts.end() - 1);
  return join(before, ", ") + " and " + parts.back();
}

// "balance"; of several, those after the first are "balance[1]", "balance[2]" …
std::string object_name(const System& system, StoreId store, Key key) {
  const StoreSpec& spec = system.stores[index(store)];
  return index(key) == 0 ? spec.name : spec.name + "[" + std::to_string(index(key)) + "]";
}

bool is_long(const System& system, StoreId store) {
  return !object::number_of(system.stores[index(store)].initial);
}

// "balance: 20"; what a log, a set or a text holds is too long for a line.
std::string carried_text(const System& system, const Event& event) {
  const std::string object = object_name(system, event.store, event.key);
  return is_long(system, event.store) ? object : object + ": " + std::to_string(event.value);
}

std::string call_of(const System& system, const Log& log, OpId op) {
  return call_text(system, log.operations[index(op)]);
}

// What `from` does by sending a message to `to`.
std::string sent_text(const System& system, const Log& log, const Event& event) {
  std::vector<TextValue> values{{"from", name(system, event.node)},
                                {"to", name(system, event.peer)},
                                {"object", system.stores[index(event.store)].name},
                                {"carried", carried_text(system, event)}};
  if (event.op != kNoOp) values.push_back({"call", call_of(system, log, event.op)});
  return fill(words_of(event.message).sentence, values);
}

std::string_view reason_text(LossReason reason) {
  switch (reason) {
    case LossReason::none: return "";
    case LossReason::cut: return ": the line is cut";
    case LossReason::chance: return " on the way";
    case LossReason::crashed: return ": nobody is there";
  }
  return "";
}

std::string arrival_text(const System& system, const Event& event) {
  const std::string message =
      name(system, event.peer) + "'s " + std::string(words_of(event.message).noun);
  if (event.kind == EventKind::delivered)
    return name(system, event.node) + " gets " + message + ".";
  return message + " to " + name(system, event.node) + " is lost" +
         std::string(reason_text(event.reason)) + ".";
}

std::string stored_text(const System& system, const Log& log, const Event& event) {
  const std::string copy =
      name(system, event.node) + "'s " + object_name(system, event.store, event.key);
  const std::string cause = event.op == kNoOp ? ""
                                              : " (" + call_of(system, log, event.op) + ", #" +
                                                    std::to_string(index(event.op)) + ")";
  if (system.stores[index(event.store)].type == object::ObjectType::log) {
    return copy + " is longer now" + cause + ".";
  }
  if (is_long(system, event.store)) return copy + " has changed" + cause + ".";
  return copy + " is now " + std::to_string(event.value) + cause + ".";
}

std::string called_text(const System& system, const Log& log, const Event& event) {
  const Operation& op = log.operations[index(event.op)];
  return name(system, op.client) + " calls " + call_of(system, log, event.op) + " at " +
         std::string(name_of(op.level)) + ". #" + std::to_string(index(op.op));
}

std::string returned_text(const System& system, const Log& log, const Event& event) {
  const Operation& op = log.operations[index(event.op)];
  const std::string call = name(system, op.client) + ": " + call_of(system, log, event.op);
  const std::string number = " #" + std::to_string(index(op.op));
  const std::string after = " after " + duration_text(op.returned - op.called) + ".";
  if (op.outcome == Outcome::unknown) return call + " was not answered: unknown" + after + number;
  const bool shows = object::words_of(op.request.verb).way == object::Way::reads;
  if (shows && op.outcome == Outcome::ok) {
    return call + " shows " + ending_text(op) + after + number;
  }
  return call + " is " + ending_text(op) + after + number;
}

std::string what_happened(const System& system, const Log& log, const Event& event) {
  switch (event.kind) {
    case EventKind::called: return called_text(system, log, event);
    case EventKind::returned: return returned_text(system, log, event);
    case EventKind::sent:
      return sent_text(system, log, event) + " (due at " + seconds_text(event.until) + ").";
    case EventKind::delivered:
    case EventKind::lost: return arrival_text(system, event);
    case EventKind::stored: return stored_text(system, log, event);
    case EventKind::suspected:
      return name(system, event.node) + " takes " + name(system, event.peer) + " for dead.";
    case EventKind::trusted:
      return name(system, event.node) + " hears " + name(system, event.peer) + " again.";
    case EventKind::fault:
      return fault_text(system, log.faults[static_cast<std::size_t>(event.value)].command);
    case EventKind::overturned:
      return name(system, event.node) + " will not do " + call_of(system, log, event.op) +
             ", though its client was told that it is noted. #" + std::to_string(index(event.op));
    case EventKind::unheeded:
      return name(system, event.node) + " does not take over " +
             system.stores[index(event.store)].name + ".";
  }
  return "";
}

std::string promote_text(const System& system, const Promote& promote) {
  const std::string what =
      promote.store ? " for " + system.stores[index(*promote.store)].name : std::string();
  return "The operator makes " + name(system, promote.node) + " the primary" + what + ".";
}

std::string cut_text(const System& system, const Cut& cut) {
  const bool everybody = (cut.from.bits | cut.to.bits) == all_nodes(system).bits;
  const std::string from = nodes_text(system, cut.from);
  const std::string to = nodes_text(system, cut.to);
  if (!everybody) {
    return "The line " + std::string(cut.both_ways ? "between " : "from ") + from +
           (cut.both_ways ? " and " : " to ") + to + " is cut.";
  }
  const bool from_is_side = cut.from.count() <= cut.to.count();
  if (cut.both_ways) {
    const NodeSet side = from_is_side ? cut.from : cut.to;
    return capitalised(nodes_text(system, side)) + (are_several(system, side) ? " are" : " is") +
           " cut off from the others.";
  }
  return from_is_side ? "Nothing gets out of " + from + " any more."
                      : "Nothing gets into " + to + " any more.";
}

std::string skew_text(const System& system, const SkewClock& skew) {
  const bool behind = skew.offset.us < 0;
  const Duration size{behind ? -skew.offset.us : skew.offset.us};
  const std::string clock = name(system, skew.node) + "'s clock ";
  const std::string drift =
      skew.drift_ppm == 0 ? ""
                          : " and drifts by " + std::to_string(skew.drift_ppm) + " us a second";
  if (size.us == 0) return clock + "is right" + drift + ".";
  return clock + "is " + duration_text(size) + (behind ? " behind" : " ahead") + drift + ".";
}

// "[10, 80]".
template <typename Items, typename ValueOf>
std::string bracketed(const Items& items, ValueOf value_of) {
  std::vector<std::string> values;
  for (const auto& item : items) values.push_back(value_of(item));
  return "[" + join(values, ", ") + "]";
}

// "the train", of "The train".
std::string within_sentence(std::string name) {
  if (name.starts_with("The ")) name[0] = 't';
  return name;
}

std::vector<std::string> parts_of(const System& system, NodeSet nodes) {
  std::vector<std::string> parts;
  for (std::size_t site = 0; site < system.sites.size(); ++site) {
    const NodeSet here = nodes_at(system, id_of<SiteId>(site));
    if (!here.empty() && (nodes.bits & here.bits) == here.bits) {
      parts.push_back(within_sentence(system.sites[site]));
      continue;
    }
    for (std::size_t node = 0; node < system.nodes.size(); ++node) {
      const auto id = id_of<NodeId>(node);
      if (here.has(id) && nodes.has(id)) parts.push_back(within_sentence(name(system, id)));
    }
  }
  return parts;
}

}  // namespace

std::string nodes_text(const System& system, NodeSet nodes) {
  return listed(parts_of(system, nodes));
}

bool are_several(const System& system, NodeSet nodes) { return parts_of(system, nodes).size() > 1; }

std::string fault_text(const System& system, const Command& command) {
  return std::visit(
      overload{
          [&](const Cut& cut) { return cut_text(system, cut); },
          [](const Heal&) { return std::string("All lines are mended."); },
          [&](const SlowLink& slow) {
            return "Everything from " + nodes_text(system, slow.from) + " to " +
                   nodes_text(system, slow.to) + " takes " + duration_text(slow.extra) +
                   " longer for " + duration_text(slow.lasts) + ".";
          },
          [&](const Lose& lose) {
            return "From " + nodes_text(system, lose.from) + " to " + nodes_text(system, lose.to) +
                   ", " + std::to_string(lose.share.num) + " of " + std::to_string(lose.share.den) +
                   " messages are lost.";
          },
          [&](const Crash& crash) { return name(system, crash.node) + " crashes."; },
          [&](const Restart& restart) { return name(system, restart.node) + " restarts."; },
          [&](const SkewClock& skew) { return skew_text(system, skew); },
          [](const Call&) { return std::string(); },
          [&](const Duplicate& twice) {
            return "From " + nodes_text(system, twice.from) + " to " +
                   nodes_text(system, twice.to) + ", " + std::to_string(twice.share.num) + " of " +
                   std::to_string(twice.share.den) + " messages arrive twice.";
          },
          [&](const Pause& pause) { return name(system, pause.node) + " stands still."; },
          [&](const Resume& resume) { return name(system, resume.node) + " goes on."; },
          [&](const LoseDisk& lose) {
            return name(system, lose.node) + "'s disk keeps nothing new from now on.";
          },
          [&](const Move& move) {
            return name(system, move.client) + " goes to " + system.sites[index(move.site)] + ".";
          },
          [&](const Promote& promote) { return promote_text(system, promote); },
      },
      command);
}

namespace {

std::string left_text(const object::Records& records, std::int32_t item) {
  const auto room = static_cast<std::int64_t>(object::room_for(records, item));
  const auto taken =
      static_cast<std::int64_t>(object::open_claims(records, object::Verb::reserve, item).size());
  const std::string text = taken > room ? std::to_string(taken - room) + " too many"
                                        : std::to_string(room - taken) + " left";
  return item == 0 ? text : text + " of " + std::to_string(item);
}

// Of stock what is left, by item; of all else, how much was written down.
std::string records_text(const object::Records& records) {
  std::vector<std::int32_t> items;
  for (const object::Record& record : records) {
    if (record.verb == object::Verb::restock) items.push_back(record.item);
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  if (items.empty()) {
    return std::to_string(records.size()) + (records.size() == 1 ? " record" : " records");
  }
  std::vector<std::string> texts;
  for (const std::int32_t item : items) texts.push_back(left_text(records, item));
  return join(texts, ", ");
}

// In the lesson's nouns; amounts stay numbers, as everywhere in a story.
std::string request_words(const System& system, const OperationSpec& spec,
                          const object::Request& request) {
  const StoreSpec& store = system.stores[index(spec.store)];
  return object::request_text(spec.name, store.type, request,
                              {.item = store.nouns.item, .money = {}});
}

}  // namespace

std::string call_text(const System& system, const Call& call) {
  const OperationSpec& spec = system.operations[call.operation];
  const object::Verb verb = call.arrives ? object::Verb::transfer_in : spec.verb;
  return request_words(system, spec, {verb, call.amount, call.expected, call.item, call.client});
}

std::string call_text(const System& system, const Operation& operation) {
  const OperationSpec& spec = system.operations[operation.operation];
  return request_words(system, spec, operation.request);
}

std::string content_text(const object::Content& content) {
  if (const auto* siblings = std::get_if<object::Siblings>(&content)) {
    std::vector<std::string> values;
    for (const object::Sibling& each : *siblings) values.push_back(std::to_string(each.value));
    return join(values, " | ");
  }
  const std::optional<object::Number> number = object::number_of(content);
  if (number) return std::to_string(*number);
  if (const auto* text = std::get_if<object::Rga>(&content)) {
    return "\"" + object::text_of(*text) + "\"";
  }
  if (const auto* set = std::get_if<object::OrSet>(&content)) {
    return bracketed(object::values_of(*set),
                     [](std::int64_t value) { return std::to_string(value); });
  }
  if (const auto* map = std::get_if<object::LwwMap>(&content)) {
    return bracketed(map->entries, [](const object::LwwMap::Entry& entry) {
      return std::to_string(entry.key) + ": " + std::to_string(entry.value);
    });
  }
  if (const auto* records = std::get_if<object::Records>(&content)) return records_text(*records);
  return bracketed(std::get<object::Entries>(content),
                   [](const object::LogEntry& entry) { return std::to_string(entry.value); });
}

std::string ending_text(const Operation& operation) {
  if (operation.returned == kNever) return "under way";
  if (operation.outcome == Outcome::unknown) return "unknown";
  if (operation.outcome == Outcome::fail) return "refused";
  if (!operation.answer.accepted) return "declined";
  if (object::words_of(operation.request.verb).way != object::Way::reads) return "accepted";
  const std::string text = content_text(operation.answer.shown.content);
  if (operation.answer.conflicts == 0) return text;
  return text + ", in conflict with " + std::to_string(operation.answer.conflicts) + " more";
}

std::string story_line(const System& system, const Log& log, const Event& event) {
  const std::string time = seconds_text(event.at);
  constexpr std::size_t kTimeWidth = 11;
  const std::string pad(time.size() < kTimeWidth ? kTimeWidth - time.size() : 0, ' ');
  return pad + time + "  " + what_happened(system, log, event);
}

bool is_heartbeat(const Event& event) {
  const bool is_message = event.kind == EventKind::sent || event.kind == EventKind::delivered ||
                          event.kind == EventKind::lost;
  return is_message && event.message == MessageKind::ping;
}

std::string story(const System& system, const Log& log) {
  std::string text;
  for (const Event& event : log.events) {
    if (!is_heartbeat(event)) text += story_line(system, log, event) + "\n";
  }
  return text;
}

}  // namespace caplab
