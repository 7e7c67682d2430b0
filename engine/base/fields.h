// What a plain struct is made of, without a list of it anywhere: the struct's fields one by one,
// and with them a fingerprint, or the size, of any value that is made of plain structs, numbers,
// lists and variants.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/fingerprint.h"
#include "engine/base/shared_value.h"

namespace caplab {
namespace fields_detail {

struct Anything {
  template <typename T>
  operator T() const;
};

template <typename T, std::size_t... I>
constexpr bool is_made_of(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), Anything{})...}; };
}

// The most values that may stand in the braces of T{...}: one for each field, up to 32.
template <typename T, std::size_t Most = 32>
constexpr std::size_t field_count() {
  if constexpr (is_made_of<T>(std::make_index_sequence<Most>{})) {
    return Most;
  } else {
    return field_count<T, Most - 1>();
  }
}

template <std::size_t Count, typename T, typename Each>
constexpr void give_few(const T& value, Each each) {
  if constexpr (Count == 1) {
    const auto& [a] = value;
    each(a);
  } else if constexpr (Count == 2) {
    const auto& [a, b] = value;
    each(a, b);
  } else if constexpr (Count == 3) {
    const auto& [a, b, c] = value;
    each(a, b, c);
  } else if constexpr (Count == 4) {
    const auto& [a, b, c, d] = value;
    each(a, b, c, d);
  } else if constexpr (Count == 5) {
    const auto& [a, b, c, d, e] = value;
    each(a, b, c, d, e);
  } else if constexpr (Count == 6) {
    const auto& [a, b, c, d, e, f] = value;
    each(a, b, c, d, e, f);
  } else if constexpr (Count == 7) {
    const auto& [a, b, c, d, e, f, g] = value;
    each(a, b, c, d, e, f, g);
  } else if constexpr (Count == 8) {
    const auto& [a, b, c, d, e, f, g, h] = value;
    each(a, b, c, d, e, f, g, h);
  } else if constexpr (Count == 9) {
    const auto& [a, b, c, d, e, f, g, h, i] = value;
    each(a, b, c, d, e, f, g, h, i);
  } else if constexpr (Count == 10) {
    const auto& [a, b, c, d, e, f, g, h, i, j] = value;
    each(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (Count == 11) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
    each(a, b, c, d, e, f, g, h, i, j, k);
  } else if constexpr (Count == 12) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l);
  } else if constexpr (Count == 13) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m);
  } else if constexpr (Count == 14) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (Count == 15) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else if constexpr (Count == 16) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  }
}

template <std::size_t Count, typename T, typename Each>
constexpr void give_many(const T& value, Each each) {
  if constexpr (Count == 17) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  } else if constexpr (Count == 18) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  } else if constexpr (Count == 19) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  } else if constexpr (Count == 20) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
  } else if constexpr (Count == 21) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
  } else if constexpr (Count == 22) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v);
  } else if constexpr (Count == 23) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  } else if constexpr (Count == 24) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x);
  } else if constexpr (Count == 25) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y);
  } else if constexpr (Count == 26) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z] =
        value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z);
  } else if constexpr (Count == 27) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa] =
        value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa);
  } else if constexpr (Count == 28) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
                 bb] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb);
  } else if constexpr (Count == 29) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
                 bb, cc] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb, cc);
  } else if constexpr (Count == 30) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
                 bb, cc, dd] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb, cc,
         dd);
  } else if constexpr (Count == 31) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
                 bb, cc, dd, ee] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb, cc,
         dd, ee);
  } else if constexpr (Count == 32) {
    const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa,
                 bb, cc, dd, ee, ff] = value;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, aa, bb, cc,
         dd, ee, ff);
  }
}

}  // namespace fields_detail

// Calls visit(field) for each field of a plain struct, in order. What it cannot take apart does not
// compile: nothing is left out in silence.
template <typename T, typename Visit>
constexpr void for_each_field(const T& value, Visit visit) {
  constexpr std::size_t kCount = fields_detail::field_count<T>();
  static_assert(std::is_aggregate_v<T> && (kCount > 0 || std::is_empty_v<T>));
  const auto each = [&](const auto&... fields) { (visit(fields), ...); };
  if constexpr (kCount > 16) {
    fields_detail::give_many<kCount>(value, each);
  } else if constexpr (kCount > 0) {
    fields_detail::give_few<kCount>(value, each);
  }
}

namespace fields_detail {

template <typename T>
constexpr bool is_list = false;
template <typename T>
constexpr bool is_list<std::vector<T>> = true;
template <typename T, std::size_t Size>
constexpr bool is_list<std::array<T, Size>> = true;
template <>
inline constexpr bool is_list<std::string> = true;

template <typename T>
constexpr bool is_variant = false;
template <typename... Ts>
constexpr bool is_variant<std::variant<Ts...>> = true;

template <typename T>
constexpr bool is_shared = false;
template <typename T>
constexpr bool is_shared<SharedValue<T>> = true;

}  // namespace fields_detail

// Calls visit(number) for everything that makes `value` what it is, in order: each number, the
// length of each list before what is in it, and which alternative a variant holds.
template <typename T, typename Visit>
void for_each_number(const T& value, Visit& visit) {
  using namespace fields_detail;
  if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    visit(static_cast<std::uint64_t>(value));
  } else if constexpr (is_list<T>) {
    visit(static_cast<std::uint64_t>(value.size()));
    for (const auto& each : value) for_each_number(each, visit);
  } else if constexpr (is_variant<T>) {
    visit(static_cast<std::uint64_t>(value.index()));
    std::visit([&](const auto& held) { for_each_number(held, visit); }, value);
  } else if constexpr (is_shared<T>) {
    for_each_number(*value, visit);
  } else {
    for_each_field(value, [&](const auto& field) { for_each_number(field, visit); });
  }
}

// Equal values leave equal prints.
template <typename T>
void mix_value(Fingerprint& print, const T& value) {
  const auto mix = [&print](std::uint64_t number) { print.mix(number); };
  for_each_number(value, mix);
}

// How many bytes a plain encoding of `value` takes: seven bits of a number in each byte (LEB128).
template <typename T>
std::int64_t encoded_size(const T& value) {
  std::int64_t bytes = 0;
  const auto add = [&bytes](std::uint64_t number) {
    do {
      ++bytes;
      number >>= 7;
    } while (number > 0);
  };
  for_each_number(value, add);
  return bytes;
}

}  // namespace caplab
