// `caplab generate`: histories to try checkers on, this one and others.
#include <string>
#include <string_view>

#include "engine/base/json.h"
#include "engine/history/writer.h"
#include "tools/caplab/arguments.h"
#include "tools/caplab/commands.h"
#include "tools/caplab/output.h"
#include "tools/caplab/sample_history.h"

namespace caplab {
namespace {

constexpr std::string_view kHelp = R"(usage: caplab generate [options]

Writes a random history as JSON Lines, one of the kind that `caplab bench` checks. It is truthful
unless falsified: some order that respects time explains it.

  --object TYPE     register (default), kv, counter or account
  --clients N       that call, each one operation at a time (default 5)
  --operations N    in all (default 80)
  --keys N          (default 1)
  --values N        that are written; 0: every write has a value of its own (default 5)
  --unknown PERCENT of the operations have an unknown outcome (default 10)
  --falsified       one read tells something else
  --seed N          where all chance begins (default 1)
  --json            the same
  --help            this text

Exit code: 0 done, 2 bad usage.

example: caplab generate --object kv --clients 50 --operations 1700 --keys 10 --unknown 0
)";

Result<history::ObjectType> object_of(const Arguments& arguments) {
  using history::ObjectType;
  if (!arguments.has("--object")) return ObjectType::reg;
  const auto type = history::find_object_type(arguments.value("--object"));
  const bool made = type && *type != ObjectType::set && *type != ObjectType::log;
  if (made) return *type;
  return Error{"--object is " + json::excerpt(arguments.value("--object")) +
               ", must be one of register, kv, counter, account"};
}

struct Wish {
  std::string_view option;
  std::int64_t min;
  std::int64_t max;
  std::int64_t* number;
};

Result<SampleShape> shape_of(const Arguments& arguments, std::int64_t& seed) {
  SampleShape shape;
  const Result<history::ObjectType> object = object_of(arguments);
  if (!object) return object.error();
  shape.object = *object;
  std::int64_t clients = shape.clients;
  std::int64_t operations = shape.operations;
  std::int64_t keys = shape.keys;
  std::int64_t unknown = 10;
  for (const Wish& wish :
       {Wish{"--clients", 1, 10'000, &clients}, Wish{"--operations", 1, 10'000'000, &operations},
        Wish{"--keys", 1, 100'000, &keys}, Wish{"--values", 0, 1'000'000'000, &shape.values},
        Wish{"--unknown", 0, 100, &unknown}, Wish{"--seed", 0, INT64_MAX, &seed}}) {
    const Result<std::int64_t> number =
        number_option(arguments, wish.option, *wish.number, wish.min, wish.max);
    if (!number) return number.error();
    *wish.number = *number;
  }
  shape.clients = static_cast<int>(clients);
  shape.operations = static_cast<int>(operations);
  shape.keys = static_cast<int>(keys);
  shape.unknown = {unknown, 100};
  if (arguments.has("--falsified")) shape.falsified = {1, 1};
  return shape;
}

}  // namespace

int generate_command(Words words) {
  const Result<Arguments> arguments = parse_arguments(words, {{"--object", "a type of object"},
                                                              {"--clients", "a whole number"},
                                                              {"--operations", "a whole number"},
                                                              {"--keys", "a whole number"},
                                                              {"--values", "a whole number"},
                                                              {"--unknown", "a whole number"},
                                                              {"--falsified", ""},
                                                              {"--seed", "a whole number"}});
  if (!arguments) return usage_mistake("generate", arguments.error().message);
  if (arguments->has("--help")) {
    print(kHelp);
    return kDone;
  }
  if (!arguments->words.empty()) {
    return usage_mistake("generate", json::excerpt(arguments->words.front()) +
                                         " is one word too many, must be options only");
  }
  std::int64_t seed = 1;
  const Result<SampleShape> shape = shape_of(*arguments, seed);
  if (!shape) return usage_mistake("generate", shape.error().message);
  print(history::write_history(sample_history(*shape, static_cast<std::uint64_t>(seed)).history));
  return kDone;
}

}  // namespace caplab
