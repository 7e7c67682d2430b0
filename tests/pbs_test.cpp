// The PBS experiment through the real quorum protocol and network, against the model's figures.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>

#include "engine/sim/pbs_report.h"
#include "tests/pbs_reference.h"

using namespace caplab;
using namespace caplab::test;

namespace {

constexpr double kNanosecondsInMs = 1e6;

pbs::Samples samples_of(const std::string& profile, int r, int w, std::int64_t trials,
                        std::uint64_t seed = 1) {
  const Result<pbs::Samples> samples =
      pbs::measure({.profile = profile, .n = 3, .r = r, .w = w, .trials = trials, .seed = seed});
  REQUIRE(samples);
  CHECK(samples->disagreements == 0);
  return *samples;
}

// Within four standard errors, theirs and ours together. Theirs is not told for the median; it is
// ours, scaled to their number of trials.
void check_latency(std::vector<std::int64_t>& ours, const PbsLatency& reference) {
  const auto trials = static_cast<double>(ours.size());
  const double p50 = static_cast<double>(pbs::quantile(ours, {1, 2})) / kNanosecondsInMs;
  const double p50_error = pbs::standard_error(ours, {1, 2}) / kNanosecondsInMs;
  constexpr double kRounding = 0.00005;  // of the reference's last printed digit
  CHECK(std::abs(p50 - reference.p50_ms) <=
        4 * p50_error * std::sqrt(1 + trials / kReferenceTrials) + kRounding);
  const double p999 = static_cast<double>(pbs::quantile(ours, {999, 1000})) / kNanosecondsInMs;
  const double p999_error = pbs::standard_error(ours, {999, 1000}) / kNanosecondsInMs;
  CHECK(std::abs(p999 - reference.p999_ms) <=
        4 * std::sqrt(p999_error * p999_error + reference.p999_error_ms * reference.p999_error_ms));
}

template <std::size_t kTimes>
void check_curve(const pbs::Samples& samples, const std::array<int, kTimes>& after_ms,
                 const std::array<double, kTimes>& reference) {
  for (std::size_t i = 0; i < kTimes; ++i) {
    CAPTURE(after_ms[i]);
    CHECK(std::abs(pbs::consistent_at(samples, after_ms[i] * 1'000'000LL) - reference[i]) <= 0.003);
  }
}

void check_rows(std::int64_t trials) {
  for (const PbsRow& row : kPbsRows) {
    CAPTURE(row.profile, row.r, row.w, trials);
    pbs::Samples samples = samples_of(std::string(row.profile), row.r, row.w, trials);
    check_latency(samples.read, row.read);
    check_latency(samples.write, row.write);
    check_curve<5>(samples, {0, 1, 5, 10, 50}, row.fresh);
    if (row.r + row.w > 3) CHECK(pbs::consistent_at(samples, 0) == 1);
  }
}

}  // namespace

TEST_CASE("pbs: every quorum of three under two measured profiles, a few trials") {
  for (const PbsRow& row : kPbsRows) {
    CAPTURE(row.profile, row.r, row.w);
    const pbs::Samples samples = samples_of(std::string(row.profile), row.r, row.w, 2000);
    CHECK(std::abs(pbs::consistent_at(samples, 0) - row.fresh[0]) <= 0.045);
    if (row.r + row.w > 3) CHECK(pbs::consistent_at(samples, 0) == 1);
  }
}

