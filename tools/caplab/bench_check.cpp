// The histories are made like recorded ones: clients call at random times, and each operation takes
// effect at one moment inside its call. Some are then falsified in one read.
#include "tools/caplab/bench_check.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "engine/base/ensure.h"
#include "engine/base/rng.h"
#include "engine/check/linearizable.h"

namespace caplab {
namespace {

using history::Function;
using history::History;
using history::ObjectType;
using history::Operation;
using history::Outcome;

struct Load {
  ObjectType object = ObjectType::reg;
  int clients = 5;
  int operations = 80;
  int keys = 1;
  std::int64_t values = 5;
  Ratio unknown{1, 10};
  Ratio falsified{1, 4};  // of the histories
};

struct Sample {
  History history;
  check::Options options;
};

Operation call(Rng& rng, const Load& load, std::int64_t process, std::int64_t at) {
  const auto functions = history::functions_of(load.object);
  Operation op;
  op.process = process;
  op.key = static_cast<std::int32_t>(rng.between(0, load.keys - 1));
  op.function = functions[static_cast<std::size_t>(rng.below(functions.size()))];
  op.argument = rng.between(0, load.values - 1);
  op.argument2 = rng.between(0, load.values - 1);
  op.called = at;
  op.returned = at + rng.between(1'000, 20'000);
  op.outcome = rng.chance(load.unknown) ? Outcome::unknown : Outcome::ok;
  return op;
}

// Each client calls again a little after its last operation ended.
std::vector<Operation> calls(Rng& rng, const Load& load) {
  std::vector<Operation> operations;
  std::vector<std::int64_t> free_at(static_cast<std::size_t>(load.clients), 0);
  std::int64_t process = 0;
  for (int i = 0; i < load.operations; ++i) {
    auto& at = *std::min_element(free_at.begin(), free_at.end());
    operations.push_back(call(rng, load, process++, at + rng.between(0, 5'000)));
    at = operations.back().returned;
  }
  std::sort(operations.begin(), operations.end(),
            [](const Operation& a, const Operation& b) { return a.called < b.called; });
  return operations;
}

// Of a register or an account.
void take_effect(Operation& op, std::int64_t& state) {
  switch (op.function) {
    case Function::read:
    case Function::balance: op.result = state; break;
    case Function::write: state = op.argument; break;
    case Function::cas:
      op.accepted = state == op.argument;
      if (op.accepted) state = op.argument2;
      break;
    case Function::deposit: state += op.argument; break;
    case Function::withdraw:
      op.accepted = state >= op.argument;
      if (op.accepted) state -= op.argument;
      break;
    default: ENSURE(false);
  }
}

// Half of the operations whose outcome is not known never take effect.
void tell_truth(Rng& rng, std::vector<Operation>& operations, int keys, std::int64_t start) {
  std::vector<std::pair<std::int64_t, std::size_t>> moments;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const Operation& op = operations[i];
    if (op.outcome == Outcome::unknown && rng.chance({1, 2})) continue;
    moments.push_back({rng.between(op.called, op.returned), i});
  }
  std::sort(moments.begin(), moments.end());
  std::vector<std::int64_t> states(static_cast<std::size_t>(keys), start);
  for (const auto& [at, i] : moments) {
    take_effect(operations[i], states[static_cast<std::size_t>(operations[i].key)]);
  }
}

void hide_unknown(std::vector<Operation>& operations) {
  for (Operation& op : operations) {
    if (op.outcome != Outcome::unknown) continue;
    op.returned = history::kNotReturned;
    op.accepted = true;
    op.result = history::kNoValue;
  }
}

// One read that ended tells something else.
void falsify(Rng& rng, const Load& load, std::vector<Operation>& operations) {
  const auto first = operations.begin() + static_cast<std::ptrdiff_t>(rng.below(operations.size()));
  const auto read = std::find_if(first, operations.end(), [](const Operation& op) {
    return history::is_read(op.function) && op.outcome == Outcome::ok;
  });
  if (read != operations.end()) read->result = rng.between(0, load.values - 1);
}

Sample make_sample(std::uint64_t seed, const Load& load) {
  Rng rng(seed, 0);
  Sample sample;
  sample.options.object = load.object;
  sample.options.initial = 0;
  sample.options.explain_steps_max = 0;
  sample.history.operations = calls(rng, load);
  tell_truth(rng, sample.history.operations, load.keys, sample.options.initial);
  hide_unknown(sample.history.operations);
  if (rng.chance(load.falsified)) falsify(rng, load, sample.history.operations);
  return sample;
}

std::vector<Sample> make_samples(const Load& load, std::uint64_t count) {
  std::vector<Sample> samples;
  for (std::uint64_t seed = 1; seed <= count; ++seed) samples.push_back(make_sample(seed, load));
  return samples;
}

// How often `run` runs in a second, measured over at least half of one.
template <typename Run>
double per_second(Run run) {
  using Seconds = std::chrono::duration<double>;
  const auto begin = std::chrono::steady_clock::now();
  double runs = 0;
  Seconds passed{};
  while (passed < Seconds(0.5)) {
    run();
    ++runs;
    passed = std::chrono::steady_clock::now() - begin;
  }
  return runs / passed.count();
}

double checks_per_second(const Load& load, std::uint64_t count) {
  const std::vector<Sample> samples = make_samples(load, count);
  const double rounds = per_second([&samples] {
    for (const Sample& sample : samples) {
      const check::Verdict verdict = check::check_linearizable(sample.history, sample.options);
      ENSURE(verdict.answer != check::Answer::undecided);
    }
  });
  return rounds * static_cast<double>(count);
}

}  // namespace

std::vector<BenchRow> bench_check() {
  // As many clients, operations and values as in the recorded histories of a real key-value store.
  const Load recorded;
  const Load split{.clients = 50, .operations = 1700, .keys = 10, .unknown = {0, 1}};
  // As the grader has them.
  const Load small{.object = ObjectType::account, .clients = 3, .operations = 8, .values = 100};
  return {{"check.linearizable", checks_per_second(recorded, 100), "histories/s"},
          {"check.linearizable-1700", checks_per_second(split, 4), "histories/s"},
          {"check.linearizable-8", checks_per_second(small, 100), "histories/s"}};
}

}  // namespace caplab
