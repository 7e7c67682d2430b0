// Reading structs: one line a field, every mistake in one pass, each in its own sentence.
#include "engine/base/json_reader.h"

#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>

#include "engine/base/text.h"

using namespace caplab;

namespace {

enum class Mode : std::uint8_t { async, sync };

struct Site {
  std::string id;
  std::int64_t x = 0;
  std::string note;
  bool operator==(const Site&) const = default;
};

struct Plan {
  std::string title;
  std::vector<Site> sites;
  Mode mode = Mode::async;
  Duration timeout;
  std::int64_t percent_tenths = 0;
  bool loud = false;
  std::size_t home = 0;
  bool operator==(const Plan&) const = default;
};

Site read_site(const json::Reader& site) {
  const json::Fields fields = site.object({"id", "x"}, {"note"});
  return {.id = fields["id"].id(),
          .x = fields["x"].integer({0, 1000}),
          .note = fields["note"].text({0, 20}, "no note")};
}

Plan read_plan(const json::Reader& root) {
  const json::Fields fields =
      root.object({"title", "sites", "mode", "timeout"}, {"percent", "loud", "home"});
  Plan plan;
  plan.title = fields["title"].text({1, 30});
  plan.sites = fields["sites"].list({1, 3}, read_site);
  plan.mode = fields["mode"].one_of<Mode>({{"async", Mode::async}, {"sync", Mode::sync}});
  plan.timeout = fields["timeout"].duration({microseconds(0), seconds(10)}, milliseconds(250));
  plan.percent_tenths = fields["percent"].decimal(1, {0, 1000}, 990);
  plan.loud = fields["loud"].boolean();
  std::vector<std::string> ids;
  for (const Site& site : plan.sites) ids.push_back(site.id);
  plan.home = fields["home"].one_of(ids);
  return plan;
}

// The lines of all that is wrong with `text` when `read` reads it.
template <typename Read>
std::string mistakes(std::string_view text, Read read) {
  json::Report report{.file = "f.json", .findings = {}};
  const std::optional<json::Value> root = json::parse(text, report);
  if (root) read(json::Reader(*root, report));
  std::string lines;
  for (const json::Finding& finding : report.findings) lines += json::line_of(finding) + "\n";
  return lines;
}

// The mistakes of {"v": `value`} when `read` reads v, without what is the same in all of them.
template <typename Read>
std::string mistake_in(std::string_view value, Read read) {
  const std::string lines =
      mistakes("{\"v\":" + std::string(value) + "}",
               [&read](const json::Reader& r) { read(r.object({"v"})["v"]); });
  constexpr std::string_view kStart = "f.json:1:6: /v: ";
  return lines.starts_with(kStart) ? lines.substr(kStart.size(), lines.size() - kStart.size() - 1)
                                   : lines;
}

}  // namespace

TEST_CASE("json reader: a struct is read field by field") {
  json::Report report{.file = "f.json", .findings = {}};
  const auto root = json::parse(R"({"title":"Two sites","mode":"sync","timeout":"1.5s",
      "sites":[{"id":"us","x":3},{"x":1000,"id":"eu-1","note":""}],
      "percent":99.5,"loud":true,"home":"eu-1"})",
                                report);
  REQUIRE(root.has_value());
  const Plan plan = read_plan(json::Reader(*root, report));
  CHECK(report.ok());
  const Plan expected{.title = "Two sites",
                      .sites = {{"us", 3, "no note"}, {"eu-1", 1000, ""}},
                      .mode = Mode::sync,
                      .timeout = milliseconds(1500),
                      .percent_tenths = 995,
                      .loud = true,
                      .home = 1};
  CHECK(plan == expected);
}

TEST_CASE("json reader: what is left out has its fallback") {
  json::Report report{.file = "f.json", .findings = {}};
  const auto root = json::parse(
      R"({"title":"T","sites":[{"id":"a","x":0}],"mode":"async","timeout":"0s"})", report);
  const Plan plan = read_plan(json::Reader(*root, report));
  CHECK(report.ok());
  CHECK(plan.percent_tenths == 990);
  CHECK_FALSE(plan.loud);
  CHECK(plan.sites.at(0).note == "no note");
}

