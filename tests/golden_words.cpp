#include "tests/golden_words.h"

#include "engine/base/text.h"
#include "engine/object/verb_words.h"
#include "engine/proto/message_words.h"

namespace caplab::golden {
namespace {

std::string stamp_text(const object::Stamp& stamp) {
  if (stamp == object::Stamp{}) return "@start";
  return "@" + decimal_text(stamp.time.us, 3) + "ms r" + std::to_string(index(stamp.writer) + 1);
}

std::string promise_text(const Promise& promise) {
  if (!promise.promised) return "no, promised " + stamp_text(promise.ballot);
  std::string text =
      "yes " + stamp_text(promise.ballot) + ", holds " + version_text(promise.current);
  if (promise.accepted_ballot != object::Stamp{}) {
    text += ", accepted " + version_text(promise.accepted);
  }
  return text;
}

// "reserve 12", "charge 7 30"; whose it is is not told, transcripts have one client.
std::string record_text(const object::Record& record) {
  const object::VerbWords& words = object::words_of(record.verb);
  std::string text(words.name);
  if (words.takes_item) text += " " + std::to_string(record.item);
  if (words.takes_amount) text += " " + std::to_string(record.amount);
  return text;
}

std::string ask_text(const Ask& ask) {
  return std::string(object::name_of(ask.request.verb)) + " " + std::to_string(ask.request.amount) +
         " at " + std::string(name_of(ask.level));
}

}  // namespace

std::string content_text(const object::Content& content) {
  if (const auto* number = std::get_if<object::Number>(&content)) return std::to_string(*number);
  std::vector<std::string> values;
  if (const auto* records = std::get_if<object::Records>(&content)) {
    for (const object::Record& record : *records) values.push_back(record_text(record));
    return "{" + join(values, ", ") + "}";
  }
  for (const object::LogEntry& entry : std::get<object::Entries>(content)) {
    values.push_back(std::to_string(entry.value));
  }
  return "[" + join(values, " ") + "]";
}

std::string version_text(const object::Version& version) {
  return content_text(version.content) + " " + stamp_text(version.stamp);
}

std::string reply_text(const Reply& reply) {
  if (reply.outcome == Outcome::fail) return "refused";
  if (reply.outcome == Outcome::unknown) return "?";
  return (reply.answer.accepted ? "ok " : "declined ") + content_text(reply.answer.shown.content);
}

std::string message_text(const Message& message) {
  const std::string kind(name_of(kind_of(message)));
  return std::visit(
      overload{
          [&](const Ask& ask) { return kind + " " + ask_text(ask); },
          [&](const Reply& reply) { return kind + " " + reply_text(reply); },
          [&](const ReadReply& reply) { return kind + " " + version_text(reply.version); },
          [&](const WriteAsk& ask) { return kind + " " + version_text(ask.version); },
          [&](const Prepare& prepare) { return kind + " " + stamp_text(prepare.ballot); },
          [&](const Promise& promise) { return kind + " " + promise_text(promise); },
          [&](const Propose& propose) { return kind + " " + version_text(propose.version); },
          [&](const ProposeReply& reply) {
            return kind + (reply.accepted ? " yes " : " no, promised ") + stamp_text(reply.ballot);
          },
          [&](const Commit& commit) { return kind + " " + version_text(commit.version); },
          [&](const CopyReply& reply) { return kind + " " + stamp_text(reply.stamp); },
          [&](const auto&) { return kind; },
      },
      message);
}

}  // namespace caplab::golden
