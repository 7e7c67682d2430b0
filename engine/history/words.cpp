// Scalars of one value get one spelling before they are looked up.
#include "engine/history/words.h"

#include "engine/base/ensure.h"
#include "engine/base/text.h"

namespace caplab::history {
namespace {

constexpr int kDecimalsMax = 18;  // more do not fit beside a digit before the point

bool stands_for_itself(std::int64_t number) {
  return number >= kSmallestNumber && number <= -kSmallestNumber;
}

// The shortest decimal spelling where the number is short enough for one, else as it is spelled.
Word word_of_real(const json::Value& value) {
  for (int decimals = 0; decimals <= kDecimalsMax; ++decimals) {
    const Result<std::int64_t> exact = json::scaled(value, decimals);
    if (exact) return {.text = decimal_text(*exact, decimals)};
  }
  return {.text = value.text};
}

}  // namespace

bool is_scalar(const json::Value& value) {
  return value.kind != json::Kind::array && value.kind != json::Kind::object;
}

Words::Words(std::vector<Word>& words) : words_(words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    numbers_[{words[i].text, words[i].is_text}] = kFirstWord + static_cast<Value>(i);
  }
}

Value Words::number_of(const Word& word) {
  const auto fresh = kFirstWord + static_cast<Value>(words_.size());
  const auto [at, inserted] = numbers_.try_emplace({word.text, word.is_text}, fresh);
  if (inserted) words_.push_back(word);
  return at->second;
}

Value Words::number_of(const json::Value& value) {
  ENSURE(is_scalar(value));
  switch (value.kind) {
    case json::Kind::null: return kNoValue;
    case json::Kind::boolean: return number_of(Word{.text = value.boolean ? "true" : "false"});
    case json::Kind::text: return number_of(Word{.text = value.text, .is_text = true});
    case json::Kind::integer:
      if (stands_for_itself(value.integer)) return value.integer;
      return number_of(Word{.text = std::to_string(value.integer)});
    default: break;
  }
  const Result<std::int64_t> whole = json::scaled(value, 0);
  if (whole && stands_for_itself(*whole)) return *whole;
  return number_of(word_of_real(value));
}

}  // namespace caplab::history