TEST_CASE("json reader: every mistake is found in one pass, and reading goes on") {
  const std::string lines = mistakes(
      "{\n"
      "  \"titel\": \"Two sites\",\n"
      "  \"sites\": [\n"
      "    {\"id\": \"us\", \"x\": \"abc\"},\n"
      "    {\"id\": \"EU\", \"y\": 1},\n"
      "    17\n"
      "  ],\n"
      "  \"mode\": \"asinc\",\n"
      "  \"timeout\": 5,\n"
      "  \"percent\": 100.01,\n"
      "  \"loud\": \"yes\",\n"
      "  \"home\": \"uk\"\n"
      "}",
      read_plan);
  CHECK(lines ==
        "f.json:2:3: /titel: is an unknown key (did you mean \"title\"?), must be one of "
        "\"title\", \"sites\", \"mode\", \"timeout\", \"percent\", \"loud\", \"home\"\n"
        "f.json:4:23: /sites/0/x: is \"abc\" (text), must be a whole number from 0 to 1000\n"
        "f.json:5:18: /sites/1/y: is an unknown key (did you mean \"x\"?), must be one of \"id\", "
        "\"x\", \"note\"\n"
        "f.json:5:12: /sites/1/id: is \"EU\" (text), must be an id: 1 to 40 of a-z, 0-9 and "
        "\"-\", beginning with a letter\n"
        "f.json:6:5: /sites/2: is 17, must be an object\n"
        "f.json:8:11: /mode: is \"asinc\" (did you mean \"async\"?), must be one of \"async\", "
        "\"sync\"\n"
        "f.json:9:14: /timeout: is 5, must be a duration such as \"250ms\", \"1.5s\" or \"300us\", "
        "from 0s to 10s\n"
        "f.json:10:14: /percent: is 100.01, must be a number with at most 1 decimal from 0.0 to "
        "100.0\n"
        "f.json:11:11: /loud: is \"yes\" (text), must be true or false\n"
        "f.json:12:11: /home: is \"uk\" (did you mean \"us\"?), must be one of \"us\", \"\", "
        "\"\"\n");
}

TEST_CASE("json reader: whole numbers") {
  const auto read = [](const json::Reader& v) { return v.integer({-5, 5}); };
  const std::string allowed = ", must be a whole number from -5 to 5";
  CHECK(mistake_in("5", read).empty());
  CHECK(mistake_in("-5", read).empty());
  CHECK(mistake_in("6", read) == "is 6" + allowed);
  CHECK(mistake_in("-6", read) == "is -6" + allowed);
  CHECK(mistake_in("1.0", read) == "is 1.0" + allowed);
  CHECK(mistake_in("null", read) == "is null" + allowed);
  CHECK(mistake_in("true", read) == "is true" + allowed);
  CHECK(mistake_in("[]", read) == "is an array" + allowed);
  CHECK(mistake_in("{}", read) == "is an object" + allowed);
  const auto only_one = [](const json::Reader& v) { v.integer({1, 1}); };
  CHECK(mistake_in("2", only_one) == "is 2, must be 1");
}

TEST_CASE("json reader: decimal numbers") {
  const auto read = [](const json::Reader& v) { v.decimal(2, {0, 100}); };
  const std::string allowed = ", must be a number with at most 2 decimals from 0.00 to 1.00";
  for (const char* fine : {"0", "1", "0.25", "1.000", "25e-2"})
    CHECK(mistake_in(fine, read).empty());
  CHECK(mistake_in("0.255", read) == "is 0.255" + allowed);
  CHECK(mistake_in("1.01", read) == "is 1.01" + allowed);
  CHECK(mistake_in("-0.01", read) == "is -0.01" + allowed);
  CHECK(mistake_in("1e300", read) == "is 1e300" + allowed);
  CHECK(mistake_in("\"1\"", read) == "is \"1\" (text)" + allowed);
  CHECK(mistake_in("0." + std::string(60, '3'), read) ==
        "is 0." + std::string(38, '3') + "…" + allowed);
  const auto whole = [](const json::Reader& v) { v.decimal(0, {0, 9}); };
  CHECK(mistake_in("0.5", whole) == "is 0.5, must be a whole number from 0 to 9");
}

TEST_CASE("json reader: text and ids") {
  const auto text = [](const json::Reader& v) { v.text({1, 5}); };
  CHECK(mistake_in("\"é€😀ab\"", text).empty());
  CHECK(mistake_in("\"\"", text) == "has 0 characters, must have 1 to 5");
  CHECK(mistake_in("\"abcdef\"", text) == "has 6 characters, must have 1 to 5");
  CHECK(mistake_in("3", text) == "is 3, must be text");
  const auto id = [](const json::Reader& v) { v.id(); };
  for (const char* fine : {"\"a\"", "\"bank-2\""}) CHECK(mistake_in(fine, id).empty());
  for (const char* bad : {"\"\"", "\"2a\"", "\"-a\"", "\"a b\"", "\"a.b\"", "\"Ab\"", "\"é\""}) {
    INFO(bad);
    CHECK(mistake_in(bad, id).ends_with(
        " (text), must be an id: 1 to 40 of a-z, 0-9 and \"-\", beginning with a letter"));
  }
  CHECK(mistake_in("\"" + std::string(40, 'a') + "\"", id).empty());
  CHECK(mistake_in("\"" + std::string(41, 'a') + "\"", id)
            .starts_with("is \"" + std::string(40, 'a') + "…\""));
}

