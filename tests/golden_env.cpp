#include "tests/golden_env.h"

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <sstream>

#include "engine/base/text.h"
#include "engine/lesson/load_protocol.h"
#include "engine/object/verb_words.h"
#include "engine/sim/scenario.h"
#include "tests/golden_words.h"

namespace caplab::golden {
namespace {

constexpr auto kTimers = std::to_array<std::pair<const char*, TimerKind>>({
    {"patience", TimerKind::patience},
    {"timeout", TimerKind::round_timeout},
    {"backoff", TimerKind::backoff},
    {"election", TimerKind::election},
    {"leader-beat", TimerKind::leader_beat},
    {"commit-wait", TimerKind::commit_wait},
    {"silent", TimerKind::primary_silent},
    {"takeover", TimerKind::takeover},
    {"stop", TimerKind::stop_serving},
    {"apply", TimerKind::apply},
    {"gossip", TimerKind::gossip},
    {"replication", TimerKind::replication},
    {"anti-entropy", TimerKind::anti_entropy},
});

template <typename Table>
auto named(const Table& table, const std::string& name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return (found == table.end() ? table.front() : *found).second;
}

const char* timer_name(TimerKind kind) {
  return std::find_if(kTimers.begin(), kTimers.end(),
                      [&](const auto& entry) { return entry.second == kind; })
      ->first;
}

object::Verb verb_named(const std::string& name) {
  if (name == "cas") return object::Verb::compare_and_set;
  for (const object::ObjectType type : object::all_types()) {
    for (const object::Verb verb : object::verbs_of(type)) {
      if (object::name_of(verb) == name) return verb;
    }
  }
  FAIL("no verb " + name);
  return object::Verb::read;
}

object::ObjectType type_named(const std::string& name) {
  for (const object::ObjectType type : object::all_types()) {
    if (object::name_of(type) == name) return type;
  }
  FAIL("no type " + name);
  return object::ObjectType::reg;
}

bool is_number(const std::string& word) {
  return !word.empty() && word.find_first_not_of("-0123456789") == std::string::npos;
}

Line split(const std::string& command) {
  std::istringstream stream(command);
  Line line;
  for (std::string word; stream >> word;) line.words.push_back(word);
  return line;
}

// A word is spelled as JSON spells it, or else is a text.
std::string json_value(const std::string& word) {
  const bool plain = is_number(word) || word == "true" || word == "false" || word.starts_with("[");
  return plain ? word : "\"" + word + "\"";
}

// The store as a lesson file would give it: {"protocol": …, and every option that is not ours}.
std::string json_of_store(const Line& line) {
  std::string text = "{\"protocol\": \"" + line.words[1] + "\"";
  for (std::size_t i = 3; i < line.words.size(); ++i) {
    const std::string& word = line.words[i];
    const std::string name = word.substr(0, word.find('='));
    if (name == "replicas" || name == "initial" || name == "sites" || name == "session") continue;
    text += ", \"" + name + "\": " + json_value(word.substr(name.size() + 1));
  }
  return text + "}";
}

StoreSpec store_of(const Line& line, const std::vector<std::string>& replicas) {
  json::Report report{.file = "store", .findings = {}};
  const std::optional<json::Value> value = json::parse(json_of_store(line), report);
  StoreSpec store;
  store.type = type_named(line.words[2]);
  if (value) {
    const json::Reader reader(*value, report);
    store.protocol = lesson::load_protocol(reader, replicas);
    store.conflict = lesson::load_conflict(reader, store.protocol, store.type);
  }
  INFO(line.words[1]);
  for (const json::Finding& finding : report.findings) FAIL(json::line_of(finding));
  const std::int64_t number = std::stoll(line.option("initial", "0"));
  store.initial = initial_content(store.protocol, store.type, number, store.conflict);
  return store;
}

client::Config client_config(const Line& line) {
  client::Config config;
  const std::string session = line.option("session", "none");
  if (session == "sticky") config.session = client::Session::sticky;
  if (session == "token") config.session = client::Session::token;
  return config;
}

}  // namespace

std::string Line::option(const std::string& name, const std::string& otherwise) const {
  for (const std::string& word : words) {
    if (word.rfind(name + "=", 0) == 0) return word.substr(name.size() + 1);
  }
  return otherwise;
}

std::string Env::name(NodeId node) const {
  if (static_cast<int>(index(node)) >= replicas_) return "c";
  return "r" + std::to_string(index(node) + 1);
}

NodeId Env::node_named(const std::string& name) const {
  if (name == "c") return id_of<NodeId>(static_cast<std::size_t>(replicas_));
  return id_of<NodeId>(static_cast<std::size_t>(std::stoi(name.substr(1)) - 1));
}

std::string Env::taken_output() {
  std::string taken;
  std::swap(taken, output_);
  return taken.empty() ? "nothing\n" : taken;
}

std::string Env::handle(const std::string& command) {
  const Line line = split(command);
  if (line.words.empty()) return "error: no command\n";
  if (line.words[0] != "store" && nodes_.empty()) return "error: no store yet\n";
  return dispatch(line);
}

std::string Env::dispatch(const Line& line) {
  const std::string& verb = line.words[0];
  if (verb == "store") return make_store(line);
  if (verb == "ask") return ask(line, false);
  if (verb == "call") return ask(line, true);
  if (verb == "deliver") return deliver(line, true);
  if (verb == "drop") return deliver(line, false);
  if (verb == "deliver-all") return deliver_all(line);
  if (verb == "dead") return set_alive(line, false);
  if (verb == "alive") return set_alive(line, true);
  if (verb == "restart") return restart(line);
  if (verb == "show") return show();
  if (verb == "clock") {
    contexts_[index(node_named(line.words[1]))].now = {std::stoll(line.words[2]) * 1000};
    return "ok\n";
  }
  if (verb == "promote") return promote(node_named(line.words[1]));
  if (verb == "heartbeat") {
    give(node_named(line.words[1]), Heartbeat{});
    return taken_output();
  }
  if (verb == "fire") {
    const auto tag = static_cast<std::uint32_t>(std::stoul(line.words[3]));
    give(node_named(line.words[1]), TimerFired{named(kTimers, line.words[2]), tag});
    return taken_output();
  }
  return "error: unknown command " + verb + "\n";
}

std::string Env::make_store(const Line& line) {
  *this = Env{};
  replicas_ = std::stoi(line.option("replicas", "3"));
  const auto count = static_cast<std::size_t>(replicas_);
  const auto sites = static_cast<std::size_t>(std::stoul(line.option("sites", "1")));
  NodeSet everybody;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) {
    everybody.add(id_of<NodeId>(i));
    names.push_back(name(id_of<NodeId>(i)));
  }
  const StoreSpec store = store_of(line, names);
  const ProtocolConfig& config = store.protocol;
  homes_ = homes_of(config, replicas_, Key{0});
  initial_ = store.initial;
  for (std::size_t i = 0; i <= count; ++i) {
    std::vector<NodeId> order;
    if (i < count) order.push_back(id_of<NodeId>(i));
    for (std::size_t other = 0; other < count; ++other) {
      if (other != i) order.push_back(id_of<NodeId>(other));
    }
    nearest_.push_back(order);
    sites_.push_back(id_of<SiteId>(i % sites));
    nodes_.push_back(i < count ? initial_state(config, 1, initial_)
                               : initial_client_state(config, client_config(line), 1, initial_));
  }
  for (std::size_t i = 0; i <= count; ++i) {
    contexts_.push_back({id_of<NodeId>(i), LocalTime{0}, replicas_, everybody, nearest_[i], sites_,
                         store.conflict});
  }
  return "ok\n";
}

