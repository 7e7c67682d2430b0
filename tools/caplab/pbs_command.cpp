// `caplab pbs`: how soon after a write a read sees it, and what both take.
#include <array>
#include <cstdio>
#include <string>

#include "engine/base/json_writer.h"
#include "engine/sim/pbs_report.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/output.h"

namespace caplab {
namespace {

constexpr std::string_view kHelp =
    R"(usage: caplab pbs --profile P --n N --r R --w W [options]

Probabilistically bounded staleness (Bailis et al., 2012), measured on the simulation's own quorum
store: clients write to N replicas and wait for W, read all N and take the first R answers, without
any repair. How probable is it that a read which begins t after a write's end sees it?

  --profile P   lnkd-ssd, lnkd-disk, ymmr, wan, or exp:W,ARS: exponential, with these rates per
                millisecond for writes and for the other messages (default lnkd-ssd)
  --n N         replicas, 1 to 15 (default 3)
  --r R         answers that a read waits for (default 1)
  --w W         confirmations that a write waits for (default 1)
  --trials T    writes and reads (default 100000)
  --seed N      where all chance begins (default 1)
  --json        one line of JSON
  --help        this text

Exit code: 0 done, 1 a read disagreed with its messages' times, 2 bad usage.

example: caplab pbs --profile lnkd-disk --n 3 --r 1 --w 1 --trials 1000000
)";

constexpr std::array<std::int64_t, 13> kTimesMs{0,  1,   2,   5,   10,   20,  50,
                                                75, 100, 200, 500, 1000, 2000};
constexpr std::array<int, 5> kVersions{1, 2, 3, 5, 10};

struct Quantile {
  const char* name;
  Ratio share;
};
constexpr std::array<Quantile, 3> kQuantilesTold{
    {{"p50", {1, 2}}, {"p99", {99, 100}}, {"p999", {999, 1000}}}};

// Nanoseconds as milliseconds with four decimals.
constexpr int kDecimals = 4;
std::int64_t told_ms(std::int64_t ns) { return (ns + 50) / 100; }

// A share with six decimals. One that is not quite 1 is not told as 1.
constexpr int kShareDecimals = 6;
std::int64_t told_share(double share) { return static_cast<std::int64_t>(share * 1e6); }

std::string formatted(const char* pattern, double number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), pattern, number);
  return text.data();
}

std::string ms_text(std::int64_t ns) {
  return formatted("%10.3f ms", static_cast<double>(ns) / 1e6);
}

void write_latency(json::Writer& out, const char* name, std::vector<std::int64_t>& samples) {
  out.key(name).begin_object();
  for (const Quantile& told : kQuantilesTold) {
    out.key(told.name).decimal(told_ms(pbs::quantile(samples, told.share)), kDecimals);
  }
  out.end_object();
}

std::string json_of(const pbs::Config& config, pbs::Samples& samples) {
  json::Writer out;
  out.begin_object().key("profile").text(config.profile);
  out.key("n").integer(config.n).key("r").integer(config.r).key("w").integer(config.w);
  out.key("trials").integer(config.trials);
  out.key("seed").integer(static_cast<std::int64_t>(config.seed));
  write_latency(out, "read_ms", samples.read);
  write_latency(out, "write_ms", samples.write);
  out.key("consistent_at_ms").begin_object();
  for (const std::int64_t ms : kTimesMs) {
    const double share = pbs::consistent_at(samples, ms * 1'000'000);
    out.key(std::to_string(ms)).decimal(told_share(share), kShareDecimals);
  }
  out.end_object();
  out.key("t999_ms").decimal(told_ms(pbs::quantile(samples.fresh_after, {999, 1000})), kDecimals);
  out.key("within_versions").begin_object();
  for (const int k : kVersions) {
    const double share = pbs::within_versions(config.n, config.r, config.w, k);
    out.key(std::to_string(k)).decimal(told_share(share), kShareDecimals);
  }
  out.end_object().end_object();
  return out.str() + "\n";
}

std::string text_of(const pbs::Config& config, pbs::Samples& samples) {
  std::string text = "profile " + config.profile + ", N = " + std::to_string(config.n) +
                     ", R = " + std::to_string(config.r) + ", W = " + std::to_string(config.w) +
                     ", " + std::to_string(config.trials) + " trials\n\n";
  text += "             p50            p99          p99.9\n";
  for (auto& [name, numbers] :
       {std::pair<const char*, std::vector<std::int64_t>*>{"read  ", &samples.read},
        {"write ", &samples.write}}) {
    text += name;
    for (const Quantile& told : kQuantilesTold) {
      text += "  " + ms_text(pbs::quantile(*numbers, told.share));
    }
    text += "\n";
  }
  text += "\nA read that begins t after the write's end sees it:\n";
  for (const std::int64_t ms : kTimesMs) {
    const double share = pbs::consistent_at(samples, ms * 1'000'000);
    text += formatted("%8.0f ms  ", static_cast<double>(ms)) +
            formatted("%8.4f %%\n", static_cast<double>(told_share(share)) / 1e4);
    if (share == 1) break;
  }
  text += "99.9 % of the reads see it after" +
          ms_text(pbs::quantile(samples.fresh_after, {999, 1000})) + "\n\n";
  text += "When all is quiet, a read sees one of the last k versions:\n";
  for (const int k : kVersions) {
    text += formatted("%8.0f     ", k) +
            formatted("%8.4f %%\n", 100 * pbs::within_versions(config.n, config.r, config.w, k));
  }
  return text;
}

Result<pbs::Config> config_of(const Arguments& arguments) {
  pbs::Config config;
  if (arguments.has("--profile")) config.profile = arguments.value("--profile");
  const Result<std::int64_t> n = number_option(arguments, "--n", 3, 1, pbs::kReplicasMax);
  if (!n) return n.error();
  config.n = static_cast<int>(*n);
  const Result<std::int64_t> r = number_option(arguments, "--r", 1, 1, *n);
  if (!r) return r.error();
  config.r = static_cast<int>(*r);
  const Result<std::int64_t> w = number_option(arguments, "--w", 1, 1, *n);
  if (!w) return w.error();
  config.w = static_cast<int>(*w);
  const Result<std::int64_t> trials =
      number_option(arguments, "--trials", config.trials, 1, pbs::kTrialsMax);
  if (!trials) return trials.error();
  config.trials = *trials;
  const Result<std::int64_t> seed = number_option(arguments, "--seed", 1, 0, INT64_MAX);
  if (!seed) return seed.error();
  config.seed = static_cast<std::uint64_t>(*seed);
  if (!arguments.words.empty()) return Error{"takes no words besides its options"};
  return config;
}

}  // namespace

int pbs_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {{"--profile", "a profile"},
                                                              {"--n", "a whole number"},
                                                              {"--r", "a whole number"},
                                                              {"--w", "a whole number"},
                                                              {"--trials", "a whole number"},
                                                              {"--seed", "a whole number"}});
  if (!arguments) return usage_mistake("pbs", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  const Result<pbs::Config> config = config_of(*arguments);
  if (!config) return usage_mistake("pbs", config.error().message);
  Result<pbs::Samples> measured = pbs::measure(*config);
  if (!measured) return usage_mistake("pbs", measured.error().message);
  pbs::Samples& samples = measured.value();
  print(arguments->has("--json") ? json_of(*config, samples) : text_of(*config, samples));
  if (samples.disagreements == 0) return kDone;
  complain("caplab pbs: " + std::to_string(samples.disagreements) +
           " reads showed something else than their messages' times say");
  return kFailed;
}

}  // namespace caplab
