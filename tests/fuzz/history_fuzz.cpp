// What libFuzzer calls with texts of its own making: no text may make a reader do anything but
// answer, what was read can be written and read again, and no history upsets a checker.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/ensure.h"
#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/check/models.h"
#include "engine/history/reader.h"
#include "engine/history/writer.h"

namespace caplab {
namespace {

using history::Format;
using history::History;
using history::ObjectType;
using history::Source;

constexpr std::size_t kCheckedMax = 12;  // operations
constexpr std::int64_t kSteps = 200;
constexpr std::int64_t kWorkMax = kSteps + 100;

// Every mistake has its place.
void require_place(const Error& error, std::string_view file) {
  const std::string begin = std::string(file) + ":";
  ENSURE(error.message.starts_with(begin));
  ENSURE(error.message.find('\n') == std::string::npos);
}

void check_json(std::string_view text) {
  const Result<json::Value> value = json::parse(text, "f");
  if (!value) return require_place(value.error(), "f");
  json::Writer out;
  out.value(*value);
  const Result<json::Value> again = json::parse(out.str(), "again");
  ENSURE(again.ok());
  json::Writer same;
  same.value(*again);
  ENSURE(same.str() == out.str());
}

void decide_all(const History& history, ObjectType object) {
  for (const check::Model& model : check::models()) {
    if (!check::is_defined(model, object)) continue;
    check::Options options{.object = object, .versions_max = 1, .steps_max = kSteps};
    options.explain_steps_max = kSteps;
    ENSURE(check::decide(model, history, options).work <= kWorkMax);
  }
}

void check_history(std::string_view text, const Source& source) {
  const Result<History> history = history::read_history(text, "f", source);
  if (!history) return require_place(history.error(), "f");
  const std::string written = history::write_history(*history);
  const Result<History> again = history::read_history(written, "again", source.object);
  ENSURE(again.ok());
  ENSURE(again->operations.size() == history->operations.size());
  if (history->operations.size() <= kCheckedMax) decide_all(*history, source.object);
}

}  // namespace
}  // namespace caplab

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace caplab;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_json(text);
  // Its size decides how a text is read: each of its mutants is read in some way.
  const std::vector<std::string_view> names = history::object_type_names();
  const ObjectType object = *history::find_object_type(names[size % names.size()]);
  const bool odd = size / names.size() % 2 != 0;
  for (const Format format : {Format::jsonl, Format::porcupine, Format::jepsen}) {
    check_history(text, {.object = object, .format = format, .independent = odd, .times = odd});
  }
  return 0;
}