TEST_CASE("json reader: durations") {
  const auto read = [](const json::Reader& v) { v.duration({milliseconds(-1), seconds(2)}); };
  const std::string allowed =
      ", must be a duration such as \"250ms\", \"1.5s\" or \"300us\", from -1ms to 2s";
  for (const char* fine : {"\"-1ms\"", "\"2s\"", "\"300us\""})
    CHECK(mistake_in(fine, read).empty());
  CHECK(mistake_in("\"2.001s\"", read) == "is \"2.001s\" (text)" + allowed);
  CHECK(mistake_in("\"5 apples\"", read) == "is \"5 apples\" (text)" + allowed);
  CHECK(mistake_in("250", read) == "is 250" + allowed);
}

TEST_CASE("json reader: arrays and objects with free keys") {
  const auto items = [](const json::Reader& v) { v.items({2, 2}); };
  CHECK(mistake_in("[1,2]", items).empty());
  CHECK(mistake_in("[1]", items) == "has 1 item, must have 2");
  CHECK(mistake_in("\"x\"", items) == "is \"x\" (text), must be an array");
  const auto entries = [](const json::Reader& v) {
    for (const json::Entry& entry : v.entries({0, 2})) {
      if (entry.value.integer({0, 9}) == 7) entry.value.fail_at_key("odd", "is " + entry.key);
    }
  };
  CHECK(mistake_in("{\"a\":1,\"b\":2}", entries).empty());
  CHECK(mistake_in("{\"a\":1,\"b\":2,\"c\":3}", entries) == "has 3 keys, must have 0 to 2");
  CHECK(mistake_in("[]", entries) == "is an array, must be an object");
  CHECK(mistake_in("{\"a\":77,\n \"b\":7}", entries) ==
        "f.json:1:11: /v/a: is 77, must be a whole number from 0 to 9\n"
        "f.json:2:2: /v/b: is b\n");
}

TEST_CASE("json reader: words") {
  const auto none = [](const json::Reader& v) { v.one_of({}); };
  CHECK(mistake_in("\"x\"", none) == "is \"x\", must be left out: there is nothing to name");
  const auto many = [](const json::Reader& v) {
    std::vector<std::string> words;
    for (int i = 0; i < 46; ++i) words.push_back("w" + std::to_string(i));
    return v.one_of(words);
  };
  CHECK(mistake_in("\"w29\"", many).empty());
  CHECK(mistake_in("\"latency\"", many).ends_with("\"w38\", \"w39\" and 6 more"));
  CHECK(mistake_in("true", many).starts_with("is true, must be one of \"w0\", \"w1\""));
}

TEST_CASE("json reader: a missing or mistyped object is reported once, not once a field") {
  const auto nested = [](const json::Reader& root) {
    const json::Fields inner = root.object({"a"}, {"b"})["a"].object({"x", "y"});
    CHECK(inner["x"].integer({1, 2}, 1) == 1);
    CHECK_FALSE(inner["y"].present());
    CHECK(inner["y"].items({1, 1}).empty());
    CHECK(inner["y"].object({"z"})["z"].text({1, 1}, "f") == "f");
    CHECK(inner["y"].pointer() == "/a/y");
  };
  CHECK(mistakes("{}", nested) == "f.json:1:1: /: has no key \"a\", must have \"a\"\n");
  CHECK(mistakes("{\"a\":3}", nested) == "f.json:1:6: /a: is 3, must be an object\n");
  CHECK(mistakes("[]", nested) == "f.json:1:1: /: is an array, must be an object\n");
}

TEST_CASE("json reader: a loader adds what only it can see") {
  const auto read = [](const json::Reader& root) {
    const json::Fields fields = root.object({}, {"a", "b"});
    fields["a"].fail("dangling", "names nothing, must name something");
    fields["b"].fail("dangling", "is not there, must be there");
  };
  CHECK(mistakes("\n {\"a\": 1}", read) ==
        "f.json:2:8: /a: names nothing, must name something\n"
        "f.json:2:2: /b: is not there, must be there\n");
}
