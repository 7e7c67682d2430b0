// `caplab check` as others call it: the program, its exit codes, its lines. Only where the program
// is built beside the tests.
#include <sys/wait.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "engine/base/json.h"

namespace caplab {
namespace {

struct Run {
  int code = 0;
  std::string text;  // of one of the two outputs
};

const std::string kHistories = std::string(CAPLAB_SOURCE_DIR) + "/tests/histories/";

// `outputs` says what becomes of them, as a shell does.
Run run(const std::string& arguments, const std::string& outputs) {
  const std::string command =
      std::string("cd '") + kHistories + "' && '" + CAPLAB_PROGRAM + "' " + arguments + outputs;
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Run run;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    run.text += static_cast<char>(c);
  }
  run.code = WEXITSTATUS(pclose(pipe));
  return run;
}

Run answers(const std::string& arguments) {
  return run("check --consistency linearizable " + arguments, " 2>/dev/null");
}

Run complaints(const std::string& arguments) { return run(arguments, " 2>&1 >/dev/null"); }

bool is_model(const std::string& name) {
  return run("check --matrix", " 2>/dev/null").text.find("\n" + name + " ") != std::string::npos;
}

int worst_of(const std::string& files) { return answers("--budget 3 " + files).code; }

}  // namespace

TEST_CASE("check tells a violation with its lines", "[full]") {
  const Run told = answers("register_stale_read_bad.jsonl register_stale_read_ok.jsonl");
  CHECK(told.code == 1);
  CHECK(told.text ==
        "register_stale_read_bad.jsonl: linearizable: violated\n"
        "  In every order of these 3 operations that respects time, the register holds 2 at that "
        "point, but process 1 read 1.\n"
        "    lines 1, 2: process 0: write 1\n"
        "    lines 3, 4: process 0: write 2\n"
        "    lines 5, 6: process 1: read -> 1\n"
        "  Step by step:\n"
        "  - Process 0's write of 1 had returned at 10 us, before process 0's write of 2 was "
        "called at 20 us.\n"
        "  - Process 0's write of 2 had returned at 40 us, before process 1's read of 1 was "
        "called at 41 us.\n"
        "  - So process 0's write of 2 had replaced what process 1 then met. Yet it read 1.\n"
        "register_stale_read_ok.jsonl: linearizable: holds\n"
        "  One order of all operations respects time and explains every result.\n");
}

TEST_CASE("check prints one line of JSON a file", "[full]") {
  const Run told = answers("--json --object=log log_two_orders_bad.jsonl log_two_orders_ok.jsonl");
  CHECK(told.code == 1);
  const std::size_t end = told.text.find('\n');
  const Result<json::Value> first = json::parse(told.text.substr(0, end), "first");
  const Result<json::Value> second = json::parse(told.text.substr(end + 1), "second");
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  std::vector<std::string> keys;
  for (const json::Member& member : first->members) keys.push_back(member.key);
  // The fixed ones come first; what else is known of the evidence follows.
  REQUIRE(keys.size() >= 7);
  keys.resize(7);
  CHECK(keys == std::vector<std::string>{"file", "consistency", "verdict", "why", "operations",
                                         "work", "micros"});
  CHECK(first->find("core")->items.size() <= 4);
  CHECK(second->members.size() == 7);
  CHECK(first->find("file")->text == "log_two_orders_bad.jsonl");
  CHECK(first->find("consistency")->text == "linearizable");
  CHECK(first->find("verdict")->text == "violated");
  REQUIRE(first->find("operations")->items.size() == 4);
  CHECK(first->find("operations")->items[2].integer == 5);
  CHECK(second->find("verdict")->text == "holds");
  CHECK(second->find("operations")->items.empty());
}

