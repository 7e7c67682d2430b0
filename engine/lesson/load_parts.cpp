// What more than one part of the loader needs.
#include "engine/lesson/load_parts.h"

#include <algorithm>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/object/verb_words.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kSidesMax = 32;

NodeSet unite(NodeSet a, NodeSet b) { return {a.bits | b.bits}; }

NodeSet nodes_at_site(const json::Reader& site, const Lesson& lesson) {
  const std::optional<std::size_t> position = word_at(site, lesson.site_ids);
  return position ? nodes_at(lesson.system, id_of<SiteId>(*position)) : NodeSet{};
}

NodeSet expect_other_side(const json::Reader& sites, NodeSet side, const Lesson& lesson) {
  if (side == all_nodes(lesson.system)) {
    sites.fail("not-allowed", "are all sites, a cut must leave some on its other side");
  }
  return side;
}

// "50%" rather than "50.000%".
std::string percent_text(std::int64_t share, int decimals) {
  for (; decimals > 0 && share % 10 == 0; --decimals) share /= 10;
  return decimal_text(share, decimals) + "%";
}

}  // namespace

bool add_id(const json::Reader& reader, std::vector<std::string>& ids) {
  const std::string id = reader.id();
  const bool is_new = std::find(ids.begin(), ids.end(), id) == ids.end();
  if (!id.empty() && !is_new) {
    reader.fail("duplicate-id", "is " + json::excerpt(id) + " for the second time, must be new");
  }
  ids.push_back(id);
  return is_new && !id.empty();
}

std::optional<std::size_t> word_at(const json::Reader& reader,
                                   const std::vector<std::string>& words) {
  const std::size_t position = reader.one_of(words);
  if (reader.kind() != json::Kind::text || words.empty()) return std::nullopt;
  if (reader.text({0, SIZE_MAX}) != words[position]) return std::nullopt;
  return position;
}

std::int64_t percent(const json::Reader& reader, int decimals, json::Range range,
                     std::int64_t fallback) {
  if (!reader.present()) return fallback;
  const std::string allowed =
      "must be a percentage such as \"" + percent_text(range.max, decimals) + "\", from " +
      percent_text(range.min, decimals) + " to " + percent_text(range.max, decimals);
  const std::string text = reader.kind() == json::Kind::text ? reader.text({0, SIZE_MAX}) : "";
  if (text.ends_with('%')) {
    const Result<std::int64_t> share =
        parse_scaled(std::string_view(text).substr(0, text.size() - 1), decimals);
    if (share && range.min <= *share && *share <= range.max) return *share;
  }
  reader.fail(text.empty() ? "wrong-type" : "out-of-range",
              (text.empty() ? "is no text, " : "is " + json::excerpt(text) + ", ") + allowed);
  return fallback;
}

NodeSet nodes_at_sites(const json::Reader& sites, const Lesson& lesson) {
  NodeSet nodes;
  for (const json::Reader& site : sites.items({1, lesson.site_ids.size()})) {
    nodes = unite(nodes, nodes_at_site(site, lesson));
  }
  return nodes;
}

NodeSet nodes_named(const json::Reader& places, const Lesson& lesson) {
  NodeSet nodes;
  for (const json::Reader& place : places.items({1, kNodesMax})) {
    const std::string name = place.kind() == json::Kind::text ? place.text({0, SIZE_MAX}) : "";
    const auto node = std::find(lesson.node_ids.begin(), lesson.node_ids.end(), name);
    const auto site = std::find(lesson.site_ids.begin(), lesson.site_ids.end(), name);
    if (node == lesson.node_ids.end() || site != lesson.site_ids.end()) {
      nodes = unite(nodes, nodes_at_site(place, lesson));
    } else {
      nodes.add(id_of<NodeId>(static_cast<std::size_t>(node - lesson.node_ids.begin())));
    }
  }
  return nodes;
}

NodeSet side_of_cut(const json::Reader& sites, const Lesson& lesson) {
  return expect_other_side(sites, nodes_at_sites(sites, lesson), lesson);
}

std::vector<NodeSet> sides_of_cuts(const json::Reader& cuts, const Lesson& lesson) {
  return cuts.list({1, kSidesMax}, [&lesson](const json::Reader& cut) {
    if (cut.kind() == json::Kind::array) return side_of_cut(cut, lesson);
    return expect_other_side(cut, nodes_at_site(cut, lesson), lesson);
  });
}

std::int64_t item_max(const System& system, const OperationSpec& operation) {
  constexpr std::int64_t kItemMax = 1'000'000;
  if (operation.verb != object::Verb::transfer) return kItemMax;
  return system.stores[index(operation.store)].keys - 1;
}

bool takes_amount(const OperationSpec& operation) {
  return object::words_of(operation.verb).takes_amount;
}

std::string pacelc_letters(const json::Reader& reader) {
  static_cast<void>(reader.one_of({"PA/EL", "PA/EC", "PC/EL", "PC/EC"}));
  return reader.text({5, 5});
}

}  // namespace caplab::lesson
