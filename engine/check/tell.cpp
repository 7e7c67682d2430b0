// First what the derived links follow from, each proof with its conclusion, then the chain's other
// links, then what is wrong. Nothing is said twice.
#include "engine/check/tell.h"

#include <algorithm>
#include <string_view>

#include "engine/base/text.h"
#include "engine/check/phrases.h"

namespace caplab::check {
namespace {

using history::History;
using history::Operation;
using history::Outcome;

constexpr std::size_t kListedMax = 6;  // links of a circle that are listed

std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text + ".";
}

std::string without_zeros(std::string number) {
  while (number.back() == '0') number.pop_back();
  if (number.back() == '.') number.pop_back();
  return number;
}

// Never rounded: two moments must not look the same.
std::string exact_text(std::int64_t us) {
  if (us < 1000) return std::to_string(us) + " us";
  if (us % 1000 != 0 || us < 1'000'000) return without_zeros(decimal_text(us, 3)) + " ms";
  return without_zeros(decimal_text(us / 1000, 3)) + " s";
}

bool met_another_value(const Operation& op) {
  return op.function == history::Function::cas && (!op.accepted || op.outcome == Outcome::fail);
}

class Teller {
 public:
  Teller(const History& history, const Options& options, const Verdict& verdict)
      : history_(history), options_(options), verdict_(verdict), reason_(verdict.reason) {}

  std::string summary() const;
  std::vector<std::string> steps();

 private:
  const Operation& at(std::size_t position) const { return history_.operations[position]; }
  std::string noun(std::size_t position) const { return noun_text(history_, at(position)); }
  std::string deed(std::size_t position) const { return deed_text(history_, at(position)); }
  std::string did(std::size_t position) const;
  std::string value_found(std::size_t reader) const;
  std::string moment(std::int64_t time, std::int32_t line) const;
  std::string count_text() const;

  std::string direct(const Link& link) const;
  std::string concluded(const Link& link) const;
  bool is_proven(const Link& link) const;
  std::string read_link(const Link& link) const;
  std::string nobody_wrote() const;
  std::string time_link(const Link& link) const;
  void say(const Link& link);
  std::string circle() const;
  const Link* read_too_early() const;
  std::string contradiction() const;
  std::string unfitting() const;

