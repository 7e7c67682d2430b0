// Time is counted in nanoseconds here: a trial is over in milliseconds, and medians are compared to
// a tenth of a microsecond. One world is set back to its beginning before every trial, all but the
// network's stream of chance.
#include "engine/sim/pbs.h"

#include <algorithm>
#include <array>

#include "engine/base/ensure.h"
#include "engine/sim/profile.h"
#include "engine/sim/world.h"

namespace caplab::pbs {
namespace {

constexpr std::int64_t kTicksInMs = 1'000'000;
constexpr Duration kLong = seconds(1'000'000'000);  // longer than any trial
constexpr std::uint64_t kPlacesStream = 0x9b5;

Error bad(const char* what, int value, int replicas) {
  return {std::string(what) + " is " + std::to_string(value) + ", must be from 1 to " +
          std::to_string(replicas)};
}

// The WAN of the paper: each replica is at a site of its own, and so are writer and reader, each
// trial anew; whatever crosses sites takes 75 ms more.
bool is_wide(const Config& config) { return config.profile == "wan"; }

void add_sites(System& system, const Config& config, const LegLatencies& profile) {
  const std::size_t sites = is_wide(config) ? static_cast<std::size_t>(config.n) : 1;
  const LegLatencies near = is_wide(config) ? *profile_named("lnkd-disk", kTicksInMs) : profile;
  const LegTables near_tables = add_tables(system, near);
  const LegTables far_tables = add_tables(system, profile);
  for (std::size_t i = 0; i < sites; ++i) {
    system.sites.push_back("site " + std::to_string(i + 1));
    for (std::size_t j = 0; j < sites; ++j) {
      system.legs.push_back(i == j ? near_tables : far_tables);
      system.latencies.push_back(outline((i == j ? near : profile).by_leg.front()));
    }
  }
}

System make_system(const Config& config, const LegLatencies& profile) {
  System system;
  add_sites(system, config, profile);
  system.replicas = config.n;
  const std::size_t sites = system.sites.size();
  for (std::size_t i = 0; i < static_cast<std::size_t>(config.n); ++i) {
    system.nodes.push_back({"r" + std::to_string(i + 1), id_of<SiteId>(i % sites)});
  }
  for (std::size_t i = 0; i < sites; ++i) {
    system.nodes.push_back({"c" + std::to_string(i + 1), id_of<SiteId>(i)});
  }
  quorum::Config protocol;
  protocol.coordinator = quorum::Coordinator::client;
  protocol.read_repair = quorum::ReadRepair::none;
  protocol.fan_out = quorum::FanOut::all;
  protocol.timeout = kLong;
  protocol.read_count = config.r;
  protocol.write_count = config.w;
  system.client.patience = kLong;
  system.stores.push_back({"key", object::ObjectType::reg, protocol, 1, object::Number{0}});
  system.operations.push_back({"write", StoreId{0}, object::Verb::write, Level::quorum, {}});
  system.operations.push_back({"read", StoreId{0}, object::Verb::read, Level::quorum, {}});
  return system;
}

class Experiment {
 public:
  Experiment(const Config& config, System system)
      : config_(config), places_(config.seed, kPlacesStream) {
    const auto client = id_of<NodeId>(static_cast<std::size_t>(config.n));
    scenario_.system = std::move(system);
    scenario_.seed = config.seed;
    scenario_.end = kNever;
    scenario_.script = {{Time{}, Call{client, 0, Key{0}, 1, 0}}, {kNever, Call{client, 1}}};
    start_ = make_world(scenario_);
    start_.queue = {};  // no heartbeats: nobody fails here
    world_ = start_;
  }

  Samples run() {
    const auto trials = static_cast<std::size_t>(config_.trials);
    samples_.write.reserve(trials);
    samples_.read.reserve(trials);
    samples_.fresh_after.reserve(trials);
    for (std::size_t i = 0; i < trials; ++i) trial();
    return std::move(samples_);
  }

 private:
  void trial() {
    place_clients();
    const Rng network = world_.network;
    world_ = start_;
    world_.network = network;
    log_.events.clear();
    log_.operations.clear();
    scenario_.script[1].at = kNever;
    run_until_ended(scenario_, world_, log_, OpId{0});
    scenario_.script[1].at = world_.now;
    run_until_ended(scenario_, world_, log_, OpId{1});
    take();
  }

  // Where the writer and the reader are is drawn for each trial.
  void place_clients() {
    const std::uint64_t clients = client_count(scenario_.system);
    if (clients == 1) return;
    for (TimedCommand& step : scenario_.script) {
      const auto place = static_cast<std::size_t>(places_.below(clients));
      std::get<Call>(step.command).client =
          id_of<NodeId>(static_cast<std::size_t>(config_.n) + place);
    }
  }

  void take() {
    const Operation& write = log_.operations[0];
    const Operation& read = log_.operations[1];
    const std::int64_t wait = fresh_after();
    samples_.write.push_back((write.returned - write.called).us);
    samples_.read.push_back((read.returned - read.called).us);
    samples_.fresh_after.push_back(wait);
    const bool saw_it = read.answer.shown.writer_op == write.op;
    if (saw_it != (wait == 0)) ++samples_.disagreements;
  }

  // The least, over the R replicas that answered first, of how much later the write came to it
  // than the question did; 0 where the write came first somewhere.
  std::int64_t fresh_after() const {
    std::array<Time, kReplicasMax> written{};
    std::array<Time, kReplicasMax> asked{};
    std::int64_t least = INT64_MAX;
    int answers = 0;
    for (const Event& event : log_.events) {
      if (event.kind == EventKind::sent && event.message == MessageKind::write_ask) {
        written[index(event.peer)] = event.until;
      } else if (event.kind == EventKind::sent && event.message == MessageKind::read_ask) {
        asked[index(event.peer)] = event.until;
      } else if (event.kind == EventKind::delivered && event.message == MessageKind::read_reply) {
        if (answers++ == config_.r) break;
        const std::size_t replica = index(event.peer);
        least = std::min(least, (written[replica] - asked[replica]).us);
      }
    }
    ENSURE(answers >= config_.r);
    return std::max<std::int64_t>(least, 0);
  }

  Config config_;
  Scenario scenario_;
  World start_;
  World world_;
  Log log_;
  Rng places_;
  Samples samples_;
};

}  // namespace

Result<Samples> measure(const Config& config) {
  const Result<LegLatencies> profile = profile_named(config.profile, kTicksInMs);
  if (!profile) return profile.error();
  if (config.n < 1 || config.n > kReplicasMax) {
    return Error{"n is " + std::to_string(config.n) + ", must be from 1 to " +
                 std::to_string(kReplicasMax)};
  }
  if (config.r < 1 || config.r > config.n) return bad("r", config.r, config.n);
  if (config.w < 1 || config.w > config.n) return bad("w", config.w, config.n);
  return Experiment(config, make_system(config, *profile)).run();
}

}  // namespace caplab::pbs
