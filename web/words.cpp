// Labels of calls, results and the things that take part.
#include "web/words.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/object/verb_words.h"
#include "engine/proto/step.h"
#include "engine/sim/story.h"

namespace caplab::web {
namespace {

using object::Verb;

const StoreSpec& store_of(const lesson::Lesson& lesson, const Operation& operation) {
  return lesson.system.stores[index(lesson.system.operations[operation.operation].store)];
}

std::string shown_text(const StoreSpec& store, const object::Answer& answer) {
  const std::string text = content_text(store, answer.shown.content);
  if (answer.conflicts == 0) return text;
  return text + ", " + count_text(answer.conflicts) + " kept in conflict";
}

std::string accepted_text(const lesson::Lesson& lesson, const Operation& operation) {
  const object::VerbWords& words = object::words_of(operation.request.verb);
  if (words.way == object::Way::reads) {
    return shown_text(store_of(lesson, operation), operation.answer);
  }
  return std::string(words.done);
}

}  // namespace

Ended ended_of(const Operation& operation) {
  if (operation.returned == kNever) return Ended::not_yet;
  switch (operation.outcome) {
    case Outcome::ok: return operation.answer.accepted ? Ended::accepted : Ended::declined;
    case Outcome::fail: return Ended::refused;
    case Outcome::unknown: return Ended::unknown;
  }
  return Ended::unknown;
}

bool follows(const System& system, std::uint16_t operation) {
  return std::any_of(system.operations.begin(), system.operations.end(),
                     [&](const OperationSpec& spec) { return spec.then == operation; });
}

std::string count_text(std::int64_t number) {
  std::string text = std::to_string(number < 0 ? -number : number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return number < 0 ? "\u2212" + text : text;
}

std::string amount_text(const StoreSpec& store, std::int64_t amount) {
  const std::string& pattern = store.nouns.money;
  const std::string size = count_text(amount < 0 ? -amount : amount);
  return (amount < 0 ? "\u2212" : "") +
         (pattern.empty() ? size : fill(pattern, {{"amount", size}}));
}

std::string content_text(const StoreSpec& store, const object::Content& content) {
  if (const auto* siblings = std::get_if<object::Siblings>(&content)) {
    std::vector<std::string> values;
    for (const object::Sibling& each : *siblings) {
      values.push_back(amount_text(store, each.value));
    }
    return join(values, " | ");
  }
  const std::optional<object::Number> number = object::number_of(content);
  if (number) return amount_text(store, *number);
  const auto* entries = std::get_if<object::Entries>(&content);
  if (entries == nullptr) return caplab::content_text(content);
  const std::size_t count = entries->size();
  return count == 1 ? "1 entry" : std::to_string(count) + " entries";
}

std::string as_of_text(const object::Version& version) {
  if (version.stamp == object::Stamp{}) return "start";
  return decimal_text(version.stamp.time.us / 10'000, 2) + " s";
}

const std::string& node_name(const lesson::Lesson& lesson, NodeId node) {
  return lesson.system.nodes[index(node)].name;
}

std::string node_short(const lesson::Lesson& lesson, NodeId node) {
  return lesson::say(lesson.prose, "node." + lesson.node_ids[index(node)] + ".short");
}

std::string asking_text(const lesson::Lesson& lesson, const Operation& operation) {
  const Verb verb = operation.request.verb;
  if (!object::words_of(verb).takes_amount || verb == Verb::insert) return "\u2026";
  return amount_text(store_of(lesson, operation), operation.request.amount) + "?";
}

std::string call_text(const lesson::Lesson& lesson, const Operation& operation) {
  const object::VerbWords& words = object::words_of(operation.request.verb);
  const StoreSpec& store = store_of(lesson, operation);
  if (words.takes_item || !words.takes_amount || store.nouns.money.empty()) {
    return caplab::call_text(lesson.system, operation);
  }
  return lesson.system.operations[operation.operation].name + " " +
         amount_text(store, operation.request.amount);
}

std::string result_text(const lesson::Lesson& lesson, const Operation& operation) {
  switch (ended_of(operation)) {
    case Ended::not_yet: return "\u2026";
    case Ended::accepted: return accepted_text(lesson, operation);
    case Ended::declined:
      return operation.request.verb == Verb::compare_and_set ? "mismatch" : "declined";
    case Ended::refused: return "refused";
    case Ended::unknown: return "no answer";
  }
  return "";
}

std::string operation_text(const lesson::Lesson& lesson, const Operation& operation) {
  return call_text(lesson, operation) + " \u2192 " + result_text(lesson, operation);
}

std::string level_text(const lesson::Lesson& lesson, const Operation& operation) {
  const std::string& id = lesson.operation_ids[operation.operation];
  const auto own = lesson.prose.entries.find("operation." + id + ".level");
  return own == lesson.prose.entries.end() ? level_name(lesson, operation.level) : own->second;
}

std::string fault_name(const lesson::Lesson& lesson, const Command& command) {
  const System& system = lesson.system;
  return std::visit(
      overload{
          [&](const Cut& cut) {
            const bool from_is_side = cut.from.count() <= cut.to.count();
            const std::string side = nodes_text(system, from_is_side ? cut.from : cut.to);
            return side + (cut.both_ways ? " cut off" : " cut off, one way");
          },
          [](const Heal&) { return std::string("mended"); },
          [&](const SlowLink& slow) { return "slow from " + nodes_text(system, slow.from); },
          [&](const Lose& lose) { return "loss from " + nodes_text(system, lose.from); },
          [&](const Crash& crash) { return node_name(lesson, crash.node) + " is down"; },
          [&](const Restart& restart) { return node_name(lesson, restart.node) + " restarts"; },
          [&](const SkewClock& skew) { return node_name(lesson, skew.node) + "'s clock"; },
          [](const Call&) { return std::string(); },
          [&](const Duplicate& twice) { return "doubles from " + nodes_text(system, twice.from); },
          [&](const Pause& pause) { return node_name(lesson, pause.node) + " stands still"; },
          [&](const Resume& resume) { return node_name(lesson, resume.node) + " goes on"; },
          [&](const LoseDisk& lose) { return node_name(lesson, lose.node) + "'s disk forgets"; },
          [&](const Move& move) {
            return node_name(lesson, move.client) + " is at " + system.sites[index(move.site)];
          },
          [&](const Promote& promote) { return node_name(lesson, promote.node) + " is promoted"; },
      },
      command);
}

std::string level_name(const lesson::Lesson& lesson, Level level) {
  return lesson::say(lesson.prose, "level." + std::string(caplab::name_of(level)));
}

}  // namespace caplab::web
