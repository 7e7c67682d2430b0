#include "engine/object/account.h"

namespace caplab::object {

Effect apply_account(Number balance, const Request& request) {
  if (pays_in(request.verb)) return {true, true, balance + request.amount};
  if (request.amount > balance) return {false, false, balance};
  return {true, true, balance - request.amount};
}

}  // namespace caplab::object
