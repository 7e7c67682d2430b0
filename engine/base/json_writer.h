// Writes compact JSON: append only, in the order of the calls, the same bytes on every machine.
//   json::Writer out;
//   out.begin_object().key("lesson").text(id).key("pass").boolean(true).end_object();
//   print(out.str());
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caplab::json {

struct Value;

// REQUIRES of every call: it stands where JSON allows it (inside an object a key comes before each
// value, elsewhere never; there is one value at the top; what is begun is ended by its own kind).
class Writer {
 public:
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);

  // Bytes that are not UTF-8 become U+FFFD, so that the output always is.
  Writer& text(std::string_view text);
  Writer& integer(std::int64_t number);
  Writer& boolean(bool truth);
  Writer& null();

  // `number` / 10^decimals: (995, 1) is 99.5.
  Writer& decimal(std::int64_t number, int decimals);

  // A whole tree; reals keep their spelling.
  Writer& value(const Value& value);

  // The finished text, without a line break. REQUIRES: everything begun is ended.
  const std::string& str() const;

 private:
  struct Open {
    char closing;
    bool empty = true;
  };
  Writer& begin(char opening, char closing);
  Writer& end(char closing);
  Writer& append(std::string_view spelled);
  void separate();

  std::string out_;
  std::vector<Open> open_;
  bool key_pending_ = false;
};

// `text` in double quotes, escaped.
std::string quoted(std::string_view text);

}  // namespace caplab::json
