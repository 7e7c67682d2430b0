// Numbers and lengths of time read from text, exactly: no floating point in between. Errors are
// phrases such as "must be a whole number"; the caller puts the place and the found text before.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/base/time.h"

namespace caplab {

// "42", "-7": the whole text, decimal digits, within int64.
Result<std::int64_t> parse_integer(std::string_view text);

// The decimal number `text` times 10^decimals: ("99.5", 1) is 995, ("1.5e3", 0) is 1500. An error
// when that is not whole ("0.25" with one decimal) or beyond int64; never rounded.
Result<std::int64_t> parse_scaled(std::string_view text, int decimals);

// "300us", "250ms", "1.5s", "-20ms": a number and its unit without a space, exact to microseconds.
Result<Duration> parse_duration(std::string_view text);

// The shortest exact form that parse_duration() reads: "250ms", "1.5s", "0s".
std::string duration_literal(Duration duration);

}  // namespace caplab
