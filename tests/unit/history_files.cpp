// Reads one file whole.
#include "tests/unit/history_files.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

#include "engine/history/reader.h"

namespace caplab::test {

history::History history_of_file(const std::string& name, history::ObjectType object) {
  std::ifstream file(std::string(CAPLAB_SOURCE_DIR) + "/tests/histories/" + name);
  INFO(name);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  const auto history = history::read_history(text.str(), name, object);
  INFO((history ? "" : history.error().message));
  REQUIRE(history.ok());
  return *history;
}

}  // namespace caplab::test
