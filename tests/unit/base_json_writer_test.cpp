// Writing JSON: compact, in the order written, always valid.
#include "engine/base/json_writer.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/base/json.h"

using namespace caplab;

TEST_CASE("json writer: every kind, in the order written") {
  json::Writer out;
  out.begin_object();
  out.key("z").text("é\"\n").key("a").integer(-5);
  out.key("list").begin_array().boolean(true).null().decimal(995, 1).begin_array().end_array();
  out.begin_object().end_object().end_array();
  out.key("no").boolean(false);
  out.end_object();
  CHECK(out.str() == "{\"z\":\"é\\\"\\n\",\"a\":-5,\"list\":[true,null,99.5,[],{}],\"no\":false}");
}

TEST_CASE("json writer: one value at the top may be anything") {
  CHECK(json::Writer().integer(INT64_MIN).str() == "-9223372036854775808");
  CHECK(json::Writer().text("").str() == "\"\"");
  CHECK(json::Writer().begin_array().end_array().str() == "[]");
  CHECK(json::Writer().decimal(-5, 3).str() == "-0.005");
}

TEST_CASE("json writer: text is escaped where it must be, and becomes UTF-8 if it is not") {
  std::string controls;
  for (char c = 0; c < 0x20; ++c) controls += c;
  CHECK(
      json::quoted(controls) ==
      "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\u0008\\t\\n\\u000b\\u000c\\r"
      "\\u000e\\u000f\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a"
      "\\u001b\\u001c\\u001d\\u001e\\u001f\"");
  CHECK(json::quoted("\\ \" / \x7f €😀") == "\"\\\\ \\\" / \x7f €😀\"");
  CHECK(json::quoted("a\xff\xc3") == "\"a\uFFFD\uFFFD\"");
}

TEST_CASE("json writer: a tree is written as it was read") {
  const std::string text =
      R"({"a":[1,-2.50e3,null,true,false,"é\n",[],{}],"b":{"c":{"d":[[[0]]]}},"":""})";
  CHECK(json::Writer().value(*json::parse(text, "f.json")).str() == text);
}
