// Reading histories: what a file says, and one exact line for each mistake.
#include "engine/history/reader.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/words.h"

namespace caplab::history {
namespace {

History good(std::string_view text, ObjectType object = ObjectType::reg) {
  const Result<History> history = read_history(text, "h.jsonl", object);
  INFO((history ? "" : history.error().message));
  REQUIRE(history.ok());
  return *history;
}

std::string mistake(std::string_view text, ObjectType object = ObjectType::reg) {
  const Result<History> history = read_history(text, "h.jsonl", object);
  INFO(text);
  REQUIRE_FALSE(history.ok());
  return history.error().message;
}

// A file of a write of 1 by process 0 and whatever follows.
std::string after_write(std::string_view rest) {
  return R"({"process":0,"type":"invoke","f":"write","value":1,"time":5}
{"process":0,"type":"ok","f":"write","value":1,"time":9}
)" + std::string(rest);
}

}  // namespace

TEST_CASE("a history is read with its times, lines and outcomes") {
  const History history = good(R"({"process":3,"type":"invoke","f":"write","value":1,"time":5}
{"process":4,"type":"invoke","f":"read","time":5}
{"process":3,"type":"info","f":"write","value":1,"time":8}

{"process":4,"type":"ok","f":"read","value":null,"time":9}
{"process":4,"type":"invoke","f":"cas","value":[1,2],"time":9}
{"process":4,"type":"fail","f":"cas","time":10}
)");
  REQUIRE(history.operations.size() == 3);
  CHECK(history.timed);
  Operation write;
  write.process = 3;
  write.function = Function::write;
  write.argument = 1;
  write.called = 5;
  write.line_called = 1;
  write.line_returned = 3;
  CHECK(history.operations[0] == write);
  const Operation& read = history.operations[1];
  CHECK(read.outcome == Outcome::ok);
  CHECK(read.result == kNoValue);
  CHECK(read.called == 5);
  CHECK(read.returned == 9);
  CHECK(read.line_returned == 5);
  const Operation& cas = history.operations[2];
  CHECK(cas.outcome == Outcome::fail);
  CHECK(cas.argument == 1);
  CHECK(cas.argument2 == 2);
  CHECK(cas.returned == 10);
}

TEST_CASE("without times the lines are the times") {
  const History history = good(R"({"process":0,"type":"invoke","f":"write","value":1}
{"process":1,"type":"invoke","f":"write","value":2}
{"process":0,"type":"ok","f":"write"}
)");
  CHECK_FALSE(history.timed);
  CHECK(history.operations[0].called == 1);
  CHECK(history.operations[0].returned == 3);
  CHECK(history.operations[1].called == 2);
  CHECK(history.operations[1].returned == kNotReturned);
  CHECK(history.operations[1].outcome == Outcome::unknown);
}

TEST_CASE("keys are texts or numbers, and those differ") {
  const History history = good(R"({"process":0,"type":"invoke","f":"read","key":"1"}
{"process":1,"type":"invoke","f":"read","key":1}
{"process":2,"type":"invoke","f":"read","key":"1"}
{"process":2,"type":"ok","f":"read","value":7,"key":"1"}
{"process":1,"type":"ok","f":"read","value":7}
)");
  CHECK(history.operations[0].key == 0);
  CHECK(history.operations[1].key == 1);
  CHECK(history.operations[2].key == 0);
  CHECK(history.key_names == std::vector<Word>{{"1", true}, {"1", false}});
}

