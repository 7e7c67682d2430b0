// Time on stage: what is played, stepped and sought is what the straight run would be there.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "tests/unit/small_bank.h"
#include "web/stage.h"

using namespace caplab;
using namespace caplab::testing;
using web::Playback;
using web::Stage;

namespace {

Scenario two_withdrawals() {
  return {.system = small_bank(Level::quorum),
          .script = {call_at(1000, kAnn, kWithdraw, 80), cut_at(2000, site_of(kSouth)),
                     call_at(2500, kBob, kWithdraw, 80), heal_at(4000)},
          .end = at_ms(8000),
          .seed = 3};
}

Log straight_until(const Scenario& scenario, Time until) {
  Session session(scenario);
  session.run(until);
  return session.log();
}

}  // namespace

TEST_CASE("a moment forward and back is where it was") {
  Stage stage(two_withdrawals());
  seek(stage, at_ms(1000));
  for (int i = 0; i < 10; ++i) {
    const Time before = now_of(stage);
    step_forward(stage);
    CHECK(now_of(stage) > before);
    const Time after = now_of(stage);
    step_back(stage);
    CHECK(now_of(stage) == before);
    step_forward(stage);
    CHECK(now_of(stage) == after);
    CHECK(stage.session.log() == straight_until(stage.session.scenario(), after));
  }
}

TEST_CASE("each step shows something, never a heartbeat alone") {
  Stage stage(two_withdrawals());
  std::size_t seen = 0;
  while (true) {
    step_forward(stage);
    if (has_ended(stage)) break;
    const auto& events = stage.session.log().events;
    const auto visible =
        static_cast<std::size_t>(std::count_if(events.begin(), events.end(), web::is_visible));
    CHECK(visible > seen);
    seen = visible;
  }
  CHECK(seen > 30);
}

TEST_CASE("stepping ends at both ends") {
  Stage stage(two_withdrawals());
  step_back(stage);
  CHECK(now_of(stage) == Time{});
  seek(stage, at_ms(99'000));
  CHECK(has_ended(stage));
  CHECK(now_of(stage) == at_ms(8000));
  step_forward(stage);
  CHECK(now_of(stage) == at_ms(8000));
}

TEST_CASE("played in any slices it is the straight run") {
  for (const std::int64_t slice_ms : {5, 16, 97}) {
    Stage stage(two_withdrawals());
    Playback playback{.playing = true, .speed = 500'000, .waited = {}};
    for (int i = 0; i < 100'000 && playback.playing; ++i) {
      play_on(stage, playback, milliseconds(slice_ms), false);
    }
    CHECK(has_ended(stage));
    CHECK(stage.session.log() == stage.whole);
  }
}

TEST_CASE("a second of play is as much of the run as the speed says, except in quiet") {
  Stage stage(two_withdrawals());
  const Playback playback{.playing = true, .speed = 150'000, .waited = {}};
  seek(stage, at_ms(1000));
  CHECK(speed_at(stage, playback) == 150'000);
  seek(stage, at_ms(600));
  CHECK(speed_at(stage, playback) > 150'000);
}

TEST_CASE("in quiet time nothing visible happens or travels") {
  const Stage stage(two_withdrawals());
  CHECK_FALSE(stage.quiet.empty());
  for (const web::Quiet& quiet : stage.quiet) {
    CHECK(quiet.from < quiet.until);
    for (const Event& event : stage.whole.events) {
      if (!web::is_visible(event)) continue;
      CHECK_FALSE((quiet.from <= event.at && event.at < quiet.until));
      const bool travels = event.kind == EventKind::sent && event.at < quiet.until;
      if (travels) CHECK(event.until <= quiet.from);
    }
  }
}

TEST_CASE("hurrying through quiet time ends where it ends") {
  Stage stage(two_withdrawals());
  Playback playback{.playing = true, .speed = 1'500'000, .waited = {}};
  std::vector<Time> stops;
  while (playback.playing) {
    play_on(stage, playback, milliseconds(16), false);
    stops.push_back(now_of(stage));
  }
  for (const web::Quiet& quiet : stage.quiet) {
    if (quiet.until >= at_ms(8000)) continue;
    CHECK(std::find(stops.begin(), stops.end(), quiet.until) != stops.end());
  }
}

TEST_CASE("with reduced motion it goes from moment to moment") {
  Stage stage(two_withdrawals());
  Playback playback{.playing = true, .speed = 150'000, .waited = {}};
  for (int i = 0; i < 40; ++i) {
    play_on(stage, playback, milliseconds(100), true);
    const Time now = now_of(stage);
    const auto& moments = stage.moments;
    CHECK((now == Time{} || std::find(moments.begin(), moments.end(), now) != moments.end()));
  }
  CHECK(now_of(stage) == stage.moments[9]);
}

TEST_CASE("a violation pauses where it breaks, and goes on when asked") {
  Stage stage(two_withdrawals());
  stage.breaks_at = at_ms(2700);
  Playback playback{.playing = true, .speed = 1'500'000, .waited = {}};
  while (playback.playing) play_on(stage, playback, milliseconds(16), false);
  CHECK(now_of(stage) == at_ms(2700));
  playback.playing = true;
  while (playback.playing) play_on(stage, playback, milliseconds(16), false);
  CHECK(has_ended(stage));
}

TEST_CASE("what the learner does changes what comes, not what was") {
  Stage stage(two_withdrawals());
  seek(stage, at_ms(900));
  const Log before = stage.session.log();
  const Log planned = stage.whole;
  intervene(stage, Crash{kNorth});
  CHECK(stage.touched);
  CHECK(now_of(stage) - at_ms(900) == microseconds(1));  // after all that happened at 900 ms
  REQUIRE(stage.session.log().events.size() == before.events.size() + 1);
  CHECK(std::equal(before.events.begin(), before.events.end(), stage.session.log().events.begin()));
  CHECK_FALSE(stage.whole == planned);
  seek(stage, at_ms(8000));
  CHECK(stage.session.log() == stage.whole);
}
