// Loading lessons: a good one becomes a whole Lesson; of a bad one every mistake is told with its
// place. tests/bad_lessons/expected.txt holds the lines for each file there: look at what changed
// before you accept it with CAPLAB_REWRITE=1.
#include "engine/lesson/load.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/rng.h"

using namespace caplab;
using namespace caplab::lesson;

namespace {

const std::filesystem::path kTests = std::filesystem::path(CAPLAB_SOURCE_DIR) / "tests";
const std::filesystem::path kBad = kTests / "bad_lessons";
const std::filesystem::path kBank = std::filesystem::path(CAPLAB_SOURCE_DIR) / "lessons" / "bank";

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Loaded load(const std::string& json, const std::string& prose) {
  return load_lesson({json, "lesson.json", prose, "en.md"});
}

std::string lines(const std::vector<std::string>& errors) {
  std::string text;
  for (const std::string& error : errors) text += error + "\n";
  return text;
}

// The error lines of one file; a text file is loaded with the good lesson and the other way round.
std::string mistakes_in(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  const bool is_prose = file.extension() == ".md";
  const std::string json = contents(is_prose ? kBad / "good.json" : file);
  const std::string prose = contents(is_prose ? file : kBad / "good.md");
  return lines(
      load_lesson({json, is_prose ? "good.json" : name, prose, is_prose ? name : "good.md"})
          .errors);
}

std::vector<std::filesystem::path> bad_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kBad)) {
    const std::filesystem::path path = entry.path();
    if (path.extension() == ".txt" || path.stem() == "good") continue;
    files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string bank_json() { return contents(kBank / "lesson.json"); }
std::string bank_prose() { return contents(kBank / "text" / "en.md"); }

// `json` with the first `from` replaced, which must be there.
std::string edited(std::string json, std::string_view from, std::string_view to) {
  const std::size_t at = json.find(from);
  REQUIRE(at != std::string::npos);
  return json.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("Load: every bad lesson is refused with the lines that are expected") {
  std::string actual;
  const std::vector<std::filesystem::path> files = bad_files();
  CHECK(files.size() >= 60);
  for (const std::filesystem::path& file : files) {
    const std::string mistakes = mistakes_in(file);
    CHECK_FALSE(mistakes.empty());
    actual += mistakes;
  }
  if (std::getenv("CAPLAB_REWRITE") != nullptr) {
    std::ofstream(kBad / "expected.txt", std::ios::binary) << actual;
  }
  CHECK(actual == contents(kBad / "expected.txt"));
}

TEST_CASE("Load: the file that the bad ones are made from is good") {
  const Loaded loaded = load(contents(kBad / "good.json"), contents(kBad / "good.md"));
  CHECK(lines(loaded.errors).empty());
  CHECK(loaded.lesson.choices.size() == 2);
}

TEST_CASE("Load: the bank") {
  const Loaded loaded = load(bank_json(), bank_prose());
  REQUIRE(lines(loaded.errors).empty());
  const Lesson& bank = loaded.lesson;

  CHECK(bank.id == "bank");
  CHECK(bank.site_ids == std::vector<std::string>{"harbour", "station", "valley"});
  CHECK(bank.system.sites == std::vector<std::string>{"Harbour", "Station", "Valley"});
  CHECK(bank.system.replicas == 3);
  CHECK(bank.system.nodes.size() == 6);
  CHECK(bank.system.nodes[3].name == "Machine A");
  CHECK(bank.system.nodes[4].site == SiteId{1});
  CHECK(bank.operation_ids.size() == 5);
  CHECK(bank.system.operations[1].then == 2);
  CHECK(bank.choices.size() == 4);
  CHECK(choices_text(bank, initial_choices(bank)) ==
        "show-balance:one,withdraw:one,view-history:one,transfer:serial");

  const auto& latencies = bank.system.latencies;
  CHECK(latencies[0 * 3 + 1] == latencies[1 * 3 + 0]);
  CHECK(latencies[0 * 3 + 2].at[1] > latencies[0 * 3 + 1].at[1]);
  CHECK(latencies[0 * 3 + 0].at[1] == microseconds(300));
  CHECK(bank.system.loss == Ratio{100, 100'000});
}

TEST_CASE("Load: a cut separates a site's nodes from all others") {
  const Lesson bank = load(bank_json(), bank_prose()).lesson;
  const auto is_cut = [](const TimedCommand& c) { return std::holds_alternative<Cut>(c.command); };
  const auto cut = std::find_if(bank.script.begin(), bank.script.end(), is_cut);
  REQUIRE(cut != bank.script.end());
  CHECK(std::get<Cut>(cut->command) ==
        Cut{.from = {0b010010}, .to = {0b101101}, .both_ways = true});

  const Lesson one_way =
      load(edited(bank_json(), R"("cut": ["station"])", R"("cut": ["station"], "direction": "in")"),
           bank_prose())
          .lesson;
  CHECK(
      std::get<Cut>(one_way.script[static_cast<std::size_t>(cut - bank.script.begin())].command) ==
      Cut{.from = {0b101101}, .to = {0b010010}, .both_ways = false});
}

TEST_CASE("Load: every kind of step and both protocols") {
  std::string json = contents(kBad / "good.json");
  json = edited(json, R"({ "at": "4s", "heal": true })", R"(
      { "at": "4s", "crash": "r1" }, { "at": "4s", "restart": "r1" },
      { "at": "4s", "skew": { "node": "r2", "ahead": "-20ms", "driftPpm": 50 } },
      { "at": "4s", "slow": { "from": ["east"], "to": ["west"], "extra": "5ms", "lasts": "1s" } },
      { "at": "5s", "lose": { "from": ["west"], "to": ["east"], "share": "2.5%" } },
      { "at": "5s", "call": "look", "client": "ben", "key": 1 })");
  json =
      edited(json, R"("store": { "protocol": "quorum" } }
  ])",
             R"("store": { "protocol": "primary-backup", "mode": "synchronous", "primary": "r2" } }
  ])");
  json = edited(json, R"("choices": ["one"], "default": "one")",
                R"("choices": ["primary"], "default": "primary")");
  const Loaded loaded = load(json, contents(kBad / "good.md"));
  REQUIRE(lines(loaded.errors).empty());
  const std::vector<TimedCommand>& script = loaded.lesson.script;
  REQUIRE(script.size() == 8);
  CHECK(script[2].command == Command{Crash{NodeId{0}}});
  CHECK(script[3].command == Command{Restart{NodeId{0}}});
  CHECK(script[4].command == Command{SkewClock{NodeId{1}, milliseconds(-20), 50}});
  CHECK(script[5].command == Command{SlowLink{{0b0101}, {0b1010}, milliseconds(5), seconds(1)}});
  CHECK(script[6].command == Command{Lose{{0b1010}, {0b0101}, {25, 1000}}});
  CHECK(script[7].command == Command{Call{.client = NodeId{3}, .operation = 0, .key = Key{1}}});
  const auto& config = std::get<primary_backup::Config>(loaded.lesson.system.stores[1].protocol);
  CHECK(config.mode == primary_backup::Mode::synchronous);
  CHECK(config.primary == NodeId{1});
}

TEST_CASE("Load: steps that name single nodes, and what came with pauses, disks and moves") {
  std::string json = contents(kBad / "good.json");
  json = edited(json, R"({ "at": "4s", "heal": true })", R"(
      { "at": "4s", "pause": "ben" }, { "at": "4s", "resume": "ben" },
      { "at": "4s", "loseDisk": "r2" },
      { "at": "4s", "duplicate": { "from": ["east"], "to": ["r2"], "share": "20%" } },
      { "at": "4s", "cut": ["r1"], "from": ["west"], "direction": "out" },
      { "at": "4s", "move": { "client": "ben", "to": "east" } },
      { "at": "5s", "cut": ["east"] })");
  const Loaded loaded = load(json, contents(kBad / "good.md"));
  REQUIRE(lines(loaded.errors).empty());
  const std::vector<TimedCommand>& script = loaded.lesson.script;
  REQUIRE(script.size() == 9);
  CHECK(script[2].command == Command{Pause{NodeId{3}}});
  CHECK(script[3].command == Command{Resume{NodeId{3}}});
  CHECK(script[4].command == Command{LoseDisk{NodeId{1}}});
  CHECK(script[5].command == Command{Duplicate{{0b0101}, {0b0010}, {200, 1000}}});
  CHECK(script[6].command == Command{Cut{{0b0001}, {0b1010}, false}});
  CHECK(script[7].command == Command{Move{NodeId{3}, SiteId{0}}});
  INFO("who has moved to a site is cut off with it");
  CHECK(script[8].command == Command{Cut{{0b1101}, {0b0010}, true}});
}

TEST_CASE("Load: the search and the sampled runs may have every fault that a script may have") {
  const std::string plain = contents(kBad / "good.json");
  const std::string all = R"("pause": "1s", "duplicate": "5%", "crash": "2s", "loseDisk": true,
    "slow": "300ms", "lose": "2.5%", "driftPpm": 150, "move": true, )";
  std::string json = edited(plain, R"("faults": { )", R"("faults": { "partial": true, )" + all);
  json = edited(json, R"("faultProcess": { )", R"("faultProcess": { )" + all);
  const Loaded loaded = load(json, contents(kBad / "good.md"));
  REQUIRE(lines(loaded.errors).empty());
  const Mishaps expected{.pause_max = seconds(1),
                         .duplication = {50, 1000},
                         .crash_max = seconds(2),
                         .loses_disk = true,
                         .slow_max = milliseconds(300),
                         .loss = {25, 1000},
                         .drift_ppm = 150,
                         .moves = true,
                         .promotes = false};
  CHECK(loaded.lesson.envelope.partial);
  CHECK(loaded.lesson.envelope.mishaps == expected);
  CHECK(loaded.lesson.fault_process.mishaps == expected);
  const auto wrong = [&](const std::string& key) {
    const std::string edit = edited(plain, R"("faults": { )", R"("faults": { )" + key);
    return lines(load(edit, contents(kBad / "good.md")).errors);
  };
  CHECK(wrong(R"("loseDisk": true, )").find("needs a \"crash\"") != std::string::npos);
  CHECK(wrong(R"("promote": true, )").find("no object here has a primary") != std::string::npos);
  CHECK(wrong(R"("driftPpm": -1, )").find("/faults/driftPpm") != std::string::npos);
}

