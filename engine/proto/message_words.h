// What messages are called, and what they do, in the words of somebody who watches: one row a kind.
#pragma once
#include <cstdint>
#include <string_view>

#include "engine/proto/message.h"

namespace caplab {

// What a message is for; pictures tell these apart.
enum class MessageRole : std::uint8_t {
  beat,          // a sign of life
  request,       // a client's wish
  answer,        // to a client
  question,      // between replicas: what do you hold?
  copy,          // what one holds
  update,        // hold this
  confirmation,  // I hold it
  ballot,        // about who may decide
  proposal,      // what is to be decided, or has been
  vote,          // for a proposal
};

struct MessageWords {
  MessageKind kind = MessageKind::ping;
  MessageRole role = MessageRole::beat;
  std::string_view name;  // "read ask": in transcripts
  std::string_view noun;  // "question": what somebody gets or misses
  // What happens when it is sent. {from} and {to} are nodes, {object} is what the store keeps,
  // {carried} the same with the value that the message carries, {call} the client's request.
  std::string_view sentence;
  std::string_view label;  // beside the message in the picture; {held} is the value it carries
};

const MessageWords& words_of(MessageKind kind);

inline std::string_view name_of(MessageKind kind) { return words_of(kind).name; }

}  // namespace caplab
