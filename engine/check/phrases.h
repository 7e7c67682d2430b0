// Operations and contents in plain words, for sentences about them.
#pragma once
#include <string>
#include <vector>

#include "engine/check/options.h"
#include "engine/history/history.h"

namespace caplab::check {

// "the register", "key x", "counter votes".
std::string object_text(const history::History& history, const Options& options,
                        const history::Operation& op);

// What the operation claims to have met: "process 2 read 1", "process 0 was declined 80".
std::string claim_text(const history::History& history, const history::Operation& op);

// "process 2".
std::string process_text(const history::Operation& op);

// What its process did: "wrote 1 to x", "read null", "changed 1 to 2".
std::string deed_text(const history::History& history, const history::Operation& op);

// The same as a thing: "process 2's write of 1 to x".
std::string noun_text(const history::History& history, const history::Operation& op);

// What a read returned.
std::string result_text(const history::History& history, const history::Operation& op);

// "2 or 3", "1, 2, 3 or something else".
std::string found_text(const std::vector<std::string>& found);

}  // namespace caplab::check
