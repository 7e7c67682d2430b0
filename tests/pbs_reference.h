// What the PBS experiment must come to. Four million trials a row of the WARS model of Bailis et
// al. (PVLDB 5(8), 2012; the fits are in tools/latency_fits.py), drawn from the fits themselves.
// The times that the paper prints are first grid points of 50,000 trials and lie below these.
#pragma once
#include <array>
#include <string_view>

namespace caplab::test {

inline constexpr double kReferenceTrials = 4'000'000;

struct PbsLatency {
  double p50_ms;
  double p999_ms;
  double p999_error_ms;
};

struct PbsRow {
  std::string_view profile;
  int r;
  int w;
  PbsLatency read;
  PbsLatency write;
  std::array<double, 5> fresh;  // that many milliseconds after the write: 0, 1, 5, 10, 50
};

// N = 3.
inline constexpr PbsRow kPbsRows[] = {
    {"lnkd-ssd",
     1,
     1,
     {0.4889, 0.6551, 0.0012},
     {0.4889, 0.654, 0.001},
     {0.973623, 0.995035, 0.999992, 1, 1}},
    {"lnkd-ssd",
     1,
     2,
     {0.4889, 0.6547, 0.0014},
     {0.5146, 1.629, 0.005},
     {0.97841, 0.995851, 0.999994, 1, 1}},
    {"lnkd-ssd",
     2,
     1,
     {0.5146, 1.6349, 0.0048},
     {0.4889, 0.655, 0.001},
     {0.999406, 0.999982, 1, 1, 1}},
    {"lnkd-ssd", 2, 2, {0.5146, 1.645, 0.005}, {0.5146, 1.634, 0.005}, {1, 1, 1, 1, 1}},
    {"lnkd-ssd", 3, 1, {0.566, 4.1267, 0.0095}, {0.4889, 0.657, 0.001}, {1, 1, 1, 1, 1}},
    {"lnkd-ssd", 1, 3, {0.4889, 0.6551, 0.0012}, {0.5659, 4.115, 0.01}, {1, 1, 1, 1, 1}},
    {"lnkd-disk",
     1,
     1,
     {0.4889, 0.654, 0.0012},
     {1.5047, 10.96, 0.027},
     {0.436303, 0.583395, 0.817919, 0.926046, 0.998896}},
    {"lnkd-disk",
     1,
     2,
     {0.4889, 0.6563, 0.0014},
     {2.7691, 20.901, 0.049},
     {0.713276, 0.77286, 0.894403, 0.956244, 0.999053}},
    {"lnkd-disk",
     2,
     1,
     {0.5146, 1.6365, 0.0053},
     {1.5054, 10.961, 0.031},
     {0.762991, 0.86996, 0.974997, 0.99586, 0.999999}},
    {"lnkd-disk", 2, 2, {0.5146, 1.6389, 0.0052}, {2.7688, 20.932, 0.051}, {1, 1, 1, 1, 1}},
    {"lnkd-disk", 3, 1, {0.566, 4.1079, 0.0092}, {1.5049, 10.939, 0.03}, {1, 1, 1, 1, 1}},
    {"lnkd-disk", 1, 3, {0.4889, 0.6525, 0.0012}, {6.9657, 108.891, 1.036}, {1, 1, 1, 1, 1}},
};

struct PbsSweep {
  std::string_view profile;
  std::array<double, 5> fresh;  // after 0, 1, 5, 10, 65 ms
  double t999_ms;
};

// N = 3, R = W = 1, exponential legs.
inline constexpr PbsSweep kPbsSweeps[] = {
    {"exp:0.1,1", {0.41974875, 0.47494175, 0.64795625, 0.78657925, 0.999141}, 63.4776},
    {"exp:1,1", {0.751352, 0.908477, 0.99832475, 0.9999875, 1}, 5.5174},
    {"exp:4,1", {0.942916, 0.99896075, 1, 1, 1}, 1.0102},
};

// 1 - (C(N-W, R) / C(N, R))^k: the paper's §3.1, in closed form.
struct PbsVersions {
  int n;
  int r;
  int w;
  int k;
  double within;
};

inline constexpr PbsVersions kPbsVersions[] = {
    {3, 1, 1, 1, 0.3333333333},
    {3, 1, 1, 2, 0.5555555556},
    {3, 1, 1, 3, 0.7037037037},
    {3, 1, 1, 5, 0.8683127572},
    {3, 1, 1, 10, 0.9826584701},
    {3, 1, 2, 1, 0.6666666667},
    {3, 1, 2, 2, 0.8888888889},
    {3, 1, 2, 5, 0.9958847737},
    {3, 2, 1, 1, 0.6666666667},
    {3, 2, 1, 5, 0.9958847737},
    {100, 30, 30, 1, 1 - 1.8843490302199536e-06},
};

}  // namespace caplab::test
