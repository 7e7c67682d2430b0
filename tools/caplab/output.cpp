// Plain C streams: nothing is formatted here.
#include "tools/caplab/output.h"

#include <cstdio>
#include <string>

namespace caplab {

void print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void complain(std::string_view line) {
  const std::string whole = std::string(line) + "\n";
  std::fwrite(whole.data(), 1, whole.size(), stderr);
}

int usage_mistake(std::string_view command, std::string_view message) {
  const std::string name = "caplab " + std::string(command);
  complain(name + ": " + std::string(message) + "; see " + name + " --help");
  return kBadInput;
}

}  // namespace caplab
