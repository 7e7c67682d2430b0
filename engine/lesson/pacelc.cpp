#include "engine/lesson/pacelc.h"

#include <algorithm>

#include "engine/check/linearizable.h"
#include "engine/sim/history_of.h"
#include "engine/sim/world.h"

namespace caplab::lesson {
namespace {

constexpr Time kCut{seconds(3).us};
constexpr Time kHeal{seconds(9).us};
constexpr Time kLastCall{seconds(12).us};
constexpr Time kEnd{seconds(15).us};
constexpr Duration kEvery = milliseconds(400);  // between one client's calls, on average
constexpr std::uint64_t kCallStream = 0x9ac;
constexpr std::int64_t kStepsMax = 2'000'000;

// Each client writes and reads in turn; every value is written once.
std::vector<TimedCommand> draw_calls(const NamedSystem& system, const Configuration& configuration,
                                     std::uint64_t seed) {
  std::vector<TimedCommand> script;
  std::int64_t value = 0;
  for (auto client = static_cast<std::size_t>(system.system.replicas);
       client < system.system.nodes.size(); ++client) {
    Rng rng(seed, kCallStream + client);
    bool writes = rng.chance({1, 2});
    for (Time at = Time{} + seconds(1); at < kLastCall; writes = !writes) {
      const object::Verb verb = writes ? object::Verb::write : object::Verb::read;
      Call call;
      call.client = id_of<NodeId>(client);
      call.operation = operation_at(verb, writes ? configuration.write : configuration.read);
      call.amount = writes ? ++value : 0;
      script.push_back({at, call});
      at = at + microseconds(rng.between(kEvery.us / 2, kEvery.us * 3 / 2));
    }
  }
  return script;
}

void cut_site(const System& system, SiteId site, std::vector<TimedCommand>& script) {
  const NodeSet side = nodes_at(system, site);
  script.push_back({kCut, Cut{side, {all_nodes(system).bits & ~side.bits}, true}});
  script.push_back({kHeal, Heal{}});
}

Log play(const NamedSystem& system, std::vector<TimedCommand> script, std::uint64_t seed) {
  std::stable_sort(script.begin(), script.end(),
                   [](const TimedCommand& a, const TimedCommand& b) { return a.at < b.at; });
  return run_all({system.system, std::move(script), kEnd, seed}, false);
}

check::Answer verdict_on(const System& system, const Log& log) {
  check::Options options;
  options.initial_values = initial_values(system.stores[0]);
  options.initial = options.initial_values.front();
  options.failed_cas = check::FailedCas::absent;
  options.steps_max = kStepsMax;
  const std::vector<OpId> ops = operations_on(system, log, StoreId{0});
  return check::check_linearizable(history_of(system, log, ops), options).answer;
}

bool answered_while_cut(const Log& log, NodeSet side) {
  return std::any_of(log.operations.begin(), log.operations.end(), [&](const Operation& operation) {
    return side.has(operation.client) && operation.called > kCut && operation.returned < kHeal &&
           operation.outcome == Outcome::ok;
  });
}

}  // namespace

std::string text_of(const Letters& letters) {
  return std::string(letters.cut_violated > 0 ? "PA" : "PC") +
         (letters.whole_violated > 0 ? "/EL" : "/EC");
}

Letters measure_letters(const NamedSystem& system, const Configuration& configuration, int runs) {
  Letters letters;
  const std::size_t sites = system.system.sites.size();
  for (int run = 0; run < runs; ++run) {
    const auto seed = static_cast<std::uint64_t>(run) + 1;
    const auto site = id_of<SiteId>(static_cast<std::size_t>(run) % sites);
    std::vector<TimedCommand> script = draw_calls(system, configuration, seed);
    const check::Answer whole = verdict_on(system.system, play(system, script, seed));
    cut_site(system.system, site, script);
    const Log log = play(system, std::move(script), seed);
    const check::Answer cut = verdict_on(system.system, log);
    const bool answered = answered_while_cut(log, nodes_at(system.system, site));
    ++letters.runs;
    letters.whole_violated += whole == check::Answer::violated ? 1 : 0;
    letters.cut_violated += cut == check::Answer::violated && answered ? 1 : 0;
    letters.undecided +=
        whole == check::Answer::undecided || cut == check::Answer::undecided ? 1 : 0;
  }
  return letters;
}

}  // namespace caplab::lesson