TEST_CASE("Load: one step of a script, as the command line and the page say it") {
  const Lesson lesson = load(contents(kBad / "good.json"), contents(kBad / "good.md")).lesson;
  const auto step = [&](const std::string& text) {
    const Result<json::Value> value = json::parse(text, "step");
    REQUIRE(value);
    return step_of(lesson, *value);
  };
  CHECK(*step(R"({"at": "2s", "crash": "ben"})") ==
        TimedCommand{Time{} + seconds(2), Crash{NodeId{3}}});
  CHECK(*step(R"({"promote": "r2"})") == TimedCommand{Time{}, Promote{NodeId{1}, {}}});
  CHECK(*step(R"({"promote": "r2", "object": "till"})") ==
        TimedCommand{Time{}, Promote{NodeId{1}, StoreId{0}}});
  CHECK(step(R"({"promote": "ben"})").error().message.find("/promote: ") == 0);
  CHECK(step(R"({"promote": "r2", "object": "moon"})").error().message.find("/object: ") == 0);
  CHECK(step(R"({"at": "3600s", "heal": true})").error().message.find("/at: ") == 0);
  CHECK(step(R"({"jump": "r2"})").error().message.find("must have one of") != std::string::npos);
  CHECK_FALSE(step("7"));
}

TEST_CASE("Load: clients may keep a session") {
  const std::string plain = contents(kBad / "good.json");
  const std::string patience = R"("patience": "2s",)";
  const auto with = [&](const std::string& words) {
    return load(edited(plain, patience, patience + "\"session\": { " + words + " },"),
                contents(kBad / "good.md"));
  };
  const client::Config plain_client = load(plain, contents(kBad / "good.md")).lesson.system.client;
  CHECK(plain_client.session == client::Session::none);
  const client::Config token =
      with(R"("kind": "token", "guarantees": ["monotonic-reads"], "retryAfter": "50ms")")
          .lesson.system.client;
  CHECK(token.session == client::Session::token);
  CHECK(token.guarantees == client::Guarantees{false, true, false, false});
  CHECK(token.retry_after == milliseconds(50));
  const Loaded causal = with(R"("kind": "token", "guarantees": ["causal"])");
  REQUIRE(lines(causal.errors).empty());
  CHECK(causal.lesson.system.client.guarantees == client::Guarantees{});
  CHECK(lines(with(R"("kind": "sticky", "guarantees": ["causal"])").errors)
            .find("only a session by token") != std::string::npos);
  CHECK(lines(with(R"("kind": "warm")").errors).find("sticky") != std::string::npos);
}

