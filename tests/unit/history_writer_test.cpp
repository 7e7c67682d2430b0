// Writing histories: what is written is read back as the same history.
#include "engine/history/writer.h"

#include <catch2/catch_test_macros.hpp>

#include "engine/check/linearizable.h"
#include "engine/history/reader.h"
#include "tests/unit/random_history.h"

namespace caplab::history {
namespace {

Operation operation(std::int64_t process, std::int64_t called, std::int64_t returned) {
  Operation op;
  op.process = process;
  op.called = called;
  op.returned = returned;
  op.outcome = returned == kNotReturned ? Outcome::unknown : Outcome::ok;
  op.result = op.outcome == Outcome::ok ? 1 : kNoValue;
  return op;
}

}  // namespace

TEST_CASE("a history is written in order of time") {
  History history;
  history.key_names = {{"x", true}};
  history.operations = {operation(0, 0, 20), operation(1, 5, kNotReturned), operation(0, 20, 20)};
  CHECK(write_history(history) ==
        R"({"process":0,"type":"invoke","f":"read","key":"x","time":0}
{"process":1,"type":"invoke","f":"read","key":"x","time":5}
{"process":0,"type":"ok","f":"read","key":"x","value":1,"time":20}
{"process":1,"type":"info","f":"read","key":"x","time":20}
{"process":0,"type":"invoke","f":"read","key":"x","time":20}
{"process":0,"type":"ok","f":"read","key":"x","value":1,"time":20}
)");
}

TEST_CASE("a process that overlaps itself or goes on after an unknown outcome gets new numbers") {
  History history;
  history.operations = {operation(0, 0, 20), operation(0, 10, kNotReturned), operation(0, 30, 40),
                        operation(1, 50, 60)};
  const Result<History> read = read_history(write_history(history), "h", ObjectType::reg);
  REQUIRE(read.ok());
  std::vector<std::int64_t> processes;
  for (const Operation& op : read->operations) processes.push_back(op.process);
  CHECK(processes == std::vector<std::int64_t>{0, 2, 3, 1});
}

TEST_CASE("what is written is read back as the same history, with the same verdict") {
  for (const std::string_view name : object_type_names()) {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      const ObjectType type = *find_object_type(name);
      const auto made = test::random_history(seed, type, {});
      const std::string text = write_history(made.history);
      const Result<History> read = read_history(text, "h.jsonl", type);
      INFO(test::replay_text(made, seed, ""));
      INFO((read ? "" : read.error().message));
      REQUIRE(read.ok());
      CHECK(write_history(*read) == text);
      // Texts may have other numbers in the file, so that an initial text is not the same value.
      if (type == ObjectType::kv) continue;
      CHECK(check::check_linearizable(*read, made.options).answer ==
            check::check_linearizable(made.history, made.options).answer);
    }
  }
}

}  // namespace caplab::history
