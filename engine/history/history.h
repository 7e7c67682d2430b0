// A history: what clients saw, and nothing else. Each operation is one call of one process (one
// client's line of operations) with the time it was called and the time it returned. Checkers read
// histories; they know no protocol.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace caplab::history {

// What the caller knows of an operation's effect.
enum class Outcome : std::uint8_t {
  ok,       // it took effect between call and return
  fail,     // it did not and will not take effect
  unknown,  // it may take effect at any time after its call, or never
};

enum class ObjectType : std::uint8_t { reg, kv, counter, set, log, account };

enum class Function : std::uint8_t {
  read,      // register, counter, set, log
  write,     // register
  cas,       // register: `argument` is expected, `argument2` the new value
  get,       // kv
  put,       // kv
  append,    // kv: joins texts; log: adds an entry at the end
  add,       // counter, set
  remove,    // set
  balance,   // account
  deposit,   // account
  withdraw,  // account
};

// A scalar. Whole numbers stand for themselves; every other scalar of a file is a word, numbered
// from kFirstWord up in the order of its first appearance.
using Value = std::int64_t;
inline constexpr Value kNoValue = INT64_MIN;  // JSON null: "no value"
inline constexpr Value kFirstWord = INT64_MIN + 1;
inline constexpr Value kSmallestNumber = -(std::int64_t{1} << 62);

struct Word {
  std::string text;      // as spelled in JSON, but a text without quotes and escapes
  bool is_text = false;  // "5" is a text, 5 is a number, 5.5 and true are neither
  bool operator==(const Word&) const = default;
};

inline constexpr std::int64_t kNotReturned = INT64_MAX;

struct Operation {
  std::int64_t process = 0;
  Function function = Function::read;
  std::int32_t key = 0;
  Value argument = kNoValue;
  Value argument2 = kNoValue;
  bool accepted = true;     // false: ok, but declined (withdraw) or mismatched (cas)
  Value result = kNoValue;  // what a read of one value returned
  // What a read of a log or a set returned; nothing stands for null.
  std::optional<std::vector<Value>> results;
  std::int64_t called = 0;  // microseconds, or the line's number where a file has no times
  std::int64_t returned = kNotReturned;  // stays so for outcome `unknown`
  Outcome outcome = Outcome::unknown;
  std::int32_t line_called = 0;    // 1-based line of the file, or 0
  std::int32_t line_returned = 0;  // 1-based line of the file, or 0
  bool operator==(const Operation&) const = default;
};

struct History {
  std::vector<Operation> operations;  // in order of their calls
  std::vector<Word> key_names;        // by key; empty: one object without a name
  std::vector<Word> words;            // by value - kFirstWord
  bool timed = true;                  // false: times are line numbers
  bool operator==(const History&) const = default;
};

std::string_view name_of(ObjectType type);
std::string_view name_of(Function function);
std::optional<ObjectType> find_object_type(std::string_view name);
std::vector<std::string_view> object_type_names();

// The operations of a type, in the order in which they are named to users.
std::span<const Function> functions_of(ObjectType type);

// Reads return values and change nothing: read, get, balance.
bool is_read(Function function);

bool is_word(Value value);

// REQUIRES: is_word(value), and it is one of the history's.
const Word& word_of(const History& history, Value value);

// A value as JSON spells it, e.g. 5, "five", null.
std::string value_text(const History& history, Value value);

// "write x 1", "read x -> 2", "cas x 1 2 -> mismatch", "withdraw 80 -> unknown".
std::string operation_text(const History& history, const Operation& operation);

}  // namespace caplab::history
