// Fields in the order of the structs that they come from.
#include "tools/caplab/check_evidence.h"

#include <string_view>

#include "engine/check/reason.h"

namespace caplab {
namespace {

using check::Because;
using check::Contradiction;
using check::Link;
using check::Reason;
using check::Verdict;
using history::History;

std::string_view name_of(Because because) {
  switch (because) {
    case Because::start: return "start";
    case Because::process: return "process";
    case Because::time: return "time";
    case Because::order: return "order";
    case Because::read: return "read";
    case Because::replaced: return "replaced";
    case Because::unseen: return "unseen";
  }
  return "";
}

std::string_view name_of(Contradiction contradiction) {
  switch (contradiction) {
    case Contradiction::none: return "none";
    case Contradiction::no_writer: return "no-writer";
    case Contradiction::cycle: return "cycle";
    case Contradiction::outdated: return "outdated";
    case Contradiction::unfitting: return "unfitting";
  }
  return "";
}

void write_line(const History& history, std::size_t operation, json::Writer& out) {
  if (operation == check::kNoOperation) {
    out.null();
  } else {
    out.integer(history.operations[operation].line_called);
  }
}

void write_link(const History& history, const Link& link, json::Writer& out) {
  out.begin_object();
  write_line(history, link.before, out.key("before"));
  write_line(history, link.after, out.key("after"));
  out.key("because").text(name_of(link.because));
  write_line(history, link.via, out.key("via"));
  out.end_object();
}

void write_reason(const History& history, const Reason& reason, json::Writer& out) {
  out.begin_object().key("contradiction").text(name_of(reason.contradiction));
  write_line(history, reason.read, out.key("read"));
  write_line(history, reason.newer, out.key("newer"));
  out.key("chain").begin_array();
  for (const Link& link : reason.chain) write_link(history, link, out);
  out.end_array().end_object();
}

}  // namespace

void write_lines(const History& history, const std::vector<std::size_t>& operations,
                 json::Writer& out) {
  out.begin_array();
  for (const std::size_t operation : operations) write_line(history, operation, out);
  out.end_array();
}

void write_evidence(const History& history, const Verdict& verdict, json::Writer& out) {
  if (!verdict.core.empty()) write_lines(history, verdict.core, out.key("core"));
  if (verdict.stuck != check::kNoOperation) {
    write_line(history, verdict.stuck, out.key("stuck"));
  }
  if (!verdict.found.empty()) {
    out.key("found").begin_array();
    for (const std::string& content : verdict.found) out.text(content);
    out.end_array();
  }
  if (verdict.reason.contradiction == Contradiction::none) return;
  write_reason(history, verdict.reason, out.key("reason"));
}

}  // namespace caplab
