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
  return {.operation = kWithdraw, .ended = ended, .amount = std::nullopt, .min = min, .max = max};
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
