// Formatting by hand, integers only.
#include "engine/base/text.h"

#include "engine/base/ensure.h"

namespace caplab {

std::string decimal_text(std::int64_t number, int decimals) {
  ENSURE(decimals >= 0);
  const bool negative = number < 0;
  std::string digits = std::to_string(number);
  if (negative) digits.erase(0, 1);
  if (decimals > 0) {
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
  }
  return negative ? "-" + digits : digits;
}

std::string seconds_text(Time time) { return decimal_text(time.us / 1000, 3) + " s"; }

std::string duration_text(Duration duration) {
  const std::int64_t us = duration.us;
  const std::int64_t size = us < 0 ? -us : us;
  if (size < 1000) return std::to_string(us) + " us";
  if (size < 100'000) return decimal_text(us / 100, 1) + " ms";
  if (size < 1'000'000) return std::to_string(us / 1000) + " ms";
  return decimal_text(us / 100'000, 1) + " s";
}

std::string size_text(std::int64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  if (bytes < 1'000'000) return decimal_text(bytes / 100, 1) + " kB";
  return decimal_text(bytes / 100'000, 1) + " MB";
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) text += separator;
    text += part;
  }
  return text;
}

std::string fill(std::string_view pattern, const std::vector<TextValue>& values) {
  std::string text(pattern);
  for (const TextValue& value : values) {
    const std::string hole = "{" + std::string(value.name) + "}";
    std::size_t at = text.find(hole);
    while (at != std::string::npos) {
      text.replace(at, hole.size(), value.value);
      at = text.find(hole, at + value.value.size());
    }
  }
  return text;
}

}  // namespace caplab
