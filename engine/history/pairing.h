// How the events of a file belong together: each call with what ended it. The same for all formats.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/json.h"
#include "engine/history/event.h"
#include "engine/history/history.h"

namespace caplab::history {

// One event, and where its fields stand in the file.
struct Line {
  std::int32_t number = 0;
  json::Value value;
  Event event;
};

class Pairing {
 public:
  // Fills `history`; the first mistake is added to `report`. Both must outlive this.
  Pairing(History& history, json::Report& report) : history_(history), report_(report) {}

  // REQUIRES: report.ok(), and lines come in the order of the file.
  void add(const Line& line);

 private:
  // A process's latest operation.
  struct Latest {
    std::size_t operation = 0;
    std::int32_t line = 0;
    bool ended = false;
    bool lost = false;  // its outcome is unknown, so the process may not go on
  };

  void begin(const Line& line);
  void end(const Line& line);
  bool check_time(const Line& line);
  bool check_key(const Line& line);
  bool check_same(const Line& line, const Operation& operation);
  std::int32_t key_number(const std::optional<Word>& key);
  bool is_on(const Word& key, const Operation& operation) const;
  void fail(const Line& line, std::string_view key, std::string message);

  History& history_;
  json::Report& report_;
  std::map<std::pair<std::string, bool>, std::int32_t> keys_;
  std::map<std::int64_t, Latest> latest_;
  std::int32_t previous_line_ = 0;  // 0: there was none
  std::int64_t previous_time_ = 0;
};

}  // namespace caplab::history
