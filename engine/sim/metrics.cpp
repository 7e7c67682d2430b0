// Integer arithmetic only; the constants of the normal distribution are 1.96 and its square.
#include "engine/sim/metrics.h"

#include <algorithm>
#include <numeric>

#include "engine/base/ensure.h"

namespace caplab {
namespace {

constexpr std::int64_t kUnit = 10'000;      // parts of one count in the formulas below
constexpr std::int64_t kZ = 196;            // hundredths
constexpr std::int64_t kZSquared = 38'416;  // in parts of kUnit

// sqrt(part × (whole - part) / whole + z²/4), in hundred-thousandths of a count.
std::int64_t wilson_root(std::int64_t part, std::int64_t whole) {
  constexpr std::int64_t kSquare = 10'000'000'000;
  const std::int64_t product = part * (whole - part);
  const std::int64_t variance = product / whole * kSquare + product % whole * kSquare / whole;
  return square_root(variance + kZSquared * (kSquare / kUnit) / 4);
}

// The sum of what the clusters' parts differ from what the overall share would give them, squared.
std::int64_t squared_differences(const std::vector<Cluster>& clusters, const Cluster& all) {
  constexpr std::int64_t kFine = 1000;
  const std::int64_t share = all.part * kFine / all.whole;
  std::int64_t sum = 0;
  for (const Cluster& cluster : clusters) {
    const std::int64_t difference = cluster.part * kFine - share * cluster.whole;
    sum += difference * difference;
  }
  return sum / (kFine * kFine);
}

std::int64_t divide_up(std::int64_t number, std::int64_t by) { return (number + by - 1) / by; }

// One copy of a key, as far as equality goes.
struct Copy {
  object::Stamp stamp;
  std::int64_t digest = 0;
  bool operator==(const Copy&) const = default;
};

// All copies of all keys, brought up to date event by event.
class Copies {
 public:
  explicit Copies(const System& system) : replicas_(static_cast<std::size_t>(system.replicas)) {
    for (const StoreSpec& store : system.stores) {
      for (int key = 0; key < store.keys; ++key) {
        homes_.push_back(
            homes_of(store.protocol, system.replicas, id_of<Key>(static_cast<std::size_t>(key))));
      }
      first_key_.push_back(copies_.size() / replicas_);
      const Copy initial{{}, object::digest(store.initial)};
      copies_.resize(copies_.size() + static_cast<std::size_t>(store.keys) * replicas_, initial);
    }
  }

  std::size_t keys() const { return copies_.size() / replicas_; }
  std::size_t key_of(const Event& event) const {
    return first_key_[index(event.store)] + index(event.key);
  }
  // What a client keeps for itself is not waited for: it may be offline for good.
  void take(const Event& event) {
    if (index(event.node) >= replicas_) return;
    copies_[key_of(event) * replicas_ + index(event.node)] = {event.stamp, event.value};
  }
  bool agree(std::size_t key) const {
    const Copy* first = nullptr;
    for (std::size_t i = 0; i < replicas_; ++i) {
      if (!homes_[key].has(id_of<NodeId>(i))) continue;
      const Copy& copy = copies_[key * replicas_ + i];
      if (first == nullptr) first = &copy;
      if (copy != *first) return false;
    }
    return true;
  }

