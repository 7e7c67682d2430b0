// `caplab systems`: the named systems, what their documentation claims, and what is measured.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json_writer.h"
#include "engine/base/nearest.h"
#include "engine/base/text.h"
#include "engine/lesson/pacelc.h"
#include "engine/proto/node.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/files.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

using lesson::Configuration;
using lesson::Letters;
using lesson::NamedSystem;

constexpr std::string_view kHelp = R"(usage: caplab systems [NAME] [--json] [--runs N]

The named systems, one line a configuration: the letters of PACELC that are measured here, and the
documented ones. With a name: its levels, its claim with the source, what the model leaves out, and
the runs that show it.

Measured: three clients, one a site, read and write one register. P is A where some run in which a
site was cut off is not linearizable although the cut-off site answered, else C. E is L where some
run without any fault is not linearizable, else C.

  --runs N   runs of each kind a configuration (default: 12)
  --json     one line of JSON: a list
  --help     this text

Exit code: 0 done, 1 a run does not show what it should, 2 bad usage or a malformed file, 3 some
history was undecided.

example: caplab systems cassandra
)";

struct Measured {
  const NamedSystem& system;
  std::vector<Letters> letters;       // by configuration
  std::vector<std::string> failures;  // of its runs
};

Measured measure(const NamedSystem& system, int runs) {
  Measured measured{system, {}, {}};
  for (const Configuration& configuration : system.configurations) {
    measured.letters.push_back(lesson::measure_letters(system, configuration, runs));
  }
  for (const lesson::SystemRun& run : system.runs) {
    const std::optional<std::string> broken = lesson::broken_expectation(system, run, 1);
    if (broken) measured.failures.push_back(run.shows + ": " + *broken);
  }
  return measured;
}

std::string protocol_of(const NamedSystem& system) {
  return std::string(protocol_name(system.system.stores[0].protocol));
}

std::string padded(std::string text, std::size_t width) {
  text.append(text.size() < width ? width - text.size() : 1, ' ');
  return text;
}

// "cassandra/quorum  PC/EC  documented PC/EC  reads QUORUM, writes QUORUM".
std::string line_of(const Measured& measured, std::size_t which) {
  const NamedSystem& system = measured.system;
  const Configuration& configuration = system.configurations[which];
  const std::string documented =
      configuration.documented.empty() ? "none" : configuration.documented;
  std::string line = padded(system.id + "/" + configuration.id, 34) +
                     text_of(measured.letters[which]) + "  documented " + padded(documented, 7) +
                     "reads " + system.levels[configuration.read].name + ", writes " +
                     system.levels[configuration.write].name + "\n";
  if (!configuration.note.empty()) line += "    " + configuration.note + "\n";
  return line;
}

std::string details_of(const Measured& measured) {
  const NamedSystem& system = measured.system;
  std::string text = system.name + ": protocol " + protocol_of(system) +
                     "\n  claim: " + system.claim + "\n  source: " + system.source +
                     "\n  the model leaves out: " + system.leaves_out + "\n  levels:\n";
  for (const lesson::NamedLevel& level : system.levels) {
    const char* use = !level.writes ? "reads" : !level.reads ? "writes" : "reads and writes";
    text += "    " + padded(level.name, 34) + std::string(name_of(level.level)) + ", " + use + "\n";
  }
  text += "  runs:\n";
  for (const lesson::SystemRun& run : system.runs) text += "    " + run.shows + "\n";
  for (const std::string& failure : measured.failures) text += "    FAILED " + failure + "\n";
  return text + "  letters:\n";
}

void write_documented(json::Writer& out, const Configuration& configuration) {
  out.key("documented");
  if (configuration.documented.empty()) {
    out.null();
  } else {
    out.text(configuration.documented);
  }
}

