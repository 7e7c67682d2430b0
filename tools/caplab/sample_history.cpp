// First who calls when, then what happens, then what is not told.
#include "tools/caplab/sample_history.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

using history::Function;
using history::History;
using history::kNoValue;
using history::ObjectType;
using history::Operation;
using history::Outcome;
using history::Value;

struct Client {
  std::int64_t process = 0;
  std::int64_t free_at = 0;
};

// What a key holds: a number, or a text by its number among the history's words.
struct State {
  Value value = kNoValue;
  std::string text;
};

class Maker {
 public:
  Maker(const SampleShape& shape, std::uint64_t seed) : shape_(shape), rng_(seed, 0) {}
  SampleHistory make();

 private:
  Value text_number(const std::string& text);
  Value argument();
  Operation call(Client& client);
  void make_calls();
  void take_effect(Operation& op, State& state);
  void tell_truth();
  void hide_unknown();
  void falsify();

  const SampleShape shape_;
  Rng rng_;
  std::int64_t written_ = 0;
  SampleHistory made_;
};

Value Maker::text_number(const std::string& text) {
  std::vector<history::Word>& words = made_.history.words;
  words.push_back({.text = text, .is_text = true});
  return history::kFirstWord + static_cast<Value>(words.size()) - 1;
}

Value Maker::argument() {
  ++written_;
  if (shape_.object == ObjectType::kv) return text_number(" " + std::to_string(written_));
  return shape_.values == 0 ? written_ : rng_.between(0, shape_.values - 1);
}

Operation Maker::call(Client& client) {
  const auto functions = history::functions_of(shape_.object);
  Operation op;
  op.process = client.process;
  op.key = static_cast<std::int32_t>(rng_.between(0, shape_.keys - 1));
  op.function = functions[static_cast<std::size_t>(rng_.below(functions.size()))];
  if (shape_.values == 0 && op.function == Function::cas) op.function = Function::write;
  if (!history::is_read(op.function)) op.argument = argument();
  if (op.function == Function::cas) op.argument2 = argument();
  op.called = client.free_at + rng_.between(0, 5'000);
  op.returned = op.called + rng_.between(1'000, 20'000);
  op.outcome = rng_.chance(shape_.unknown) ? Outcome::unknown : Outcome::ok;
  return op;
}

// Each client calls again a little after its last operation ended; after an unknown outcome it goes
// on as a new process.
void Maker::make_calls() {
  std::vector<Client> clients(static_cast<std::size_t>(shape_.clients));
  std::int64_t unused = 0;
  for (Client& client : clients) client.process = unused++;
  std::vector<Operation>& operations = made_.history.operations;
  for (int i = 0; i < shape_.operations; ++i) {
    Client& client =
        *std::min_element(clients.begin(), clients.end(),
                          [](const Client& a, const Client& b) { return a.free_at < b.free_at; });
    operations.push_back(call(client));
    client.free_at = operations.back().returned;
    if (operations.back().outcome == Outcome::unknown) client.process = unused++;
  }
  std::stable_sort(operations.begin(), operations.end(),
                   [](const Operation& a, const Operation& b) { return a.called < b.called; });
}

void Maker::take_effect(Operation& op, State& state) {
  const auto text_of = [this](Value value) { return word_of(made_.history, value).text; };
  switch (op.function) {
    case Function::read:
    case Function::balance: op.result = state.value; break;
    case Function::get: op.result = state.text.empty() ? kNoValue : text_number(state.text); break;
    case Function::put: state.text = text_of(op.argument); break;
    case Function::append: state.text += text_of(op.argument); break;
    case Function::write: state.value = op.argument; break;
    case Function::cas:
      op.accepted = state.value == op.argument;
      if (op.accepted) state.value = op.argument2;
      break;
    case Function::add:
    case Function::deposit: state.value += op.argument; break;
    case Function::withdraw:
      op.accepted = state.value >= op.argument;
      if (op.accepted) state.value -= op.argument;
      break;
    case Function::remove: ENSURE(false);
  }
}

// Half of the operations whose outcome is not known never take effect.
void Maker::tell_truth() {
  std::vector<Operation>& operations = made_.history.operations;
  std::vector<std::pair<std::int64_t, std::size_t>> moments;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const Operation& op = operations[i];
    if (op.outcome == Outcome::unknown && rng_.chance({1, 2})) continue;
    moments.push_back({rng_.between(op.called, op.returned), i});
  }
  std::sort(moments.begin(), moments.end());
  std::vector<State> states(static_cast<std::size_t>(shape_.keys));
  for (State& state : states) state.value = made_.options.initial;
  for (const auto& [at, i] : moments) {
    take_effect(operations[i], states[static_cast<std::size_t>(operations[i].key)]);
  }
}

void Maker::hide_unknown() {
  for (Operation& op : made_.history.operations) {
    if (op.outcome != Outcome::unknown) continue;
    op.returned = history::kNotReturned;
    op.accepted = true;
    op.result = kNoValue;
  }
}

// One read that ended tells what another one on another moment might have.
void Maker::falsify() {
  std::vector<Operation*> reads;
  for (Operation& op : made_.history.operations) {
    if (history::is_read(op.function) && op.outcome == Outcome::ok) reads.push_back(&op);
  }
  if (reads.empty()) return;
  Operation& read = *reads[static_cast<std::size_t>(rng_.below(reads.size()))];
  read.result = reads[static_cast<std::size_t>(rng_.below(reads.size()))]->result;
}

SampleHistory Maker::make() {
  made_.options.object = shape_.object;
  made_.options.initial = shape_.object == ObjectType::kv ? kNoValue : 0;
  for (int key = 0; shape_.keys > 1 && key < shape_.keys; ++key) {
    made_.history.key_names.push_back({std::to_string(key), true});
  }
  make_calls();
  tell_truth();
  hide_unknown();
  if (rng_.chance(shape_.falsified)) falsify();
  return std::move(made_);
}

}  // namespace

SampleHistory sample_history(const SampleShape& shape, std::uint64_t seed) {
  return Maker(shape, seed).make();
}

}  // namespace caplab
