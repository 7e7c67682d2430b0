// The story is text, so its tests are: what a reader sees, line by line.
#include "engine/sim/story.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <sstream>

#include "engine/object/verb_words.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::testing;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool has_line(const std::string& text, const std::string& line) {
  const auto lines = lines_of(text);
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

Command one_way(NodeSet from, NodeSet to) { return Cut{from, to, false}; }

const NodeSet kAll{(1U << 6) - 1};

NodeSet others(NodeSet side) { return {kAll.bits & ~side.bits}; }

}  // namespace

TEST_CASE("a withdrawal is told from the call to the copies") {
  const lesson::Run run = played(small_bank(Level::one), {call_at(1000, kAnn, kWithdraw, 80)});
  std::string text;
  for (const std::string& line : lines_of(story(run.scenario.system, run.log))) {
    if (text.size() < 1500) text += line + "\n";
  }
  const std::string expected =
      R"(    1.000 s  Ann calls withdraw 80 at one. #0
    1.000 s  Ann passes "withdraw 80" to Copy North (due at 1.001 s).
    1.001 s  Copy North gets Ann's request.
    1.001 s  Copy North asks Copy South for its account (due at 1.011 s).
    1.001 s  Copy North asks Copy East for its account (due at 1.011 s).
    1.001 s  Copy North's account is now 20 (withdraw 80, #0).
    1.001 s  Copy North sends Copy South the new account: 20 (due at 1.011 s).
    1.001 s  Copy North sends Copy East the new account: 20 (due at 1.011 s).
    1.001 s  Copy North answers Ann (due at 1.002 s).
    1.002 s  Ann gets Copy North's answer.
    1.002 s  Ann: withdraw 80 is accepted after 2.0 ms. #0
    1.002 s  Ann calls record 80 at one. #1
)";
  CHECK(text.substr(0, expected.size()) == expected);
}

TEST_CASE("heartbeats are told only where they are asked for") {
  const lesson::Run run = played(small_bank(Level::one), {});
  CHECK(story(run.scenario.system, run.log).empty());
  REQUIRE_FALSE(run.log.events.empty());
  CHECK(std::all_of(run.log.events.begin(), run.log.events.end(), is_heartbeat));
  CHECK(story_line(run.scenario.system, run.log, run.log.events.front())
            .find("know that it is there") != std::string::npos);
}

TEST_CASE("a cut is told with what it loses, whom it silences, and its end") {
  const lesson::Run run =
      played(small_bank(Level::all), {cut_at(1000, site_of(kSouth)), call_at(1100, kBob, kBalance),
                                      call_at(4000, kBob, kBalance), heal_at(5000)});
  const std::string text = story(run.scenario.system, run.log);
  CHECK(has_line(text, "    1.000 s  South is cut off from the others."));
  CHECK(
      has_line(text, "    1.101 s  Copy South's question to Copy North is lost: the line is cut."));
  CHECK(has_line(text, "    4.002 s  Bob: show is refused after 2.0 ms. #1"));
  CHECK(has_line(text, "    5.000 s  All lines are mended."));
  CHECK(text.find("Copy South takes Copy North for dead.") != std::string::npos);
  CHECK(text.find("Copy South hears Copy North again.") != std::string::npos);
}

TEST_CASE("an answer that never came is told as unknown, a read with what it showed") {
  System system = small_bank(Level::one);
  system.client.patience = milliseconds(500);
  const lesson::Run run = played(system, {{at_ms(900), Crash{kNorth}},
                                          call_at(1000, kAnn, kWithdraw, 80),
                                          call_at(2000, kBob, kBalance)});
  const std::string text = story(run.scenario.system, run.log);
  CHECK(has_line(text, "    1.500 s  Ann: withdraw 80 was not answered: unknown after 500 ms. #0"));
  CHECK(has_line(text, "    2.002 s  Bob: show shows 100 after 2.0 ms. #1"));
  CHECK(has_line(text, "    1.001 s  Ann's request to Copy North is lost: nobody is there."));
}

TEST_CASE("nodes are named by their site where all of it is meant") {
  const System system = small_bank(Level::one);
  CHECK(nodes_text(system, site_of(kSouth)) == "South");
  CHECK(nodes_text(system, others(site_of(kSouth))) == "North and East");
  NodeSet mixed = site_of(kSouth);
  mixed.add(kEve);
  CHECK(nodes_text(system, mixed) == "South and Eve");
  CHECK(nodes_text(system, kAll) == "North, South and East");
}

