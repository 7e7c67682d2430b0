// The page's "Check a history": what it is given for one pasted file.
#include "web/check_all.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/check/models.h"

namespace caplab::web {
namespace {

const std::string kStaleRead =
    R"({"process":0,"type":"invoke","f":"write","value":1,"time":0}
{"process":0,"type":"ok","f":"write","value":1,"time":10}
{"process":0,"type":"invoke","f":"write","value":2,"time":20}
{"process":0,"type":"info","f":"write","value":2,"time":40}
{"process":2,"type":"invoke","f":"read","time":41}
{"process":2,"type":"ok","f":"read","value":2,"time":45}
{"process":1,"type":"invoke","f":"read","time":51}
{"process":1,"type":"ok","f":"read","value":1,"time":60}
)";

json::Value answer(const std::string& text, const std::string& object,
                   const std::string& initial = "", const std::string& format = "jsonl") {
  json::Writer request;
  request.begin_object().key("text").text(text).key("object").text(object);
  request.key("format").text(format).key("independent").boolean(false);
  request.key("initial").text(initial).key("failedCas").text("mismatch");
  request.key("nullRead").text("match").end_object();
  const Result<json::Value> value = json::parse(check_all(request.str()), "answer");
  REQUIRE(value.ok());
  return *value;
}

std::string error_of(const json::Value& answer) {
  const json::Value* error = answer.find("error");
  return error == nullptr ? "" : error->text;
}

}  // namespace

TEST_CASE("a pasted history is judged by every model, with reasons and their links") {
  const json::Value judged = answer(kStaleRead, "register");
  CHECK(error_of(judged).empty());
  CHECK(judged.find("timed")->boolean);
  const json::Value& write = judged.find("operations")->items.at(1);
  CHECK(write.find("text")->text == "write 2 -> unknown");
  CHECK(write.find("returned")->kind == json::Kind::null);
  CHECK(write.find("line")->integer == 3);
  // All but the one that would have to be told a bound.
  CHECK(judged.find("models")->items.size() == check::models().size() - 1);
  const json::Value& linearizable = judged.find("models")->items.at(0);
  CHECK(linearizable.find("name")->text == "linearizable");
  CHECK(linearizable.find("verdict")->text == "violated");
  CHECK(linearizable.find("operations")->items.size() == 4);
  CHECK(linearizable.find("stuck")->integer == 3);
  CHECK(linearizable.find("steps")->items.size() >= 3);
  CHECK(linearizable.find("links")->items.size() >= 3);
  const json::Value& sequential = judged.find("models")->items.at(1);
  CHECK(sequential.find("verdict")->text == "holds");
  CHECK(sequential.find("stuck")->kind == json::Kind::null);
}

TEST_CASE("bounded staleness is judged once somebody says how much is too much") {
  std::string acknowledged = kStaleRead;
  acknowledged.replace(acknowledged.find("info"), 4, "ok");
  const auto judged = [&acknowledged](std::int64_t versions) {
    json::Writer request;
    request.begin_object().key("text").text(acknowledged).key("object").text("register");
    request.key("format").text("jsonl").key("independent").boolean(false);
    request.key("initial").text("").key("failedCas").text("mismatch").key("nullRead").text("match");
    request.key("versions").integer(versions).end_object();
    return json::parse(check_all(request.str()), "answer").value();
  };
  const auto verdict = [](const json::Value& answer) {
    for (const json::Value& model : answer.find("models")->items) {
      if (model.find("name")->text == "bounded-staleness") return model.find("verdict")->text;
    }
    return std::string();
  };
  CHECK(judged(0).find("models")->items.size() == check::models().size());
  CHECK(verdict(judged(0)) == "violated");
  CHECK(verdict(judged(1)) == "holds");
  CHECK(verdict(answer(kStaleRead, "register")).empty());
}

TEST_CASE("a malformed history is one sentence with its place") {
  CHECK(error_of(answer("{", "register")).starts_with("history:1:"));
  CHECK(error_of(answer(kStaleRead, "counter")).starts_with("history:1:"));
  CHECK(error_of(answer("", "tree")).find("tree") != std::string::npos);
  CHECK(error_of(answer("", "counter", "\"a\"")).starts_with("a counter cannot hold \"a\""));
  CHECK(error_of(answer("", "register", "{")).starts_with("at first:1:"));
}

TEST_CASE("what an object holds at first counts, and only models that are defined are asked") {
  const std::string read =
      R"({"process":0,"type":"invoke","f":"read"}
{"process":0,"type":"ok","f":"read","value":7}
)";
  const auto verdict = [&](const std::string& initial) {
    return answer(read, "register", initial).find("models")->items.at(0).find("verdict")->text;
  };
  CHECK(verdict("7") == "holds");
  CHECK(verdict("") == "violated");
  std::size_t defined = 0;
  for (const check::Model& model : check::models()) {
    if (is_defined(model, history::ObjectType::account)) ++defined;
  }
  CHECK(answer("", "account", "100").find("models")->items.size() == defined);
}

TEST_CASE("a pasted history may be one of Jepsen's or of Porcupine's") {
  const json::Value jepsen = answer(
      "{:process 0, :type :invoke, :f :write, :value 1}\n"
      "{:process 0, :type :ok, :f :write, :value 1}\n"
      "{:process 1, :type :invoke, :f :read, :value nil}\n"
      "{:process 1, :type :ok, :f :read, :value nil}\n",
      "register", "", "jepsen");
  CHECK(error_of(jepsen).empty());
  CHECK(jepsen.find("models")->items.at(0).find("verdict")->text == "violated");
  const json::Value porcupine = answer(
      "{:process 0, :type :invoke, :f :append, :key \"0\", :value \"x\"}\n"
      "{:process 0, :type :ok, :f :append, :key \"0\", :value \"x\"}\n"
      "{:process 1, :type :invoke, :f :get, :key \"0\", :value nil}\n"
      "{:process 1, :type :ok, :f :get, :key \"0\", :value \"x\"}\n",
      "kv", "\"\"", "porcupine");
  CHECK(error_of(porcupine).empty());
  CHECK(porcupine.find("models")->items.at(0).find("verdict")->text == "holds");
}

}  // namespace caplab::web
