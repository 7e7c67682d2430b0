// The evidence of the models that know no clock: that it alone violates the model whatever the
// other operations did, and that none of it can be spared, both by the models' twin.
#include "engine/check/evidence.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "engine/base/rng.h"
#include "engine/check/accesses.h"
#include "engine/check/explained.h"
#include "engine/check/freed.h"
#include "engine/check/models.h"
#include "engine/check/tell.h"
#include "tests/unit/causal_brute_force.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::are_accesses;
using check::Contradiction;
using check::Options;
using check::Verdict;
using history::History;
using history::ObjectType;
using history::Operation;
using history::Outcome;
using Positions = std::vector<std::size_t>;

struct Judged {
  Clockless twin;
  const char* model;
};

constexpr std::array kJudged{
    Judged{Clockless::causal, "causal"},
    Judged{Clockless::causal_convergence, "causal-convergence"},
    Judged{Clockless::causal_memory, "causal-memory"},
    Judged{Clockless::pram, "pram"},
    Judged{Clockless::sequential, "sequential"},
};

bool contains(const Positions& positions, std::size_t position) {
  return std::find(positions.begin(), positions.end(), position) != positions.end();
}

// Only `kept` binds; of the other updates those in `took_effect` happened, each in a process of its
// own.
History with_only(const History& history, const Positions& kept, std::uint32_t took_effect) {
  History binding = history;
  binding.operations.clear();
  std::int64_t process = 1000;
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    Operation op = history.operations[i];
    const bool is_effect = op.accepted && op.outcome != Outcome::fail && !is_read(op.function);
    if (!contains(kept, i)) {
      if (!is_effect || (took_effect >> i & 1U) == 0) continue;
      op.process = process++;
      op.outcome = Outcome::ok;
    }
    binding.operations.push_back(std::move(op));
  }
  return binding;
}

// Whether all subsets of the others violate the model, too.
bool proves(Clockless model, const History& history, const Options& options,
            const Positions& kept) {
  const std::uint32_t subsets = 1U << history.operations.size();
  for (std::uint32_t took_effect = 0; took_effect < subsets; ++took_effect) {
    bool is_new = true;  // it names no operation that is kept or has no effect
    for (std::size_t i = 0; i < history.operations.size(); ++i) {
      const bool free = !contains(kept, i) && check::is_update(history.operations[i]);
      is_new = is_new && (free || (took_effect >> i & 1U) == 0);
    }
    if (is_new && brute_force(model, with_only(history, kept, took_effect), options)) return false;
  }
  return true;
}

Positions without(Positions positions, std::size_t position) {
  std::erase(positions, position);
  return positions;
}

// --- reasons, link by link ---

history::Value found_by(const Operation& op) {
  return op.function == history::Function::cas ? op.argument : op.result;
}

bool found_something(const Operation& op) {
  const bool refused = !op.accepted || op.outcome == Outcome::fail;
  return is_read(op.function) || (op.function == history::Function::cas && !refused);
}

bool refused_cas(const Operation& op) {
  return op.function == history::Function::cas && (!op.accepted || op.outcome == Outcome::fail);
}

history::Value written_by(const Operation& op) {
  return op.function == history::Function::cas ? op.argument2 : op.argument;
}

bool writes_same_key(const Operation& op, const Operation& other) {
  return check::is_update(op) && op.key == other.key;
}

// Whether `reader` can have met only what `writer` wrote, or with null what was there at the start.
bool met_only(const History& history, const Options& options, const Operation& reader,
              const Operation* writer) {
  const auto fits = [&](history::Value value) {
    return (value == found_by(reader)) == found_something(reader);
  };
  if (!found_something(reader) && !refused_cas(reader)) return false;
  int others = fits(options.initial) != (writer == nullptr) ? 1 : 0;
  bool is_one = writer == nullptr;
  for (const Operation& op : history.operations) {
    if (&op == &reader || !writes_same_key(op, reader) || !fits(written_by(op))) continue;
    is_one = is_one || &op == writer;
    if (&op != writer && op.called <= reader.returned) ++others;
  }
  return others == 0 && is_one;
}

struct Proven {
  const History& history;
  const Options& options;
  const Verdict& verdict;

  const Operation& at(std::size_t i) const { return history.operations[i]; }
  bool happened(std::size_t i) const;
  void check_link(const check::Link& link) const;
  void check_replaced(const check::Link& link) const;
  void check_unseen(const check::Link& link) const;
  const check::Proof* proof_of(const check::Link& link) const;
};

const check::Proof* Proven::proof_of(const check::Link& link) const {
  for (const check::Proof& proof : verdict.reason.proofs) {
    if (proof.link == link) return &proof;
  }
  return nullptr;
}

