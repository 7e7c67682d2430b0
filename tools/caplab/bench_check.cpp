// Histories of the kinds that other checkers' published figures are about.
#include "tools/caplab/bench_check.h"

#include <cstdint>
#include <string>

#include "engine/base/ensure.h"
#include "engine/check/models.h"
#include "tools/caplab/bench_time.h"
#include "tools/caplab/sample_history.h"

namespace caplab {
namespace {

using history::ObjectType;

// What is checked: histories of one shape, from as many seeds.
struct Load {
  const char* name;
  const char* model;
  SampleShape shape;
  std::uint64_t histories = 1;
  bool split = true;  // by key
};

std::vector<SampleHistory> samples_of(const Load& load) {
  std::vector<SampleHistory> samples;
  for (std::uint64_t seed = 1; seed <= load.histories; ++seed) {
    samples.push_back(sample_history(load.shape, seed));
    samples.back().options.explain_steps_max = 0;
    samples.back().options.split = load.split;
  }
  return samples;
}

BenchRow row_of(const Load& load) {
  const check::Model& model = *check::find_model(load.model);
  const std::vector<SampleHistory> samples = samples_of(load);
  const double seconds = seconds_taken([&] {
    for (const SampleHistory& sample : samples) {
      const check::Verdict verdict = model.check(sample.history, sample.options);
      ENSURE(verdict.answer != check::Answer::undecided);
    }
  });
  return {"check." + std::string(load.name), seconds * 1000, "ms"};
}

}  // namespace

std::vector<BenchRow> bench_check() {
  const SampleShape etcd{.clients = 5, .operations = 80, .unknown = {1, 10}, .falsified = {1, 4}};
  const SampleShape kv{
      .object = ObjectType::kv, .clients = 50, .operations = 1700, .keys = 10, .unknown = {0, 1}};
  const SampleShape kv_few{
      .object = ObjectType::kv, .clients = 10, .operations = 405, .keys = 10, .unknown = {0, 1}};
  const SampleShape unique{
      .clients = 10, .operations = 5000, .keys = 10, .values = 0, .unknown = {0, 1}};
  SampleShape million = unique;
  million.operations = 1'000'000;
  // As the grader has them.
  const SampleShape small{
      .object = ObjectType::account, .clients = 3, .operations = 8, .values = 100};
  std::vector<BenchRow> rows;
  for (const Load& load :
       {Load{"linearizable-102x80", "linearizable", etcd, 102},
        Load{"linearizable-kv-1700", "linearizable", kv},
        Load{"linearizable-kv-405", "linearizable", kv_few},
        Load{"linearizable-kv-405-unsplit", "linearizable", kv_few, 1, false},
        Load{"linearizable-1000x8", "linearizable", small, 1000},
        Load{"linearizable-1000000", "linearizable", million},
        Load{"sequential-5000", "sequential", unique}, Load{"causal-5000", "causal", unique},
        Load{"causal-convergence-5000", "causal-convergence", unique},
        Load{"causal-memory-5000", "causal-memory", unique}, Load{"pram-5000", "pram", unique}}) {
    rows.push_back(row_of(load));
  }
  return rows;
}

}  // namespace caplab
