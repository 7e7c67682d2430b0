// "Accept now and fix later": after the network has healed, find what is broken, let the store's
// policy choose who keeps what was promised to more than one, and say how the others are made up
// for. Pure, and it changes nothing: whoever calls it carries the remedies out, and counts them.
// What went out into the world, an email, a webhook, a shipment, is never repaired.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/object/invariant.h"

namespace caplab::object {

enum class Remedy : std::uint8_t {
  refund,             // somebody gets money back
  apology,            // nothing else is left to give
  cancelled_booking,  // somebody loses what was confirmed
  rematch,            // a rider waits for another driver
  collection,         // somebody owes money that should not have been paid out
  correction,         // an account is set right
  late_charge,        // a trip is charged afterwards
};
std::string_view name_of(Remedy remedy);  // "cancelled booking"

struct Compensation {
  Remedy remedy = Remedy::apology;
  NodeId who = kNobody;  // whom it goes to; kNobody: no client
  Key key{0};
  std::int32_t item = 0;
  Number amount = 0;
  OpId op = kNoOp;              // the operation that is made up for
  std::optional<Request> undo;  // what puts the object right, as `who` would ask for it
  bool operator==(const Compensation&) const = default;
};

struct Reconciliation {
  std::vector<Breach> broken;
  std::vector<Compensation> compensations;
  std::vector<Breach> beyond_repair;  // of `broken`, and what external effects still claim
  bool operator==(const Reconciliation&) const = default;
};

// `effects` are the operations on a store of external effects: each is about the item of its own
// client's operation on this store.
Reconciliation reconcile(const Evidence& evidence, Conflict conflict,
                         std::span<const Told> effects = {});

std::int64_t count_of(const Reconciliation& reconciliation, Remedy remedy);

}  // namespace caplab::object
