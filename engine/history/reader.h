// Reads a recorded history. Three formats, one line each:
//   jsonl      {"process":0,"type":"invoke","f":"write","key":"x","value":1,"time":12000}
//   jepsen     {:process 0, :type :invoke, :f :write, :value 1}, or INFO  jepsen.util - 0 :invoke …
//   porcupine  {:process 0, :type :invoke, :f :append, :key "x", :value "1"}
// See event.cpp for a line's fields, and jepsen.h for what differs between the formats.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/history/history.h"

namespace caplab::history {

enum class Format : std::uint8_t { jsonl, porcupine, jepsen };

std::string_view name_of(Format format);
std::optional<Format> find_format(std::string_view name);
std::vector<std::string_view> format_names();

// What must be known of a file besides its text.
struct Source {
  ObjectType object = ObjectType::reg;
  Format format = Format::jsonl;
  // Jepsen: values are [key value], as its independent keys are written.
  bool independent = false;
  // Jepsen: the times count, too. Its histories are in the order of their lines, which its times
  // need not tell apart, so only what asks for lengths of time wants them.
  bool times = false;
};

// `file` is how messages name the text. The error is the first mistake: one line with its place and
// what is allowed. An operation that never ends is one of unknown outcome.
Result<History> read_history(std::string_view text, std::string_view file, const Source& source);

inline Result<History> read_history(std::string_view text, std::string_view file,
                                    ObjectType object) {
  return read_history(text, file, Source{.object = object});
}

}  // namespace caplab::history
