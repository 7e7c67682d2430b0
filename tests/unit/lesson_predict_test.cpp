// Predictions held against runs: which option came true, and when the picked one ceased to.
#include <catch2/catch_test_macros.hpp>

#include "engine/lesson/grade.h"
#include "tests/unit/small_bank.h"

using namespace caplab;
using namespace caplab::lesson;
using namespace caplab::testing;
using Ended = Condition::Ended;

namespace {

Condition withdrawals(Ended ended, int min, int max) {
  return {.operation = kWithdraw,
          .ended = ended,
          .amount = std::nullopt,
          .shows = std::nullopt,
          .min = min,
          .max = max};
}

enum Picked : std::size_t { kOneDeclines, kOneRefused, kBothPay };

Prediction both_ask() {
  return {"both-ask",
          {{"one-declines",
            {withdrawals(Ended::accepted, 1, 1), withdrawals(Ended::declined, 1, 1)},
            "a"},
           {"one-refused",
            {withdrawals(Ended::accepted, 1, 1), withdrawals(Ended::declined, 0, 0)},
            "b"},
           {"both-pay", {withdrawals(Ended::accepted, 2, 9)}, "c"}}};
}

}  // namespace

TEST_CASE(
    "a prediction may say what a read shows, and is refuted by the read that shows otherwise") {
  HandMade made;
  made.shows(kAnn, 10, 20, 100);
  made.shows(kBob, 30, 40, 20);
  made.shows(kEve, 50, -1, 100);  // not answered
  const auto shows = [](std::int64_t number, int times) -> Condition {
    return {.operation = kBalance,
            .ended = Ended::accepted,
            .amount = std::nullopt,
            .shows = number,
            .min = times,
            .max = times};
  };
  CHECK(holds(shows(100, 1), made.run.log));
  CHECK(holds(shows(20, 1), made.run.log));
  CHECK(holds(shows(70, 0), made.run.log));
  const Prediction prediction{"what",
                              {{"all-old", {shows(20, 0)}, "a"}, {"one-new", {shows(20, 1)}, "b"}}};
  const PredictionResult result = check_prediction(prediction, 0, made.run.log);
  CHECK(result == PredictionResult{1, at_ms(40), OpId{1}});
}

TEST_CASE("a read shows an entry if it is among those that it shows") {
  HandMade made;
  made.lists(kAnn, 10, 20, {});
  const OpId entry = made.add(kBob, kRecord, 30, 40, 7).op;
  made.lists(kAnn, 50, 60, {entry});
  const Condition one{.operation = kView,
                      .ended = Ended::accepted,
                      .amount = std::nullopt,
                      .shows = 7,
                      .min = 1,
                      .max = 1};
  CHECK(holds(one, made.run.log));
}

TEST_CASE("a right prediction is not refuted") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kBob, kWithdraw, 15, 30, 80);
  const PredictionResult result = check_prediction(both_ask(), kBothPay, made.run.log);
  CHECK(result == PredictionResult{kBothPay, kNever, kNoOp});
}

TEST_CASE("too many: refuted by the return that was one too many") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 40, 80);
  made.add(kBob, kWithdraw, 15, 30, 80);
  CHECK(check_prediction(both_ask(), kOneRefused, made.run.log) ==
        PredictionResult{kBothPay, at_ms(40), OpId{0}});
}

TEST_CASE("too few left: refuted by the return after which it could not come true") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kBob, kWithdraw, 15, 30, 80, Outcome::fail);
  CHECK(check_prediction(both_ask(), kBothPay, made.run.log) ==
        PredictionResult{kOneRefused, at_ms(30), OpId{1}});
  // One declines: one may still decline after the first, none after the second.
  CHECK(check_prediction(both_ask(), kOneDeclines, made.run.log) ==
        PredictionResult{kOneRefused, at_ms(30), OpId{1}});
}

TEST_CASE("fewer calls than predicted: no return refutes, only the end does") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.stores(90, kNorth, 20, 20);
  CHECK(check_prediction(both_ask(), kBothPay, made.run.log) ==
        PredictionResult{kOneRefused, at_ms(90), kNoOp});
}

TEST_CASE("calls that never returned do not count, and refute at the end") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80);
  made.add(kBob, kWithdraw, 15, -1, 80);
  made.stores(90, kNorth, 20, 20);
  CHECK(check_prediction(both_ask(), kBothPay, made.run.log) ==
        PredictionResult{kOneRefused, at_ms(90), kNoOp});
}

TEST_CASE("outcomes are told apart, amounts are looked at where asked for") {
  HandMade made;
  made.add(kAnn, kWithdraw, 10, 20, 80, Outcome::unknown);
  made.add(kBob, kWithdraw, 15, 30, 20);
  Prediction prediction{"p",
                        {{"unknown", {withdrawals(Ended::unknown, 1, 1)}, ""},
                         {"else", {withdrawals(Ended::unknown, 0, 0)}, ""}}};
  CHECK(check_prediction(prediction, 0, made.run.log).happened == 0);
  prediction.options[0].when[0].amount = 20;
  prediction.options[1].when[0].amount = 20;
  CHECK(check_prediction(prediction, 0, made.run.log).happened == 1);
}

TEST_CASE("where no option is true, the number of options is the answer") {
  HandMade made;
  const Prediction prediction{"p", {{"some", {withdrawals(Ended::accepted, 1, 1)}, ""}}};
  CHECK(check_prediction(prediction, 0, made.run.log).happened == 1);
}
