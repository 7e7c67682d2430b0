#include "engine/object/crdt.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/base/fingerprint.h"
#include "engine/object/sorted_union.h"

namespace caplab::object {
namespace {

// Withdrawals look at the total that is known here; that is all a replica can do by itself.
Effect apply_counter(const PnCounter& counter, const Request& request, Stamp stamp) {
  PnCounter next = counter;
  const bool takes = pays_out(request.verb);
  if (takes && request.amount > total_of(counter)) return {false, false, counter};
  add(next, stamp.writer, takes ? -request.amount : request.amount);
  return {true, true, std::move(next)};
}

Effect apply_set(const OrSet& set, const Request& request, const EditId& dot) {
  OrSet next = set;
  if (request.verb == Verb::remove) {
    const bool changed = remove(next, request.amount);
    return {true, changed, std::move(next)};
  }
  add(next, request.amount, dot);
  return {true, true, std::move(next)};
}

// What a new character is typed after. Without a position that is the writer's own newest, as a
// caret stays where one types, whatever others type elsewhere.
EditId predecessor(const Rga& text, const Request& request, NodeId writer) {
  const std::vector<EditId> ids = reading_order(text);
  const EditId last = ids.empty() ? EditId{} : ids.back();
  if (request.expected <= 0) return newest_of(text, writer, false).value_or(last);
  const auto before = static_cast<std::uint64_t>(request.expected - 1);
  if (before == 0) return EditId{};
  return before > ids.size() ? last : ids[static_cast<std::size_t>(before - 1)];
}

std::optional<EditId> character_at(const Rga& text, const Request& request, NodeId writer) {
  if (request.amount <= 0) return newest_of(text, writer, true);
  const std::vector<EditId> ids = reading_order(text);
  const auto position = static_cast<std::uint64_t>(request.amount - 1);
  if (position >= ids.size()) return std::nullopt;
  return ids[static_cast<std::size_t>(position)];
}

Effect apply_text(const Rga& text, const Request& request, const EditId& dot) {
  Rga next = text;
  if (request.verb == Verb::insert) {
    const EditId after = predecessor(text, request, dot.writer);
    insert(next, after, static_cast<std::int32_t>(request.amount), dot);
    return {true, true, std::move(next)};
  }
  const std::optional<EditId> id = character_at(text, request, dot.writer);
  if (!id) return {false, false, text};
  const bool changed = erase(next, *id);
  return {true, changed, std::move(next)};
}

// Whose cursor: the one that the request names, or the writer's own.
Effect apply_presence(const LwwMap& map, const Request& request, const EditId& dot) {
  LwwMap next = map;
  const auto own = -1 - static_cast<std::int64_t>(index(dot.writer));
  const std::int64_t key = request.expected > 0 ? request.expected : own;
  const bool changed = put(next, key, request.amount, dot);
  return {true, changed, std::move(next)};
}

void mix(Fingerprint& print, const EditId& dot) {
  print.mix(dot.time.us).mix(std::uint64_t{index(dot.writer)}).mix(std::uint64_t{index(dot.op)});
}

std::int64_t digest_items(const OrSet& set) {
  Fingerprint print;
  for (const OrSet::Element& element : set.elements) {
    mix(print.mix(element.value).mix(std::uint64_t{element.removed}), element.dot);
  }
  return static_cast<std::int64_t>(print.digest() >> 1);
}

std::int64_t digest_items(const Rga& text) {
  Fingerprint print;
  for (const Rga::Character& character : text.characters) {
    mix(print.mix(std::int64_t{character.code}).mix(std::uint64_t{character.removed}),
        character.id);
  }
  return static_cast<std::int64_t>(print.digest() >> 1);
}

std::int64_t digest_items(const LwwMap& map) {
  Fingerprint print;
  for (const LwwMap::Entry& entry : map.entries) {
    mix(print.mix(entry.key).mix(entry.value).mix(std::uint64_t{entry.removed}), entry.written);
  }
  return static_cast<std::int64_t>(print.digest() >> 1);
}

}  // namespace

Effect apply_crdt(const Content& content, const Request& request, Stamp stamp, OpId op) {
  const EditId dot{stamp.time, stamp.writer, op};
  if (const auto* own = std::get_if<PnCounter>(&content))
    return apply_counter(*own, request, stamp);
  if (const auto* own = std::get_if<OrSet>(&content)) return apply_set(*own, request, dot);
  if (const auto* own = std::get_if<Rga>(&content)) return apply_text(*own, request, dot);
  return apply_presence(std::get<LwwMap>(content), request, dot);
}

bool merge_contents(Content& mine, const Content& theirs) {
  if (auto* own = std::get_if<PnCounter>(&mine)) return merge(*own, std::get<PnCounter>(theirs));
  if (auto* own = std::get_if<OrSet>(&mine)) return merge(*own, std::get<OrSet>(theirs));
  if (auto* own = std::get_if<Rga>(&mine)) return merge(*own, std::get<Rga>(theirs));
  return merge(std::get<LwwMap>(mine), std::get<LwwMap>(theirs));
}

bool covers_content(const Content& mine, const Content& theirs) {
  if (const auto* own = std::get_if<PnCounter>(&mine)) {
    return covers(*own, std::get<PnCounter>(theirs));
  }
  if (const auto* own = std::get_if<OrSet>(&mine)) return covers(*own, std::get<OrSet>(theirs));
  if (const auto* own = std::get_if<Rga>(&mine)) return covers(*own, std::get<Rga>(theirs));
  return covers(std::get<LwwMap>(mine), std::get<LwwMap>(theirs));
}

std::int64_t digest_crdt(const Content& content) {
  if (const auto* own = std::get_if<PnCounter>(&content)) return total_of(*own);
  if (const auto* own = std::get_if<OrSet>(&content)) return digest_items(*own);
  if (const auto* own = std::get_if<Rga>(&content)) return digest_items(*own);
  return digest_items(std::get<LwwMap>(content));
}

Version difference(const Version& now, const Version& before) {
  Version news{now.stamp, now.writer_op, now.content};
  if (const auto* a = std::get_if<Entries>(&now.content)) {
    news.content = difference_sorted(*a, std::get<Entries>(before.content));
  } else if (const auto* b = std::get_if<PnCounter>(&now.content)) {
    const auto& old = std::get<PnCounter>(before.content);
    news.content = PnCounter{difference_sorted(b->parts, old.parts)};
  } else if (const auto* c = std::get_if<OrSet>(&now.content)) {
    const auto& old = std::get<OrSet>(before.content);
    news.content = OrSet{difference_sorted(c->elements, old.elements)};
  } else if (const auto* d = std::get_if<Rga>(&now.content)) {
    const auto& old = std::get<Rga>(before.content);
    news.content = Rga{difference_sorted(d->characters, old.characters)};
  } else if (const auto* e = std::get_if<LwwMap>(&now.content)) {
    const auto& old = std::get<LwwMap>(before.content);
    news.content = LwwMap{difference_sorted(e->entries, old.entries)};
  } else if (const auto* f = std::get_if<Records>(&now.content)) {
    news.content = difference_sorted(*f, std::get<Records>(before.content));
  }
  return news;
}

}  // namespace caplab::object