TEST_CASE("any scalar is a value, and equal ones are one however they are spelled") {
  const History history = good(
      R"({"process":0,"type":"invoke","f":"cas","value":["5",5],"index":0}
{"process":1,"type":"invoke","f":"cas","value":[5.0,5e0]}
{"process":2,"type":"invoke","f":"cas","value":[1.50,15e-1]}
{"process":3,"type":"invoke","f":"cas","value":[true,false]}
{"process":4,"type":"invoke","f":"cas","value":[null,"null"]}
{"process":5,"type":"invoke","f":"cas","value":[9223372036854775807,-9223372036854775808]}
{"process":6,"type":"invoke","f":"cas","value":[1e300,1e300],"error":"timeout"}
)");
  const auto& ops = history.operations;
  CHECK(ops[0].argument != ops[0].argument2);
  CHECK(ops[0].argument2 == 5);
  CHECK(ops[1].argument == 5);
  CHECK(ops[1].argument2 == 5);
  CHECK(is_word(ops[2].argument));
  CHECK(ops[2].argument == ops[2].argument2);
  CHECK(ops[3].argument != ops[3].argument2);
  CHECK(ops[4].argument == kNoValue);
  CHECK(value_text(history, ops[4].argument2) == "\"null\"");
  CHECK(value_text(history, ops[5].argument) == "9223372036854775807");
  CHECK(is_word(ops[5].argument2));
  CHECK(ops[6].argument == ops[6].argument2);
}

TEST_CASE("each type of object has its own operations and values") {
  const History log = good(R"({"process":0,"type":"invoke","f":"append","value":"a"}
{"process":1,"type":"invoke","f":"read"}
{"process":1,"type":"ok","f":"read","value":["a",2,"a"]}
{"process":1,"type":"invoke","f":"read"}
{"process":1,"type":"ok","f":"read","value":[]}
{"process":1,"type":"invoke","f":"read"}
{"process":1,"type":"ok","f":"read","value":null}
)",
                           ObjectType::log);
  const Value a = log.operations[0].argument;
  CHECK(log.operations[1].results == std::vector<Value>{a, 2, a});
  CHECK(log.operations[2].results == std::vector<Value>{});
  CHECK_FALSE(log.operations[3].results.has_value());
  const History account = good(R"({"process":0,"type":"invoke","f":"withdraw","value":80}
{"process":0,"type":"ok","f":"withdraw","value":80,"declined":true}
{"process":0,"type":"invoke","f":"balance"}
{"process":0,"type":"ok","f":"balance","value":20}
)",
                               ObjectType::account);
  CHECK_FALSE(account.operations[0].accepted);
  CHECK(account.operations[0].outcome == Outcome::ok);
  CHECK(account.operations[1].result == 20);
}

TEST_CASE("an operation can be told in words") {
  const History history = good(R"({"process":0,"type":"invoke","f":"cas","key":"x","value":[1,"b"]}
{"process":0,"type":"ok","f":"cas","declined":true}
{"process":1,"type":"invoke","f":"read","key":"x"}
{"process":1,"type":"ok","f":"read","value":"b"}
{"process":1,"type":"invoke","f":"write","key":"y","value":true}
{"process":1,"type":"ok","f":"write"}
{"process":2,"type":"invoke","f":"write","key":"y","value":2}
{"process":2,"type":"fail","f":"write"}
{"process":3,"type":"invoke","f":"write","key":"y","value":null}
)");
  std::vector<std::string> texts;
  for (const Operation& op : history.operations) texts.push_back(operation_text(history, op));
  CHECK(texts == std::vector<std::string>{"cas x 1 \"b\" -> mismatch", "read x -> \"b\"",
                                          "write y true", "write y 2 -> failed",
                                          "write y null -> unknown"});
}

