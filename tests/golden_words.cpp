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

std::string request_text(const object::Request& request) {
  return std::string(object::name_of(request.verb)) + " " + std::to_string(request.amount);
}

std::string epoch_text(const primary_backup::Epoch& epoch) {
  return "epoch " + std::to_string(epoch.number) + " of r" +
         std::to_string(index(epoch.primary) + 1);
}

std::string takeover_text(const primary_backup::TakeoverReply& reply) {
  if (!reply.granted) return "no, " + epoch_text(reply.epoch);
  std::string text = "yes " + epoch_text(reply.epoch) + ", holds";
  for (const primary_backup::HeldVersion& held : reply.held) {
    text += " " + version_text(held.version) + " of " + epoch_text(held.epoch);
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
  return request_text(ask.request) + " at " + std::string(name_of(ask.level));
}

std::string epoch_text(HomeEpoch epoch) { return "in epoch " + std::to_string(epoch); }

std::string answer_text(const object::Answer& answer) {
  return (answer.accepted ? "ok " : "declined ") + content_text(answer.shown.content);
}

// --- Raft ---

// "2/1": the second entry, of term 1.
std::string place_text(raft::Index index, raft::Term term) {
  return std::to_string(index) + "/" + std::to_string(term);
}

std::string entry_text(raft::Index index, const raft::Entry& entry) {
  const std::string place = place_text(index, entry.term) + " ";
  if (entry.op == kNoOp) return place + "empty";
  return place + std::string(object::name_of(entry.request.verb)) + " " +
         std::to_string(entry.request.amount);
}

std::string head_text(const raft::Beat& head) {
  return "term " + std::to_string(head.term) + " after " +
         place_text(head.previous, head.previous_term) + " commit " + std::to_string(head.commit);
}

std::string append_text(const raft::Append& append) {
  std::vector<std::string> entries;
  raft::Index index = append.head.previous;
  for (const raft::Entry& entry : append.entries) entries.push_back(entry_text(++index, entry));
  return head_text(append.head) + " [" + join(entries, ", ") + "]";
}

std::string append_reply_text(const raft::AppendReply& reply) {
  const std::string term = "term " + std::to_string(reply.term) + " ";
  if (reply.accepted) return term + "equal up to " + std::to_string(reply.index);
  if (reply.retry == 0) return term + "no";
  return term + "not " + std::to_string(reply.index) + ", retry " + std::to_string(reply.retry);
}

std::string vote_text(const raft::VoteAsk& ask) {
  return std::string(ask.trial ? "trial " : "") + "term " + std::to_string(ask.term) + " log " +
         place_text(ask.last, ask.last_term);
}

std::string vote_reply_text(const raft::VoteReply& reply) {
  return std::string(reply.trial ? "trial " : "") + (reply.granted ? "yes" : "no") + " to term " +
         std::to_string(reply.asked) + ", own " + std::to_string(reply.term);
}

std::string snapshot_text(const raft::Snapshot& snapshot) {
  return "term " + std::to_string(snapshot.term) + " up to " +
         place_text(snapshot.last, snapshot.last_term) + ": " + version_text(snapshot.versions[0]);
}

}  // namespace

std::string content_text(const object::Content& content) {
  std::vector<std::string> values;
  if (const auto* siblings = std::get_if<object::Siblings>(&content)) {
    for (const object::Sibling& each : *siblings) values.push_back(std::to_string(each.value));
    return join(values, "|");
  }
  const std::optional<object::Number> number = object::number_of(content);
  if (number) return std::to_string(*number);
  if (const auto* text = std::get_if<object::Rga>(&content)) {
    return "\"" + object::text_of(*text) + "\"";
  }
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
  return answer_text(reply.answer) + conflicts;
}

std::string message_text(const Message& message) {
  const std::string kind(name_of(kind_of(message)));
  return std::visit(
      overload{
          [&](const Ask& ask) { return kind + " " + ask_text(ask); },
          [&](const Reply& reply) { return kind + " " + reply_text(reply); },
          [&](const ReadReply& reply) { return kind + " " + version_text(reply.version); },
          [&](const WriteAsk& ask) { return kind + " " + version_text(ask.version); },
          [&](const HintAsk& ask) {
            return kind + " for r" + std::to_string(index(ask.home) + 1) + ": " +
                   version_text(ask.version);
          },
          [&](const Digest& digest) { return kind + " of " + std::to_string(digest.keys.size()); },
          [&](const SyncCopy& copy) { return kind + " " + version_text(copy.version); },
          [&](const Prepare& prepare) { return kind + " " + stamp_text(prepare.ballot); },
          [&](const Promise& promise) { return kind + " " + promise_text(promise); },
          [&](const Propose& propose) { return kind + " " + version_text(propose.version); },
          [&](const ProposeReply& reply) {
            return kind + (reply.accepted ? " yes " : " no, promised ") + stamp_text(reply.ballot);
          },
          [&](const Commit& commit) { return kind + " " + version_text(commit.version); },
          [&](const CopyReply& reply) { return kind + " " + stamp_text(reply.stamp); },
          [&](const raft::Beat& beat) { return kind + " " + head_text(beat); },
          [&](const raft::BeatReply& reply) {
            return kind + " " + append_reply_text(reply.answer);
          },
          [&](const raft::Append& append) { return kind + " " + append_text(append); },
          [&](const raft::AppendReply& reply) { return kind + " " + append_reply_text(reply); },
          [&](const raft::VoteAsk& ask) { return kind + " " + vote_text(ask); },
          [&](const raft::VoteReply& reply) { return kind + " " + vote_reply_text(reply); },
          [&](const raft::Snapshot& snapshot) { return kind + " " + snapshot_text(snapshot); },
          [&](const raft::SyncReply& reply) {
            return kind + (reply.leads ? " " + std::to_string(reply.commit) : " no leader");
          },
          [&](const Deliver& deliver) {
            return kind + " " + std::to_string(deliver.sequence) + ": " +
                   request_text(deliver.request);
          },
          [&](const Delivered& delivered) {
            return kind + " " + std::to_string(delivered.sequence) + ": " +
                   answer_text(delivered.answer);
          },
          [&](const Routed& routed) {
            return kind + " " + request_text(routed.request) + " " + epoch_text(routed.epoch);
          },
          [&](const Handover& handover) {
            return kind + " " + version_text(handover.version) + " " + epoch_text(handover.epoch);
          },
          [&](const OwnerCopy& copy) {
            return kind + " " + version_text(copy.version) + " " + epoch_text(copy.epoch);
          },
          [&](const HomeCopy& copy) {
            return kind + " " + version_text(copy.version) + ", with yours up to " +
                   std::to_string(copy.included);
          },
          [&](const primary_backup::EpochWrite& write) {
            return kind + " " + version_text(write.version) + " in " + epoch_text(write.epoch);
          },
          [&](const primary_backup::EpochWriteReply& reply) {
            return kind + " " + stamp_text(reply.stamp) + " in " + epoch_text(reply.epoch);
          },
          [&](const primary_backup::TakeoverReply& reply) {
            return kind + " " + takeover_text(reply);
          },
          [&](const primary_backup::EpochNotice& notice) {
            return kind + ", now " + epoch_text(notice.epoch);
          },
          [&](const primary_backup::Beat& beat) { return kind + " of " + epoch_text(beat.epoch); },
          [&](const primary_backup::BeatReply& reply) {
            return kind + " in " + epoch_text(reply.epoch);
          },
          [&](const primary_backup::TakeoverAsk& ask) {
            return kind + " for " + epoch_text(ask.epoch);
          },
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
