// The registry.
#include "engine/check/models.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/check/bounded_staleness.h"
#include "engine/check/causal.h"
#include "engine/check/causal_convergence.h"
#include "engine/check/causal_memory.h"
#include "engine/check/converged.h"
#include "engine/check/linearizable.h"
#include "engine/check/monotonic_reads.h"
#include "engine/check/monotonic_writes.h"
#include "engine/check/pram.h"
#include "engine/check/read_your_writes.h"
#include "engine/check/sequential.h"
#include "engine/check/undecided.h"
#include "engine/check/writes_follow_reads.h"

namespace caplab::check {
namespace {

using history::History;
using history::ObjectType;
using history::Operation;
using history::Value;

// Numbers that a search keeps of a set: a bit for each element, in each state and for each read.
constexpr std::uint64_t kSetNumbersMax = std::uint64_t{1} << 24;  // 128 MB

constexpr std::array kAllObjects{ObjectType::reg, ObjectType::kv,  ObjectType::counter,
                                 ObjectType::set, ObjectType::log, ObjectType::account};

constexpr std::array kAllButAccounts{ObjectType::reg, ObjectType::kv, ObjectType::counter,
                                     ObjectType::set, ObjectType::log};

constexpr std::array kModels{
    Model{"linearizable", "one order for all that respects real time", check_linearizable,
          kAllObjects},
    Model{"sequential", "one order for all that keeps each process's own", check_sequential,
          kAllObjects},
    Model{"causal", "every result is explained by what had led to it", check_causal,
          kAllButAccounts},
    Model{"causal-convergence", "causal, and one order of conflicting writes for all",
          check_causal_convergence, kAllButAccounts},
    Model{"causal-memory", "causal, and one order for each process's results", check_causal_memory,
          kAllButAccounts},
    Model{"pram", "each process sees the others' writes in their order", check_pram,
          kAllButAccounts},
    Model{"read-your-writes", "a process sees what it wrote", check_read_your_writes,
          kAllButAccounts},
    Model{"monotonic-reads", "a process never sees less than it has seen", check_monotonic_reads,
          kAllButAccounts},
    Model{"monotonic-writes", "a process's writes are seen in its order", check_monotonic_writes,
          kAllButAccounts},
    Model{"writes-follow-reads", "a write is seen after what its process had read",
          check_writes_follow_reads, kAllButAccounts},
    Model{"bounded-staleness", "what is read is at most so many versions or microseconds old",
          check_bounded_staleness, kAllButAccounts},
    Model{"converged", "after the last update all read the same, and what the updates left",
          check_converged, kAllButAccounts},
};

// Whether states alone would take too much memory. All but those of sets are as large as the
// history.
bool is_too_large(const History& history, const Options& options) {
  if (options.object != ObjectType::set) return false;
  struct Size {
    std::set<Value> elements;
    std::size_t operations = 2;  // and the states before and after all
  };
  std::map<std::int32_t, Size> sizes;
  for (const Operation& op : history.operations) {
    Size& size = sizes[op.key];
    ++size.operations;
    if (op.results) size.elements.insert(op.results->begin(), op.results->end());
    if (!history::is_read(op.function)) size.elements.insert(op.argument);
  }
  std::uint64_t numbers = 0;
  for (const auto& [key, size] : sizes) {
    numbers += std::uint64_t{size.elements.size() / 64 + 1} * size.operations;
  }
  return numbers > kSetNumbersMax;
}

}  // namespace

std::span<const Model> models() { return kModels; }

const Model* find_model(std::string_view name) {
  for (const Model& model : kModels) {
    if (model.name == name) return &model;
  }
  return nullptr;
}

std::vector<std::string_view> model_names() {
  std::vector<std::string_view> names;
  for (const Model& model : kModels) names.push_back(model.name);
  return names;
}

Verdict decide(const Model& model, const History& history, const Options& options) {
  Verdict verdict;
  if (is_too_large(history, options)) {
    verdict.why = too_large_text();
    return verdict;
  }
  verdict = model.check(history, options);
  if (verdict.answer == Answer::undecided && verdict.why.empty()) {
    verdict.why = "No answer within " + std::to_string(options.steps_max) +
                  " steps; a larger budget may find one.";
  }
  return verdict;
}

bool limits_staleness(const Model& model) { return model.name == "bounded-staleness"; }

bool is_defined(const Model& model, ObjectType object) {
  return std::find(model.objects.begin(), model.objects.end(), object) != model.objects.end();
}

std::vector<MatrixRow> model_matrix() {
  std::vector<MatrixRow> rows;
  for (const Model& model : kModels) {
    MatrixRow row{.model = model.name, .defined = {}};
    for (const std::string_view type : history::object_type_names()) {
      row.defined.push_back(is_defined(model, *history::find_object_type(type)));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace caplab::check
