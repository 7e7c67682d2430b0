// `caplab check` as others call it: the program, its exit codes, its lines. Only where the program
// is built beside the tests.
#include <sys/wait.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <string>

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
  CHECK(keys == std::vector<std::string>{"file", "consistency", "verdict", "why", "operations",
                                         "work", "micros"});
  CHECK(first->find("file")->text == "log_two_orders_bad.jsonl");
  CHECK(first->find("consistency")->text == "linearizable");
  CHECK(first->find("verdict")->text == "violated");
  REQUIRE(first->find("operations")->items.size() == 4);
  CHECK(first->find("operations")->items[2].integer == 5);
  CHECK(second->find("verdict")->text == "holds");
  CHECK(second->find("operations")->items.empty());
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
