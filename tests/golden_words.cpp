#include "tests/golden_words.h"

#include "engine/base/text.h"
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

std::string gossip_text(const Gossip& gossip) {
  return std::string(gossip.whole ? "all" : "delta") + " up to " + std::to_string(gossip.number) +
         ": " + version_text(gossip.version);
}

// "2-3f": the generation, and enough of the hash to tell revisions apart.
std::string revisions_text(const std::vector<object::RevisionId>& ids) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::vector<std::string> texts;
  for (const object::RevisionId& id : ids) {
    texts.push_back(std::to_string(id.generation) + "-" + kDigits[id.hash >> 60] +
                    kDigits[id.hash >> 56 & 15]);
  }
  return join(texts, " ");
}

std::string ask_text(const Ask& ask) {
  return std::string(object::name_of(ask.request.verb)) + " " + std::to_string(ask.request.amount) +
         " at " + std::string(name_of(ask.level));
}

}  // namespace

std::string content_text(const object::Content& content) {
  const std::optional<object::Number> number = object::number_of(content);
  if (number) return std::to_string(*number);
  if (const auto* text = std::get_if<object::Rga>(&content)) {
    return "\"" + object::text_of(*text) + "\"";
  }
  std::vector<std::string> values;
  if (const auto* set = std::get_if<object::OrSet>(&content)) {
    for (const std::int64_t value : object::values_of(*set))
      values.push_back(std::to_string(value));
    return "{" + join(values, " ") + "}";
  }
  if (const auto* map = std::get_if<object::LwwMap>(&content)) {
    for (const object::LwwMap::Entry& entry : map->entries) {
      values.push_back(std::to_string(entry.key) + ":" + std::to_string(entry.value));
    }
    return "{" + join(values, " ") + "}";
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
  const std::string conflicts =
      reply.answer.conflicts == 0
          ? ""
          : ", in conflict with " + std::to_string(reply.answer.conflicts) + " more";
  return (reply.answer.accepted ? "ok " : "declined ") + content_text(reply.answer.shown.content) +
         conflicts;
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
          [&](const Gossip& gossip) { return kind + " " + gossip_text(gossip); },
          [&](const GossipReply& reply) { return kind + " up to " + std::to_string(reply.number); },
          [&](const RevisionOffer& offer) { return kind + " " + revisions_text(offer.leaves); },
          [&](const RevisionAsk& ask) {
            return kind + (ask.missing.empty() ? " nothing" : " " + revisions_text(ask.missing));
          },
          [&](const RevisionCopy& copy) {
            return kind + " of " + std::to_string(copy.part.nodes.size()) + " up to " +
                   revisions_text(leaf_ids(copy.part));
          },
          [&](const auto&) { return kind; },
      },
      message);
}

}  // namespace caplab::golden