std::string Env::ask(const Line& line, bool through_client) {
  const std::size_t at = through_client ? 1 : 2;
  Ask ask;
  ask.op = id_of<OpId>(std::stoul(line.words[at]));
  ask.client = node_named("c");
  ask.request.verb = verb_named(line.words[at + 1]);
  ask.request.who =
      id_of<NodeId>(std::stoul(line.option("who", std::to_string(index(ask.client)))));
  ask.request.item = std::stoi(line.option("item", "0"));
  const bool has_amount = line.words.size() > at + 2 && is_number(line.words[at + 2]);
  if (has_amount) ask.request.amount = std::stoll(line.words[at + 2]);
  ask.request.expected = std::stoll(line.option("expected", "0"));
  ask.level = level_named(line.option("level", "one")).value_or(Level::one);
  if (through_client) {
    give(ask.client, Invoke{ask});
  } else {
    give(node_named(line.words[1]), Receive{ask.client, ask});
  }
  return taken_output();
}

void Env::give(NodeId node, const Input& input) {
  Outbox out;
  step(nodes_[index(node)], contexts_[index(node)], input, out);
  for (Output& output : out) describe(node, output);
}

void Env::describe(NodeId node, Output& output) {
  std::visit(overload{
                 [&](Send& send) {
                   output_ += "#" + std::to_string(next_number_) + " " + name(node) + " -> " +
                              name(send.to) + ": " + message_text(send.message) + "\n";
                   in_flight_.push_back({next_number_++, node, send.to, std::move(send.message)});
                 },
                 [&](const SetTimer& timer) {
                   output_ += name(node) + " sets " + timer_name(timer.kind) + " " +
                              std::to_string(timer.tag) + "\n";
                 },
                 [&](const Finish& finished) {
                   output_ += name(node) + " ends op " + std::to_string(index(finished.reply.op)) +
                              ": " + reply_text(finished.reply) + "\n";
                 },
                 [&](const Stored& stored) {
                   const auto& version = versions_of(nodes_[index(node)])[index(stored.key)];
                   output_ += name(node) + " stores " + version_text(version) + "\n";
                 },
                 [&](const Overturned& overturned) {
                   output_ += name(node) + " will not do op " +
                              std::to_string(index(overturned.op)) + "\n";
                 },
             },
             output);
}

