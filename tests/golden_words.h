// How golden transcripts write values, versions and messages.
#pragma once
#include <string>

#include "engine/proto/step.h"

namespace caplab::golden {

std::string content_text(const object::Content& content);  // "20", "[10 80]"
std::string version_text(const object::Version& version);  // "20 @1.500ms r1"
std::string message_text(const Message& message);          // "write ask 20 @1.500ms r1"
std::string reply_text(const Reply& reply);                // "ok 20", "declined 20", "refused", "?"

}  // namespace caplab::golden
