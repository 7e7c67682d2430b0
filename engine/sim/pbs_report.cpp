// Reporting only.
#include "engine/sim/pbs_report.h"

#include <algorithm>

#include "engine/base/ensure.h"
#include "engine/sim/metrics.h"

namespace caplab::pbs {
namespace {

std::int64_t sample_at(std::vector<std::int64_t>& samples, std::int64_t rank) {
  const auto last = static_cast<std::int64_t>(samples.size()) - 1;
  const auto place = static_cast<std::ptrdiff_t>(std::clamp<std::int64_t>(rank, 0, last));
  std::nth_element(samples.begin(), samples.begin() + place, samples.end());
  return samples[static_cast<std::size_t>(place)];
}

}  // namespace

std::int64_t quantile(std::vector<std::int64_t>& samples, Ratio share) {
  ENSURE(!samples.empty());
  const auto count = static_cast<std::int64_t>(samples.size());
  return sample_at(samples, (count * share.num + share.den - 1) / share.den - 1);
}

double standard_error(std::vector<std::int64_t>& samples, Ratio share) {
  const auto count = static_cast<std::int64_t>(samples.size());
  const std::int64_t spread = square_root(count * share.num * (share.den - share.num)) / share.den;
  const std::int64_t rank = count * share.num / share.den;
  const std::int64_t wide = sample_at(samples, rank + spread) - sample_at(samples, rank - spread);
  return static_cast<double>(wide) / 2;
}

double consistent_at(const Samples& samples, std::int64_t ns) {
  const auto fresh = std::count_if(samples.fresh_after.begin(), samples.fresh_after.end(),
                                   [ns](std::int64_t wait) { return wait <= ns; });
  return static_cast<double>(fresh) / static_cast<double>(samples.fresh_after.size());
}

double within_versions(int n, int r, int w, int k) {
  double missed = 1;
  for (int i = 0; i < r; ++i) missed *= static_cast<double>(std::max(n - w - i, 0)) / (n - i);
  double all_missed = 1;
  for (int version = 0; version < k; ++version) all_missed *= missed;
  return 1 - all_missed;
}

}  // namespace caplab::pbs