void Env::pass_on(InFlight message) { give(message.to, Receive{message.from, message.message}); }

std::string Env::deliver(const Line& line, bool arrives) {
  for (std::size_t i = 1; i < line.words.size(); ++i) {
    const int number = std::stoi(line.words[i]);
    const auto found = std::find_if(in_flight_.begin(), in_flight_.end(),
                                    [&](const InFlight& m) { return m.number == number; });
    if (found == in_flight_.end()) return "error: no message #" + line.words[i] + "\n";
    InFlight message = std::move(*found);
    in_flight_.erase(found);
    if (arrives) pass_on(std::move(message));
  }
  return arrives ? taken_output() : "ok\n";
}

std::string Env::deliver_all(const Line& line) {
  const std::string but = line.option("but", "");
  while (!in_flight_.empty()) {
    InFlight message = std::move(in_flight_.front());
    in_flight_.erase(in_flight_.begin());
    const bool cut = !but.empty() && (name(message.from) == but || name(message.to) == but);
    if (!cut) pass_on(std::move(message));
  }
  return taken_output();
}

std::string Env::set_alive(const Line& line, bool alive) {
  NodeSet& known = contexts_[index(node_named(line.words[1]))].alive;
  for (std::size_t i = 2; i < line.words.size(); ++i) {
    alive ? known.add(node_named(line.words[i])) : known.remove(node_named(line.words[i]));
  }
  return "ok\n";
}

std::string Env::restart(const Line& line) {
  StoreState& state = nodes_[index(node_named(line.words[1]))];
  state = restarted(state);
  return "ok\n";
}

std::string Env::promote(NodeId node) {
  Outbox out;
  const bool heeded = caplab::promote(nodes_[index(node)], contexts_[index(node)], out);
  for (Output& output : out) describe(node, output);
  return heeded ? taken_output() : "not heeded\n";
}

std::string Env::show() const {
  std::string text;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (versions_of(nodes_[i]).empty()) continue;
    const bool requests = std::holds_alternative<outbox::State>(nodes_[i]);
    const auto node = id_of<NodeId>(i);
    const bool home = static_cast<int>(i) >= replicas_ || homes_.has(node);
    text += name(node);
    text += home ? " holds " + version_text(versions_of(nodes_[i])[0]) : " has no copy";
    if (hints_of(nodes_[i]) > 0) {
      text +=
          ", keeps " + std::to_string(hints_of(nodes_[i])) + (requests ? " requests" : " hints");
    }
    if (const auto* master = std::get_if<multi_master::State>(&nodes_[i])) {
      const std::uint32_t conflicts = conflicts_of(*master->durable.trees[0]);
      if (conflicts > 0) text += ", in conflict with " + std::to_string(conflicts) + " more";
    }
    text += "\n";
  }
  return text;
}

}  // namespace caplab::golden