 private:
  std::size_t replicas_ = 0;
  std::vector<NodeSet> homes_;          // by key
  std::vector<std::size_t> first_key_;  // by store
  std::vector<Copy> copies_;            // key × replica
};

bool begins_window(const Command& command) {
  return std::holds_alternative<Cut>(command) || std::holds_alternative<Crash>(command) ||
         std::holds_alternative<SlowLink>(command) || std::holds_alternative<Lose>(command) ||
         std::holds_alternative<Duplicate>(command) || std::holds_alternative<Pause>(command);
}

}  // namespace

std::int64_t square_root(std::int64_t number) {
  ENSURE(number >= 0);
  if (number < 2) return number;
  std::int64_t guess = std::int64_t{1}
                       << ((64 - __builtin_clzll(static_cast<unsigned long long>(number)) + 1) / 2);
  for (std::int64_t next = (guess + number / guess) / 2; next < guess;
       next = (guess + number / guess) / 2) {
    guess = next;
  }
  return guess;
}

Estimate share(std::int64_t part, std::int64_t whole, std::int64_t scale) {
  ENSURE(part >= 0);
  ENSURE(part <= whole);
  if (whole == 0) return {0, 0, scale};
  const std::int64_t center = part * kUnit + kZSquared / 2;
  const std::int64_t half = divide_up(kZ * (wilson_root(part, whole) + 1), 1000);
  const std::int64_t all = whole * kUnit + kZSquared;
  const std::int64_t low = std::max<std::int64_t>(center - half, 0) * scale / all;
  const std::int64_t high = std::min(divide_up((center + half) * scale, all), scale);
  const std::int64_t value = part * scale / whole;
  return {value, part == 0 ? 0 : low, part == whole ? scale : high};
}

Estimate share(const std::vector<Cluster>& clusters, std::int64_t scale) {
  Cluster all;
  for (const Cluster& cluster : clusters) {
    all.part += cluster.part;
    all.whole += cluster.whole;
  }
  if (all.part == 0 || all.part == all.whole) return share(all.part, all.whole, scale);
  const std::int64_t differences = std::max<std::int64_t>(squared_differences(clusters, all), 1);
  const std::int64_t independent =
      std::clamp<std::int64_t>(all.part * (all.whole - all.part) / differences, 1, all.whole);
  // So many of them are a part; a fraction of one is rounded outwards.
  const std::int64_t part = all.part * independent;
  const std::int64_t value = all.part * scale / all.whole;
  const Estimate least = share(part / all.whole, independent, scale);
  const Estimate most = share(divide_up(part, all.whole), independent, scale);
  return {value, std::min(least.low, value), std::max(most.high, value)};
}

Estimate quantile(std::vector<std::int64_t>& samples, std::int64_t per_mille) {
  ENSURE(!samples.empty());
  ENSURE(per_mille > 0 && per_mille <= 1000);
  const auto count = static_cast<std::int64_t>(samples.size());
  // 1.96 × sqrt(count × q × (1 - q)), in ranks, rounded up.
  const std::int64_t spread =
      divide_up(kZ * square_root(count * per_mille * (1000 - per_mille)), 100 * 1000);
  const std::int64_t rank = divide_up(count * per_mille, 1000);
  const auto sample_at = [&](std::int64_t place) {
    const auto at = samples.begin() +
                    static_cast<std::ptrdiff_t>(std::clamp<std::int64_t>(place, 1, count) - 1);
    std::nth_element(samples.begin(), at, samples.end());
    return *at;
  };
  return {sample_at(rank), sample_at(rank - spread), sample_at(rank + spread)};
}

Estimate mean(const std::vector<std::int64_t>& samples) {
  ENSURE(!samples.empty());
  const auto count = static_cast<std::int64_t>(samples.size());
  const std::int64_t sum = std::accumulate(samples.begin(), samples.end(), std::int64_t{0});
  const auto [least, most] = std::minmax_element(samples.begin(), samples.end());
  const std::int64_t unit = (*most - *least) / 1'000'000 + 1;  // so that no square overflows
  std::int64_t squares = 0;
  for (const std::int64_t sample : samples) {
    const std::int64_t difference = (sample - sum / count) / unit;
    squares += difference * difference;
  }
  // 1.96 × sqrt(variance / count), rounded up.
  const std::int64_t variance = divide_up(squares, std::max<std::int64_t>(count - 1, 1));
  const std::int64_t margin =
      divide_up(kZ * square_root(variance * kUnit / count), 100 * 100) * unit;
  const std::int64_t value = divide_up(sum, count);
  return {value, std::max(sum / count - margin, *least), std::min(value + margin, *most)};
}

FaultWindow fault_window(const std::vector<TimedCommand>& faults) {
  FaultWindow window;
  for (const TimedCommand& fault : faults) {
    if (begins_window(fault.command)) {
      window.first = std::min(window.first, fault.at);
      window.healed = kNever;
    }
    const bool mends = std::holds_alternative<Heal>(fault.command) ||
                       std::holds_alternative<Restart>(fault.command) ||
                       std::holds_alternative<Resume>(fault.command);
    if (mends && window.first != kNever) window.healed = fault.at;
  }
  return window;
}

std::optional<Duration> time_to_agree(const System& system, const Log& log, Time from) {
  Copies copies(system);
  auto event = log.events.begin();
  for (; event != log.events.end() && event->at <= from; ++event) {
    if (event->kind == EventKind::stored) copies.take(*event);
  }
  std::vector<bool> waiting;
  for (std::size_t key = 0; key < copies.keys(); ++key) waiting.push_back(!copies.agree(key));
  auto left = std::count(waiting.begin(), waiting.end(), true);
  if (left == 0) return Duration{};
  for (; event != log.events.end(); ++event) {
    if (event->kind != EventKind::stored) continue;
    copies.take(*event);
    const std::size_t key = copies.key_of(*event);
    if (!waiting[key] || !copies.agree(key)) continue;
    waiting[key] = false;
    if (--left == 0) return event->at - from;
  }
  return std::nullopt;
}

}  // namespace caplab