  const History& history_;
  const Options& options_;
  const Verdict& verdict_;
  const Reason& reason_;
  std::vector<Link> said_;
  std::vector<std::string> steps_;
};

std::string Teller::did(std::size_t position) const {
  return process_text(at(position)) + " " + deed(position);
}

// What a read, or a compare-and-set that was accepted, met.
std::string Teller::value_found(std::size_t reader) const {
  const Operation& op = at(reader);
  return history::is_read(op.function) ? result_text(history_, op)
                                       : value_text(history_, op.argument);
}

std::string Teller::moment(std::int64_t time, std::int32_t line) const {
  if (!history_.timed && line > 0) return "on line " + std::to_string(line);
  return "at " + exact_text(time);
}

std::string Teller::count_text() const {
  const std::size_t count = verdict_.operations.size();
  return std::to_string(count) + (count == 1 ? " operation" : " operations");
}

std::string Teller::time_link(const Link& link) const {
  const Operation& before = at(link.before);
  const Operation& after = at(link.after);
  return noun(link.before) + " had returned " + moment(before.returned, before.line_returned) +
         ", before " + noun(link.after) + " was called " + moment(after.called, after.line_called);
}

std::string Teller::read_link(const Link& link) const {
  return did(link.after) + ", which only " + noun(link.before) + " explains, so that came first";
}

std::string Teller::direct(const Link& link) const {
  switch (link.because) {
    case Because::start:
      return "at the start " + object_text(history_, options_, at(link.after)) + " held " +
             value_found(reason_.read);
    case Because::process: return did(link.before) + ", and after that it " + deed(link.after);
    case Because::time: return time_link(link);
    case Because::order:
      return "the system had " + noun(link.before) + " before " + noun(link.after);
    case Because::read: return read_link(link);
    case Because::replaced:
    case Because::unseen: return concluded(link);
  }
  return "";
}

// Whether what the link follows from is told, too.
bool Teller::is_proven(const Link& link) const {
  return std::any_of(reason_.proofs.begin(), reason_.proofs.end(),
                     [&link](const Proof& proof) { return proof.link == link; });
}

std::string Teller::concluded(const Link& link) const {
  if (link.because == Because::replaced && !is_proven(link)) {
    return process_text(at(link.via)) + " knew of " + noun(link.before) + " when it " +
           deed(link.via) + ", so " + noun(link.after) + " must have come after that";
  }
  if (link.because == Because::replaced) {
    return "so " + noun(link.before) + " must come before " + noun(link.after) +
           ": had it been the later one, " + process_text(at(link.via)) + " would not have met " +
           (met_another_value(at(link.via)) ? "that" : value_found(link.via)) + " any more";
  }
  const std::string reader = process_text(at(link.before));
  const std::string met = met_another_value(at(link.before))
                              ? "what " + reader + " met"
                              : "the " + value_found(link.before) + " that " + reader + " found";
  return noun(link.after) + " replaced " + met + ", so " + noun(link.before) +
         " must have come earlier";
}

void Teller::say(const Link& link) {
  if (std::find(said_.begin(), said_.end(), link) != said_.end()) return;
  said_.push_back(link);
  steps_.push_back(sentence(direct(link)));
}

// The shortest circle: something was read that was only written later.
const Link* Teller::read_too_early() const {
  if (reason_.chain.size() != 2 || !reason_.proofs.empty()) return nullptr;
  const Link& first = reason_.chain.front();
  const Link& second = reason_.chain.back();
  const Link& read = first.because == Because::read ? first : second;
  const Link& other = first.because == Because::read ? second : first;
  const bool is_late = other.because == Because::process || other.because == Because::time;
  return read.because == Because::read && is_late ? &read : nullptr;
}

std::string Teller::circle() const {
  const std::string first = noun(reason_.chain.front().before);
  if (reason_.chain.size() > kListedMax) return "from " + first + " back to itself";
  std::string stations;
  for (const Link& link : reason_.chain) stations += noun(link.before) + ", then ";
  return stations + first + " again";
}

std::string Teller::nobody_wrote() const {
  const Operation& op = at(reason_.read);
  const std::string object = object_text(history_, options_, op);
  const std::string value = value_found(reason_.read);
  if (met_another_value(op)) {
    return claim_text(history_, op) + ", but nobody put anything else in " + object +
           ", and it held " + value + " at the start";
  }
  return "nobody wrote " + value + ", and " + object + " did not hold it at the start";
}

std::string Teller::contradiction() const {
  switch (reason_.contradiction) {
    case Contradiction::none:
    case Contradiction::unfitting: return "";
    case Contradiction::no_writer: return nobody_wrote();
    case Contradiction::cycle:
      if (read_too_early() != nullptr) return "nothing can be read before it is written";
      return "that goes in a circle: " + circle() + ". No order does that";
    case Contradiction::outdated:
      return "so " + noun(reason_.newer) + " had replaced what " + process_text(at(reason_.read)) +
             " then met. Yet it " + deed(reason_.read);
  }
  return "";
}

std::string Teller::unfitting() const {
  const Operation& op = at(reason_.read);
  const std::string object = object_text(history_, options_, op);
  const std::string claim = claim_text(history_, op);
  if (verdict_.operations.size() == 1) {
    return "no order of the other operations explains that " + claim + ": " + object +
           " starts with " + found_text(verdict_.found);
  }
  return "in every order of these " + count_text() +
         " that keeps each process's own and explains the other results, " + object + " holds " +
         found_text(verdict_.found) + " at that point, but " + claim;
}

std::string Teller::summary() const {
  if (verdict_.answer == Answer::undecided) {
    return "No answer within " + std::to_string(options_.steps_max) +
           " steps; a larger budget may find one.";
  }
  switch (reason_.contradiction) {
    case Contradiction::none:
      return verdict_.operations.empty()
                 ? "The results contradict each other."
                 : "The results of these " + count_text() + " contradict each other.";
    case Contradiction::no_writer:
      return met_another_value(at(reason_.read))
                 ? sentence(nobody_wrote())
                 : sentence(claim_text(history_, at(reason_.read)) + ", which nobody wrote");
    case Contradiction::cycle:
      if (const Link* read = read_too_early()) {
        return sentence(did(read->after) + ", although only " + noun(read->before) +
                        " explains that, which came later");
      }
      return "The results of these " + count_text() +
             " contradict each other: " + noun(reason_.chain.front().before) +
             " would have to come before itself.";
    case Contradiction::outdated:
      return sentence(did(reason_.read) + ", although " + noun(reason_.newer) +
                      " had already replaced that");
    case Contradiction::unfitting: return sentence(unfitting());
  }
  return "";
}

std::vector<std::string> Teller::steps() {
  if (reason_.contradiction == Contradiction::none) return {};
  for (const Proof& proof : reason_.proofs) {
    for (const Link& link : proof.because) say(link);
    say(proof.link);
  }
  for (const Link& link : reason_.chain) say(link);
  const std::string end = contradiction();
  if (!end.empty()) steps_.push_back(sentence(end));
  return steps_;
}

}  // namespace

std::string summary(const History& history, const Options& options, const Verdict& verdict) {
  return Teller(history, options, verdict).summary();
}

std::vector<std::string> tell(const History& history, const Options& options,
                              const Verdict& verdict) {
  return Teller(history, options, verdict).steps();
}

}  // namespace caplab::check
