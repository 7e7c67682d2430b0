// Reads, checks, and writes down what the page draws and tells.
#include "web/check_all.h"

#include <optional>
#include <vector>

#include "engine/base/json_reader.h"
#include "engine/base/json_writer.h"
#include "engine/check/models.h"
#include "engine/check/tell.h"
#include "engine/history/reader.h"
#include "engine/history/words.h"

namespace caplab::web {
namespace {

using check::Verdict;
using history::History;
using history::ObjectType;
using history::Operation;

// The text may be a whole file, in which every character may be escaped.
constexpr std::size_t kTextMax = 8'000'000;
constexpr json::Limits kLimits{.bytes_max = 16'000'000, .depth_max = 4};
constexpr std::int64_t kStepsMax = 2'000'000;  // about a second of a slow phone a model
constexpr std::int64_t kExplainStepsMax = 1'000'000;

struct Request {
  std::string text;
  history::Source source;
  std::string initial;
  bool failed_cas_absent = false;
  bool null_read_any = false;
  std::optional<std::int64_t> versions = {};  // the bounds of staleness, as check::Options has them
  std::optional<std::int64_t> within = {};
};

ObjectType read_object(const json::Reader& word) {
  return word.one_of<ObjectType>({{"register", ObjectType::reg},
                                  {"kv", ObjectType::kv},
                                  {"counter", ObjectType::counter},
                                  {"set", ObjectType::set},
                                  {"log", ObjectType::log},
                                  {"account", ObjectType::account}});
}

// `independent`: Jepsen's values are pairs of a key and a value.
history::Source read_source(const json::Fields& fields) {
  history::Source source;
  source.object = read_object(fields["object"]);
  using history::Format;
  source.format = fields["format"].one_of<Format>(
      {{"jsonl", Format::jsonl}, {"jepsen", Format::jepsen}, {"porcupine", Format::porcupine}});
  source.independent = fields["independent"].boolean();
  return source;
}

constexpr std::int64_t kBoundMax = std::int64_t{1} << 53;

std::optional<std::int64_t> bound_of(const json::Reader& bound) {
  if (!bound.present()) return std::nullopt;
  return bound.integer({0, kBoundMax});
}

Request read_request(json::Reader reader) {
  const json::Fields fields =
      reader.object({"text", "object", "format", "independent", "initial", "failedCas", "nullRead"},
                    {"versions", "within"});
  return {.text = fields["text"].text({0, kTextMax}),
          .source = read_source(fields),
          .initial = fields["initial"].text({0, 10'000}),
          .failed_cas_absent =
              fields["failedCas"].one_of<bool>({{"mismatch", false}, {"absent", true}}),
          .null_read_any = fields["nullRead"].one_of<bool>({{"match", false}, {"any", true}}),
          .versions = bound_of(fields["versions"]),
          .within = bound_of(fields["within"])};
}

std::string error_json(const std::string& message) {
  json::Writer out;
  out.begin_object().key("error").text(message).end_object();
  return out.str();
}

// What an object of the type can start with; null and nothing are the same.
bool can_start_with(ObjectType object, const json::Value& value) {
  if (value.kind == json::Kind::null) return true;
  switch (object) {
    case ObjectType::reg: return history::is_scalar(value);
    case ObjectType::kv: return value.kind == json::Kind::text;
    case ObjectType::counter:
    case ObjectType::account: return value.kind == json::Kind::integer;
    case ObjectType::set:
    case ObjectType::log: break;
  }
  if (value.kind != json::Kind::array) return false;
  for (const json::Value& item : value.items) {
    if (!history::is_scalar(item)) return false;
  }
  return true;
}

Result<check::Options> options_of(const Request& request, History& history) {
  check::Options options;
  options.object = request.source.object;
  options.steps_max = kStepsMax;
  options.explain_steps_max = kExplainStepsMax;
  if (request.failed_cas_absent) options.failed_cas = check::FailedCas::absent;
  if (request.null_read_any) options.null_read = check::NullRead::any;
  options.versions_max = request.versions;
  options.staleness_max = request.within;
  if (request.initial.empty()) return options;
  const Result<json::Value> value = json::parse(request.initial, "at first");
  if (!value) return value.error();
  if (!can_start_with(request.source.object, *value)) {
    return Error{"a " + std::string(name_of(request.source.object)) + " cannot hold " +
                 request.initial + " at first"};
  }
  history::Words words(history.words);
  for (const json::Value& item : value->items) {
    options.initial_values.push_back(words.number_of(item));
  }
  if (history::is_scalar(*value)) options.initial = words.number_of(*value);
  return options;
}

void write_operation(const History& history, const Operation& op, json::Writer& out) {
  out.begin_object().key("process").integer(op.process);
  out.key("text").text(operation_text(history, op)).key("called").integer(op.called);
  out.key("returned");
  op.returned == history::kNotReturned ? out.null() : out.integer(op.returned);
  out.key("line").integer(op.line_called).key("lineReturned").integer(op.line_returned);
  out.end_object();
}

void write_positions(std::string_view key, const std::vector<std::size_t>& positions,
                     json::Writer& out) {
  out.key(key).begin_array();
  for (const std::size_t position : positions) out.integer(static_cast<std::int64_t>(position));
  out.end_array();
}

std::string_view name_of_reason(check::Because because) {
  switch (because) {
    case check::Because::start: return "start";
    case check::Because::process: return "process";
    case check::Because::time: return "time";
    case check::Because::order: return "order";
    case check::Because::read: return "read";
    case check::Because::replaced: return "replaced";
    case check::Because::unseen: return "unseen";
  }
  return "";
}

void write_links(const std::vector<check::Link>& links, json::Writer& out) {
  for (const check::Link& link : links) {
    if (link.before == check::kNoOperation) continue;
    out.begin_object().key("before").integer(static_cast<std::int64_t>(link.before));
    out.key("after").integer(static_cast<std::int64_t>(link.after));
    out.key("because").text(name_of_reason(link.because)).end_object();
  }
}

void write_evidence(const History& history, const check::Options& options, const Verdict& verdict,
                    json::Writer& out) {
  write_positions("operations", verdict.operations, out);
  write_positions("core", verdict.core, out);
  out.key("stuck");
  verdict.stuck == check::kNoOperation ? out.null()
                                       : out.integer(static_cast<std::int64_t>(verdict.stuck));
  out.key("steps").begin_array();
  for (const std::string& step : tell(history, options, verdict)) out.text(step);
  out.end_array().key("links").begin_array();
  for (const check::Proof& proof : verdict.reason.proofs) write_links(proof.because, out);
  write_links(verdict.reason.chain, out);
  out.end_array();
}

void write_model(const check::Model& model, const History& history, const check::Options& options,
                 json::Writer& out) {
  const Verdict verdict = check::decide(model, history, options);
  out.begin_object().key("name").text(model.name).key("meaning").text(model.meaning);
  out.key("verdict").text(name_of(verdict.answer)).key("why").text(verdict.why);
  write_evidence(history, options, verdict, out);
  out.end_object();
}

std::string judged_json(const History& history, const check::Options& options) {
  json::Writer out;
  out.begin_object().key("timed").boolean(history.timed).key("operations").begin_array();
  for (const Operation& op : history.operations) write_operation(history, op, out);
  out.end_array().key("models").begin_array();
  for (const check::Model& model : check::models()) {
    // How much staleness is too much somebody has to say.
    const bool said = options.versions_max || options.staleness_max;
    const bool unbounded = check::limits_staleness(model) && !said;
    if (is_defined(model, options.object) && !unbounded) write_model(model, history, options, out);
  }
  out.end_array().end_object();
  return out.str();
}

}  // namespace

std::string check_all(std::string_view text) {
  json::Report report;
  report.file = "request";
  const std::optional<json::Value> value = json::parse(text, report, kLimits);
  if (!value) return error_json(report.error().message);
  const Request request = read_request({*value, report});
  if (!report.ok()) return error_json(report.error().message);
  Result<History> history = history::read_history(request.text, "history", request.source);
  if (!history) return error_json(history.error().message);
  const Result<check::Options> options = options_of(request, history.value());
  if (!options) return error_json(options.error().message);
  return judged_json(*history, *options);
}

}  // namespace caplab::web