TEST_CASE("check prints a reason as data", "[full]") {
  const Run told =
      run("check --json --consistency causal --format jepsen jepsen_log_bad.log", " 2>/dev/null");
  CHECK(told.code == 1);
  const Result<json::Value> verdict = json::parse(told.text, "verdict");
  REQUIRE(verdict.ok());
  const json::Value* reason = verdict->find("reason");
  REQUIRE(reason != nullptr);
  CHECK(reason->find("contradiction")->text == "outdated");
  CHECK(reason->find("read")->integer == 16);
  CHECK(reason->find("newer")->integer == 5);
  REQUIRE(reason->find("chain")->items.size() == 2);
  const json::Value& link = reason->find("chain")->items[0];
  CHECK(link.find("before")->integer == 3);
  CHECK(link.find("after")->integer == 5);
  CHECK(link.find("because")->text == "read");
  CHECK(link.find("via")->kind == json::Kind::null);
}

TEST_CASE("check reads the histories of Jepsen and Porcupine", "[full]") {
  const std::string log = "--format jepsen jepsen_log_";
  CHECK(answers(log + "ok.log").code == 0);
  CHECK(answers(log + "bad.log").code == 1);
  const std::string maps = "--format jepsen --independent jepsen_maps_";
  CHECK(answers(maps + "ok.edn").code == 0);
  CHECK(answers(maps + "bad.edn").code == 1);
  const std::string kv = "--format porcupine porcupine_kv_";
  CHECK(answers(kv + "ok.txt").code == 0);
  CHECK(answers(kv + "bad.txt").code == 1);
  CHECK(answers("--initial null " + kv + "ok.txt").code == 1);
  CHECK(answers("--format jepsen jepsen_maps_ok.edn").code == 2);
  const Run told = complaints("check --consistency linearizable --format jepsen random.txt");
  CHECK(told.code == 2);
  CHECK(told.text ==
        "random.txt:1:1: /: is no value, must be a set #{1 2} or a tag before a value\n");
}

TEST_CASE("a malformed file does not keep the others from being checked", "[full]") {
  const std::string files = "register_stale_read_ok.jsonl random.txt register_stale_read_bad.jsonl";
  const Run told = answers("--json " + files);
  CHECK(told.code == 2);
  CHECK(std::count(told.text.begin(), told.text.end(), '\n') == 2);
  CHECK(complaints("check --consistency linearizable " + files)
            .text.rfind("random.txt:1:1: /: ", 0) == 0);
}

TEST_CASE("check asks all models at once", "[full]") {
  const Run told =
      run("check --json --consistency all register_stale_read_bad.jsonl", " 2>/dev/null");
  CHECK(told.code == 1);
  const auto lines = std::count(told.text.begin(), told.text.end(), '\n');
  CHECK(lines >= 6);
  CHECK(told.text.find("\"consistency\":\"linearizable\",\"verdict\":\"violated\"") !=
        std::string::npos);
  CHECK(told.text.find("\"consistency\":\"sequential\",\"verdict\":\"holds\"") !=
        std::string::npos);
}

TEST_CASE("check says which model is defined for which object", "[full]") {
  const Run matrix = run("check --matrix", " 2>/dev/null");
  CHECK(matrix.code == 0);
  CHECK(matrix.text.rfind("                       register kv counter set log account\n"
                          "linearizable                  x  x       x   x   x       x\n",
                          0) == 0);
  const Run lines = run("check --matrix --json", " 2>/dev/null");
  CHECK(lines.text.find("{\"consistency\":\"pram\",\"objects\":[\"register\"") !=
        std::string::npos);
  const Run undefined = complaints("check --consistency pram --object account x");
  CHECK(undefined.code == 2);
  CHECK(undefined.text ==
        "caplab check: pram is not defined for --object account, must be one of register, kv, "
        "counter, set, log; see caplab check --help\n");
}

