// Five sites with a replica and a client each; every client writes and reads one register in turn,
// whether or not it was answered before. The fastest of several times counts.
#include "tools/caplab/bench_protocol.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <string>

#include "engine/sim/world.h"
#include "tools/caplab/bench_time.h"

namespace caplab {
namespace {

constexpr int kReplicas = 5;
constexpr int kCopies = 200;
constexpr Duration kEvery = milliseconds(20);  // between one client's calls
constexpr Time kEnd{seconds(5).us};

struct Measured {
  const char* name;
  ProtocolConfig protocol;
  Level read;
  Level write;
};

raft::Config led_from_the_start() {
  raft::Config config;
  config.first_leader = NodeId{0};
  return config;
}

std::vector<Measured> protocols() {
  return {{"primary_backup", primary_backup::Config{}, Level::primary, Level::primary},
          {"quorum", quorum::Config{}, Level::quorum, Level::quorum},
          {"raft", led_from_the_start(), Level::leader, Level::majority},
          {"cache", cache::Config{}, Level::cached, Level::fresh},
          {"outbox", outbox::Config{}, Level::queued, Level::queued},
          {"home_region", home_region::Config{}, Level::home, Level::home},
          {"crdt", crdt::Config{}, Level::local, Level::local},
          {"multi_master", multi_master::Config{}, Level::local, Level::local},
          {"broadcast", broadcast::Config{}, Level::local, Level::local}};
}

System system_of(const Measured& measured) {
  System system;
  for (int i = 0; i < kReplicas; ++i) system.sites.push_back("s" + std::to_string(i + 1));
  for (const char* kind : {"r", "c"}) {
    for (int i = 0; i < kReplicas; ++i) {
      system.nodes.push_back({kind + std::to_string(i + 1), static_cast<SiteId>(i)});
    }
  }
  system.replicas = kReplicas;
  const object::ObjectType type = object::ObjectType::reg;
  system.stores.push_back({"register", type, measured.protocol, 1,
                           initial_content(measured.protocol, type, object::Number{0})});
  system.operations = {{"read", StoreId{0}, object::Verb::read, measured.read, {}},
                       {"write", StoreId{0}, object::Verb::write, measured.write, {}}};
  const Latency near = latency_from(microseconds(300), microseconds(900));
  const Latency far = latency_from(milliseconds(10), milliseconds(15));
  for (int from = 0; from < kReplicas; ++from) {
    for (int to = 0; to < kReplicas; ++to) system.latencies.push_back(from == to ? near : far);
  }
  return system;
}

Scenario scenario_of(const Measured& measured) {
  Scenario scenario{.system = system_of(measured), .script = {}, .end = kEnd, .seed = 1};
  std::int64_t value = 0;
  for (Time at; at < kEnd; at = at + kEvery) {
    for (int client = 0; client < kReplicas; ++client) {
      Call call;
      call.client = static_cast<NodeId>(kReplicas + client);
      call.operation = static_cast<std::uint16_t>(++value % 2);
      call.amount = value;
      scenario.script.push_back({at + microseconds(client * 3000), call});
    }
  }
  return scenario;
}

BenchRow simulate(const Measured& measured, const Scenario& scenario) {
  std::uint64_t events = 0;
  const double seconds = seconds_taken([&] {
    World world = make_world(scenario);
    Log log;
    log.keep_messages = false;
    run(scenario, world, log, scenario.end);
    events = world.steps;
  });
  return {std::string("simulate.") + measured.name, static_cast<double>(events) / seconds,
          "events/s"};
}

BenchRow messages(const Measured& measured, const Log& log) {
  const auto sent = std::count_if(log.events.begin(), log.events.end(), [](const Event& event) {
    return event.kind == EventKind::sent && event.message != MessageKind::ping;
  });
  return {std::string("messages.") + measured.name,
          static_cast<double>(sent) / static_cast<double>(log.operations.size()),
          "messages/operation"};
}

// What the program holds of the heap; 0 where the platform does not say.
double heap_bytes() {
#ifdef __GLIBC__
  return static_cast<double>(mallinfo2().uordblks);
#else
  return 0;
#endif
}

void add_checkpoint(const Measured& measured, const World& world, std::vector<BenchRow>& rows) {
  std::vector<World> copies;
  double bytes = 0;
  const double seconds = seconds_taken([&] {
    copies.clear();
    copies.reserve(kCopies);
    const double before = heap_bytes();
    for (int i = 0; i < kCopies; ++i) copies.push_back(world);
    bytes = heap_bytes() - before;
  });
  rows.push_back({std::string("checkpoint.") + measured.name, 1e6 * seconds / kCopies, "us/copy"});
  if (bytes == 0) return;
  rows.push_back({std::string("checkpoint_size.") + measured.name,
                  bytes / kCopies + static_cast<double>(sizeof(World)), "bytes"});
}

}  // namespace

std::vector<BenchRow> bench_protocols() {
  std::vector<BenchRow> rows;
  for (const Measured& measured : protocols()) {
    const Scenario scenario = scenario_of(measured);
    rows.push_back(simulate(measured, scenario));
    World world = make_world(scenario);
    Log log;
    run(scenario, world, log, Time{scenario.end.us / 2});
    rows.push_back(messages(measured, log));
    add_checkpoint(measured, world, rows);
  }
  return rows;
}

}  // namespace caplab
