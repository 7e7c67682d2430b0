// The parts of a lesson file, each read by its own function. For load.cpp only.
//
// Every function notes mistakes in the reader's report and goes on. Positions into a list are only
// used where that list is known not to be empty: the functions after load_operations are called
// only when there are sites, nodes, stores and operations.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/base/json_reader.h"
#include "engine/lesson/lesson.h"

namespace caplab::lesson {

inline constexpr Duration kRunMax = seconds(3600);  // of a script or a workload
inline constexpr std::int64_t kAmountMax = 1'000'000'000;

// Adds an id to its list; returns whether it is one, and a new one.
bool add_id(const json::Reader& id, std::vector<std::string>& ids);

// The position of the word that stands there, or nothing where it is none of them (a mistake).
std::optional<std::size_t> word_at(const json::Reader& reader,
                                   const std::vector<std::string>& words);

// "0.1%" in units of 10^-decimals percent: ("0.1%", 1) is 1. Read as `fallback` where not present.
std::int64_t percent(const json::Reader& reader, int decimals, json::Range range,
                     std::int64_t fallback = 0);

// "PC/EC": one of the four pairs of PACELC's letters.
std::string pacelc_letters(const json::Reader& reader);

// All nodes at the sites of ["harbour", "valley"].
NodeSet nodes_at_sites(const json::Reader& sites, const Lesson& lesson);

// The same, but single nodes may stand among the sites: ["harbour", "r2"].
NodeSet nodes_named(const json::Reader& places, const Lesson& lesson);

// As nodes_at_sites; a mistake where no node is left on the other side.
NodeSet side_of_cut(const json::Reader& sites, const Lesson& lesson);

// Each item is a site, or a list of sites that are cut off together.
std::vector<NodeSet> sides_of_cuts(const json::Reader& cuts, const Lesson& lesson);

// Whether a call of the operation carries an amount: a read or a reservation does not.
bool takes_amount(const OperationSpec& operation);

// The highest item that a call of the operation may name: of a transfer the last key.
std::int64_t item_max(const System& system, const OperationSpec& operation);

// load_world.cpp: what stands still. Both return whether the names can be relied on.
bool load_sites(const json::Reader& sites, Lesson& lesson);
bool load_nodes(const json::Reader& replicas, const json::Reader& clients, Lesson& lesson);
void load_network(const json::Reader& network, Lesson& lesson);

// load_store.cpp: what is kept, and what is done with it.
bool load_objects(const json::Reader& objects, Lesson& lesson);
bool load_operations(const json::Reader& operations, Lesson& lesson);

// load_session.cpp: what clients remember from one operation to the next.
void load_session(const json::Reader& session, Lesson& lesson);

// load_choices.cpp: what else is open, and what another situation changes.
void load_choices(const json::Reader& choices, Lesson& lesson);
void load_ranges(const json::Reader& ranges, Lesson& lesson);

// load_script.cpp: the run that the learner watches.
void load_script(const json::Reader& script, Lesson& lesson);
// A list of steps in order of time, none of them after `end`.
std::vector<TimedCommand> load_steps(const json::Reader& steps, json::Count count, Time end,
                                     const Lesson& lesson);
// The keys that name what a step does; every one but "call".
std::vector<std::string> fault_kinds();
std::string_view kind_of(const Command& command);

// load_faults.cpp: the runs that the grade is made of.
void load_workload(const json::Reader& workload, Lesson& lesson);
void load_envelope(const json::Reader& faults, Lesson& lesson);
void load_small_case(const json::Reader& small_case, Lesson& lesson);
void load_fault_process(const json::Reader& process, Lesson& lesson);

// load_predict.cpp: what the learner is asked.
void load_conditions(const json::Reader& when, const Lesson& lesson,
                     std::vector<Condition>& conditions);
void load_predictions(const json::Reader& predictions, Lesson& lesson);

// load_rubric.cpp: what the case demands; of an attack only what it may break.
void load_rubric(const json::Reader& rubric, Lesson& lesson);
// Whether side, operation and measure exist; whether they fit each other is for load_rubric().
bool names_criterion(std::string_view id, const Lesson& lesson);

// load_task.cpp: what the other tasks ask, and what the lesson's own tests hold against them.
void load_task(const json::Fields& fields, Lesson& lesson);
Attempt load_attempt(const json::Reader& attempt, const Lesson& lesson);

// load_solutions.cpp: whole sets of choices, and what the lesson's own tests hold against it.
// Every choice must be named; nothing where one is not, or is no choice.
std::optional<Choices> load_choices_made(const json::Reader& reader, const Lesson& lesson);
void load_solutions(const json::Reader& references, const json::Reader& wrong, Lesson& lesson);

// load_words.cpp: the ids of all the prose that a lesson needs, and what needs them.
struct NeededWords {
  std::string id;
  std::string reason;  // "the site", "the question of the prediction" …
};
std::vector<NeededWords> needed_words(const Lesson& lesson);
void name_system(Lesson& lesson);

// settle.cpp: puts what the situation drew into the lesson's words.
void say_situation(Lesson& lesson, const Situation& situation);

}  // namespace caplab::lesson