// What has an unknown outcome happened only if somebody found it.
bool Proven::happened(std::size_t i) const {
  return at(i).outcome != Outcome::unknown ||
         std::any_of(verdict.operations.begin(), verdict.operations.end(), [&](std::size_t reader) {
           return at(reader).outcome != Outcome::unknown &&
                  met_only(history, options, at(reader), &at(i));
         });
}

void check_way(const std::vector<check::Link>& way, std::size_t from, std::size_t to) {
  REQUIRE_FALSE(way.empty());
  for (std::size_t i = 1; i < way.size(); ++i) CHECK(way[i - 1].after == way[i].before);
  CHECK(way.front().before == from);
  CHECK(way.back().after == to);
}

// Of two writes, the one that `via` knew of and did not find.
void Proven::check_replaced(const check::Link& link) const {
  CHECK(writes_same_key(at(link.before), at(link.via)));
  CHECK(met_only(history, options, at(link.via), &at(link.after)));
  const check::Proof* proof = proof_of(link);
  REQUIRE(proof != nullptr);
  check_way(proof->because, link.before, link.via);
}

// A read, and a write that replaced what it found.
void Proven::check_unseen(const check::Link& link) const {
  CHECK(writes_same_key(at(link.after), at(link.before)));
  const check::Proof* proof = proof_of(link);
  if (proof == nullptr) {
    CHECK(met_only(history, options, at(link.before), nullptr));
    return;
  }
  const std::size_t writer = proof->because.front().before;
  CHECK(met_only(history, options, at(link.before), &at(writer)));
  check_way(proof->because, writer, link.after);
}

void Proven::check_link(const check::Link& link) const {
  using check::Because;
  if (link.because == Because::start) {
    CHECK(link.after == verdict.reason.newer);
    return;
  }
  if (verdict.reason.contradiction != Contradiction::unfitting) {
    CHECK(happened(link.before));
    CHECK(happened(link.after));
  }
  switch (link.because) {
    case Because::process:
      CHECK(at(link.before).process == at(link.after).process);
      CHECK(link.before < link.after);
      break;
    case Because::time: CHECK(at(link.before).returned < at(link.after).called); break;
    case Because::read: CHECK(met_only(history, options, at(link.after), &at(link.before))); break;
    case Because::replaced: check_replaced(link); break;
    case Because::unseen: check_unseen(link); break;
    case Because::order:
    case Because::start: FAIL("nobody knows that"); break;
  }
}

void check_outdated(const Proven& proven) {
  const check::Reason& reason = proven.verdict.reason;
  const std::size_t writer = reason.chain.front().before;
  const bool from_start = writer == check::kNoOperation;
  CHECK(writes_same_key(proven.at(reason.newer), proven.at(reason.read)));
  CHECK(met_only(proven.history, proven.options, proven.at(reason.read),
                 from_start ? nullptr : &proven.at(writer)));
  CHECK(std::any_of(reason.chain.begin(), reason.chain.end(),
                    [&](const check::Link& link) { return link.after == reason.newer; }));
  check_way(reason.chain, writer, reason.read);
}

// Every statement follows from the history or from those before it, and together they contradict
// each other.
void check_reason(const History& history, const Options& options, const Verdict& verdict) {
  const Proven proven{history, options, verdict};
  const check::Reason& reason = verdict.reason;
  for (const std::size_t operation : check::operations_of(reason)) {
    CHECK(contains(verdict.operations, operation));
  }
  for (const check::Link& link : reason.chain) proven.check_link(link);
  for (const check::Proof& proof : reason.proofs) {
    for (const check::Link& link : proof.because) proven.check_link(link);
  }
  if (reason.contradiction == Contradiction::outdated) check_outdated(proven);
  if (reason.contradiction == Contradiction::cycle) {
    check_way(reason.chain, reason.chain.front().before, reason.chain.front().before);
  }
}

// --- evidence ---

void check_evidence(Clockless model, const History& history, const Options& options,
                    const Verdict& verdict) {
  REQUIRE_FALSE(verdict.core.empty());
  CHECK(std::is_sorted(verdict.operations.begin(), verdict.operations.end()));
  CHECK(std::includes(verdict.operations.begin(), verdict.operations.end(), verdict.core.begin(),
                      verdict.core.end()));
  CHECK(proves(model, history, options, verdict.core));
  for (const std::size_t operation : verdict.core) {
    CHECK_FALSE(proves(model, history, options, without(verdict.core, operation)));
  }
  // The beginning of the history up to `stuck` is violated, and no shorter one.
  CHECK(verdict.stuck == verdict.core.back());
  Positions earlier;
  for (std::size_t i = 0; i < verdict.stuck; ++i) earlier.push_back(i);
  CHECK_FALSE(proves(model, history, options, earlier));
  CHECK_FALSE(verdict.why.empty());
  check_reason(history, options, verdict);
}