TEST_CASE("a bad line is told with its place and what is allowed") {
  struct Bad {
    std::string text;
    std::string message;
  };
  const std::vector<Bad> bad{
      {"[1]", "h.jsonl:1:1: /: is an array, must be an object"},
      {"7", "h.jsonl:1:1: /: is 7, must be an object"},
      {R"({"process":0,"type":"invoke"})",
       "h.jsonl:1:1: /: has no key \"f\", must have \"process\", \"type\", \"f\""},
      {R"({"process":0,"type":"invoke","f":"read","tme":5})",
       "h.jsonl:1:41: /tme: is an unknown key (did you mean \"time\"?), must be one of "
       "\"process\", \"type\", \"f\", \"key\", \"value\", \"time\", \"declined\", \"index\", "
       "\"error\""},
      {R"({"process":"a","type":"invoke","f":"read"})",
       "h.jsonl:1:12: /process: is \"a\" (text), must be a whole number from 0 to "
       "9007199254740992"},
      {R"({"process":0,"type":"begin","f":"read"})",
       "h.jsonl:1:21: /type: is \"begin\", must be one of \"invoke\", \"ok\", \"fail\", \"info\""},
      {R"({"process":0,"type":"invoke","f":"append","value":1})",
       "h.jsonl:1:34: /f: is \"append\", must be one of \"read\", \"write\", \"cas\""},
      {R"({"process":0,"type":"invoke","f":"read","time":1.5})",
       "h.jsonl:1:48: /time: is 1.5, must be a whole number from -4611686018427387904 to "
       "4611686018427387904"},
      {R"({"process":0,"type":"invoke","f":"read","key":[1]})",
       "h.jsonl:1:47: /key: is no name, must be text or a whole number"},
      {R"({"process":0,"type":"invoke","f":"write"})",
       "h.jsonl:1:1: /: has no key \"value\", must have the value to write"},
      {R"({"process":0,"type":"invoke","f":"write","value":[1]})",
       "h.jsonl:1:50: /value: is no scalar, must be null, true, false, a number or text"},
      {R"({"process":0,"type":"invoke","f":"cas","value":1})",
       "h.jsonl:1:48: /value: is 1, must be an array"},
      {R"({"process":0,"type":"invoke","f":"cas","value":[1]})",
       "h.jsonl:1:48: /value: has 1 item, must have 2"},
      {R"({"process":0,"type":"invoke","f":"cas","value":[1,{}]})",
       "h.jsonl:1:51: /value/1: is no scalar, must be null, true, false, a number or text"},
      {R"({"process":0,"type":"invoke","f":"read","value":1})",
       "h.jsonl:1:49: /value: is not allowed here: only on its ok line a read has a value"},
      {R"({"process":0,"type":"ok","f":"write","value":1})",
       "h.jsonl:1:21: /type: ends an operation but process 0 has none under way, must be "
       "\"invoke\""},
      {after_write(R"({"process":0,"type":"ok","f":"write","time":10})"),
       "h.jsonl:3:21: /type: ends an operation but process 0 has none under way, must be "
       "\"invoke\""},
      {after_write(R"({"process":0,"type":"invoke","f":"read","time":8})"),
       "h.jsonl:3:48: /time: is earlier than the 9 of line 2, must not be: lines stand in the "
       "order of time"},
      {after_write(R"({"process":0,"type":"invoke","f":"read"})"),
       "h.jsonl:3:1: /: has no key \"time\" though the lines before have one, must be on every "
       "line or on none"},
      {after_write(R"({"process":0,"type":"invoke","f":"read","key":"x","time":9})"),
       "h.jsonl:3:47: /key: stands here but not on the operations before, must be on every "
       "operation or on none"},
      {after_write(R"({"process":0,"type":"invoke","f":"read","time":9}
{"process":0,"type":"invoke","f":"read","time":9})"),
       "h.jsonl:4:12: /process: has not ended its operation of line 3, must end it with ok, fail "
       "or info before the next"},
      {after_write(R"({"process":0,"type":"invoke","f":"read","time":9}
{"process":0,"type":"ok","f":"read","time":9})"),
       "h.jsonl:4:1: /: has no key \"value\", must have what was read"},
      {after_write(R"({"process":0,"type":"invoke","f":"read","time":9}
{"process":0,"type":"info","f":"read","time":9}
{"process":0,"type":"invoke","f":"read","time":9})"),
       "h.jsonl:5:12: /process: does not know the outcome of its operation of line 3 (info) and "
       "may not invoke again, must be a number that is not in use"},
      {after_write(R"({"process":0,"type":"invoke","f":"read","time":9}
{"process":0,"type":"ok","f":"write","time":9})"),
       "h.jsonl:4:30: /f: is not what the process invoked, must be as on line 3"},
      {after_write(R"({"process":0,"type":"invoke","f":"write","value":2,"time":9}
{"process":0,"type":"ok","f":"write","value":3,"time":9})"),
       "h.jsonl:4:46: /value: is not what the process invoked, must be as on line 3"},
      {after_write(R"({"process":0,"type":"invoke","f":"read","time":9}
{"process":0,"type":"ok","f":"read","value":1,"key":"x","time":9})"),
       "h.jsonl:4:53: /key: is not the one that the process invoked, must be as on line 3"},
      {R"({"process":0,"type":"invoke","f":"read"}
{"process":0,"type":"ok","f":"read","value":1,"time":3})",
       "h.jsonl:2:54: /time: stands here but not on the lines before, must be on every line or on "
       "none"},
      {R"({"process":0,"type":"invoke","f":"read","key":"x"}
{"process":1,"type":"invoke","f":"read"})",
       "h.jsonl:2:1: /: has no key \"key\" though operations before have one, must be on every "
       "operation or on none"},
      {R"({"process":0,"type":"invoke","f":"write","value":1,"declined":true})",
       "h.jsonl:1:63: /declined: is true, must be left out: only on its ok line a withdraw or a "
       "cas can say that it was declined"},
  };
  for (const Bad& file : bad) CHECK(mistake(file.text) == file.message);
}

