// Reading JSON: what is accepted, where everything stands, and the exact sentence for everything
// that is refused.
#include "engine/base/json.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/base/json_writer.h"

using namespace caplab;
using namespace std::string_literals;

namespace {

std::string error_of(std::string_view text, json::Limits limits = {}, int first_line = 1) {
  const Result<json::Value> result = json::parse(text, "f.json", limits, first_line);
  return result.ok() ? "no error" : result.error().message;
}

// The text written again, or its error.
std::string rewritten(std::string_view text) {
  const Result<json::Value> result = json::parse(text, "f.json");
  return result.ok() ? json::Writer().value(*result).str() : result.error().message;
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

struct Refused {
  std::string text;
  std::string error;  // without the file's name
};

void check_all(const std::vector<Refused>& list) {
  for (const Refused& refused : list) {
    INFO(refused.text);
    CHECK(error_of(refused.text) == "f.json:" + refused.error);
  }
}

const std::string kValue =
    ", must be a value (an object, an array, text in double quotes, a number, true, false or null)";
const std::string kUnclosedArray = " (the array begun at line 1, column 1 is not closed)";
const std::string kUnclosedObject = " (the object begun at line 1, column 1 is not closed)";
const std::string kKey = ", must be a key in double quotes";
const std::string kEscape =
    ", must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hex digits";
const std::string kInt64 =
    ", must be a whole number from -9223372036854775808 to 9223372036854775807";

}  // namespace

TEST_CASE("json: what ends too early is refused") {
  check_all({
      {"", "1:1: /: found the end of the text" + kValue},
      {" \n\t ", "2:3: /: found the end of the text" + kValue},
      {"[", "1:2: /0: found the end of the text" + kValue + kUnclosedArray},
      {"[1,2", "1:5: /: found the end of the text, must be \",\" or \"]\"" + kUnclosedArray},
      {"[1,", "1:4: /1: found the end of the text" + kValue + kUnclosedArray},
      {"{", "1:2: /: found the end of the text" + kKey + ", or \"}\"" + kUnclosedObject},
      {"{\"a\"",
       "1:5: /a: found the end of the text, must be \":\" after the key" + kUnclosedObject},
      {"{\"a\":", "1:6: /a: found the end of the text" + kValue + kUnclosedObject},
      {"{\"a\":1", "1:7: /: found the end of the text, must be \",\" or \"}\"" + kUnclosedObject},
      {"{\"a\":1,", "1:8: /: found the end of the text" + kKey + kUnclosedObject},
      {"{\"a\":\n [1, 2\n",
       "3:1: /a: found the end of the text, must be \",\" or \"]\" (the array begun at line 2, "
       "column 2 is not closed)"},
      {"\"abc", "1:1: /: found a text without an end, must end with a double quote"},
      {"{\"a\": \"b\\", "1:7: /a: found a text without an end, must end with a double quote"},
      {"{\"abc", "1:2: /: found a text without an end, must end with a double quote"},
  });
}

TEST_CASE("json: misplaced separators and brackets are refused") {
  check_all({
      {"]", "1:1: /: found \"]\"" + kValue},
      {",", "1:1: /: found \",\"" + kValue},
      {"[}", "1:2: /0: found \"}\"" + kValue},
      {"{]", "1:2: /: found \"]\"" + kKey + ", or \"}\""},
      {"[1}", "1:3: /: found \"}\", must be \",\" or \"]\""},
      {"{\"a\":1]", "1:7: /: found \"]\", must be \",\" or \"}\""},
      {"[1 2]", "1:4: /: found the number 2, must be \",\" or \"]\""},
      {"[\"a\" \"b\"]", "1:6: /: found the text \"b\", must be \",\" or \"]\""},
      {"[1,]", "1:3: /: found a comma before \"]\", must be a value after every comma"},
      {"{\"a\":1,}", "1:7: /: found a comma before \"}\", must be a key after every comma"},
      {"[,1]", "1:2: /0: found \",\"" + kValue},
      {"[1,,2]", "1:4: /1: found \",\"" + kValue},
      {"{\"a\" 1}", "1:6: /a: found the number 1, must be \":\" after the key"},
      {"{\"a\"::1}", "1:6: /a: found \":\"" + kValue},
      {"{\"a\":}", "1:6: /a: found \"}\"" + kValue},
      {"{\"a\":1 \"b\":2}", "1:8: /: found the text \"b\", must be \",\" or \"}\""},
      {"{1:2}", "1:2: /: found the number 1" + kKey + ", or \"}\""},
      {"{\"a\":1, b:2}", "1:9: /: found the word \"b\"" + kKey},
      {"1 2", "1:3: /: found the number 2, must be the end of the text"},
      {"{}\n{}", "2:1: /: found \"{\", must be the end of the text"},
  });
}

TEST_CASE("json: what other languages allow is refused by name") {
  check_all({
      {"// x\n1", "1:1: /: found a comment (JSON has none)" + kValue},
      {"[1, /* x */ 2]", "1:5: /1: found a comment (JSON has none)" + kValue},
      {"1 # x", "1:3: /: found a comment (JSON has none), must be the end of the text"},
      {"['a']", "1:2: /0: found a single quote (text stands in double quotes)" + kValue},
      {"{a:1}", "1:2: /: found the word \"a\"" + kKey + ", or \"}\""},
      {"[True]", "1:2: /0: found the word \"True\"" + kValue},
      {"[nul]", "1:2: /0: found the word \"nul\"" + kValue},
      {"NaN", "1:1: /: found the word \"NaN\"" + kValue},
      {"[-Infinity]",
       "1:2: /0: found the number -Infinity, must be a number such as 12, -3, 0.5 "
       "or 1e6"},
  });
}

TEST_CASE("json: numbers that are none are refused") {
  const std::string number = ", must be a number such as 12, -3, 0.5 or 1e6";
  check_all({
      {"[01]", "1:2: /: found the number 01, must be a number that does not begin with 0"},
      {"[-01]", "1:3: /: found the number 01, must be a number that does not begin with 0"},
      {"[-]", "1:2: /0: found the number -" + number},
      {"[1.]", "1:2: /0: found the number 1." + number},
      {"[1e]", "1:2: /0: found the number 1e" + number},
      {"[1.e5]", "1:2: /0: found the number 1.e5" + number},
      {"[2e+]", "1:2: /0: found the number 2e+" + number},
      {"[.5]", "1:2: /0: found \".\"" + kValue},
      {"[+1]", "1:2: /0: found \"+\"" + kValue},
      {"[0x1F]", "1:3: /: found the word \"x1F\", must be \",\" or \"]\""},
      {"12ms", "1:3: /: found the word \"ms\", must be the end of the text"},
      {"[1e999]", "1:2: /0: found the number 1e999, must be a number below 1e308"},
      {"[9223372036854775808]", "1:2: /0: is 9223372036854775808" + kInt64},
      {"[-9223372036854775809]", "1:2: /0: is -9223372036854775809" + kInt64},
      {"{\"a\":18446744073709551616}", "1:6: /a: is 18446744073709551616" + kInt64},
      {std::string(100, '9'), "1:1: /: is " + std::string(40, '9') + "…" + kInt64},
  });
}

TEST_CASE("json: text that is none is refused") {
  check_all({
      {"[\"a\nb\"]",
       "1:4: /0: found a line break inside a text, must be a closing quote, or \\n "
       "for a line break"},
      {"[\"a\tb\"]", "1:4: /0: found a tab inside a text, must be written as \\t"},
      {"[\"a\x01\"]",
       "1:4: /0: found the control character 0x01 inside a text, must be written as "
       "\\u0001"},
      {"[\"a\\x\"]", "1:4: /0: found an escape that JSON does not have (\\x)" + kEscape},
      {"{\"\\'\":1}", "1:3: /: found an escape that JSON does not have (\\')" + kEscape},
      {"[\"\\u12g4\"]", "1:3: /0: found an escape that JSON does not have (\\u12g4)" + kEscape},
      {"[\"\\u12\"]", "1:3: /0: found an escape that JSON does not have" + kEscape},
      {"[\"\\ud800\"]",
       "1:3: /0: found half of a character (\\ud800), must be a pair from \\ud800 "
       "to \\udbff and from \\udc00 to \\udfff"},
      {"[\"\\udc00\"]",
       "1:3: /0: found half of a character (\\udc00), must be a pair from \\ud800 "
       "to \\udbff and from \\udc00 to \\udfff"},
      {"[\"\\ud800\\u0041\"]",
       "1:3: /0: found half of a character (\\ud800), must be a pair from "
       "\\ud800 to \\udbff and from \\udc00 to \\udfff"},
      {"[\"\\u0000\"]", "1:2: /0: is text with \\u0000 in it, must be text without NUL"},
      {"{\"\\u0000\":1}", "1:2: /\\u0000: is a key with \\u0000 in it, must be text without NUL"},
  });
}

TEST_CASE("json: bytes that are no text are refused") {
  check_all({
      {"[\"é\xff\"]", "1:4: /0: found the byte 0xff, which is not UTF-8, must be UTF-8"},
      {"[\"\xc3(\"]", "1:3: /0: found the byte 0xc3, which is not UTF-8, must be UTF-8"},
      {"[\"\xed\xa0\x80\"]", "1:3: /0: found the byte 0xed, which is not UTF-8, must be UTF-8"},
      {"[\"\xc0\x80\"]", "1:3: /0: found the byte 0xc0, which is not UTF-8, must be UTF-8"},
      {"\xff", "1:1: /: found the byte 0xff, which is not UTF-8" + kValue},
      {"\xff\xfe[\0"s, "1:1: /: found the byte 0xff, which is not UTF-8" + kValue},
      {"é", "1:1: /: found \"é\"" + kValue},
      {"\xef\xbb\xbf{}", "1:1: /: begins with a byte order mark, must be UTF-8 without one"},
      {"\0"s, "1:1: /: found a NUL byte" + kValue},
      {"1\0"s, "1:2: /: found a NUL byte, must be the end of the text"},
      {"{}\0{}"s, "1:3: /: found a NUL byte, must be the end of the text"},
      {"[1,\0]"s, "1:4: /1: found a NUL byte" + kValue},
      {"[1\0]"s, "1:3: /: found a NUL byte, must be \",\" or \"]\""},
      {"[\"a\0\"]"s, "1:4: /0: found a NUL byte inside a text, must be text without NUL"},
  });
}

TEST_CASE("json: a second use of a key names the first") {
  check_all({
      {"{\"a\":1,\n  \"b\":2,\n  \"a\":3}",
       "3:3: /a: is a second \"a\" in one object (the first is at line 1, column 2), must be there "
       "once"},
      {"{\"a\":[{},{\"x\":{\"y\":1,\"\\u0079\":1}}]}",
       "1:22: /a/1/x/y: is a second \"y\" in one object (the first is at line 1, column 16), must "
       "be there once"},
  });
  CHECK(rewritten("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}") ==
        "{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}");
}

TEST_CASE("json: the pointer escapes, shortens and stays on one line") {
  CHECK(error_of("{\"a/b~c\":[0,{\"x\\ny\":tru}]}") ==
        "f.json:1:21: /a~1b~0c/1/x\\ny: found the word \"tru\"" + kValue);
  CHECK(error_of("{\"" + std::string(1000, 'k') + "\":x}") ==
        "f.json:1:1005: /" + std::string(40, 'k') + "…: found the word \"x\"" + kValue);
  CHECK(error_of("{\"a" + repeated("é", 30) + "\":x}") ==
        "f.json:1:36: /a" + repeated("é", 19) + "…: found the word \"x\"" + kValue);
}

TEST_CASE("json: size and depth have limits") {
  const json::Limits small{.bytes_max = 10, .depth_max = 3};
  CHECK(error_of("[12345678]", small) == "no error");
  CHECK(error_of("[123456789]", small) ==
        "f.json:1:1: /: is a text of 11 bytes, must be at most 10");
  CHECK(error_of("[[[1]]]", small) == "no error");
  CHECK(error_of("[0,[{\"a\":[]}]]", {.bytes_max = 100, .depth_max = 3}) ==
        "f.json:1:10: /1/0/a: is an array or object inside 3 others, must be inside at most 2");
  CHECK(error_of(std::string(10'000'000, ' ')) ==
        "f.json:1:1: /: is a text of 10000000 bytes, must be at most 1000000");
}

TEST_CASE("json: endless nesting is refused at the limit") {
  const std::string too_deep =
      ": is an array or object inside 64 others, must be inside at most 63";
  CHECK(error_of(repeated("[", 64) + repeated("]", 64)) == "no error");
  CHECK(error_of(repeated("[", 10'000)) == "f.json:1:65: " + repeated("/0", 64) + too_deep);
  CHECK(error_of(repeated("[", 1'000'000)) == "f.json:1:65: " + repeated("/0", 64) + too_deep);
  CHECK(error_of(repeated("[", 10'000) + repeated("]", 10'000)) ==
        "f.json:1:65: " + repeated("/0", 64) + too_deep);
  CHECK(error_of(repeated("{\"a\":", 10'000)) == "f.json:1:321: " + repeated("/a", 64) + too_deep);
  const Result<json::Value> deep =
      json::parse(repeated("[", 500) + repeated("]", 500), "f.json", {.depth_max = 500});
  REQUIRE(deep.ok());
  const json::Value copy = *deep;
  CHECK(copy == *deep);
}

TEST_CASE("json: wide texts up to the limit are read") {
  std::string keys = "{\"k0\":0";
  for (int i = 1; keys.size() < 990'000; ++i) keys += ",\"k" + std::to_string(i) + "\":0";
  keys += "}";
  CHECK(error_of(keys) == "no error");
  CHECK(error_of("[" + repeated("0,", 499'000) + "0]") == "no error");
  CHECK(error_of("[" + repeated("[],", 330'000) + "[x]]") ==
        "f.json:1:990003: /330000/0: found the word \"x\"" + kValue);
}

TEST_CASE("json: what is allowed is read and written again") {
  CHECK(rewritten(" [ null , true , false , -0 , 7 ] \r\n") == "[null,true,false,0,7]");
  CHECK(rewritten("[1.50,1E5,-0.0,1e-400,12345678901234567890.5]") ==
        "[1.50,1E5,-0.0,1e-400,12345678901234567890.5]");
  CHECK(rewritten("[-9223372036854775808,9223372036854775807]") ==
        "[-9223372036854775808,9223372036854775807]");
  CHECK(rewritten(R"(["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"])") ==
        "[\"\\\"\\\\/\\u0008\\u000c\\n\\r\\té😀\"]");
  CHECK(rewritten("{\"b\":{},\"a\":[],\"\":\"\"}") == "{\"b\":{},\"a\":[],\"\":\"\"}");
  CHECK(rewritten("\"\x7f\"") == "\"\x7f\"");
}

TEST_CASE("json: every value and key knows its line and column") {
  const Result<json::Value> root = json::parse(
      "\r\n"
      "{\"é€\":\t[1,\r\n"
      "\t\"😀\", -2.5e1 ,{\"a\" :\n"
      "true}],\n"
      "\n"
      "  \"b\"\n"
      " : null }",
      "f.json");
  REQUIRE(root.ok());
  CHECK(root->place == json::Place{2, 1});
  const json::Member& list = root->members.at(0);
  CHECK(list.key == "é€");
  CHECK(list.key_place == json::Place{2, 2});
  CHECK(list.value.place == json::Place{2, 8});
  CHECK(list.value.items.at(0).place == json::Place{2, 9});
  CHECK(list.value.items.at(1).place == json::Place{3, 2});
  CHECK(list.value.items.at(2).place == json::Place{3, 7});
  CHECK(list.value.items.at(2).text == "-2.5e1");
  CHECK(list.value.items.at(3).place == json::Place{3, 15});
  CHECK(list.value.items.at(3).members.at(0).key_place == json::Place{3, 16});
  CHECK(list.value.items.at(3).members.at(0).value.place == json::Place{4, 1});
  CHECK(root->members.at(1).key_place == json::Place{6, 3});
  CHECK(root->members.at(1).value.place == json::Place{7, 4});
}

TEST_CASE("json: a line of a JSON Lines file has its own number") {
  CHECK(error_of("{\"a\":x}", {}, 17) == "f.json:17:6: /a: found the word \"x\"" + kValue);
  CHECK(json::parse("[\n1]", "f.json", {}, 17)->items.at(0).place == json::Place{18, 1});
  json::Report report{.file = "f.jsonl", .findings = {}};
  CHECK_FALSE(json::parse("x", report, {}, 1).has_value());
  CHECK(json::parse("1", report, {}, 2).has_value());
  CHECK_FALSE(json::parse("{} 1", report, {}, 3).has_value());
  REQUIRE(report.findings.size() == 2);
  CHECK(json::line_of(report.findings[1]) ==
        "f.jsonl:3:4: /: found the number 1, must be the end of the text");
}

TEST_CASE("json: values are compared with their places, and found by key") {
  const json::Value value = *json::parse("{\"a\":[1,{\"b\":null}]}", "f.json");
  json::Value other = value;
  CHECK(value == other);
  other.members[0].value.items[1].members[0].value.place.column += 1;
  CHECK(value != other);
  REQUIRE(value.find("a") != nullptr);
  CHECK(value.find("a")->items.size() == 2);
  CHECK(value.find("b") == nullptr);
  CHECK(value.find("a")->find("a") == nullptr);
}

TEST_CASE("json: numbers are scaled exactly") {
  const json::Value list = *json::parse("[99.5,7,\"7\",0.25]", "f.json");
  CHECK(*json::scaled(list.items[0], 1) == 995);
  CHECK(*json::scaled(list.items[1], 1) == 70);
  CHECK(json::scaled(list.items[2], 1).error().message == "must be a number");
  CHECK(json::scaled(list.items[3], 1).error().message ==
        "must be a number with at most 1 decimal");
}

TEST_CASE("json: findings carry a rule for machines, and a hundred are enough") {
  json::Report report{.file = "f.json", .findings = {}};
  json::parse("{\"a\":1,\"a\":2}", report);
  json::parse("[9999999999999999999]", report);
  json::parse("[[[", report, {.depth_max = 2});
  json::parse("[", report);
  json::parse("[1]", report, {.bytes_max = 2});
  std::string rules;
  for (const json::Finding& finding : report.findings) rules += finding.rule + " ";
  CHECK(rules == "duplicate-key out-of-range too-deep syntax too-big ");
  for (int i = 0; i < 1000; ++i) report.add({}, "", "x", "y");
  CHECK(report.findings.size() == 100);
  CHECK(report.findings.back().pointer == "/");
  CHECK_FALSE(json::parse("x", report).has_value());
}