void write_configuration(json::Writer& out, const NamedSystem& system,
                         const Configuration& configuration, const Letters& letters) {
  out.begin_object().key("id").text(configuration.id);
  out.key("read").text(system.levels[configuration.read].name);
  out.key("write").text(system.levels[configuration.write].name);
  write_documented(out, configuration);
  out.key("measured").text(text_of(letters)).key("note").text(configuration.note);
  out.key("runs").integer(letters.runs).key("cut_violated").integer(letters.cut_violated);
  out.key("whole_violated").integer(letters.whole_violated).end_object();
}

// The default configuration's letters stand for the system.
void write_system(json::Writer& out, const Measured& measured) {
  const NamedSystem& system = measured.system;
  const Configuration& first = system.configurations.front();
  out.begin_object().key("id").text(system.id).key("name").text(system.name);
  out.key("protocol").text(protocol_of(system)).key("levels").begin_array();
  for (const lesson::NamedLevel& level : system.levels) out.text(level.name);
  out.end_array().key("default").text(first.id);
  write_documented(out, first);
  out.key("measured").text(text_of(measured.letters.front())).key("claim").text(system.claim);
  out.key("source").text(system.source).key("leaves_out").text(system.leaves_out);
  out.key("note").text(first.note).key("configurations").begin_array();
  for (std::size_t i = 0; i < system.configurations.size(); ++i) {
    write_configuration(out, system, system.configurations[i], measured.letters[i]);
  }
  out.end_array().key("failures").begin_array();
  for (const std::string& failure : measured.failures) out.text(failure);
  out.end_array().end_object();
}

std::string text_of(const std::vector<Measured>& all, bool with_details) {
  std::string text;
  for (const Measured& measured : all) {
    if (with_details) text += details_of(measured);
    for (std::size_t i = 0; i < measured.letters.size(); ++i) text += line_of(measured, i);
  }
  return text;
}

std::string json_of(const std::vector<Measured>& all) {
  json::Writer out;
  out.begin_array();
  for (const Measured& measured : all) write_system(out, measured);
  out.end_array();
  return out.str() + "\n";
}

int exit_code(const std::vector<Measured>& all) {
  bool undecided = false;
  for (const Measured& measured : all) {
    if (!measured.failures.empty()) return kFailed;
    for (const Letters& letters : measured.letters) undecided = undecided || letters.undecided > 0;
  }
  return undecided ? kUndecided : kDone;
}

int unknown_system(const std::string& word, const std::vector<NamedSystem>& systems) {
  std::vector<std::string_view> ids;
  for (const NamedSystem& system : systems) ids.push_back(system.id);
  const std::string_view meant = nearest(word, ids);
  return usage_mistake("systems",
                       json::excerpt(word) + " is no named system" +
                           (meant.empty() ? "" : " (did you mean " + json::excerpt(meant) + "?)") +
                           ", must be one of " + join({ids.begin(), ids.end()}, ", "));
}

int show_systems(const Arguments& arguments, int runs) {
  const std::optional<std::vector<NamedSystem>> systems = load_systems_or_complain();
  if (!systems) return kBadInput;
  std::vector<Measured> all;
  for (const NamedSystem& system : *systems) {
    const bool named = arguments.words.empty() || arguments.words.front() == system.id;
    if (named) all.push_back(measure(system, runs));
  }
  if (all.empty()) return unknown_system(arguments.words.front(), *systems);
  print(arguments.has("--json") ? json_of(all) : text_of(all, !arguments.words.empty()));
  return exit_code(all);
}

}  // namespace

int systems_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {{"--runs", "a whole number"}});
  if (!arguments) return usage_mistake("systems", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  if (arguments->words.size() > 1) {
    return usage_mistake("systems", json::excerpt(arguments->words[1]) +
                                        " is one word too many, must be one name at most");
  }
  const Result<std::int64_t> runs = number_option(*arguments, "--runs", 12, 1, 10'000);
  if (!runs) return usage_mistake("systems", runs.error().message);
  return show_systems(*arguments, static_cast<int>(*runs));
}

}  // namespace caplab
