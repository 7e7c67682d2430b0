// A log as a story: one event a line, virtual time first, in the words of whoever named the nodes
// and operations. Texts for people; nothing decides by them.
#pragma once
#include <string>

#include "engine/sim/log.h"
#include "engine/sim/scenario.h"

namespace caplab {

// "   3.085 s  Machine A: withdraw 80 is accepted after 85 ms." without a line break.
// REQUIRES: the event is one of the log's.
std::string story_line(const System& system, const Log& log, const Event& event);

// Signs of life between replicas: there are many, and they matter only when they stop.
bool is_heartbeat(const Event& event);

// All lines but those of heartbeats, each with its line break.
std::string story(const System& system, const Log& log);

// "Station" where all nodes of a site are meant, else their names: "Station and Machine A".
// As within a sentence: "the train".
std::string nodes_text(const System& system, NodeSet nodes);
// Whether that names more than one.
bool are_several(const System& system, NodeSet nodes);

// "Station is cut off from the others."; "" for a call, which is no fault.
std::string fault_text(const System& system, const Command& command);

// "withdraw 80", "reserve seat 12".
std::string call_text(const System& system, const Call& call);
std::string call_text(const System& system, const Operation& operation);

// What somebody reads: "20", "[10, 80]", "\"Hello\"".
std::string content_text(const object::Content& content);

// How it ended: "accepted", "declined", "refused", "unknown", "under way", or what was read.
std::string ending_text(const Operation& operation);

}  // namespace caplab
