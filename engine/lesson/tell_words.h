// What told sentences are put together from: templates with {names}, and words for what an
// operation asked for, did, showed and was told. For tell*.cpp only.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/text.h"
#include "engine/lesson/tell.h"
#include "engine/lesson/tell_cause.h"

namespace caplab::lesson {

// A name in braces, and what stands for it.
struct Slot {
  std::string_view name;
  Fragment fragment;
};

// The lesson's own wording, else the one that serves; the id itself where there is neither.
std::string wording(const Lesson& lesson, const std::string& id);

// The template cut at its {names}; a name without a value stays as it is.
std::vector<Fragment> fill_fragments(const std::string& pattern, const std::vector<Slot>& slots);

std::string filled(const Lesson& lesson, const std::string& id, std::vector<TextValue> values);

// What somebody was shown: "20", "a list of 3 without that".
std::string shown_words(const Lesson& lesson, const Run& run, const Operation& op);

// How an operation ended, as wordings are called.
std::string_view ending_of(const Operation& op);

// "was told at 1.002 s that €80 was paid", "never heard what became of Withdraw €80".
std::string heard_words(const Lesson& lesson, const Run& run, const Operation& op);

// " while Station was cut off", of a cut that `op`'s client lay behind before `until`; or nothing.
std::string while_words(const Lesson& lesson, const Run& run, const Operation& op, Time until);

// What every sentence may use of the operation that it is about …
std::vector<Slot> slots_of(const Lesson& lesson, const Run& run, const Operation& op);
// … and of the one that this should have taken into account.
void add_other(const Lesson& lesson, const Run& run, const Operation& other,
               std::vector<Slot>& slots);

// Why `op` did not know of `missed`; returns the cause's name.
std::string add_why(const Lesson& lesson, const Run& run, const Operation& op,
                    const Operation& missed, std::vector<Slot>& slots);

}  // namespace caplab::lesson