TEST_CASE("a value of the wrong kind is told for each type of object") {
  struct Bad {
    ObjectType object;
    std::string text;
    std::string message;
  };
  const std::vector<Bad> bad{
      {ObjectType::counter, R"({"process":0,"type":"invoke","f":"add","value":"1"})",
       "h.jsonl:1:48: /value: is \"1\" (text), must be a whole number from -1000000000000 to "
       "1000000000000"},
      {ObjectType::account, R"({"process":0,"type":"invoke","f":"withdraw","value":-1})",
       "h.jsonl:1:53: /value: is -1, must be a whole number from 0 to 1000000000000"},
      {ObjectType::kv, R"({"process":0,"type":"invoke","f":"append","value":1})",
       "h.jsonl:1:51: /value: is no text, must be text"},
      {ObjectType::set, R"({"process":0,"type":"invoke","f":"add","value":null})",
       "h.jsonl:1:48: /value: is null, must be true, false, a number or text"},
      {ObjectType::set, R"({"process":0,"type":"invoke","f":"read"}
{"process":0,"type":"ok","f":"read","value":[1,2,1]})",
       "h.jsonl:2:45: /value: names an element twice, must name each element of the set once"},
      {ObjectType::log, R"({"process":0,"type":"invoke","f":"read"}
{"process":0,"type":"ok","f":"read","value":1})",
       "h.jsonl:2:45: /value: is 1, must be an array"},
  };
  for (const Bad& file : bad) CHECK(mistake(file.text, file.object) == file.message);
}

TEST_CASE("what is no JSON is told with its place in the file") {
  CHECK(mistake("{").rfind("h.jsonl:1:2: /: ", 0) == 0);
  CHECK(mistake(after_write("{]")).rfind("h.jsonl:3:2: /: ", 0) == 0);
  CHECK(mistake(R"({"process":0,"process":0})").rfind("h.jsonl:1:14: /process: ", 0) == 0);
}

TEST_CASE("no text makes the reader fail other than with an error") {
  const std::string deep(10'000, '[');
  CHECK(mistake(deep).rfind("h.jsonl:1:", 0) == 0);
  const std::string long_line = "{\"process\":\"" + std::string(2'000'000, 'a') + "\"}";
  CHECK(mistake(long_line).rfind("h.jsonl:1:", 0) == 0);
  const std::string file = after_write(R"({"process":1,"type":"invoke","f":"read","time":9})");
  for (std::size_t size = 0; size < file.size(); ++size) {
    const Result<History> history = read_history(file.substr(0, size), "h.jsonl", ObjectType::reg);
    if (!history) CHECK(history.error().message.rfind("h.jsonl:", 0) == 0);
  }
}

}  // namespace caplab::history
