// The contents whose copies merge without losing an edit: what a request does to one, and how two
// become one. Dispatch only; each type has its own file.
#pragma once
#include "engine/object/object.h"

namespace caplab::object {

// REQUIRES, for all of these: content of a counter, set, text or presence, and of the same type
// where there are two.
Effect apply_crdt(const Content& content, const Request& request, Stamp stamp, OpId op);
bool merge_contents(Content& mine, const Content& theirs);
bool covers_content(const Content& mine, const Content& theirs);
std::int64_t digest_crdt(const Content& content);

// What brings a holder of `before` up to `now`: merging it is as good as merging all of `now`.
// (Almeida, Shoker, Baquero, "Delta state replicated data types", J. Parallel Distrib. Comput.
// 2018, §4: a delta is a small state, joined like a full one.)
// REQUIRES: `now` covers `before`.
Version difference(const Version& now, const Version& before);

}  // namespace caplab::object
