// EDN, the notation of Clojure's data, as Jepsen and Porcupine write their histories: read into the
// tree that JSON is read into, so that one reader checks the fields of both. Strict, and only what
// histories need: no characters (\a), no discarded forms (#_).
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/json.h"

namespace caplab::history {

// One form after the other from one line:
//   nil true false 1 -2N 1.5 "text"   as in JSON, null for nil
//   :keyword                          text that begins with the colon
//   symbol                            text, and only inside other forms: no field is one
//   [1 2] (1 2) #{1 2}                an array
//   {:key 1}                          an object; a key is a keyword without its colon, or as
//   spelled #tag form                         the form
class EdnReader {
 public:
  // Mistakes are added to `report`; after the first one nothing is to be read any more.
  EdnReader(std::string_view text, std::int32_t line, json::Report& report);

  // Whether nothing is left but white space, commas and a comment.
  bool at_end();

  // Eats `character` if it is the next one after white space.
  bool eat(char character);

  // Moves to the byte offset `offset`. REQUIRES: it is not behind where the reader is.
  void move_to(std::size_t offset);

  // The next form; none after a mistake, which it is one to have no form left.
  std::optional<json::Value> next();

  json::Place place();

 private:
  std::optional<json::Value> form(int depth);
  std::optional<json::Value> list(char end, int depth);
  std::optional<json::Value> map(int depth);
  std::optional<json::Value> tagged(int depth);
  std::optional<json::Value> text();
  std::optional<json::Value> token(int depth);
  std::optional<json::Value> as_json(std::size_t end, const std::string& spelling);
  std::optional<std::string> key();
  std::string_view token_at() const;
  std::nullopt_t fail(std::string message);
  std::nullopt_t fail_at(json::Place place, std::string message);

  std::string_view text_;
  json::Report& report_;
  std::size_t offset_ = 0;
  json::Place place_;
};

}  // namespace caplab::history
