// Gives every scalar that is not a whole number its number, so that histories hold numbers only.
#pragma once
#include <map>
#include <string>
#include <utility>

#include "engine/base/json.h"
#include "engine/history/history.h"

namespace caplab::history {

// Equal scalars get equal numbers however they are spelled: 1.50 is 1.5, and 2.0 is 2.
class Words {
 public:
  // Continues `words`, which must outlive this.
  explicit Words(std::vector<Word>& words);

  // REQUIRES: is_scalar(value).
  Value number_of(const json::Value& value);

 private:
  Value number_of(const Word& word);

  std::vector<Word>& words_;
  std::map<std::pair<std::string, bool>, Value> numbers_;
};

bool is_scalar(const json::Value& value);

}  // namespace caplab::history