TEST_CASE("bounds of staleness are only for the model that has one", "[full]") {
  const auto line = [](const std::string& rest) {
    return complaints("check register_stale_read_ok.jsonl --consistency " + rest);
  };
  CHECK(line("linearizable --versions 1").code == 2);
  CHECK(line("linearizable --versions 1").text.find("bounded-staleness") != std::string::npos);
  CHECK(line("all --versions -1").code == 2);
  CHECK(line("all --within soon").code == 2);
  if (!is_model("bounded-staleness")) return;
  const Run unbound = line("bounded-staleness");
  CHECK(unbound.code == 2);
  CHECK(unbound.text.find("must have --versions N or --within MICROSECONDS") != std::string::npos);
  CHECK(line("bounded-staleness --versions 0").code == 0);
  const Run untimed = complaints(
      "check --consistency bounded-staleness --within 5 --format jepsen jepsen_log_ok.log");
  CHECK(untimed.code == 2);
  CHECK(untimed.text ==
        "jepsen_log_ok.log:1:1: /: has no times, must have them on every line for --within\n");
}

TEST_CASE("check's options change what a history means", "[full]") {
  CHECK(answers("register_initial_value_ok.jsonl").code == 1);
  CHECK(answers("--initial 7 register_initial_value_ok.jsonl").code == 0);
  CHECK(answers("register_failed_cas_absent_ok.jsonl").code == 1);
  CHECK(answers("--failed-cas absent register_failed_cas_absent_ok.jsonl").code == 0);
  CHECK(answers("register_null_read_any_ok.jsonl").code == 1);
  CHECK(answers("--null-read any register_null_read_any_ok.jsonl").code == 0);
  CHECK(answers("--object account account_double_withdrawal_ok.jsonl").code == 1);
  CHECK(answers("--object account --initial 100 account_double_withdrawal_ok.jsonl").code == 0);
  CHECK(answers("--object set --initial '[\"milk\"]' set_removed_comes_back_ok.jsonl").code == 0);
}

TEST_CASE("check exits with the worst of its files", "[full]") {
  const std::string holds = " register_failed_write_ok.jsonl";
  const std::string undecided = " register_words_ok.jsonl";
  const std::string violated = " register_failed_write_bad.jsonl";
  const std::string malformed = " random.txt";
  CHECK(worst_of(holds) == 0);
  CHECK(worst_of(undecided) == 3);
  CHECK(worst_of(violated) == 1);
  CHECK(worst_of(malformed) == 2);
  CHECK(worst_of(holds + undecided) == 3);
  CHECK(worst_of(undecided + violated + holds) == 1);
  CHECK(worst_of(malformed + undecided + violated) == 2);
  CHECK(answers("no_such_file.jsonl" + holds).code == 2);
}

TEST_CASE("check refuses what it does not know in one line", "[full]") {
  const auto line = [](const std::string& arguments) { return complaints("check " + arguments); };
  const Run model = line("--consistency causal-ish x");
  CHECK(model.code == 2);
  CHECK(model.text.rfind("caplab check: --consistency is \"causal-ish\"", 0) == 0);
  CHECK(model.text.find("linearizable") != std::string::npos);
  CHECK(line("x").code == 2);
  CHECK(line("--consistency linearizable").code == 2);
  CHECK(line("--consistency linearizable --object tree x").code == 2);
  CHECK(line("--consistency linearizable --initial '{' x").code == 2);
  CHECK(line("--consistency linearizable --object counter --initial '\"a\"' x").code == 2);
  CHECK(line("--consistency linearizable --budget none x").code == 2);
  CHECK(line("--consistency linearizable --format xml x").code == 2);
  CHECK(line("--consistency linearizable --independent x").code == 2);
  const Run file = line("--consistency linearizable --object kv register_stale_read_ok.jsonl");
  CHECK(file.code == 2);
  CHECK(file.text ==
        "register_stale_read_ok.jsonl:1:34: /f: is \"write\", must be one of \"get\", \"put\", "
        "\"append\"\n");
  const Run help = run("check --help", " 2>/dev/null");
  CHECK(help.code == 0);
  CHECK(help.text.find("example: caplab check") != std::string::npos);
}

}  // namespace caplab
