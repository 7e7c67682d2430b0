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

// "reserve 12", "charge 7 30"; whose it is is not told, transcripts have one client.
std::string record_text(const object::Record& record) {
  const object::VerbWords& words = object::words_of(record.verb);
  std::string text(words.name);
  if (words.takes_item) text += " " + std::to_string(record.item);
  if (words.takes_amount) text += " " + std::to_string(record.amount);
  return text;
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
  return std::string(ask.handed_over ? "handed over, " : "") + (ask.trial ? "trial " : "") +
         "term " + std::to_string(ask.term) + " log " + place_text(ask.last, ask.last_term);
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
  const std::string conflicts =
      reply.answer.conflicts == 0
          ? ""
          : ", in conflict with " + std::to_string(reply.answer.conflicts) + " more";
  return answer_text(reply.answer) + conflicts;
}

namespace {

// What a message says besides its kind.
template <typename Other>
std::string told(const Other&) {
  return "";
}

std::string told(const Ask& ask) { return " " + ask_text(ask); }

std::string told(const Reply& reply) { return " " + reply_text(reply); }

std::string told(const ReadReply& reply) { return " " + version_text(reply.version); }

std::string told(const WriteAsk& ask) { return " " + version_text(ask.version); }

std::string told(const HintAsk& ask) {
  return " for r" + std::to_string(index(ask.home) + 1) + ": " + version_text(ask.version);
}

std::string told(const Digest& digest) { return " of " + std::to_string(digest.keys.size()); }

std::string told(const SyncCopy& copy) { return " " + version_text(copy.version); }

std::string told(const Prepare& prepare) { return " " + stamp_text(prepare.ballot); }

std::string told(const Promise& promise) { return " " + promise_text(promise); }

std::string told(const Propose& propose) { return " " + version_text(propose.version); }

std::string told(const ProposeReply& reply) {
  return (reply.accepted ? " yes " : " no, promised ") + stamp_text(reply.ballot);
}

std::string told(const Commit& commit) { return " " + version_text(commit.version); }

std::string told(const CopyReply& reply) { return " " + stamp_text(reply.stamp); }

std::string told(const raft::Beat& beat) { return " " + head_text(beat); }

std::string told(const raft::BeatReply& reply) { return " " + append_reply_text(reply.answer); }

std::string told(const raft::Append& append) { return " " + append_text(append); }

std::string told(const raft::AppendReply& reply) { return " " + append_reply_text(reply); }

std::string told(const raft::VoteAsk& ask) { return " " + vote_text(ask); }

std::string told(const raft::VoteReply& reply) { return " " + vote_reply_text(reply); }

std::string told(const raft::Snapshot& snapshot) { return " " + snapshot_text(snapshot); }

std::string told(const raft::SyncReply& reply) {
  return (reply.leads ? " " + std::to_string(reply.commit) : " no leader");
}

std::string told(const raft::TimeoutNow& order) { return " term " + std::to_string(order.term); }

std::string told(const Deliver& deliver) {
  return " " + std::to_string(deliver.sequence) + ": " + request_text(deliver.request);
}

std::string told(const Delivered& delivered) {
  return " " + std::to_string(delivered.sequence) + ": " + answer_text(delivered.answer);
}

std::string told(const Routed& routed) {
  return " " + request_text(routed.request) + " " + epoch_text(routed.epoch);
}

std::string told(const Handover& handover) {
  return " " + version_text(handover.version) + " " + epoch_text(handover.epoch);
}

std::string told(const OwnerCopy& copy) {
  return " " + version_text(copy.version) + " " + epoch_text(copy.epoch);
}

std::string told(const HomeCopy& copy) {
  return " " + version_text(copy.version) + ", with yours up to " + std::to_string(copy.included);
}

std::string told(const primary_backup::EpochWrite& write) {
  return " " + version_text(write.version) + " in " + epoch_text(write.epoch);
}

std::string told(const primary_backup::EpochWriteReply& reply) {
  return " " + stamp_text(reply.stamp) + " in " + epoch_text(reply.epoch);
}

std::string told(const primary_backup::TakeoverReply& reply) { return " " + takeover_text(reply); }

std::string told(const primary_backup::EpochNotice& notice) {
  return ", now " + epoch_text(notice.epoch);
}

std::string told(const primary_backup::Beat& beat) { return " of " + epoch_text(beat.epoch); }

std::string told(const primary_backup::BeatReply& reply) {
  return " in " + epoch_text(reply.epoch);
}

std::string told(const primary_backup::TakeoverAsk& ask) { return " for " + epoch_text(ask.epoch); }

std::string told(const Gossip& gossip) { return " " + gossip_text(gossip); }

std::string told(const GossipReply& reply) { return " up to " + std::to_string(reply.number); }

std::string told(const RevisionOffer& offer) { return " " + revisions_text(*offer.leaves); }

std::string told(const RevisionAsk& ask) {
  return (ask.missing.empty() ? " nothing" : " " + revisions_text(ask.missing));
}

std::string told(const RevisionCopy& copy) {
  return " of " + std::to_string(copy.part.nodes.size()) + " up to " +
         revisions_text(leaf_ids(copy.part));
}

}  // namespace

std::string message_text(const Message& message) {
  const auto tell = [](const auto& one) { return told(one); };
  return std::string(name_of(kind_of(message))) + std::visit(tell, message);
}

}  // namespace caplab::golden
