// Sites, nodes and the network between them.
#include <algorithm>
#include <array>

#include "engine/base/number.h"
#include "engine/lesson/load_parts.h"
#include "engine/sim/profile.h"

namespace caplab::lesson {
namespace {

constexpr std::size_t kSitesMax = 16;
constexpr json::Span kLatencySpan{microseconds(1), seconds(10)};

// How long messages take from one site to another.
struct Travel {
  Latency outline;
  std::optional<LegLatencies> profile;
};

Travel travel_by_profile(const json::Reader& name) {
  Result<LegLatencies> profile = profile_named(name.text({1, 100}));
  if (!profile) {
    name.fail("unknown-profile", profile.error().message);
    return {};
  }
  const Latency shape = outline(profile->by_leg[static_cast<std::size_t>(Leg::read)]);
  return {shape, std::move(*profile)};
}

// Ways of a question and its answer, by Leg.
constexpr std::array<std::string_view, kLegs> kLegNames{"write", "acknowledgement", "read",
                                                        "response"};

Latency through_percentiles(const json::Fields& fields) {
  const Duration p50 = fields["p50"].duration(kLatencySpan, milliseconds(1));
  const Duration p99 = fields["p99"].duration(kLatencySpan, p50);
  if (p99 >= p50) return latency_from(p50, p99);
  fields["p99"].fail("out-of-range", "is " + duration_literal(p99) +
                                         ", must be at least the p50 of " + duration_literal(p50));
  return latency_from(p50, p50);
}

// Messages of one way may have percentiles of their own: {"p50", "p99", "write": {"p50", "p99"}}.
Travel travel_by_percentiles(const json::Fields& fields) {
  Travel travel{through_percentiles(fields), {}};
  for (std::size_t leg = 0; leg < kLegs; ++leg) {
    const json::Reader own = fields[kLegNames[leg]];
    if (!own.present()) continue;
    const FineLatency plain = refined(travel.outline);
    if (!travel.profile) travel.profile = LegLatencies{{plain, plain, plain, plain}};
    const Latency latency = through_percentiles(own.object({"p50", "p99"}));
    travel.profile->by_leg[leg] = refined(latency);
  }
  if (travel.profile) {
    travel.outline = outline(travel.profile->by_leg[static_cast<std::size_t>(Leg::read)]);
  }
  return travel;
}

json::Fields travel_fields(const json::Reader& object,
                           std::initializer_list<std::string_view> required) {
  return object.object(required,
                       {"p50", "p99", "profile", "write", "acknowledgement", "read", "response"});
}

// What an object says whose keys have been checked: a profile, or percentiles.
Travel travel(const json::Reader& object, const json::Fields& fields) {
  const json::Reader profile = fields["profile"];
  for (const std::string_view key : {"p50", "p99"}) {
    if (!profile.present() && !fields[key].present()) {
      object.fail("missing-key", "has no key \"" + std::string(key) + "\", must have it");
    }
  }
  if (!profile.present()) return travel_by_percentiles(fields);
  for (const std::string_view key :
       {"p50", "p99", "write", "acknowledgement", "read", "response"}) {
    if (fields[key].present())
      fields[key].fail_at_key("not-allowed", "is set, a profile has it already");
  }
  return travel_by_profile(profile);
}

class LinkTable {
 public:
  explicit LinkTable(Lesson& lesson)
      : lesson_(lesson),
        sites_(lesson.site_ids.size()),
        known_(sites_ * sites_, false),
        travels_(sites_ * sites_) {}

  void set_local(const Travel& travel) {
    for (std::size_t site = 0; site < sites_; ++site) set(site, site, travel);
  }

  // Where one link has a finer table, all have one.
  void fill(System& system) const {
    const auto has_profile = [](const Travel& travel) { return travel.profile.has_value(); };
    const bool fine = std::any_of(travels_.begin(), travels_.end(), has_profile);
    for (const Travel& travel : travels_) {
      system.latencies.push_back(travel.outline);
      if (!fine) continue;
      const FineLatency plain = refined(travel.outline);
      const LegLatencies same{{plain, plain, plain, plain}};
      system.legs.push_back(add_tables(system, travel.profile.value_or(same)));
    }
  }

  void read_link(const json::Reader& link) {
    const json::Fields fields = travel_fields(link, {"between"});
    const Travel table = travel(link, fields);
    const std::vector<json::Reader> ends = fields["between"].items({2, 2});
    if (ends.size() != 2) return;
    const std::optional<std::size_t> from = word_at(ends[0], lesson_.site_ids);
    const std::optional<std::size_t> to = word_at(ends[1], lesson_.site_ids);
    if (from && to) {
      set_link(fields["between"], *from, *to, table);
    } else {
      whole_ = false;
    }
  }

