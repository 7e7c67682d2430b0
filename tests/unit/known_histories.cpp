// Reads the two files of each set side by side.
#include "tests/unit/known_histories.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

namespace caplab::test {
namespace {

using history::History;
using history::Operation;

std::int32_t key_number(History& history, const std::string& name) {
  const history::Word key{.text = name, .is_text = true};
  const auto at = std::find(history.key_names.begin(), history.key_names.end(), key);
  const auto number = static_cast<std::int32_t>(at - history.key_names.begin());
  if (at == history.key_names.end()) history.key_names.push_back(key);
  return number;
}

// "w(x,1)[4,10]" or "w(x,1)": a write or a read of key and value, called and returned.
Operation parse_operation(History& history, std::string text, std::int64_t place) {
  for (char& letter : text) {
    if (letter == '(' || letter == ',' || letter == ')' || letter == '[' || letter == ']') {
      letter = ' ';
    }
  }
  std::istringstream fields(text);
  char function = 0;
  std::string key;
  Operation op;
  op.outcome = history::Outcome::ok;
  fields >> function >> key >> op.argument >> op.called >> op.returned;
  if (!fields) op.called = op.returned = place;
  op.key = key_number(history, key);
  op.function = function == 'w' ? history::Function::write : history::Function::read;
  if (function == 'r') std::swap(op.argument, op.result);
  return op;
}

// One process a line: "a: w(x,1)[4,10] r(x,1)[12,13]".
History parse_history(std::istream& lines) {
  History history;
  std::string line;
  for (std::int64_t process = 0; std::getline(lines, line) && !line.empty(); ++process) {
    std::istringstream texts(line.substr(line.find(':') + 1));
    std::string text;
    for (std::int64_t place = 0; texts >> text; ++place) {
      history.operations.push_back(parse_operation(history, text, place));
      history.operations.back().process = process;
    }
  }
  std::stable_sort(history.operations.begin(), history.operations.end(),
                   [](const Operation& a, const Operation& b) { return a.called < b.called; });
  return history;
}

std::ifstream open(const std::string& name) {
  std::ifstream file(std::string(CAPLAB_SOURCE_DIR) + "/tests/histories/" + name);
  REQUIRE(file.good());
  return file;
}

// "r0012  1  0 …" under "id  LIN  SC …".
void read_verdicts(const std::string& line, const std::vector<std::string>& columns,
                   KnownHistory& known) {
  std::istringstream fields(line);
  std::string id;
  fields >> id;
  REQUIRE(id == known.id);
  for (const std::string& column : columns) {
    int holds = 0;
    fields >> holds;
    known.verdicts[column] = holds == 1;
  }
}

}  // namespace

std::vector<KnownHistory> known_histories(const std::string& name) {
  std::ifstream histories = open(name + ".txt");
  std::ifstream verdicts = open(name + "_verdicts.tsv");
  std::string line;
  std::getline(verdicts, line);
  std::istringstream head(line);
  std::vector<std::string> columns;
  for (std::string column; head >> column;) columns.push_back(column);
  columns.erase(columns.begin());
  std::vector<KnownHistory> known;
  while (std::getline(histories, line)) {
    if (!line.starts_with("id: ")) continue;
    known.push_back({.id = line.substr(4), .history = parse_history(histories), .verdicts = {}});
    REQUIRE(std::getline(verdicts, line));
    read_verdicts(line, columns, known.back());
  }
  return known;
}

}  // namespace caplab::test