TEST_CASE("Load: a link may name a latency profile") {
  const std::string plain = contents(kBad / "good.json");
  const std::string local = R"("local": { "p50": "1ms", "p99": "2ms" })";
  const auto with = [&](const std::string& words) {
    return load(edited(plain, local, "\"local\": { " + words + " }"), contents(kBad / "good.md"));
  };
  const Loaded loaded = with(R"("profile": "lan")");
  REQUIRE(lines(loaded.errors).empty());
  const System& system = loaded.lesson.system;
  REQUIRE(system.legs.size() == 4);
  REQUIRE(system.latencies.size() == 4);
  CHECK(system.latencies[0].at[1] == microseconds(193));
  CHECK(system.fine.size() == 2);
  CHECK(system.legs[1] == system.legs[2]);
  CHECK(load(plain, contents(kBad / "good.md")).lesson.system.legs.empty());
  CHECK(lines(with(R"("profile": "moon")").errors).find("2013:A/B") != std::string::npos);
  CHECK(lines(with(R"("profile": "lan", "p50": "1ms")").errors).find("/network/local/p50") !=
        std::string::npos);
  CHECK(lines(with(R"("p50": "1ms")").errors).find("no key \"p99\"") != std::string::npos);
}

TEST_CASE("Load: every published profile can be named, and each way may have its own percentiles") {
  const std::string plain = contents(kBad / "good.json");
  const auto with = [&](const std::string& local) {
    return load(edited(plain, R"("p50": "1ms", "p99": "2ms")", local), contents(kBad / "good.md"));
  };
  for (const std::string name :
       {"lan", "same-region", "2013:us-east-1/eu-west-1", "2020:us-east-1/eu-west-1", "lnkd-ssd",
        "lnkd-disk", "ymmr", "wan", "exp:0.1,0.5"}) {
    CAPTURE(name);
    CHECK(lines(with("\"profile\": \"" + name + "\"").errors).empty());
  }
  const System ways =
      with(R"("p50": "300us", "p99": "1ms", "write": { "p50": "5ms", "p99": "9ms" })")
          .lesson.system;
  REQUIRE(ways.legs.size() == 4);
  const auto median = [&](Leg leg) {
    return outline(ways.fine[ways.legs[0][static_cast<std::size_t>(leg)]]).at[1];
  };
  CHECK(median(Leg::write) == milliseconds(5));
  CHECK(median(Leg::acknowledgement) == microseconds(300));
  CHECK(median(Leg::read) == microseconds(300));
  CHECK(median(Leg::response) == microseconds(300));
  CHECK(ways.latencies[0].at[1] == microseconds(300));
  CHECK(lines(with(R"("profile": "lan", "write": { "p50": "5ms", "p99": "9ms" })").errors)
            .find("/network/local/write") != std::string::npos);
  CHECK(lines(with(R"("p50": "1ms", "p99": "2ms", "read": { "p50": "5ms" })").errors)
            .find("no key \"p99\"") != std::string::npos);
}