  // A link that could not be read would be missed for the second time.
  void expect_complete(const json::Reader& links) const {
    for (std::size_t a = 0; whole_ && a < sites_; ++a) {
      for (std::size_t b = a + 1; b < sites_; ++b) {
        if (known_[a * sites_ + b]) continue;
        links.fail("missing-link",
                   "has no link between " + pair(a, b) + ", must have one for every two sites");
      }
    }
  }

 private:
  void set_link(const json::Reader& between, std::size_t a, std::size_t b, const Travel& table) {
    if (a == b) {
      whole_ = false;
      between.fail("not-allowed",
                   "names one site twice, must name two (the latency inside a site is \"local\")");
    } else if (known_[a * sites_ + b]) {
      between.fail("duplicate-id",
                   "is a second link between " + pair(a, b) + ", must be there once");
    } else {
      set(a, b, table);
      set(b, a, table);
    }
  }

  void set(std::size_t from, std::size_t to, const Travel& travel) {
    travels_[from * sites_ + to] = travel;
    known_[from * sites_ + to] = true;
  }

  std::string pair(std::size_t a, std::size_t b) const {
    return json::excerpt(lesson_.site_ids[a]) + " and " + json::excerpt(lesson_.site_ids[b]);
  }

  Lesson& lesson_;
  std::size_t sites_;
  std::vector<bool> known_;
  std::vector<Travel> travels_;  // from × to
  bool whole_ = true;
};

Ratio chance(const json::Reader& reader) {
  constexpr std::int64_t kThousandthsOfAPercent = 100'000;
  return {percent(reader, 3, {0, kThousandthsOfAPercent / 2}), kThousandthsOfAPercent};
}

bool load_node(const json::Reader& node, Lesson& lesson) {
  const json::Fields fields = node.object({"id", "site"});
  const bool is_new = add_id(fields["id"], lesson.node_ids);
  const std::size_t site = fields["site"].one_of(lesson.site_ids);
  lesson.system.nodes.push_back({.name = {}, .site = id_of<SiteId>(site)});
  return is_new;
}

void expect_inhabited(const json::Reader& replicas, const Lesson& lesson) {
  for (std::size_t site = 0; site < lesson.site_ids.size(); ++site) {
    const auto lives_here = [site](const NodeSpec& node) { return index(node.site) == site; };
    const auto& nodes = lesson.system.nodes;
    if (std::any_of(nodes.begin(), nodes.end(), lives_here)) continue;
    replicas.fail("empty-site", "leaves the site " + json::excerpt(lesson.site_ids[site]) +
                                    " empty, every site must have a replica or a client");
  }
}

}  // namespace

bool load_sites(const json::Reader& sites, Lesson& lesson) {
  bool whole = true;
  for (const json::Reader& site : sites.items({1, kSitesMax})) {
    whole = add_id(site, lesson.site_ids) && whole;
  }
  return whole && !lesson.site_ids.empty();
}

bool load_nodes(const json::Reader& replicas, const json::Reader& clients, Lesson& lesson) {
  bool whole = true;
  for (const json::Reader& node : replicas.items({1, kNodesMax - 1})) {
    whole = load_node(node, lesson) && whole;
  }
  lesson.system.replicas = static_cast<int>(lesson.system.nodes.size());
  for (const json::Reader& node : clients.items({1, kNodesMax - 1})) {
    whole = load_node(node, lesson) && whole;
  }
  if (lesson.system.nodes.size() > kNodesMax) {
    clients.fail("out-of-range", "makes " + std::to_string(lesson.system.nodes.size()) +
                                     " nodes together with the replicas, must be at most " +
                                     std::to_string(kNodesMax));
    return false;
  }
  if (lesson.system.replicas == 0 || client_count(lesson.system) == 0) return false;
  expect_inhabited(replicas, lesson);
  return whole;
}

void load_network(const json::Reader& network, Lesson& lesson) {
  const json::Fields fields =
      network.object({"local", "links"}, {"loss", "duplication", "heartbeat", "suspectAfter"});
  LinkTable table(lesson);
  const json::Reader local = fields["local"];
  table.set_local(travel(local, travel_fields(local, {})));
  for (const json::Reader& link : fields["links"].items({0, kSitesMax * kSitesMax})) {
    table.read_link(link);
  }
  if (fields["links"].kind() == json::Kind::array) table.expect_complete(fields["links"]);
  table.fill(lesson.system);
  System& system = lesson.system;
  system.loss = chance(fields["loss"]);
  system.duplication = chance(fields["duplication"]);
  const json::Span beats{milliseconds(10), seconds(60)};
  system.heartbeat = fields["heartbeat"].duration(beats, system.heartbeat);
  system.suspect_after = fields["suspectAfter"].duration(beats, system.suspect_after);
  if (system.suspect_after >= system.heartbeat * 2) return;
  fields["suspectAfter"].fail("out-of-range", "is " + duration_literal(system.suspect_after) +
                                                  ", must be at least two heartbeats of " +
                                                  duration_literal(system.heartbeat));
}

}  // namespace caplab::lesson
