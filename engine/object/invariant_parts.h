// What the invariants' files share. For invariant*.cpp and reconcile.cpp only.
#pragma once
#include "engine/object/invariant.h"

namespace caplab::object {

// Whether the client knows that it took effect as it wished.
bool has_happened(const Told& told);
// Whether it may have.
bool may_have_happened(const Told& told);

bool same_item(const Told& a, const Told& b);

// "ana", "client 7" where the node has no name.
std::string name_in(const Evidence& evidence, NodeId who);
// "ana and ben", "ana, ben and cleo"; each once.
std::string names_in(const Evidence& evidence, const std::vector<const Told*>& ops);

std::vector<OpId> ids_of(const std::vector<const Told*>& ops);

const Told* told_of(const Evidence& evidence, OpId op);

// The operation as replicas remember it.
Record record_of(const Told& told);

// By rule; each adds what it finds.
using Breaches = std::vector<Breach>;
void find_double_claims(const Evidence& evidence, Breaches& found);
void find_auction_breaches(const Evidence& evidence, Breaches& found);
void find_double_work(const Evidence& evidence, Breaches& found);
void find_late_access(const Evidence& evidence, Breaches& found);
void find_account_breaches(const Evidence& evidence, Breaches& found);
void find_double_charges(const Evidence& evidence, Breaches& found);
void find_log_breaches(const Evidence& evidence, Breaches& found);
void find_copy_breaches(const Evidence& evidence, Breaches& found);
void find_trip_breaches(const Evidence& evidence, Breaches& found);

}  // namespace caplab::object
