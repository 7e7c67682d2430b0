// Reads first; plays and measures only what could be read.
#include "tools/caplab/lint_systems.h"

#include "engine/base/fingerprint.h"
#include "engine/lesson/system_proof.h"
#include "tools/caplab/files.h"

namespace caplab {
namespace {

using lesson::Doubt;
using lesson::NamedSystem;

constexpr int kLetterRuns = 12;  // as `caplab systems` measures without --runs

struct Doubts {
  std::vector<Doubt> found;

  void add(std::vector<Doubt> more) {
    found.insert(found.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
  }
};

// The seed that the page uses, and one that nobody picked: it follows from the file itself.
std::vector<std::uint64_t> seeds_of(const LintEffort& effort, const std::string& text) {
  if (effort.seed) return {*effort.seed};
  return {1, Fingerprint().mix(std::string_view(text)).digest() & 0xffffffffU};
}

std::vector<Doubt> doubts_of(const std::vector<NamedSystem>& systems, const LintEffort& effort,
                             const std::string& text) {
  Doubts doubts;
  for (std::size_t i = 0; i < systems.size(); ++i) {
    std::vector<Doubt> senseless = lesson::doubt_expectations(systems[i], i);
    const bool playable = senseless.empty();
    doubts.add(std::move(senseless));
    if (!playable || !effort.proves) continue;
    for (const std::uint64_t seed : seeds_of(effort, text)) {
      doubts.add(lesson::doubt_runs(systems[i], i, seed));
    }
    doubts.add(lesson::doubt_letters(systems[i], i, kLetterRuns));
  }
  return std::move(doubts.found);
}

std::size_t count_runs(const std::vector<NamedSystem>& systems) {
  std::size_t runs = 0;
  for (const NamedSystem& system : systems) runs += system.runs.size();
  return runs;
}

}  // namespace

LintResult lint_systems(const std::filesystem::path& json, const LintEffort& effort, int& systems) {
  LintResult result;
  json::Report report{.file = shown_name(json), .findings = {}};
  const std::optional<std::string> text = read_file(json);
  if (!text) report.add({}, "/", "unreadable", "cannot be read, must be a readable file");
  const std::vector<NamedSystem> loaded =
      text ? lesson::load_systems(*text, report) : std::vector<NamedSystem>{};
  systems = static_cast<int>(loaded.size());
  for (json::Finding& finding : report.findings) {
    result.findings.push_back({std::move(finding), Severity::error, true, false});
  }
  if (!result.findings.empty()) return result;

  const std::optional<json::Value> root = json::parse(*text, report);
  for (const Doubt& doubt : doubts_of(loaded, effort, *text)) {
    json::Finding finding{report.file, place_of(*root, doubt.pointer), doubt.pointer, doubt.rule,
                          doubt.message};
    result.findings.push_back({std::move(finding), Severity::error, false, doubt.undecided});
  }
  if (result.findings.empty() && effort.proves) {
    result.remarks.push_back(std::to_string(count_runs(loaded)) +
                             " runs show what they should, and letters that differ from the "
                             "documented ones say why");
  }
  return result;
}

}  // namespace caplab
