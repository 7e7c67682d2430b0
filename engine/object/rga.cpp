#include "engine/object/rga.h"

#include "engine/object/sorted_union.h"

namespace caplab::object {
namespace {

using Characters = std::vector<Rga::Character>;
constexpr EditId kBeginning{};

// The position of `id` plus one; 0 where it is not there and for the beginning.
std::size_t link_of(const Characters& characters, const EditId& id) {
  const auto before = [](const Rga::Character& character, const EditId& key) {
    return character.id < key;
  };
  const auto found = std::lower_bound(characters.begin(), characters.end(), id, before);
  if (found == characters.end() || found->id != id) return 0;
  return static_cast<std::size_t>(found - characters.begin()) + 1;
}

// All characters as they stand, removed ones too. From the oldest to the newest, each is linked in
// right after its predecessor: so the newest of several ends up first, and what was typed after an
// older one stays with that one.
std::vector<const Rga::Character*> standing_order(const Rga& text) {
  const Characters& characters = text.characters;
  std::vector<std::size_t> next(characters.size() + 1, 0);  // by link; 0 ends the line
  std::vector<bool> standing(characters.size() + 1, false);
  standing[0] = true;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const std::size_t before = link_of(characters, characters[i].after);
    const bool begins = characters[i].after == kBeginning;
    if ((before == 0 && !begins) || !standing[before]) continue;
    standing[i + 1] = true;
    next[i + 1] = next[before];
    next[before] = i + 1;
  }
  std::vector<const Rga::Character*> order;
  for (std::size_t at = next[0]; at != 0; at = next[at]) order.push_back(&characters[at - 1]);
  return order;
}

}  // namespace

EditId insert(Rga& text, const EditId& after, std::int32_t code, const EditId& dot) {
  EditId id = dot;
  if (!text.characters.empty()) {
    id.time = std::max(id.time, text.characters.back().id.time + microseconds(1));
  }
  text.characters.push_back({id, after, code, false});
  return id;
}

bool erase(Rga& text, const EditId& id) {
  const std::size_t link = link_of(text.characters, id);
  if (link == 0 || text.characters[link - 1].removed) return false;
  text.characters[link - 1].removed = true;
  return true;
}

std::vector<EditId> reading_order(const Rga& text) {
  std::vector<EditId> ids;
  for (const Rga::Character* character : standing_order(text)) {
    if (!character->removed) ids.push_back(character->id);
  }
  return ids;
}

std::optional<EditId> newest_of(const Rga& text, NodeId writer, bool visible) {
  const auto found = std::find_if(text.characters.rbegin(), text.characters.rend(),
                                  [&](const Rga::Character& character) {
                                    const bool can_be_read = !visible || !character.removed;
                                    return character.id.writer == writer && can_be_read;
                                  });
  if (found == text.characters.rend()) return std::nullopt;
  return found->id;
}

std::string text_of(const Rga& text) {
  std::string signs;
  for (const Rga::Character* character : standing_order(text)) {
    if (character->removed) continue;
    const bool plain = character->code >= ' ' && character->code <= '~';
    signs.push_back(plain ? static_cast<char>(character->code) : '?');
  }
  return signs;
}

bool merge(Rga& mine, const Rga& theirs) {
  return unite_sorted(mine.characters, theirs.characters,
                      [](Rga::Character& a, const Rga::Character& b) {
                        if (a.removed || !b.removed) return false;
                        a.removed = true;
                        return true;
                      });
}

bool covers(const Rga& mine, const Rga& theirs) {
  return covers_sorted(
      mine.characters, theirs.characters,
      [](const Rga::Character& a, const Rga::Character& b) { return a.removed || !b.removed; });
}

}  // namespace caplab::object
