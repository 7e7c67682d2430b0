// "Did you mean …": the allowed word that a misspelled one most likely stands for.
#pragma once
#include <string_view>
#include <vector>

namespace caplab {

// The word with the fewest edits (a letter added, removed, replaced, or two neighbours swapped) to
// `word`, the first of equals; empty when none is within one edit per three letters (at least one).
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& words);

}  // namespace caplab
