// Line by line: what stands there, what it means by itself, and how it goes with the lines before.
#include "engine/history/reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "engine/base/json.h"
#include "engine/history/event.h"
#include "engine/history/jepsen.h"
#include "engine/history/pairing.h"
#include "engine/history/words.h"

namespace caplab::history {
namespace {

constexpr std::array kFormats{Format::jsonl, Format::porcupine, Format::jepsen};

class HistoryReader {
 public:
  HistoryReader(std::string_view file, const Source& source)
      : source_(source),
        words_(history_.words),
        pairing_(history_, report_),
        jepsen_(source, report_) {
    report_.file = file;
  }

  Result<History> read(std::string_view text);

 private:
  void read_line(std::string_view text, std::int32_t number);
  std::optional<json::Value> tree_of(std::string_view text, std::int32_t number);

  const Source source_;
  History history_;
  Words words_;
  json::Report report_;
  Pairing pairing_;
  JepsenLines jepsen_;
};

std::optional<json::Value> HistoryReader::tree_of(std::string_view text, std::int32_t number) {
  switch (source_.format) {
    case Format::jsonl: return json::parse(text, report_, {}, number);
    case Format::porcupine:
    case Format::jepsen: return jepsen_.read(text, number);
  }
  return std::nullopt;
}

void HistoryReader::read_line(std::string_view text, std::int32_t number) {
  if (text.find_first_not_of(" \t\r") == std::string_view::npos) return;
  std::optional<json::Value> value = tree_of(text, number);
  if (!value) return;
  Line line{.number = number, .value = std::move(*value), .event = {}};
  line.event = read_event(line.value, source_.object, words_, report_);
  if (report_.ok()) pairing_.add(line);
}

Result<History> HistoryReader::read(std::string_view text) {
  std::int32_t number = 0;
  while (!text.empty() && report_.ok()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    read_line(text.substr(0, end), ++number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  jepsen_.finish();
  if (!report_.ok()) return report_.error();
  return std::move(history_);
}

}  // namespace

std::string_view name_of(Format format) {
  switch (format) {
    case Format::jsonl: return "jsonl";
    case Format::porcupine: return "porcupine";
    case Format::jepsen: return "jepsen";
  }
  return "";
}

std::optional<Format> find_format(std::string_view name) {
  for (const Format format : kFormats) {
    if (name_of(format) == name) return format;
  }
  return std::nullopt;
}

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> names;
  for (const Format format : kFormats) names.push_back(name_of(format));
  return names;
}

Result<History> read_history(std::string_view text, std::string_view file, const Source& source) {
  return HistoryReader(file, source).read(text);
}

}  // namespace caplab::history