TEST_CASE("Load: the editors' schema knows the same keys as the loader") {
  const std::string text = contents(kBank.parent_path() / "schema" / "lesson.schema.json");
  const Result<json::Value> schema = json::parse(text, "lesson.schema.json");
  REQUIRE(schema.ok());

  // What holds for each task by itself: further keys that it needs, and keys that it has not.
  const std::vector<json::Value>& tasks = schema->find("allOf")->items;
  CHECK(tasks.size() == 4);
  for (const json::Value& task : tasks) {
    const json::Value& is_it = *task.find("if")->find("properties")->find("task");
    const std::string name = is_it.find("const")->text;
    CAPTURE(name);
    std::string keys;
    for (const json::Member& member : schema->find("properties")->members) {
      const json::Value* own = task.find("then")->find("properties")->find(member.key);
      if (own == nullptr || own->kind != json::Kind::boolean) keys += json::excerpt(member.key);
    }
    const Loaded unknown = load("{\"task\": \"" + name + "\", \"nothing\": 1}", "");
    const std::string told = unknown.errors.back();
    const std::string begin = "must be one of ";
    const std::string listed = told.substr(told.find(begin) + begin.size());
    std::string known = listed;
    for (std::size_t at; (at = known.find(", ")) != std::string::npos;) known.erase(at, 2);
    std::string sorted_keys = keys;
    std::sort(sorted_keys.begin(), sorted_keys.end());
    std::sort(known.begin(), known.end());
    CHECK(known == sorted_keys);

    std::vector<json::Value> required = schema->find("required")->items;
    const std::vector<json::Value>& more = task.find("then")->find("required")->items;
    required.insert(required.end(), more.begin(), more.end());
    const Loaded empty = load("{\"task\": \"" + name + "\"}", "");
    CHECK(empty.findings.size() == std::min<std::size_t>(required.size() - 1, kMistakesMax));
    for (const json::Value& key : required) {
      const bool missing =
          lines(empty.errors).find("has no key \"" + key.text + "\"") != std::string::npos;
      CHECK(missing == (key.text != "task"));
    }
  }
}

