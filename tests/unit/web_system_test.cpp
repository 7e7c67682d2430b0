// A named system on the page: opened by a link, its runs and levels picked, its network cut by
// hand, what it keeps in conflict shown.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/base/json_writer.h"
#include "tests/unit/web_bank.h"
#include "web/app_json.h"
#include "web/scene_view.h"
#include "web/words.h"

using namespace caplab;
using namespace caplab::testing;
using web::App;

namespace {

std::string systems_text() {
  std::ifstream file(CAPLAB_SOURCE_DIR "/lessons/systems.json", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

web::Opening opening_of(const std::string& id, const std::string& more = "") {
  json::Writer out;
  out.begin_object().key("systems").text(systems_text()).key("systemsName").text("systems.json");
  out.key("system").text(id).end_object();
  std::string start = out.str();
  if (!more.empty()) start.insert(start.size() - 1, "," + more);
  return web::read_opening(start);
}

App open_system(const std::string& id, const std::string& more = "") {
  App app;
  web::Opening opening = opening_of(id, more);
  REQUIRE(opening.errors.empty());
  open(app, std::move(opening));
  return app;
}

json::Value state_of(const App& app) {
  const Result<json::Value> state = json::parse(web::state_json(app, 1), "state");
  REQUIRE(state);
  return *state;
}

void play_to_end(App& app) { REQUIRE(command(app, R"({"do":"seek","us":99000000})").empty()); }

const json::Value& system_in(const json::Value& state) {
  const json::Value* system = state.find("system");
  REQUIRE(system);
  return *system;
}

std::vector<std::string> shown_by_replicas(const App& app) {
  std::vector<std::string> shown;
  for (const web::ReplicaView& replica : view_scene(app).replicas) {
    shown.push_back(replica.stores.front().value);
  }
  return shown;
}

}  // namespace

TEST_CASE("a system opens at its first run, and plays at once") {
  App app = open_system("etcd");
  const json::Value state = state_of(app);
  CHECK(state.find("lesson")->text.empty());
  CHECK(state.find("steps")->items.empty());
  CHECK(system_in(state).find("id")->text == "etcd");
  CHECK(system_in(state).find("run")->text == "1");
  CHECK(system_in(state).find("outcome")->kind == json::Kind::null);
  CHECK(state.find("primary")->find("label")->text == "Play the run");
  CHECK(may_play(app));
  CHECK(may_intervene(app));
  play_to_end(app);
  CHECK(system_in(state_of(app)).find("outcome")->find("held")->boolean);
  CHECK(primary_of(app).label == "Play it again");
}

TEST_CASE("every run of every system can be put on stage and comes out as written") {
  json::Report report;
  for (const lesson::NamedSystem& system : lesson::load_systems(systems_text(), report)) {
    for (std::size_t run = 0; run < system.runs.size(); ++run) {
      App app;
      begin_system(app, system, {.run = run, .read = {}, .write = {}}, 1);
      INFO(system.id << ", run " << run + 1);
      CHECK(app.system->differs.empty());
      CHECK(app.stage->whole == run_all(lesson::scenario_of(system, system.runs[run], 1), true));
    }
  }
}

TEST_CASE("at the steady beat every client reads and writes at the levels that are picked") {
  App app = open_system("cassandra", R"("run":"free","read":"QUORUM","write":"ONE")");
  play_to_end(app);
  int reads = 0;
  int writes = 0;
  for (const Operation& operation : app.stage->session.log().operations) {
    const bool read = object::is_read(operation.request.verb);
    CHECK(operation.level == (read ? Level::quorum : Level::one));
    CHECK(web::level_text(app.lesson, operation) == (read ? "QUORUM" : "ONE"));
    (read ? reads : writes) += 1;
  }
  CHECK(reads > 10);
  CHECK(writes > 10);
  CHECK_FALSE(is_as_written(app));
}

TEST_CASE("a run can be put to another level, and back to its own") {
  App app = open_system("mongodb");
  CHECK(command(app, R"({"do":"level","of":"write","level":"w: majority"})").empty());
  play_to_end(app);
  const Operation& write = app.stage->session.log().operations[0];
  CHECK(web::level_text(app.lesson, write) == "w: majority");
  CHECK(web::ended_of(write) == web::Ended::unknown);
  CHECK(system_in(state_of(app)).find("outcome")->kind == json::Kind::null);
  CHECK(command(app, R"({"do":"level","of":"write","level":""})").empty());
  CHECK(is_as_written(app));
  CHECK(command(app, R"({"do":"run","run":"2"})").empty());
  CHECK(app.system->pick.run == 1);
}

TEST_CASE("each of several stores has operations of its own name, at the levels that are picked") {
  using Names = std::set<std::string>;
  const auto reads_on_stage = [](const App& app) {
    Names reads;
    for (const Operation& operation : app.stage->whole.operations) {
      if (!object::is_read(operation.request.verb)) continue;
      reads.insert(web::call_text(app.lesson, operation) + " at " +
                   web::level_text(app.lesson, operation));
    }
    return reads;
  };
  App app = open_system("spanner", R"("run":"2")");
  CHECK(reads_on_stage(app) ==
        Names{"deposits: read at snapshot read", "orders: read at snapshot read"});
  REQUIRE(command(app, R"({"do":"level","of":"read","level":"strong read"})").empty());
  CHECK(reads_on_stage(app) ==
        Names{"deposits: read at strong read", "orders: read at strong read"});
}

TEST_CASE("the network of a system is cut by hand, and its run is then no longer judged") {
  App app = open_system("cassandra", R"("run":"free","read":"QUORUM","write":"QUORUM")");
  CHECK(command(app, R"({"do":"seek","us":2000000})").empty());
  CHECK(command(app, R"({"do":"cut","sites":["south"]})").empty());
  play_to_end(app);
  int refused = 0;
  for (const Operation& operation : app.stage->session.log().operations) {
    const bool cut_off = app.lesson.node_ids[index(operation.client)] == "sara";
    const web::Ended ended = web::ended_of(operation);
    const bool answered = ended == web::Ended::accepted;
    if (operation.called > Time{} + seconds(5)) CHECK(answered == !cut_off);
    refused += answered ? 0 : 1;
  }
  CHECK(refused > 3);
}

TEST_CASE("what is picked wrongly is told, and the rest is opened") {
  web::Opening opening = opening_of("etcd", R"("run":"9","read":"QUORUM","write":"put")");
  CHECK(opening.errors.empty());
  REQUIRE(opening.problems.size() == 2);
  CHECK(opening.problems[0] == "In the link: The run is \"9\", must be one of 1, free.");
  CHECK(opening.problems[1] ==
        "In the link: The level for reads is \"QUORUM\", must be one of linearizable, "
        "serializable.");
  CHECK(opening.pick.write == 2);
  opening = opening_of("oracle");
  REQUIRE(opening.errors.size() == 1);
  CHECK(opening.errors[0].find("There is no system \"oracle\", must be one of mongodb") == 0);
}

TEST_CASE("a system has no steps, and a lesson has no runs to pick") {
  App system = open_system("riak");
  CHECK(command(system, R"({"do":"next"})") == "A named system has runs to play, and no steps.");
  CHECK(command(system, R"({"do":"step","step":"brief"})") ==
        "A named system has runs to play, and no steps.");
  App bank = open_bank();
  CHECK(command(bank, R"({"do":"run","run":"1"})") == "There is no named system on stage.");
  CHECK(command(bank, R"({"do":"level","of":"read","level":""})") ==
        "There is no named system on stage.");
}

TEST_CASE("siblings are all shown, by the copies and in the answer") {
  App app = open_system("riak");
  play_to_end(app);
  const Operation& read = app.stage->session.log().operations[2];
  CHECK(web::operation_text(app.lesson, read) == "Read \u2192 7 | 9");
  CHECK(shown_by_replicas(app) == std::vector<std::string>{"7 | 9", "7 | 9", "7 | 9"});
  const web::ReplicaView replica = view_scene(app).replicas.front();
  CHECK(replica.health == web::Health::conflict);
  CHECK(replica.stores.front().kept == "keeps 2 values side by side");
}

TEST_CASE("a losing revision stands beside the winner") {
  App app = open_system("couchdb");
  play_to_end(app);
  const std::vector<std::string> shown = shown_by_replicas(app);
  CHECK((shown[0] == "7 | 9" || shown[0] == "9 | 7"));
  CHECK(shown == std::vector<std::string>(3, shown[0]));
  const web::ReplicaView replica = view_scene(app).replicas.front();
  CHECK(replica.health == web::Health::conflict);
  CHECK(replica.stores.front().kept.find("as a conflict") != std::string::npos);
  const Operation& read = app.stage->session.log().operations[2];
  CHECK(web::result_text(app.lesson, read).find(", 1 kept in conflict") != std::string::npos);
}

TEST_CASE("signs of life of a leader are no moments to step through") {
  App app = open_system("etcd");
  for (const Event& event : app.stage->whole.events) {
    const bool beat = event.kind == EventKind::sent && event.message == MessageKind::raft_beat;
    if (beat) CHECK_FALSE(web::is_visible(event));
  }
}
