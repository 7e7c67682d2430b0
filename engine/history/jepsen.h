// Lines of other tools' histories, made into the shape of this project's own: Jepsen's operations
// and log lines, and Porcupine's lines for key-value stores.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/json.h"
#include "engine/history/edn.h"
#include "engine/history/reader.h"

namespace caplab::history {

// One file, line by line.
class JepsenLines {
 public:
  // Mistakes are added to `report`, which must outlive this.
  JepsenLines(const Source& source, json::Report& report) : source_(source), report_(report) {}

  // What the line says, as read_event() wants it; nothing where no client's operation stands there,
  // or after a mistake. REQUIRES: the line is not blank.
  std::optional<json::Value> read(std::string_view text, std::int32_t line);

  // Notes a mistake if all lines were passed over: such a file is no history.
  void finish();

 private:
  std::optional<json::Value> read_log_line(std::string_view text, std::int32_t line);
  std::optional<json::Value> read_operation(std::string_view text, std::int32_t line);
  std::optional<json::Value> in_our_shape(json::Value operation);
  bool ends_list(EdnReader& reader);

  const Source source_;
  json::Report& report_;
  bool in_list_ = false;      // the file is one list of operations, which has begun
  std::int32_t skipped_ = 0;  // the first line that was passed over
  bool has_operation_ = false;
};

}  // namespace caplab::history
