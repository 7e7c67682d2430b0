// Histories of Jepsen and Porcupine: what their lines say, and one exact line for each mistake.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/edn.h"
#include "engine/history/reader.h"
#include "engine/history/writer.h"

namespace caplab::history {
namespace {

constexpr Source kJepsen{.format = Format::jepsen};
constexpr Source kPorcupine{.object = ObjectType::kv, .format = Format::porcupine};

History good(std::string_view text, const Source& source) {
  const Result<History> history = read_history(text, "h", source);
  INFO((history ? "" : history.error().message));
  REQUIRE(history.ok());
  return *history;
}

std::string mistake(std::string_view text, const Source& source) {
  const Result<History> history = read_history(text, "h", source);
  INFO(text);
  REQUIRE_FALSE(history.ok());
  return history.error().message;
}

std::vector<std::string> operations(const History& history) {
  std::vector<std::string> texts;
  for (const Operation& op : history.operations) {
    texts.push_back(std::to_string(op.process) + " " + operation_text(history, op));
  }
  return texts;
}

struct Bad {
  std::string text;
  std::string message;
};

constexpr std::string_view kMap = "{:process 0, :type :invoke, :f :read}\n";

}  // namespace

TEST_CASE("Jepsen's log lines are read with tabs or spaces") {
  const History history = good(
      "INFO  jepsen.core - Worker 0 starting\n"
      "INFO  jepsen.util - 4\t:invoke\t:read\tnil\n"
      "INFO  jepsen.util - 1   :invoke :write  1\n"
      "INFO  jepsen.util - :nemesis :info :start nil\n"
      "INFO  jepsen.util - 2\t:invoke\t:cas\t[2 4]\n"
      "INFO  jepsen.util - 4\t:ok\t:read\tnil\n"
      "INFO  jepsen.util - 2\t:fail\t:cas\t[2 4]\n"
      "WARN  jepsen.core - Process 1 indeterminate\n"
      "INFO  jepsen.util - 1\t:info\t:write\t:timed-out\n"
      "INFO  jepsen.util - 6\t:invoke\t:read\tnil\n"
      "2021-03-01 10:00:00,123{GMT}\tINFO\t[jepsen worker 3] jepsen.util: 4\t:invoke\t:read\tnil\n"
      "INFO  jepsen.util - 6\t:fail\t:read\t:timed-out\n"
      "INFO  jepsen.util - 4\t:info\t:read\t:timed-out\n",
      kJepsen);
  CHECK(operations(history) == std::vector<std::string>{"4 read -> null", "1 write 1 -> unknown",
                                                        "2 cas 2 4 -> failed", "6 read -> failed",
                                                        "4 read -> unknown"});
  CHECK(history.operations[0].line_called == 2);
  CHECK(history.operations[0].line_returned == 6);
  CHECK_FALSE(history.timed);
}

TEST_CASE("Jepsen's operations are read from maps, alone or in one list") {
  constexpr std::string_view kMaps =
      "{:process 0, :type :invoke, :f :cas, :value [2 3], :time 1999, :index 0}\n"
      "{:index 1 :process :nemesis :type :info :f :start :value #{n1 n2} :time 1999}\n"
      "{:type :info, :process 0, :f :cas, :value :timed-out, :time 2000, :error [:a {:b (c 1)}]}\n"
      "#jepsen.history.Op{:process 1, :type :invoke, :f :read, :value nil, :time 2000, :node "
      "\"n\"}\n"
      "{:process 1, :type :ok, :f :read, :value -5N, :time 7000,} ; the end\n";
  const History history = good(kMaps, kJepsen);
  CHECK(operations(history) == std::vector<std::string>{"0 cas 2 3 -> unknown", "1 read -> -5"});
  CHECK_FALSE(history.timed);
  CHECK(good("[" + std::string(kMaps) + "]\n", kJepsen) == history);
  const Source timed{.format = Format::jepsen, .times = true};
  CHECK(good(kMaps, timed).operations[0].called == 1);
  CHECK(good(kMaps, timed).operations[1].called == 2);
  CHECK(good(kMaps, timed).operations[1].returned == 7);
  CHECK(good("[]", kJepsen).operations.empty());
  CHECK(good("", kJepsen).operations.empty());
}

TEST_CASE("Jepsen's independent keys are taken from the values where one says so") {
  const Source keyed{.format = Format::jepsen, .independent = true};
  const History history = good(
      "{:process 0, :type :invoke, :f :read, :value [7 nil]}\n"
      "{:process 1, :type :invoke, :f :cas, :value [:k [1 2]]}\n"
      "{:process 0, :type :ok, :f :read, :value [7 3]}\n"
      "{:process 1, :type :info, :f :cas, :value :timeout}\n",
      keyed);
  CHECK(operations(history) ==
        std::vector<std::string>{"0 read 7 -> 3", "1 cas :k 1 2 -> unknown"});
  CHECK(mistake("{:process 0, :type :invoke, :f :write, :value 1}", keyed) ==
        "h:1:47: /value: is no pair, must be [key value] as the values of independent keys are");
}

TEST_CASE("Jepsen's sets and lists of elements are read") {
  const Source sets{.object = ObjectType::set, .format = Format::jepsen};
  CHECK(operations(good("{:process 0 :type :invoke :f :read}\n"
                        "{:process 0 :type :ok :f :read :value #{1 2}}\n",
                        sets)) == std::vector<std::string>{"0 read -> [1, 2]"});
  const Source logs{.object = ObjectType::log, .format = Format::jepsen};
  CHECK(operations(good("{:process 0 :type :invoke :f :read}\n"
                        "{:process 0 :type :ok :f :read :value (2 1)}\n",
                        logs)) == std::vector<std::string>{"0 read -> [2, 1]"});
}

TEST_CASE("Porcupine's key-value lines are read") {
  const History history = good(
      "{:process 9, :type :invoke, :f :append, :key \"0\", :value \"x 9 0 y\"}\n"
      "{:process 1, :type :invoke, :f :get, :key \"9\", :value nil}\n"
      "{:process 9, :type :ok, :f :append, :key \"0\", :value \"x 9 0 y\"}\n"
      "{:process 9, :type :invoke, :f :put, :key \"9\", :value \"\"}\n"
      "{:process 1, :type :ok, :f :get, :key \"9\", :value \"a\\n\\\"\\u00e9\"}\n",
      kPorcupine);
  CHECK(operations(history) == std::vector<std::string>{"9 append 0 \"x 9 0 y\"",
                                                        "1 get 9 -> \"a\\n\\\"é\"",
                                                        "9 put 9 \"\" -> unknown"});
}

TEST_CASE("the same history is the same in every format") {
  const History history = good(
      "{\"process\":0,\"type\":\"invoke\",\"f\":\"cas\",\"key\":\"x\",\"value\":[1,\"a\"]}\n"
      "{\"process\":1,\"type\":\"invoke\",\"f\":\"read\",\"key\":\"y\"}\n"
      "{\"process\":0,\"type\":\"fail\",\"f\":\"cas\"}\n"
      "{\"process\":1,\"type\":\"ok\",\"f\":\"read\",\"value\":2.50}\n",
      {});
  CHECK(good("{:process 0 :type :invoke :f :cas :key \"x\" :value [1 \"a\"]}\n"
             "{:process 1 :type :invoke :f :read :key \"y\"}\n"
             "{:process 0 :type :fail :f :cas}\n"
             "{:process 1 :type :ok :f :read :value 2.5M}\n",
             kJepsen) == history);
}

TEST_CASE("a bad line of another format is told with its place and what is allowed") {
  const std::vector<Bad> bad{
      {"INFO  jepsen.util - 4 :begin :read nil",
       "h:1:23: /type: is \"begin\", must be one of \"invoke\", \"ok\", \"fail\", \"info\""},
      {"INFO  jepsen.util - 4 :invoke",
       "h:1:30: /: the line ends here, must go on with a value such as nil, 1, \"text\", :ok or "
       "[1 2]"},
      {"INFO  jepsen.util - four :invoke :read nil",
       "h:1:21: /: is \"four\", must be nil, true, false, a number, \"text\", a :keyword, [], #{} "
       "or {}"},
      {"INFO  jepsen.util - 4 :invoke :txn nil",
       "h:1:31: /f: is \"txn\", must be one of \"read\", \"write\", \"cas\""},
      {"INFO  jepsen.util - 4 :invoke :write",
       "h:1:21: /: has no key \"value\", must have the value to write"},
      {"INFO  jepsen.core - Worker 0 starting\n",
       "h:1:1: /: begins a log without any operation, must have lines such as INFO  jepsen.util - "
       "4 :invoke :read nil"},
      {"4 :invoke :read nil",
       "h:1:1: /: is no operation, must be a map such as {:process 0, :type :invoke, :f :read}"},
      {"{:process 0, :type \"ok\", :f :read}",
       "h:1:20: /type: is \"ok\", must be a keyword such as :ok"},
      {"{:process 0, :type :invoke, :f read}",
       "h:1:32: /: is \"read\", must be nil, true, false, a number, \"text\", a :keyword, [], #{} "
       "or {}"},
      {"[1 2]",
       "h:1:2: /: is no operation, must be a map such as {:process 0, :type :invoke, :f "
       ":read}"},
      {std::string(kMap) + "]",
       "h:2:1: /: is no value, must be one such as nil, 1, \"text\", :ok or [1 2]"},
      {"{:process 0, :type :invoke, :f :read} {:process 1}",
       "h:1:39: /: stands behind the operation, must stand on a line of its own"},
      {"[" + std::string(kMap) + "]\n]",
       "h:3:1: /: is no value, must be one such as nil, 1, \"text\", :ok or [1 2]"},
      {"[{:process 0, :type :invoke, :f :read}] 1",
       "h:1:41: /: stands behind the list's end, must not be there"},
      {"{:process 0, :type :invoke, :f :read, :value [1 nil]}",
       "h:1:46: /value: is a pair, must be nil, true, false, a number or text; where all values "
       "are [key value], say --independent"},
      {std::string(kMap) + "{:process 0, :type :info, :f :read}\n" + std::string(kMap),
       "h:3:11: /process: does not know the outcome of its operation of line 1 (info) and may not "
       "invoke again, must be a number that is not in use"},
      {std::string(kMap) + std::string(kMap),
       "h:2:11: /process: has not ended its operation of line 1, must end it with ok, fail or info "
       "before the next"},
      {"INFO  jepsen.util - 0\t:invoke\t:read\tnil\nINFO  jepsen.util - 0\t:ok\t:write\t1",
       "h:2:27: /f: is not what the process invoked, must be as on line 1"},
      {"{:type :invoke, :f :read}",
       "h:1:1: /: has no key \"process\", must have \"process\", \"type\", \"f\""},
  };
  for (const Bad& file : bad) {
    CHECK(mistake(file.text, kJepsen).substr(0, file.message.size()) == file.message);
  }
  CHECK(mistake("{:process 0, :type :invoke, :f :get, :value nil, :node 1}", kPorcupine) ==
        "h:1:50: /node: is an unknown key, must be one of \"process\", \"type\", \"f\", \"key\", "
        "\"value\", \"time\", \"declined\", \"index\", \"error\"");
  CHECK(mistake("INFO  jepsen.util - 0 :invoke :get nil", kPorcupine).starts_with("h:1:1: /: "));
}

TEST_CASE("what is no EDN is told with its place") {
  const std::vector<Bad> bad{
      {"{:process 0, :process 1}",
       "h:1:14: /: is a second \"process\" in one map, must be there once"},
      {"{:process 0, :type",
       "h:1:19: /: the line ends here, must go on with a value such as nil, "
       "1, \"text\", :ok or [1 2]"},
      {"{:process \"\t\"}", "h:1:11: /: "},
      {"{:process 0 \"a", "h:1:13: /: is a text without its end, must end with \""},
      {"{:process 01}", "h:1:11: /: "},
      {"{:process \\a}",
       "h:1:11: /: is no value, must be one such as nil, 1, \"text\", :ok or [1 2]"},
      {"{:process é}",
       "h:1:11: /: is no value, must be one such as nil, 1, \"text\", :ok or [1 2]"},
      {"{:é 0}", "h:1:2: /: "},
      {"{:process #_1 2}", "h:1:11: /: is no value, must be a set #{1 2} or a tag before a value"},
  };
  for (const Bad& file : bad) {
    CHECK(mistake(file.text, kJepsen).substr(0, file.message.size()) == file.message);
  }
}

TEST_CASE("EDN nested too deeply or too long is an error, not a crash") {
  CHECK(mistake("{:process " + std::string(10'000, '['), kJepsen) ==
        "h:1:74: /: is inside 64 others, must be inside fewer than 64");
  std::string tags = "{:process ";
  for (int i = 0; i < 1000; ++i) tags += "#a ";
  CHECK(mistake(tags, kJepsen).starts_with("h:1:"));
  CHECK(mistake("{:process \"" + std::string(2'000'000, 'a') + "\"}", kJepsen) ==
        "h:1:1: /: is a line of 2000013 bytes, must have at most 1000000");
}

TEST_CASE("formats are found by their names") {
  CHECK(format_names() == std::vector<std::string_view>{"jsonl", "porcupine", "jepsen"});
  for (const std::string_view name : format_names()) CHECK(name_of(*find_format(name)) == name);
  CHECK_FALSE(find_format("edn").has_value());
}

}  // namespace caplab::history
