// The command line's entry point: finds the command and hands it the other words.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/nearest.h"
#include "engine/base/text.h"
#include "tools/caplab/check_command.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/lint_command.h"
#include "tools/caplab/output.h"

namespace {

using namespace caplab;

struct Command {
  std::string_view name;
  int (*run)(Words);
  std::string_view does;
};

constexpr std::array kCommands{
    Command{"list", list_command, "lists the lessons"},
    Command{"run", run_command, "plays a lesson once and tells what happened"},
    Command{"grade", grade_command, "grades settings: four sides, the first violation"},
    Command{"compare", compare_command, "plays two settings side by side"},
    Command{"check", check_command, "checks recorded histories"},
    Command{"new", new_command, "begins a lesson: a small one that passes lint"},
    Command{"lint", lint_command, "validates lessons and proves their solutions"},
    Command{"systems", systems_command, "what named databases promise, and what is measured"},
    Command{"pbs", pbs_command, "measures how soon after a write a read sees it"},
    Command{"fingerprint", fingerprint_command, "prints the determinism fingerprints"},
    Command{"generate", generate_command, "writes histories to try checkers on"},
    Command{"bench", bench_command, "measures how fast this machine does it"},
};

std::string help_text() {
  std::string text =
      "usage: caplab COMMAND [options]\n\n"
      "CAP Lab: what consistency costs, simulated, broken and graded.\n\n";
  for (const Command& command : kCommands) {
    text += "  " + std::string(command.name);
    text += std::string(14 - command.name.size(), ' ') + std::string(command.does) + "\n";
  }
  return text +
         "\nEvery command has --help with an example, and --json for machines. Exit code: 0 done "
         "and\n"
         "all held, 1 a check failed, 2 bad usage or malformed input, 3 undecided.\n\n"
         "example: caplab grade bank --choose withdraw=serial\n";
}

int refuse(const std::string& problem) {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) names.push_back(command.name);
  complain("caplab: " + problem + ", must be one of " + join({names.begin(), names.end()}, ", ") +
           "; see caplab --help");
  return kBadInput;
}

int unknown_command(const std::string& word) {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) names.push_back(command.name);
  const std::string_view meant = nearest(word, names);
  return refuse(json::excerpt(word) + " is an unknown command" +
                (meant.empty() ? "" : " (did you mean " + json::excerpt(meant) + "?)"));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) return refuse("there is no command");
  if (words[0] == "--help" || words[0] == "help") {
    print(help_text());
    return kDone;
  }
  const auto command = std::find_if(kCommands.begin(), kCommands.end(),
                                    [&](const Command& known) { return known.name == words[0]; });
  if (command == kCommands.end()) return unknown_command(words[0]);
  return command->run(Words(words).subspan(1));
}