// Every read finds something that was written on its key, or the start: then few results come from
// nowhere, and those that contradict each other do so by their order.
void rewire(RandomHistory& made, std::uint64_t seed) {
  Rng rng(seed, 0);
  for (Operation& op : made.history.operations) {
    if (!is_read(op.function) || op.results || op.outcome != Outcome::ok) continue;
    std::vector<history::Value> values{made.options.initial};
    for (const Operation& write : made.history.operations) {
      if (write.key != op.key || is_read(write.function)) continue;
      const bool cas = write.function == history::Function::cas;
      values.push_back(cas ? write.argument2 : write.argument);
    }
    op.result = values[static_cast<std::size_t>(rng.below(values.size()))];
  }
}

struct Tally {
  int violated = 0;
  int told = 0;
};

void check_random(const Judged& judged, ObjectType object, std::uint64_t count,
                  const Shape& shape) {
  const check::Model& model = *check::find_model(judged.model);
  Tally tally;
  for_seeds(1, count, [&](std::uint64_t seed) {
    RandomHistory made = random_history(seed, object, shape);
    if (are_accesses(made.history, made.options)) rewire(made, seed);
    const Verdict verdict = model.check(made.history, made.options);
    if (verdict.answer != Answer::violated) return;
    INFO(replay_text(made, seed, "evidence of random histories violates by itself"));
    INFO(judged.model << ": " << verdict.why);
    check_evidence(judged.twin, made.history, made.options, verdict);
    ++tally.violated;
    if (verdict.reason.contradiction != Contradiction::none) ++tally.told;
    for (const std::string& step : check::tell(made.history, made.options, verdict)) {
      CHECK(step.size() > 10);
    }
  });
  if (seed_to_replay() != 0) return;
  INFO(judged.model << ", " << name_of(object) << ": " << tally.told << " of " << tally.violated
                    << " are told");
  CHECK(tally.violated * 20 > static_cast<int>(count));
  // Nearly every violation is told as a chain of statements.
  CHECK(tally.told * 10 >= tally.violated * 8);
}

void check_random(std::uint64_t count, const Shape& shape) {
  for (const Judged& judged : kJudged) {
    for (const ObjectType object : check::find_model(judged.model)->objects) {
      check_random(judged, object, count, shape);
    }
  }
}

}  // namespace

TEST_CASE("reasons against linearizability follow from the history") {
  const check::Model& model = *check::find_model("linearizable");
  int told = 0;
  for (const ObjectType object : model.objects) {
    for_seeds(1, 500, [&](std::uint64_t seed) {
      RandomHistory made = random_history(seed, object, Shape{});
      if (are_accesses(made.history, made.options)) rewire(made, seed);
      const Verdict verdict = model.check(made.history, made.options);
      INFO(replay_text(made, seed, "reasons against linearizability follow from the history"));
      check_reason(made.history, made.options, verdict);
      const Contradiction reason = verdict.reason.contradiction;
      if (reason == Contradiction::cycle || reason == Contradiction::outdated) ++told;
    });
  }
  CHECK((told > 100 || seed_to_replay() != 0));
}

TEST_CASE("evidence violates by itself however small the budget was") {
  for_seeds(1, 1500, [](std::uint64_t seed) {
    const Shape shape{.operations_max = 5, .unknown = {1, 3}};
    RandomHistory made = random_history(seed, ObjectType::reg, shape);
    rewire(made, seed);
    made.options.explain_steps_max = static_cast<std::int64_t>(seed % 40);
    const Judged& judged = kJudged[seed % kJudged.size()];
    const Verdict verdict = check::find_model(judged.model)->check(made.history, made.options);
    if (verdict.answer != Answer::violated) return;
    INFO(replay_text(made, seed, "evidence violates by itself however small the budget was"));
    if (made.options.explain_steps_max == 0) {
      CHECK(verdict.operations.empty());
      CHECK(verdict.reason == check::Reason{});
      return;
    }
    CHECK(proves(judged.twin, made.history, made.options, verdict.core));
    check_reason(made.history, made.options, verdict);
  });
}

TEST_CASE("evidence of random histories violates by itself") {
  check_random(60, {.operations_max = 5});
}

TEST_CASE("evidence of many random histories violates by itself", "[full]") {
  check_random(4000, {.operations_max = 5});
  check_random(300, {.operations_max = 7});
}

}  // namespace caplab::test
