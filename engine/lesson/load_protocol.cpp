#include "engine/lesson/load_protocol.h"

#include <array>

namespace caplab::lesson {
namespace {

struct Protocol {
  const char* word;
  ProtocolConfig (*load)(const json::Reader&, const Names&);
};

constexpr auto kProtocols = std::to_array<Protocol>({
    {"quorum", load_quorum},
    {"primary-backup", load_primary_backup},
    {"raft", load_raft},
    {"cache", load_cache},
    {"outbox", load_outbox},
    {"home-region", load_home_region},
    {"crdt", load_crdt},
    {"multi-master", load_multi_master},
    {"broadcast", load_broadcast},
});

Names words() {
  Names all;
  for (const Protocol& protocol : kProtocols) all.emplace_back(protocol.word);
  return all;
}

std::string quoted_words() {
  std::string text;
  for (const std::string& word : words()) text += (text.empty() ? "\"" : ", \"") + word + "\"";
  return text;
}

}  // namespace

// The word of "protocol" decides which other keys there may be, so it is looked at first.
ProtocolConfig load_protocol(const json::Reader& store, const Names& replicas) {
  for (const json::Entry& entry : store.entries({1, 100})) {
    if (entry.key == "protocol")
      return kProtocols[entry.value.one_of(words())].load(store, replicas);
  }
  store.fail("missing-key", "has no key \"protocol\", must have it: " + quoted_words());
  return {};
}

}  // namespace caplab::lesson
