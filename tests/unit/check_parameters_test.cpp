// What a source of histories may mean differently is a parameter, and every model obeys it: failed
// compare-and-sets, null reads, the start; unknown outcomes, closed intervals, several keys.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/reader.h"
#include "engine/history/words.h"
#include "tests/unit/every_model.h"
#include "tests/unit/random_history.h"

namespace caplab::test {
namespace {

using check::Answer;
using check::FailedCas;
using check::Model;
using check::NullRead;
using check::Options;
using check::Verdict;
using history::Function;
using history::History;
using history::ObjectType;
using history::Operation;
using history::Outcome;

// One line of a process each: "0 invoke write 1", as Jepsen writes them, keys in front of values.
History jepsen(std::string_view lines, ObjectType object = ObjectType::reg, bool keyed = false) {
  const history::Source source{
      .object = object, .format = history::Format::jepsen, .independent = keyed};
  const Result<History> history = history::read_history(lines, "h", source);
  INFO((history ? "" : history.error().message));
  REQUIRE(history.ok());
  return *history;
}

Answer answer_of(const Model& model, const History& history, const Options& options) {
  return check::decide(model, history, with_bound(model, options)).answer;
}

Answer answer_of(std::string_view model, const History& history, const Options& options) {
  return answer_of(*check::find_model(model), history, options);
}

void all_hold(const History& history, const Options& options) {
  for (const Model& model : check::models()) {
    INFO(model.name);
    if (!check::is_defined(model, options.object)) continue;
    CHECK(answer_of(model, history, options) == Answer::holds);
  }
}

// Of the models that explain every result by one order, or one a process.
constexpr std::array<std::string_view, 6> kOrders{"linearizable",       "sequential",    "causal",
                                                  "causal-convergence", "causal-memory", "pram"};

void orders_are_violated(const History& history, const Options& options) {
  for (const std::string_view model : kOrders) {
    INFO(model);
    if (!check::is_defined(*check::find_model(model), options.object)) continue;
    CHECK(answer_of(model, history, options) == Answer::violated);
  }
}

// The same, but that intervals that touched now overlap.
History overlapping(History history) {
  for (Operation& op : history.operations) {
    op.called *= 2;
    if (op.returned != history::kNotReturned) op.returned = op.returned * 2 + 1;
  }
  return history;
}

// Whether no process calls at the very time at which its last call returned: such two are
// concurrent by their times, so linearizability does not keep the process's order there.
bool is_ordered_by_time(const History& history) {
  std::map<std::int64_t, std::int64_t> returned;  // by process
  for (const Operation& op : history.operations) {
    const auto last = returned.try_emplace(op.process, INT64_MIN).first;
    if (op.called <= last->second) return false;
    last->second = op.returned;
  }
  return true;
}

// Calls run(made, model) for random histories of every type of object, and every model.
template <typename Run>
void for_random_histories(std::uint64_t count, Run run) {
  for_every_model([&](const Model& model, ObjectType object) {
    for_seeds(1, count, [&](std::uint64_t seed) {
      const RandomHistory made = random_history(seed, object, {.operations_max = 6});
      INFO(pair_text(model, object));
      INFO(replay_text(made, seed, "(parameters)"));
      run(made, model);
    });
  });
}

std::vector<history::Value> numbers_of(History& history, std::vector<const char*> texts) {
  history::Words words(history.words);
  std::vector<history::Value> numbers;
  for (const char* text : texts) {
    json::Value value;
    value.kind = json::Kind::text;
    value.text = text;
    numbers.push_back(words.number_of(value));
  }
  return numbers;
}

}  // namespace

TEST_CASE("an empty history has every consistency") {
  for_every_model([](const Model& model, ObjectType object) {
    INFO(pair_text(model, object));
    const Verdict verdict = check::decide(model, {}, with_bound(model, {.object = object}));
    CHECK(verdict.answer == Answer::holds);
    CHECK_FALSE(verdict.why.empty());
  });
}

TEST_CASE("a failed compare-and-set met another value, or tells nothing") {
  const History history = jepsen(
      "{:process 0 :type :invoke :f :write :value 1}\n"
      "{:process 0 :type :ok     :f :write :value 1}\n"
      "{:process 0 :type :invoke :f :cas   :value [1 2]}\n"
      "{:process 0 :type :fail   :f :cas   :value [1 2]}\n");
  orders_are_violated(history, {});
  all_hold(history, {.failed_cas = FailedCas::absent});
  const History other = jepsen(
      "{:process 0 :type :invoke :f :write :value 1}\n"
      "{:process 0 :type :ok     :f :write :value 1}\n"
      "{:process 0 :type :invoke :f :cas   :value [5 2]}\n"
      "{:process 0 :type :fail   :f :cas   :value [5 2]}\n");
  all_hold(other, {});
  all_hold(other, {.failed_cas = FailedCas::absent});
}

TEST_CASE("a null read saw no value, or tells nothing") {
  const History history = jepsen(
      "{:process 0 :type :invoke :f :write :value 1}\n"
      "{:process 0 :type :ok     :f :write :value 1}\n"
      "{:process 0 :type :invoke :f :read}\n"
      "{:process 0 :type :ok     :f :read  :value nil}\n");
  orders_are_violated(history, {});
  all_hold(history, {.null_read = NullRead::any});
  const History kv = jepsen(
      "{:process 0 :type :invoke :f :append :value \"a\"}\n"
      "{:process 0 :type :ok     :f :append :value \"a\"}\n"
      "{:process 0 :type :invoke :f :get}\n"
      "{:process 0 :type :ok     :f :get   :value nil}\n",
      ObjectType::kv);
  orders_are_violated(kv, {.object = ObjectType::kv});
  all_hold(kv, {.object = ObjectType::kv, .null_read = NullRead::any});
  for (const ObjectType object : {ObjectType::set, ObjectType::log}) {
    const std::string add = object == ObjectType::set ? ":add" : ":append";
    const History shown = jepsen(
        "{:process 0 :type :invoke :f " + add + " :value 1}\n{:process 0 :type :ok :f " + add +
            "}\n{:process 0 :type :invoke :f :read}\n{:process 0 :type :ok :f :read :value nil}\n",
        object);
    orders_are_violated(shown, {.object = object});
    all_hold(shown, {.object = object, .null_read = NullRead::any});
  }
}

TEST_CASE("reading less into a history never breaks it") {
  for_random_histories(100, [](const RandomHistory& made, const Model& model) {
    if (answer_of(model, made.history, made.options) != Answer::holds) return;
    Options less = made.options;
    less.failed_cas = FailedCas::absent;
    CHECK(answer_of(model, made.history, less) == Answer::holds);
    less.null_read = NullRead::any;
    CHECK(answer_of(model, made.history, less) == Answer::holds);
  });
}

TEST_CASE("what an object holds at the start is a parameter") {
  const auto read = [](std::string_view function, std::string_view value, ObjectType object) {
    const std::string f(function);
    return jepsen("{:process 0 :type :invoke :f " + f + "}\n{:process 0 :type :ok :f " + f +
                      " :value " + std::string(value) + "}\n",
                  object);
  };
  for (const ObjectType object : {ObjectType::reg, ObjectType::counter, ObjectType::account}) {
    const std::string_view function = object == ObjectType::account ? ":balance" : ":read";
    const History seven = read(function, "7", object);
    all_hold(seven, {.object = object, .initial = 7});
    orders_are_violated(seven, {.object = object});
    orders_are_violated(seven, {.object = object, .initial = 6});
  }
  History text = read(":get", "\"a\"", ObjectType::kv);
  const std::vector<history::Value> numbers = numbers_of(text, {"a", ""});
  all_hold(text, {.object = ObjectType::kv, .initial = numbers[0]});
  orders_are_violated(text, {.object = ObjectType::kv, .initial = numbers[1]});
  for (const ObjectType object : {ObjectType::set, ObjectType::log}) {
    const History shown = read(":read", "[1 2]", object);
    all_hold(shown, {.object = object, .initial_values = {1, 2}});
    orders_are_violated(shown, {.object = object, .initial_values = {1}});
    orders_are_violated(shown, {.object = object});
  }
}

TEST_CASE("an operation of unknown outcome may take effect at any later time, or never") {
  // It happened late, after a value that was written after it was called.
  all_hold(jepsen("{:process 0 :type :invoke :f :write :value 5}\n"
                  "{:process 0 :type :info   :f :write :value 5}\n"
                  "{:process 1 :type :invoke :f :write :value 6}\n"
                  "{:process 1 :type :ok     :f :write :value 6}\n"
                  "{:process 1 :type :invoke :f :read}\n"
                  "{:process 1 :type :ok     :f :read :value 6}\n"
                  "{:process 1 :type :invoke :f :read}\n"
                  "{:process 1 :type :ok     :f :read :value 5}\n"),
           {});
  // It never happened.
  all_hold(jepsen("{:process 0 :type :invoke :f :write :value 5}\n"
                  "{:process 1 :type :invoke :f :read}\n"
                  "{:process 1 :type :ok     :f :read :value nil}\n"),
           {});
  // Nor before it was called, nor twice.
  CHECK(answer_of("linearizable",
                  jepsen("{:process 1 :type :invoke :f :read}\n"
                         "{:process 1 :type :ok     :f :read :value 5}\n"
                         "{:process 0 :type :invoke :f :write :value 5}\n"
                         "{:process 0 :type :info   :f :write :value 5}\n"),
                  {}) == Answer::violated);
  orders_are_violated(jepsen("{:process 0 :type :invoke :f :write :value 5}\n"
                             "{:process 0 :type :info   :f :write :value 5}\n"
                             "{:process 1 :type :invoke :f :read}\n"
                             "{:process 1 :type :ok     :f :read :value 5}\n"
                             "{:process 1 :type :invoke :f :write :value 6}\n"
                             "{:process 1 :type :ok     :f :write :value 6}\n"
                             "{:process 1 :type :invoke :f :read}\n"
                             "{:process 1 :type :ok     :f :read :value 5}\n"),
                      {});
  struct Pending {
    ObjectType object;
    std::string call;
    std::string read;
  };
  const std::vector<Pending> pending{
      {ObjectType::kv, ":append :value \"a\"", ":get :value \"a\""},
      {ObjectType::counter, ":add :value 2", ":read :value 2"},
      {ObjectType::set, ":add :value 2", ":read :value #{2}"},
      {ObjectType::log, ":append :value 2", ":read :value [2]"},
      {ObjectType::account, ":deposit :value 2", ":balance :value 2"}};
  for (const Pending& at : pending) {
    const std::string f = at.read.substr(0, at.read.find(' '));
    const std::string result = "{:process 1 :type :invoke :f " + f + "}\n{:process 1 :type :ok :f ";
    const std::string call = "{:process 0 :type :invoke :f " + at.call + "}\n";
    all_hold(jepsen(call + result + at.read + "}\n", at.object), {.object = at.object});
    orders_are_violated(jepsen(result + at.read + "}\n", at.object), {.object = at.object});
  }
}

TEST_CASE(
    "what nobody was told the outcome of can be left out of a history that holds without it") {
  for_random_histories(60, [](const RandomHistory& made, const Model& model) {
    History without = made.history;
    std::erase_if(without.operations,
                  [](const Operation& op) { return op.outcome == Outcome::unknown; });
    if (answer_of(model, without, made.options) != Answer::holds) return;
    CHECK(answer_of(model, made.history, made.options) == Answer::holds);
  });
}

TEST_CASE("intervals are closed: those that touch are concurrent") {
  for_random_histories(100, [](const RandomHistory& made, const Model& model) {
    CHECK(answer_of(model, made.history, made.options) ==
          answer_of(model, overlapping(made.history), made.options));
  });
  const auto timed = [](int written, int asked) {
    History history = jepsen(
        "{:process 0 :type :invoke :f :write :value 1}\n"
        "{:process 0 :type :ok     :f :write :value 1}\n"
        "{:process 1 :type :invoke :f :read}\n"
        "{:process 1 :type :ok     :f :read :value nil}\n");
    history.operations[0].returned = written;
    history.operations[1].called = asked;
    history.operations[1].returned = 20;
    return history;
  };
  CHECK(answer_of("linearizable", timed(10, 10), {}) == Answer::holds);
  CHECK(answer_of("linearizable", timed(10, 11), {}) == Answer::violated);
}

TEST_CASE("several keys are several objects, and one history") {
  const std::string own =
      "{:process 0 :type :invoke :f :write :value [:x 1]}\n"
      "{:process 0 :type :ok     :f :write :value [:x 1]}\n"
      "{:process 0 :type :invoke :f :read  :value [:y nil]}\n"
      "{:process 0 :type :ok     :f :read  :value [:y nil]}\n";
  all_hold(jepsen(own, ObjectType::reg, true), {});
  // Each key by itself has one order, but not both together.
  const History both = jepsen(own +
                                  "{:process 1 :type :invoke :f :write :value [:y 1]}\n"
                                  "{:process 1 :type :ok     :f :write :value [:y 1]}\n"
                                  "{:process 1 :type :invoke :f :read  :value [:x nil]}\n"
                                  "{:process 1 :type :ok     :f :read  :value [:x nil]}\n",
                              ObjectType::reg, true);
  const std::map<std::string_view, Answer> answers{
      {"linearizable", Answer::violated}, {"sequential", Answer::violated},
      {"causal", Answer::holds},          {"causal-convergence", Answer::holds},
      {"causal-memory", Answer::holds},   {"pram", Answer::holds}};
  for (const auto& [model, answer] : answers) {
    INFO(model);
    CHECK(answer_of(model, both, {}) == answer);
  }
}

TEST_CASE("a linearizable history has every consistency") {
  for_random_histories(150, [](const RandomHistory& made, const Model& model) {
    if (!is_ordered_by_time(made.history)) return;
    if (answer_of("linearizable", made.history, made.options) != Answer::holds) return;
    CHECK(answer_of(model, made.history, made.options) == Answer::holds);
  });
}

}  // namespace caplab::test
