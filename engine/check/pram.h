// PRAM (Lipton & Sandberg 1988): each process sees the writes of every other one in the order in
// which that one made them, and can explain all its reads by one order.
#pragma once
#include "engine/check/options.h"
#include "engine/check/verdict.h"
#include "engine/history/history.h"

namespace caplab::check {

Verdict check_pram(const history::History& history, const Options& options);

}  // namespace caplab::check