TEST_CASE("Load: huge, deep and broken files are refused in one line") {
  const std::string prose = contents(kBad / "good.md");
  const std::vector<std::string> files{
      std::string(10'000'000, ' '),
      std::string(10'000'000, '['),
      std::string(10'000, '[') + std::string(10'000, ']'),
      "{\"sites\":" + std::string(10'000, '[') + std::string(10'000, ']') + "}",
      edited(contents(kBad / "good.json"), "pair", std::string(500'000, 'x')),
      edited(contents(kBad / "good.json"), "\"version\": 1",
             "\"version\": " + std::string(100'000, '9')),
  };
  for (const std::string& json : files) {
    const Loaded loaded = load(json, prose);
    REQUIRE(loaded.errors.size() == 1);
    CHECK(loaded.errors.front().size() < 400);
    CHECK((loaded.errors.front().starts_with("lesson.json:1:") ||
           loaded.errors.front().starts_with("lesson.json:2:")));
  }
}

TEST_CASE("Load: a text file of 10 MB is refused in one line") {
  const std::string json = contents(kBad / "good.json");
  const Loaded loaded = load(json, std::string(10'000'000, '#'));
  CHECK(lines(loaded.errors) == "en.md:1:1: /: has 10000000 bytes, must have at most 200000\n");
}

TEST_CASE("Load: each entry of the words is needed, and missed by its name") {
  const std::string json = contents(kBad / "good.json");
  const std::string prose = contents(kBad / "good.md");
  json::Report report{.file = "good.md", .findings = {}};
  for (const auto& [id, words] : read_prose(prose, report, nullptr).entries) {
    const Loaded loaded = load(json, edited(prose, "## " + id + "\n" + words + "\n", ""));
    REQUIRE(loaded.findings.size() == 1);
    CHECK(loaded.findings[0].pointer == json::pointer_to("", id));
    CHECK(loaded.findings[0].rule == "missing-words");
  }
}

TEST_CASE("Load: mistakes are told in the file's order, and not more than a reader can use") {
  std::string json = contents(kBad / "good.json");
  std::string keys;
  for (int i = 0; i < 500; ++i) keys += "\"k" + std::to_string(i) + "\": 1,\n";
  const Loaded loaded = load(edited(json, "\"format\"", keys + "\"format\""), bank_prose());
  CHECK(loaded.errors.size() == kMistakesMax);
  CHECK(loaded.findings.size() == kMistakesMax);
  for (std::size_t i = 1; i < loaded.findings.size(); ++i) {
    CHECK(loaded.findings[i - 1].place.line <= loaded.findings[i].place.line);
  }
}

TEST_CASE("Load: no beginning of a lesson loads, and none crashes") {
  const std::string json = contents(kBad / "good.json");
  const std::string prose = contents(kBad / "good.md");
  for (std::size_t size = 0; size + 2 < json.size(); size += 7) {
    CHECK_FALSE(load(json.substr(0, size), prose).errors.empty());
  }
}

TEST_CASE("Load: lessons with pieces replaced at random never crash", "[full]") {
  const std::vector<std::string> pieces{"0",       "-1",       "\"\"", "[]",      "{}",
                                        "null",    "true",     "1e9",  "\"one\"", "[[]]",
                                        "\"-5s\"", "\"100%\"", ",",    "}"};
  const std::string json = contents(kBad / "good.json");
  const std::string prose = contents(kBad / "good.md");
  Rng rng(7, 1);
  int refused = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string broken = json;
    for (int edits = 0; edits < 2; ++edits) {
      const std::size_t begin = static_cast<std::size_t>(rng.below(broken.size()));
      const std::size_t first = broken.find_first_of(":[{,", begin);
      if (first == std::string::npos) continue;
      const std::size_t last = std::min(broken.find_first_of(",]}", first + 1), broken.size());
      broken.replace(first + 1, last - first - 1,
                     pieces[static_cast<std::size_t>(rng.below(pieces.size()))]);
    }
    if (!load(broken, prose).errors.empty()) ++refused;
  }
  CHECK(refused > 3000);
}

TEST_CASE("Choices: text and back") {
  const Lesson bank = load(bank_json(), bank_prose()).lesson;
  const Result<Choices> choices = choices_from_text(bank, "withdraw:serial,view-history=all");
  REQUIRE(choices.ok());
  CHECK(choices_text(bank, *choices) ==
        "show-balance:one,withdraw:serial,view-history:all,transfer:serial");
  CHECK(system_with(bank, *choices).operations[1].level == Level::serial);
  CHECK(scenario_for(bank, *choices, 7).system.operations[3].level == Level::all);
  CHECK(scenario_for(bank, *choices, 7).seed == 7);
  CHECK(choices_from_text(bank, "").value() == initial_choices(bank));

  const auto error = [&bank](std::string_view text) {
    return choices_from_text(bank, text).error().message;
  };
  CHECK(error("withdraw:seral") ==
        "the level of withdraw is \"seral\" (did you mean \"serial\"?), must be one of one, two, "
        "quorum, all, serial");
  CHECK(error("wihdraw:one") ==
        "the choice is \"wihdraw\" (did you mean \"withdraw\"?), must be one of show-balance, "
        "withdraw, view-history, transfer");
  CHECK(error("view-history:serial") ==
        "the level of view-history is \"serial\", must be one of one, two, quorum, all");
  CHECK(error("withdraw:one,withdraw:two") ==
        "the choice \"withdraw\" is made twice, must be made once");
  CHECK(error("withdraw").starts_with("a choice is \"withdraw\", must be written as "));
}