TEST_CASE("pbs: latencies and curves are the model's, in 400,000 trials a row", "[full]") {
  check_rows(400'000);
}

TEST_CASE("pbs: the exponential sweeps, in 300,000 trials each", "[full]") {
  for (const PbsSweep& sweep : kPbsSweeps) {
    CAPTURE(sweep.profile);
    pbs::Samples samples = samples_of(std::string(sweep.profile), 1, 1, 300'000);
    check_curve<5>(samples, {0, 1, 5, 10, 65}, sweep.fresh);
    const auto t999 = static_cast<double>(pbs::quantile(samples.fresh_after, {999, 1000}));
    const double error = pbs::standard_error(samples.fresh_after, {999, 1000});
    CHECK(std::abs(t999 - sweep.t999_ms * kNanosecondsInMs) <= 4.5 * error);
  }
}

TEST_CASE("pbs: the slow production store and the wide network work") {
  const pbs::Samples ymmr = samples_of("ymmr", 1, 1, 3000);
  CHECK(pbs::consistent_at(ymmr, 0) > 0.8);
  CHECK(pbs::consistent_at(ymmr, 0) < 1);
  INFO("across sites the write's nearest copy and the read's are two in three times not the same");
  const pbs::Samples wan = samples_of("wan", 1, 1, 3000);
  const double fresh = pbs::consistent_at(wan, 0);
  CHECK(fresh > 0.15);
  CHECK(fresh < 0.45);
  CHECK(pbs::consistent_at(wan, 75'000'000) > fresh + 0.3);
  CHECK(pbs::consistent_at(samples_of("wan", 2, 2, 1000), 0) == 1);
}

TEST_CASE("pbs: any number of replicas may be waited for, and R + W > N is never stale") {
  for (const int n : {1, 4, 5, 7}) {
    for (int r = 1; r <= n; ++r) {
      for (int w = 1; w <= n; ++w) {
        CAPTURE(n, r, w);
        const Result<pbs::Samples> samples = pbs::measure(
            {.profile = "lnkd-disk", .n = n, .r = r, .w = w, .trials = 300, .seed = 3});
        REQUIRE(samples);
        CHECK(samples->disagreements == 0);
        const double fresh = pbs::consistent_at(*samples, 0);
        if (r + w > n) CHECK(fresh == 1);
        if (r == 1 && w == 1 && n > 1) CHECK(fresh < 0.7);
      }
    }
  }
}

TEST_CASE("pbs: waiting for more replicas takes longer and shows more") {
  double before = 0;
  std::int64_t median = 0;
  for (const int w : {1, 2, 3, 4}) {
    const Result<pbs::Samples> measured =
        pbs::measure({.profile = "lnkd-disk", .n = 5, .r = 1, .w = w, .trials = 4000, .seed = 1});
    REQUIRE(measured);
    pbs::Samples samples = *measured;
    CHECK(pbs::consistent_at(samples, 0) > before);
    CHECK(pbs::quantile(samples.write, {1, 2}) > median);
    before = pbs::consistent_at(samples, 0);
    median = pbs::quantile(samples.write, {1, 2});
  }
}

TEST_CASE("pbs: equal seeds give equal samples, others do not") {
  const pbs::Samples one = samples_of("lnkd-disk", 1, 1, 200, 7);
  CHECK(one.write == samples_of("lnkd-disk", 1, 1, 200, 7).write);
  CHECK(one.fresh_after == samples_of("lnkd-disk", 1, 1, 200, 7).fresh_after);
  CHECK(one.write != samples_of("lnkd-disk", 1, 1, 200, 8).write);
}

TEST_CASE("pbs: a curve only rises") {
  const pbs::Samples samples = samples_of("lnkd-disk", 1, 1, 1000);
  double before = 0;
  for (const std::int64_t ms : {0, 1, 2, 5, 10, 20, 50, 100, 1000}) {
    const double now = pbs::consistent_at(samples, ms * 1'000'000);
    CHECK(now >= before);
    before = now;
  }
}

TEST_CASE("pbs: how many versions old, in closed form") {
  for (const PbsVersions& row : kPbsVersions) {
    CAPTURE(row.n, row.r, row.w, row.k);
    CHECK(pbs::within_versions(row.n, row.r, row.w, row.k) ==
          Catch::Approx(row.within).epsilon(1e-9));
  }
  CHECK(pbs::within_versions(3, 2, 2, 1) == 1);
  CHECK(pbs::within_versions(3, 3, 1, 1) == 1);
}

TEST_CASE("pbs: what cannot be measured is told in a sentence") {
  const auto told = [](const pbs::Config& config) {
    const Result<pbs::Samples> samples = pbs::measure(config);
    REQUIRE_FALSE(samples);
    return samples.error().message;
  };
  CHECK(told({.profile = "ssd"}).find("lnkd-ssd") != std::string::npos);
  CHECK(told({.profile = "exp:1"}).find("two rates") != std::string::npos);
  CHECK(told({.profile = "exp:0,1"}).find("0.001 to 1000") != std::string::npos);
  CHECK(told({.n = 3, .r = 4}).find("r is 4") == 0);
  CHECK(told({.n = 3, .w = 0}).find("w is 0") == 0);
  CHECK(told({.n = 16}).find("from 1 to 15") != std::string::npos);
}