TEST_CASE("a name with an article has its capital only where a sentence begins") {
  System system = small_bank(Level::one);
  system.sites[index(kSouth)] = "The train";
  CHECK(nodes_text(system, others(site_of(kEast))) == "North and the train");
  CHECK(are_several(system, others(site_of(kEast))));
  CHECK_FALSE(are_several(system, site_of(kSouth)));
  CHECK(fault_text(system, Cut{site_of(kSouth), others(site_of(kSouth)), true}) ==
        "The train is cut off from the others.");
}

TEST_CASE("every fault has its sentence") {
  const System system = small_bank(Level::one);
  const NodeSet south = site_of(kSouth);
  const auto text = [&](const Command& command) { return fault_text(system, command); };
  CHECK(text(one_way(south, others(south))) == "Nothing gets out of South any more.");
  CHECK(text(one_way(others(south), south)) == "Nothing gets into South any more.");
  CHECK(text(Cut{south, site_of(kEast), true}) == "The line between South and East is cut.");
  CHECK(text(one_way(south, site_of(kEast))) == "The line from South to East is cut.");
  CHECK(text(SkewClock{kNorth, milliseconds(-250), 0}) == "Copy North's clock is 250 ms behind.");
  CHECK(text(SkewClock{kNorth, milliseconds(250), 40}) ==
        "Copy North's clock is 250 ms ahead and drifts by 40 us a second.");
  CHECK(text(SkewClock{kNorth, {}, 0}) == "Copy North's clock is right.");
  CHECK(text(SlowLink{south, site_of(kEast), milliseconds(30), seconds(2)}) ==
        "Everything from South to East takes 30.0 ms longer for 2.0 s.");
  CHECK(text(Lose{south, site_of(kEast), {1, 50}}) ==
        "From South to East, 1 of 50 messages are lost.");
  CHECK(text(Crash{kEast}) == "Copy East crashes.");
  CHECK(text(Restart{kEast}) == "Copy East restarts.");
  CHECK(text(Duplicate{south, site_of(kEast), {1, 5}}) ==
        "From South to East, 1 of 5 messages arrive twice.");
  CHECK(text(Pause{kEast}) == "Copy East stands still.");
  CHECK(text(Resume{kEast}) == "Copy East goes on.");
  CHECK(text(LoseDisk{kEast}) == "Copy East's disk keeps nothing new from now on.");
  CHECK(text(Move{kEve, SiteId{1}}) == "Eve goes to South.");
  CHECK(text(Promote{kEast, {}}) == "The operator makes Copy East the primary.");
  CHECK(text(Promote{kEast, StoreId{0}}) ==
        "The operator makes Copy East the primary for account.");
  CHECK(text(Call{}).empty());
}

TEST_CASE("an ending is one word, or what was read") {
  HandMade made;
  CHECK(ending_text(made.add(kAnn, kWithdraw, 1, -1, 80)) == "under way");
  CHECK(ending_text(made.add(kAnn, kWithdraw, 1, 2, 80)) == "accepted");
  CHECK(ending_text(made.add(kAnn, kWithdraw, 1, 2, 80, Outcome::fail)) == "refused");
  CHECK(ending_text(made.add(kAnn, kWithdraw, 1, 2, 80, Outcome::unknown)) == "unknown");
  Operation& declined = made.add(kAnn, kWithdraw, 1, 2, 80);
  declined.answer.accepted = false;
  CHECK(ending_text(declined) == "declined");
  CHECK(ending_text(made.shows(kAnn, 1, 2, 35)) == "35");
  CHECK(ending_text(made.lists(kAnn, 1, 2, {OpId{1}, OpId{2}})) == "[80, 80]");
}

TEST_CASE("a call says what it is about, in the lesson's nouns") {
  using object::ObjectType;
  using object::Verb;
  const auto text = [](ObjectType type, const object::Request& request,
                       const object::Nouns& nouns = {}) {
    return object::request_text("Do", type, request, nouns);
  };
  CHECK(text(ObjectType::text, {Verb::insert, 'H'}) == "Do H");
  CHECK(text(ObjectType::text, {Verb::insert, 8364}) == "Do 8364");
  CHECK(text(ObjectType::account, {Verb::withdraw, 80}, {{}, "\u20ac{amount}"}) == "Do \u20ac80");
  CHECK(text(ObjectType::seat, {Verb::reserve, 0, 0, 4}, {"chair", {}}) == "Do chair 4");
  CHECK(text(ObjectType::stock, {Verb::reserve, 0, 0, 4}) == "Do article 4");
  CHECK(text(ObjectType::stock, {Verb::reserve}) == "Do");  // there is but one
  CHECK(text(ObjectType::matching, {Verb::match, 5}) == "Do the trip with driver 5");
  CHECK(text(ObjectType::account, {Verb::transfer, 5}).find("account 0") != std::string::npos);
}
