// Decimal arithmetic on digits.
#include "engine/base/number.h"

#include <charconv>
#include <optional>
#include <string>

#include "engine/base/ensure.h"
#include "engine/base/text.h"

namespace caplab {
namespace {

constexpr std::int64_t kExponentMax = 1'000'000'000;  // far beyond what int64 can hold

// digits × 10^exponent, with the sign apart.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

// What follows the "e"; saturated, because "1e99999999999" must stay an ordinary refusal.
std::optional<std::int64_t> take_exponent(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const std::string_view digits = take_digits(text);
  if (digits.empty()) return std::nullopt;
  std::int64_t exponent = 0;
  for (char digit : digits) {
    if (exponent < kExponentMax) exponent = exponent * 10 + (digit - '0');
  }
  return negative ? -exponent : exponent;
}

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal number{.negative = take(text, '-'), .digits = {}, .exponent = 0};
  const std::string_view whole = take_digits(text);
  if (whole.empty()) return std::nullopt;
  number.digits = whole;
  if (take(text, '.')) {
    const std::string_view fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
    number.digits += fraction;
    number.exponent -= static_cast<std::int64_t>(fraction.size());
  }
  if (take(text, 'e') || take(text, 'E')) {
    const std::optional<std::int64_t> exponent = take_exponent(text);
    if (!exponent) return std::nullopt;
    number.exponent += *exponent;
  }
  if (!text.empty()) return std::nullopt;
  return number;
}

void drop_zeros(Decimal& number) {
  number.digits.erase(0, number.digits.find_first_not_of('0'));
  while (!number.digits.empty() && number.digits.back() == '0') {
    number.digits.pop_back();
    ++number.exponent;
  }
}

}  // namespace

Result<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range && stopped == end) {
    return Error{"must be a whole number from " + std::to_string(INT64_MIN) + " to " +
                 std::to_string(INT64_MAX)};
  }
  if (error != std::errc() || stopped != end) return Error{"must be a whole number"};
  return number;
}

Result<std::int64_t> parse_scaled(std::string_view text, int decimals) {
  ENSURE(decimals >= 0);
  std::optional<Decimal> number = read_decimal(text);
  if (!number) return Error{"must be a number"};
  drop_zeros(*number);
  if (number->digits.empty()) return std::int64_t{0};
  const std::int64_t zeros = number->exponent + decimals;
  if (zeros < 0 && decimals == 0) return Error{"must be a whole number"};
  if (zeros < 0) {
    return Error{"must be a number with at most " + std::to_string(decimals) +
                 (decimals == 1 ? " decimal" : " decimals")};
  }
  constexpr std::int64_t kDigitsMax = 19;  // as many as INT64_MAX has
  const auto digits = static_cast<std::int64_t>(number->digits.size());
  if (digits > kDigitsMax || zeros > kDigitsMax - digits) return Error{"must be a smaller number"};
  number->digits.append(static_cast<std::size_t>(zeros), '0');
  if (number->negative) number->digits.insert(0, "-");
  const Result<std::int64_t> scaled = parse_integer(number->digits);
  if (!scaled) return Error{"must be a smaller number"};
  return scaled;
}

Result<Duration> parse_duration(std::string_view text) {
  struct Unit {
    std::string_view name;
    int decimals;
  };
  for (const Unit unit : {Unit{"us", 0}, Unit{"ms", 3}, Unit{"s", 6}}) {
    if (!text.ends_with(unit.name)) continue;
    const Result<std::int64_t> scaled =
        parse_scaled(text.substr(0, text.size() - unit.name.size()), unit.decimals);
    if (scaled) return microseconds(*scaled);
    break;
  }
  return Error{R"(must be a duration such as "300us", "250ms" or "1.5s")"};
}

std::string duration_literal(Duration duration) {
  const std::int64_t us = duration.us;
  const bool over_a_second = us > 1'000'000 || us < -1'000'000;
  if (us % 1'000'000 == 0) return std::to_string(us / 1'000'000) + "s";
  if (us % 100'000 == 0 && over_a_second) return decimal_text(us / 100'000, 1) + "s";
  if (us % 1000 == 0) return std::to_string(us / 1000) + "ms";
  return std::to_string(us) + "us";
}

}  // namespace caplab
