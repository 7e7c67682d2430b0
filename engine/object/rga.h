// A text that several write at once, a replicated growable array: every character names the one it
// was typed after, and of several after the same one the newest stands first. Removed characters
// stay as marks, because later ones may stand after them. (Roh, Jeon, Kim, Lee, "Replicated
// abstract data types", J. Parallel Distrib. Comput. 2011, §5; Shapiro et al. 2011, §3.5.1.)
// Runs typed forward stay together, runs typed backward may interleave.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/object/edit_id.h"

namespace caplab::object {

struct Rga {
  struct Character {
    EditId id;
    EditId after;  // the default: it was typed at the very beginning
    std::int32_t code = 0;
    bool removed = false;
    const EditId& place() const { return id; }
    auto operator<=>(const Character&) const = default;
  };
  std::vector<Character> characters;  // by id, so every one comes after the one it was typed after
  bool operator==(const Rga&) const = default;
};

// Types a character after `after`. Its id is `dot`, put later than all ids that are here where the
// clock is behind them: what is typed here and now must stand before what stood here already.
// Returns the id.
EditId insert(Rga& text, const EditId& after, std::int32_t code, const EditId& dot);

// Returns whether it was there.
bool erase(Rga& text, const EditId& id);

// The ids of the characters that can be read, as they are read. A character whose predecessor has
// not arrived yet cannot.
std::vector<EditId> reading_order(const Rga& text);

// The newest character of a writer; only one that can be read where `visible` is asked for.
std::optional<EditId> newest_of(const Rga& text, NodeId writer, bool visible);

// What can be read; a character outside of ASCII shows as "?".
std::string text_of(const Rga& text);

// Returns whether `mine` changed.
bool merge(Rga& mine, const Rga& theirs);
bool covers(const Rga& mine, const Rga& theirs);

}  // namespace caplab::object
