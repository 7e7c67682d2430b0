// Numbers and times as a reader wants them. No streams and no std::format: both are large in wasm.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/time.h"

namespace caplab {

// "1.250 s": always seconds with three decimals, so that a column of times lines up.
std::string seconds_text(Time time);

// "850 us", "12.5 ms", "3.2 s": the unit a reader would choose.
std::string duration_text(Duration duration);

// "870 B", "5.9 kB", "12.0 MB": cut off after a tenth.
std::string size_text(std::int64_t bytes);

// `number` / 10^decimals with a point, e.g. (995, 1) is "99.5".
std::string decimal_text(std::int64_t number, int decimals);

// With a capital, as a sentence begins; letters of ASCII only.
std::string capitalised(std::string text);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

// `pattern` with every "{name}" replaced by its value. A name without a value stays as it is.
struct TextValue {
  std::string_view name;
  std::string value;
};
std::string fill(std::string_view pattern, const std::vector<TextValue>& values);

}  // namespace caplab
