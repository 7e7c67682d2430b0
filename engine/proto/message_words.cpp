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
    {MessageKind::hint_ask, MessageRole::update, "hint ask", "update for another",
     "{from} asks {to} to keep the new {carried} for one that is silent", "keep {held}"},
    {MessageKind::digest, MessageRole::question, "digest", "summary",
     "{from} tells {to} which versions of {object} it has", "compare"},
    {MessageKind::sync_copy, MessageRole::copy, "sync copy", "copy",
     "{from} shows {to} its {carried}, which differs", "{held}"},
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
