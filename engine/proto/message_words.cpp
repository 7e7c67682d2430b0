#include "engine/proto/message_words.h"

#include <array>

namespace caplab {
namespace {

// By kind, in its order.
constexpr std::array kWords{std::to_array<MessageWords>({
    {MessageKind::ping, MessageRole::beat, "ping", "sign of life",
     "{from} lets {to} know that it is there", "heartbeat"},
    {MessageKind::ask, MessageRole::request, "ask", "request", "{from} passes \"{call}\" to {to}",
     "{call}"},
    {MessageKind::reply, MessageRole::answer, "reply", "answer", "{from} answers {to}", "answer"},
    {MessageKind::read_ask, MessageRole::question, "read ask", "question",
     "{from} asks {to} for its {object}", "read?"},
    {MessageKind::read_reply, MessageRole::copy, "read reply", "copy",
     "{from} shows {to} its {carried}", "{held}"},
    {MessageKind::write_ask, MessageRole::update, "write ask", "update",
     "{from} sends {to} the new {carried}", "write {held}"},
    {MessageKind::write_reply, MessageRole::confirmation, "write reply", "confirmation",
     "{from} confirms to {to} that it has the new {object}", "stored"},
    {MessageKind::prepare, MessageRole::ballot, "prepare", "request for a promise",
     "{from} asks {to} to promise it the next decision on {object}", "prepare"},
    {MessageKind::promise, MessageRole::ballot, "promise", "answer about a promise",
     "{from} answers {to}'s request for a promise", "promise"},
    {MessageKind::propose, MessageRole::proposal, "propose", "proposal",
     "{from} proposes to {to} the next {carried}", "propose {held}"},
    {MessageKind::propose_reply, MessageRole::vote, "propose reply", "answer to a proposal",
     "{from} answers {to}'s proposal", "vote"},
    {MessageKind::commit, MessageRole::proposal, "commit", "decision",
     "{from} tells {to} what is decided, {carried}", "commit {held}"},
    {MessageKind::copy_reply, MessageRole::confirmation, "copy reply", "confirmation",
     "{from} confirms to {to} that it has the new {object}", "stored"},
    {MessageKind::raft_beat, MessageRole::beat, "beat", "sign of the leader",
     "{from} lets {to} know that it leads", "I lead"},
    {MessageKind::raft_beat_reply, MessageRole::beat, "beat reply", "sign of a follower",
     "{from} lets {to} know that it follows", "I follow"},
    {MessageKind::raft_append, MessageRole::update, "append", "log entries",
     "{from} sends {to} what comes next in its log", "append"},
    {MessageKind::raft_append_reply, MessageRole::confirmation, "append reply",
     "answer to log entries", "{from} tells {to} how far its log agrees", "appended"},
    {MessageKind::raft_vote_ask, MessageRole::ballot, "vote ask", "request for a vote",
     "{from} asks {to} for its vote", "vote?"},
    {MessageKind::raft_vote_reply, MessageRole::vote, "vote reply", "answer about a vote",
     "{from} answers {to}'s request for a vote", "vote"},
    {MessageKind::raft_snapshot, MessageRole::update, "snapshot", "snapshot",
     "{from} sends {to} everything that it has, in place of a log", "snapshot"},
    {MessageKind::raft_sync_ask, MessageRole::question, "sync ask", "question",
     "{from} asks {to} how far the log is committed", "how far?"},
    {MessageKind::raft_sync_reply, MessageRole::confirmation, "sync reply", "answer",
     "{from} tells {to} how far the log is committed", "so far"},
    {MessageKind::deliver, MessageRole::request, "deliver", "delivery",
     "{from} delivers \"{call}\" to {to}", "{call}"},
    {MessageKind::delivered, MessageRole::confirmation, "delivered", "decision",
     "{from} tells {to} what it decided, {carried}", "delivered"},
    {MessageKind::home_copy, MessageRole::update, "home copy", "copy",
     "{from} sends {to} its {carried}", "{held}"},
    {MessageKind::routed, MessageRole::request, "routed", "request",
     "{from} passes \"{call}\" on to {to}", "{call}"},
    {MessageKind::handover, MessageRole::update, "handover", "handover",
     "{from} makes {to} the home of {carried}", "yours: {held}"},
    {MessageKind::owner_copy, MessageRole::update, "owner copy", "copy",
     "{from} sends {to} its {carried}", "{held}"},
    {MessageKind::epoch_write, MessageRole::update, "epoch write", "update",
     "{from} sends {to} the new {carried}", "write {held}"},
    {MessageKind::epoch_write_reply, MessageRole::confirmation, "epoch write reply", "confirmation",
     "{from} confirms to {to} that it has the new {object}", "stored"},
    {MessageKind::epoch_notice, MessageRole::answer, "epoch notice", "notice",
     "{from} tells {to} that it is no longer the primary of {object}", "deposed"},
    {MessageKind::primary_beat, MessageRole::beat, "primary beat", "sign of life",
     "{from} lets {to} know that it is the primary of {object}", "primary here"},
    {MessageKind::primary_beat_reply, MessageRole::beat, "primary beat reply", "sign of life",
     "{from} answers {to} that it follows it", "followed"},
    {MessageKind::takeover_ask, MessageRole::ballot, "takeover ask", "request for a vote",
     "{from} asks {to} for its vote, to become the primary of {object}", "vote?"},
    {MessageKind::takeover_reply, MessageRole::vote, "takeover reply", "vote",
     "{from} answers {to}'s request for a vote", "vote"},
    {MessageKind::hint_ask, MessageRole::update, "hint ask", "update for another",
     "{from} asks {to} to keep the new {carried} for one that is silent", "keep {held}"},
    {MessageKind::behind, MessageRole::answer, "behind", "excuse",
     "{from} tells {to} that it has not got what {to} has seen", "not yet"},
    {MessageKind::gossip, MessageRole::update, "gossip", "news",
     "{from} tells {to} what it knows of {carried}", "{held}"},
    {MessageKind::gossip_reply, MessageRole::confirmation, "gossip reply", "confirmation",
     "{from} confirms to {to} that it knows as much of {object}", "known"},
    {MessageKind::news_ask, MessageRole::question, "news ask", "question for news",
     "{from} asks {to} for news of {object}", "news?"},
    {MessageKind::revision_offer, MessageRole::question, "revision offer", "offer",
     "{from} tells {to} which revisions of {object} it has", "offer"},
    {MessageKind::revision_ask, MessageRole::confirmation, "revision ask", "list of what it lacks",
     "{from} tells {to} which revisions of {object} it lacks", "lacks"},
    {MessageKind::revision_copy, MessageRole::update, "revision copy", "revisions",
     "{from} sends {to} revisions of {carried}", "{held}"},
    {MessageKind::digest, MessageRole::question, "digest", "summary",
     "{from} tells {to} which versions of {object} it has", "compare"},
    {MessageKind::sync_copy, MessageRole::copy, "sync copy", "copy",
     "{from} shows {to} its {carried}, which differs", "{held}"},
    {MessageKind::raft_timeout_now, MessageRole::ballot, "timeout now", "handover of the lead",
     "{from} leads and has {to} stand for election at once", "you lead"},
})};

constexpr bool every_kind_has_its_row() {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (static_cast<std::size_t>(kWords[i].kind) != i) return false;
  }
  return kWords.size() == std::variant_size_v<Message>;
}
static_assert(every_kind_has_its_row());

}  // namespace

const MessageWords& words_of(MessageKind kind) { return kWords[static_cast<std::size_t>(kind)]; }

}  // namespace caplab
