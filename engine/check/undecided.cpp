// Sentences.
#include "engine/check/undecided.h"

namespace caplab::check {
namespace {

std::string no_answer(std::int64_t steps_max) {
  return "No answer within " + std::to_string(steps_max) + " steps: ";
}

}  // namespace

std::string undecided_text(std::int64_t steps_max, const Found& found, const std::string& where) {
  if (found.too_large) return too_large_text();
  return no_answer(steps_max) + "the longest order that was tried has " +
         std::to_string(found.longest) + " of the " + std::to_string(found.certain) +
         " operations" + where + "; a larger budget may find one.";
}

std::string unexplained_text(std::int64_t steps_max, std::size_t explained, std::size_t reads) {
  return no_answer(steps_max) + "the writer of " + std::to_string(explained) + " of the " +
         std::to_string(reads) + " values that were found had been chosen; a larger budget may " +
         "find one.";
}

std::string unseen_text(std::int64_t steps_max, std::int64_t process) {
  return no_answer(steps_max) + "process " + std::to_string(process) +
         " and those after it have not been looked at; a larger budget may find one.";
}

std::string too_large_text() {
  return "No answer: with so many operations and processes the check needs more memory than it may "
         "use.";
}

}  // namespace caplab::check
