#include "engine/proto/message.h"

namespace caplab {

std::string_view name_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::ping: return "ping";
    case MessageKind::ask: return "ask";
    case MessageKind::reply: return "reply";
    case MessageKind::read_ask: return "read ask";
    case MessageKind::read_reply: return "read reply";
    case MessageKind::write_ask: return "write ask";
    case MessageKind::write_reply: return "write reply";
    case MessageKind::prepare: return "prepare";
    case MessageKind::promise: return "promise";
    case MessageKind::propose: return "propose";
    case MessageKind::propose_reply: return "propose reply";
    case MessageKind::commit: return "commit";
    case MessageKind::copy_reply: return "copy reply";
  }
  return "";
}

}  // namespace caplab
