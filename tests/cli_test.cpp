// The program `caplab` as people and scripts call it: exit codes, the one clear line for a mistake,
// JSON that can be read, help with an example. Only where the program is built beside the tests.
#include <sys/wait.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/check/linearizable.h"
#include "engine/history/reader.h"

namespace caplab {
namespace {

namespace fs = std::filesystem;

struct Told {
  int code = 0;
  std::string text;
};

// `where` is the working directory; `outputs` says what becomes of them, as a shell does.
Told run_in(const fs::path& where, const std::string& arguments, const std::string& outputs) {
  const std::string command =
      "cd '" + where.string() + "' && '" + CAPLAB_PROGRAM + "' " + arguments + outputs;
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  Told told;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    told.text += static_cast<char>(c);
  }
  told.code = WEXITSTATUS(pclose(pipe));
  return told;
}

const fs::path kSource = CAPLAB_SOURCE_DIR;

Told answer(const std::string& arguments) { return run_in(kSource, arguments, " 2>/dev/null"); }
Told complaint(const std::string& arguments) {
  return run_in(kSource, arguments, " 2>&1 >/dev/null");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

json::Value parsed(const std::string& text) {
  const Result<json::Value> value = json::parse(text, "output");
  INFO(text.substr(0, 300));
  REQUIRE(value.ok());
  return *value;
}

// A mistake is one line on standard error, nothing on standard output, exit code 2.
void expect_mistake(const std::string& arguments, const std::string& line) {
  CAPTURE(arguments);
  const Told told = complaint(arguments);
  CHECK(told.code == 2);
  CHECK(told.text == line + "\n");
  CHECK(answer(arguments).text.empty());
}

const std::string kOne = " --choose show-balance=one withdraw=one view-history=one";
const std::string kSerial = " --choose show-balance=one withdraw=serial view-history=one";

}  // namespace

TEST_CASE("every command has help with an example", "[full]") {
  for (const char* name : {"list", "run", "grade", "compare", "check", "lint", "systems", "pbs",
                           "fingerprint", "generate", "bench"}) {
    CAPTURE(name);
    const Told told = answer(std::string(name) + " --help");
    CHECK(told.code == 0);
    CHECK(told.text.find(std::string("usage: caplab ") + name) == 0);
    CHECK(holds(told.text, "\nexample: caplab " + std::string(name)));
    CHECK(holds(told.text, "--json"));
    CHECK(holds(answer("--help").text, "\n  " + std::string(name) + " "));
  }
  CHECK(answer("--help").code == 0);
}

TEST_CASE("a history that is written is one that can be read, and is truthful", "[full]") {
  for (const char* object : {"register", "kv", "counter", "account"}) {
    CAPTURE(object);
    const std::string shape = "generate --seed 7 --keys 2 --object " + std::string(object);
    const Told told = answer(shape);
    REQUIRE(told.code == 0);
    CHECK(answer(shape + " --json").text == told.text);
    const Result<history::History> read =
        history::read_history(told.text, "told", *history::find_object_type(object));
    REQUIRE(read.ok());
    CHECK(read->operations.size() == 80);
    check::Options options;
    options.object = *history::find_object_type(object);
    options.initial = options.object == history::ObjectType::kv ? history::kNoValue : 0;
    CHECK(check::check_linearizable(*read, options).answer == check::Answer::holds);
  }
}

TEST_CASE("a mistake on the command line is one line that says what there is", "[full]") {
  const std::string commands =
      ", must be one of list, run, grade, compare, check, new, lint, systems, pbs, fingerprint, "
      "generate, bench; see caplab --help";
  expect_mistake("", "caplab: there is no command" + commands);
  expect_mistake("grad",
                 "caplab: \"grad\" is an unknown command (did you mean \"grade\"?)" + commands);
  expect_mistake("list bank",
                 "caplab list: \"bank\" is one word too many, must be options only; see "
                 "caplab list --help");
  expect_mistake("run", "caplab run: there is no LESSON; see caplab run --help");
  expect_mistake(
      "run bank bank",
      "caplab run: \"bank\" is one word too many, must be one LESSON; see caplab run --help");
  expect_mistake(
      "grade bank --seed",
      "caplab grade: --seed has no value, must be followed by a whole number; see caplab "
      "grade --help");
  expect_mistake(
      "grade bank --seed 1 --seed 2",
      "caplab grade: --seed is given twice, must be given once; see caplab grade --help");
  expect_mistake(
      "grade bank --schedules 0",
      "caplab grade: --schedules is \"0\", must be a whole number from 1 to 1000000; see "
      "caplab grade --help");
  expect_mistake(
      "run bank --until never",
      "caplab run: --until is \"never\", must be a time such as 4.2s or 350ms; see caplab "
      "run --help");
  expect_mistake("run bank --trace=yes",
                 "caplab run: --trace has a value, must stand alone; see caplab run --help");
  expect_mistake("run bank --shrunk",
                 "caplab run: --shrunk needs --schedule; see caplab run --help");
  expect_mistake(
      "run bank --choose withdraw=on",
      "caplab run: --choose: the level of withdraw is \"on\" (did you mean \"one\"?), must "
      "be one of one, two, quorum, all, serial; see caplab run --help");
  const Told unknown = complaint("fingerprint bnak");
  CHECK(unknown.code == 2);
  CHECK(holds(unknown.text, "\"bnak\" is no lesson (did you mean \"bank\"?), must be a folder "));
}

TEST_CASE("list names the lessons in JSON and in words", "[full]") {
  CHECK(holds(answer("list").text, "\nbank "));
  const json::Value list = parsed(answer("list --json").text);
  const std::vector<json::Value>& lessons = list.find("lessons")->items;
  const auto at = std::find_if(lessons.begin(), lessons.end(), [](const json::Value& lesson) {
    return lesson.find("id")->text == "bank";
  });
  REQUIRE(at != lessons.end());
  const json::Value& bank = *at;
  CHECK(bank.find("title")->text == "The bank");
  CHECK(bank.find("task")->text == "configure");
  CHECK(bank.find("core")->boolean);
  CHECK(bank.find("chapter") != nullptr);
  CHECK(list.find("systems")->items.size() == 20);
}

TEST_CASE("systems are listed with what is documented and what is measured", "[full]") {
  const json::Value one = parsed(answer("systems cassandra --json --runs 3").text).items.at(0);
  CHECK(one.find("id")->text == "cassandra");
  CHECK(one.find("protocol")->text == "quorum");
  CHECK(one.find("documented")->text == "PA/EL");
  CHECK(one.find("measured")->text == "PA/EL");
  CHECK(one.find("configurations")->items.size() == 3);
  CHECK(one.find("failures")->items.empty());
  CHECK(holds(answer("systems dns").text, "the model leaves out: Zones and delegation"));
  CHECK(complaint("systems casandra").text.find("did you mean \"cassandra\"?") !=
        std::string::npos);
  CHECK(complaint("systems dns etcd").code == 2);
}

TEST_CASE("a lesson is found by id from any folder below, or by its folder", "[full]") {
  const std::string arguments = "run bank --until 100ms";
  const std::string told = answer(arguments).text;
  CHECK(run_in(kSource / "engine" / "sim", arguments, " 2>/dev/null").text == told);
  CHECK(run_in("/", "run '" + (kSource / "lessons/bank").string() + "' --until 100ms", "").text ==
        told);
  CHECK(
      run_in("/", "run '" + (kSource / "lessons/bank/lesson.json").string() + "' --until 100ms", "")
          .text == told);
  const Told lost = run_in("/", "run bank", " 2>&1");
  CHECK(lost.code == 2);
  CHECK(lost.text ==
        "caplab run: \"bank\" is no lesson, must be a folder with lesson.json; there is no lessons "
        "folder here or above; see caplab run --help\n");
}

TEST_CASE("run tells operations, faults and verdicts, and exits by them", "[full]") {
  const Told one = answer("run bank" + kOne);
  CHECK(one.code == 1);
  CHECK(holds(one.text, "safety.withdraw.overdraft: violated"));
  CHECK(holds(one.text, "Station is cut off from the others."));
  CHECK(holds(one.text, "All lines are mended."));
  CHECK(holds(one.text, "Machine A: Withdraw 80 is accepted"));
  const Told serial = answer("run bank" + kSerial);
  CHECK(serial.code == 0);
  CHECK(holds(serial.text, "safety.withdraw.overdraft: holds"));
}

TEST_CASE("run takes other latencies between sites: two percentiles, or a published profile",
          "[full]") {
  const std::string plain = answer("run bank --trace").text;
  for (const std::string latency :
       {"40ms,90ms", "lan", "same-region", "2013:us-east-1/eu-west-1", "2020:us-east-1/eu-west-1",
        "lnkd-ssd", "lnkd-disk", "ymmr", "wan", "exp:0.1,0.5"}) {
    CAPTURE(latency);
    const Told told = answer("run bank --trace --latency " + latency);
    CHECK(told.code != 2);
    CHECK_FALSE(told.text == plain);
  }
  CHECK(answer("run bank --latency moon").code == 2);
  CHECK(answer("run bank --latency 90ms,40ms").code == 2);
}

TEST_CASE("run takes further steps in the words of a lesson's script", "[full]") {
  const Told told =
      answer(R"(run bank --step '{"at": "1s", "crash": "r1"}' '{"at": "2s", "restart": "r1"}')");
  CHECK(holds(told.text, "1.000 s  "));
  CHECK(holds(told.text, " crashes."));
  CHECK(holds(told.text, " restarts."));
  expect_mistake("run bank --step '{\"at\": \"1s\"}'",
                 "caplab run: --step: the step: does nothing, must have one of the keys "
                 "\"call\", \"cut\", \"heal\", \"crash\", \"restart\", \"skew\", \"slow\", "
                 "\"lose\", \"duplicate\", \"pause\", \"resume\", \"loseDisk\", \"move\", "
                 "\"promote\"; see caplab run --help");
}

TEST_CASE("run --trace is a story, one event a line, virtual time first", "[full]") {
  const Told told = answer("run bank --trace" + kOne);
  const std::vector<std::string> lines = lines_of(told.text);
  std::int64_t last = -1;
  int events = 0;
  for (std::size_t i = 2; i < lines.size() && !lines[i].empty(); ++i, ++events) {
    CAPTURE(lines[i]);
    REQUIRE(lines[i].size() > 14);
    REQUIRE(lines[i].substr(9, 4) == " s  ");
    const std::string seconds = lines[i].substr(0, 9);
    const std::int64_t time =
        std::stoll(seconds.substr(0, 5)) * 1000 + std::stoll(seconds.substr(6));
    REQUIRE(time >= last);
    last = time;
  }
  CHECK(events > 100);
  CHECK_FALSE(holds(told.text, "that it is there"));
  CHECK(holds(answer("run bank --trace --heartbeats --until 1s").text, "that it is there"));
}

TEST_CASE("run is the same for a seed and differs between seeds; --until stops it", "[full]") {
  CHECK(answer("run bank --trace --seed 7").text == answer("run bank --trace --seed 7").text);
  CHECK_FALSE(answer("run bank --trace --seed 7").text == answer("run bank --trace --seed 8").text);
  const json::Value early = parsed(answer("run bank --until 1.5s --json").text);
  CHECK(early.find("until")->integer == 1'500'000);
  for (const json::Value& operation : early.find("operations")->items) {
    CHECK(operation.find("called")->integer <= 1'500'000);
  }
}

TEST_CASE("run --json has what --trace tells", "[full]") {
  const json::Value run = parsed(answer("run bank --json --trace" + kOne).text);
  for (const char* key :
       {"lesson", "choices", "seed", "operations", "faults", "verdicts", "events"}) {
    CAPTURE(key);
    CHECK(run.find(key) != nullptr);
  }
  CHECK(run.find("choices")->find("withdraw")->text == "one");
  CHECK(run.find("operations")->items.at(0).find("operation")->text == "show-balance");
  CHECK(run.find("operations")->items.at(0).find("client")->text == "machine-a");
  CHECK(run.find("verdicts")->items.at(0).find("verdict")->text == "violated");
  CHECK(run.find("verdicts")->items.at(0).find("sentence") != nullptr);
  CHECK(run.find("events")->items.size() > 100);
}

TEST_CASE("compare tells two settings side by side and marks where they part", "[full]") {
  const Told told = answer("compare bank --choose withdraw=one --with withdraw=serial");
  CHECK(told.code == 0);
  CHECK(holds(told.text, "\nagainst\n"));
  CHECK(std::count(told.text.begin(), told.text.end(), '>') == 1);
  const json::Value compared =
      parsed(answer("compare bank --json --choose withdraw=one --with withdraw=one").text);
  CHECK(compared.find("parts_at")->kind == json::Kind::null);
  CHECK(complaint("compare bank").code == 2);
}

TEST_CASE("an attempt is judged, and refused where it is none", "[full]") {
  const std::string stale = R"('{"goal": "stale", "faults": [{"at": "3s", "cut": ["right"]}]}')";
  const std::string late = R"('{"goal": "stale", "faults": [{"at": "7s", "cut": ["right"]}]}')";
  CHECK(answer("grade two-servers --attempt " + stale).code == 0);
  CHECK(holds(answer("grade two-servers --attempt " + stale).text, "reached in 100 of 100 runs"));
  CHECK(answer("grade two-servers --attempt " + late).code == 1);
  CHECK(
      parsed(answer("grade two-servers --json --attempt " + late).text).find("reached")->integer ==
      0);
  CHECK(complaint("grade two-servers").code == 2);
  CHECK(complaint("grade two-servers --attempt nonsense").code == 2);
}

TEST_CASE("grade passes the reference, fails the rest, and its violation can be replayed",
          "[full]") {
  const std::string few = " --schedules 40 --runs 20";
  const json::Value pass = parsed(answer("grade bank --json" + few + kSerial).text);
  CHECK(pass.find("pass")->boolean);
  CHECK(answer("grade bank" + few + kSerial).code == 0);
  const Told failed = answer("grade bank" + few + kOne);
  CHECK(failed.code == 1);
  CHECK(holds(failed.text, "DOES NOT PASS"));
  const std::size_t replay = failed.text.find("replay: caplab ");
  REQUIRE(replay != std::string::npos);
  const std::size_t begin = replay + std::string("replay: caplab ").size();
  const Told again = answer(failed.text.substr(begin, failed.text.find('\n', begin) - begin));
  CHECK(again.code == 1);
  const json::Value graded = parsed(answer("grade bank --json" + few + kOne).text);
  const std::string sentence = graded.find("first_violation")->find("sentence")->text;
  CHECK(holds(failed.text, sentence));
  CHECK(holds(again.text, sentence));
  CHECK(graded.find("schedules")->integer == 40);
  CHECK(graded.find("runs")->integer == 20);
}

TEST_CASE("a schedule that breaks nothing has no shrunk form", "[full]") {
  const Told told = complaint("run bank --schedule 2 --shrunk" + kSerial);
  CHECK(told.code == 2);
  CHECK(holds(told.text, "schedule 2 breaks no promise of safety"));
  CHECK(answer("run bank --schedule 2" + kSerial).code == 0);
}

TEST_CASE("a malformed lesson is told by file, line, column and pointer", "[full]") {
  const fs::path folder = fs::temp_directory_path() / "caplab-cli-test";
  fs::remove_all(folder);
  fs::create_directories(folder / "text");
  std::ofstream(folder / "lesson.json") << "{\n  \"format\": 1,\n  \"format\": 2\n}\n";
  std::ofstream(folder / "text" / "en.md") << "# x\n";
  for (const char* command : {"run", "grade", "fingerprint"}) {
    const Told told = run_in(folder, std::string(command) + " .", " 2>&1");
    CAPTURE(command, told.text);
    CHECK(told.code == 2);
    CHECK(told.text.find("lesson.json:3:3: /format: ") == 0);
  }
  fs::remove(folder / "text" / "en.md");
  CHECK(run_in(folder, "run .", " 2>&1").text ==
        "text/en.md: cannot be read, must be a readable file\n");
  fs::remove_all(folder);
}

TEST_CASE("a new lesson is whole and proves its claims, and overwrites nothing", "[full]") {
  const fs::path folder = fs::temp_directory_path() / "caplab-new-test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  CHECK(run_in(folder, "new ./corner-shop", "").code == 0);
  const Told proved = run_in(folder, "lint --strict corner-shop", " 2>&1");
  INFO(proved.text);
  CHECK(proved.code == 0);
  CHECK(holds(proved.text, "errors: 0, warnings: 0"));
  const Told again = run_in(folder, "new ./corner-shop", " 2>&1");
  CHECK(again.code == 2);
  CHECK(holds(again.text, "corner-shop is there already"));
  CHECK(holds(run_in(folder, "new ./Corner", " 2>&1").text, "is no id"));
  fs::remove_all(folder);
}

TEST_CASE("a new lesson names the schema where there is one, wherever the lesson lies") {
  const fs::path folder = fs::temp_directory_path() / "caplab-new-schema-test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto schema_of = [&](const std::string& id) {
    std::ifstream file(folder / id / "lesson.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const json::Value lesson = parsed(text);
    const json::Value* schema = lesson.find("$schema");
    return schema == nullptr ? std::string() : schema->text;
  };
  CHECK(answer("new '" + (folder / "far").string() + "'").code == 0);
  CHECK(fs::is_regular_file(folder / "far" / schema_of("far")));
  CHECK(run_in(folder, "new ./alone", "").code == 0);
  CHECK(schema_of("alone").empty());
  fs::remove_all(folder);
}

TEST_CASE("a run is judged by the criteria that its choices bring") {
  const Told strict = answer("run feed --choose store.passwords=nearest");
  CHECK(holds(strict.text, "safety.sign-in.stale: violated"));
  CHECK(strict.code == 1);
}

TEST_CASE("a schedule of a run asks what its choices make the lesson ask") {
  const Told told = answer("run not-acid --choose booking=one-record --schedule 4");
  CHECK(holds(told.text, "4.252 s  Auditor: Audit shows 0"));
}

TEST_CASE("a situation is drawn by number or by name, and told") {
  const Told numbered = answer("grade atm --situation 0 --schedules 20 --runs 5");
  CHECK(holds(numbered.text, "(loss:50), seed 1"));
  const Told named = answer("grade atm --situation loss:20 --schedules 20 --runs 5");
  CHECK(holds(named.text, "(loss:20), seed 1"));
  CHECK(complaint("grade atm --situation loss:21").code == 2);
}

TEST_CASE("words that are missing stop no run") {
  const fs::path folder = fs::temp_directory_path() / "caplab-words-test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  CHECK(run_in(folder, "new ./shop", "").code == 0);
  std::ofstream(folder / "shop" / "text" / "en.md") << "## title\n\nA shop\n";
  const Told told = run_in(folder, "grade shop --schedules 20 --runs 5", " 2>&1");
  CHECK(holds(told.text, "entries are missing, their ids stand for words"));
  CHECK(holds(told.text, "A shop (shop)"));
  CHECK(holds(told.text, "criterion.safety."));
  CHECK(holds(run_in(folder, "lint --no-proof shop", " 2>&1").text, "more mistakes like these"));
  fs::remove_all(folder);
}

TEST_CASE("a lesson that the page does not have gets no link to it") {
  const fs::path folder = fs::temp_directory_path() / "caplab-foreign-test" / "bank";
  fs::remove_all(folder.parent_path());
  fs::create_directories(folder.parent_path());
  fs::copy(kSource / "lessons" / "bank", folder, fs::copy_options::recursive);
  const std::string few = kOne + " --schedules 50 --runs 5";
  CHECK(holds(answer("grade bank" + few).text, "\npage: "));
  CHECK(holds(answer("grade lessons/bank" + few).text, "\npage: "));
  const Told foreign = answer("grade '" + folder.string() + "'" + few);
  CHECK(holds(foreign.text, "\nreplay: "));
  CHECK_FALSE(holds(foreign.text, "\npage: "));
  fs::remove_all(folder.parent_path());
}

TEST_CASE("fingerprints come one a line, the same every time", "[full]") {
  const Told told = answer("fingerprint bank");
  CHECK(told.code == 0);
  const std::vector<std::string> lines = lines_of(told.text);
  CHECK(lines.size() >= 20);
  for (const std::string& line : lines) {
    CAPTURE(line);
    CHECK(line.find("bank ") == 0);
    CHECK(std::count(line.begin(), line.end(), ' ') == 5);
  }
  CHECK(answer("fingerprint bank").text == told.text);
  const json::Value first = parsed(lines_of(answer("fingerprint bank --json").text).at(0));
  CHECK(first.find("fingerprint")->text.size() == 16);
}

TEST_CASE("pbs prints quantiles and the curve, and says what it cannot measure") {
  const Told told = answer("pbs --profile lnkd-disk --n 3 --r 1 --w 2 --trials 2000 --json");
  CHECK(told.code == 0);
  const json::Value row = parsed(told.text);
  CHECK(row.find("profile")->text == "lnkd-disk");
  CHECK(row.find("trials")->integer == 2000);
  for (const char* side : {"read_ms", "write_ms"}) {
    for (const char* quantile : {"p50", "p99", "p999"}) {
      CHECK(row.find(side)->find(quantile) != nullptr);
    }
  }
  for (const char* after : {"0", "1", "5", "10", "50"}) {
    CHECK(row.find("consistent_at_ms")->find(after) != nullptr);
  }
  CHECK(row.find("t999_ms") != nullptr);
  CHECK(holds(answer("pbs --trials 500 --profile exp:0.1,1").text, "R = 1, W = 1, 500 trials"));
  CHECK(answer("pbs --trials 500").text == answer("pbs --trials 500").text);
  const std::string see = "; see caplab pbs --help";
  expect_mistake("pbs --profile exp:1",
                 "caplab pbs: must have two rates per millisecond, from 0.001 to 1000, as in "
                 "exp:0.1,1" +
                     see);
  CHECK(complaint("pbs --n 3 --r 4").code == 2);
  CHECK(complaint("pbs lnkd-disk").code == 2);
}

TEST_CASE("bench prints one JSON object a figure", "[full]") {
  const Told told = answer("bench bank --json");
  CHECK(told.code == 0);
  std::vector<std::string> names;
  for (const std::string& line : lines_of(told.text)) {
    const json::Value row = parsed(line);
    names.push_back(row.find("name")->text);
    CHECK(row.find("value") != nullptr);
    CHECK_FALSE(row.find("unit")->text.empty());
    CHECK(row.find("build")->text == "native");
  }
  for (const char* name : {"simulate.bank", "grade.bank", "checkpoint.bank", "pbs.trials"}) {
    CAPTURE(name);
    CHECK(std::count(names.begin(), names.end(), name) == 1);
  }
}

}  // namespace caplab
