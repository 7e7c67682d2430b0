// By verb: what would have to have happened for a no to be true.
#include "engine/lesson/declined.h"

#include <algorithm>
#include <initializer_list>

#include "engine/lesson/books.h"
#include "engine/object/claims.h"

namespace caplab::lesson {
namespace {

using object::Verb;

bool certain_before(const Operation& other, Time moment) {
  return has_happened(other) && other.returned < moment;
}

// The other operations on the object that one declined operation was about.
class Others {
 public:
  Others(const System& system, const Log& log, const Operation& declined)
      : system_(system), log_(log), op_(declined) {}

  const Operation& op() const { return op_; }
  bool about_item(const Operation& other) const { return other.request.item == op_.request.item; }

  // Such as may have happened before the no was given …
  template <typename Matches>
  bool may(Matches matches) const {
    return count([&](const Operation& other) {
             return may_have_happened(other) && other.called <= op_.returned && matches(other);
           }) > 0;
  }
  // … and such as certainly had before it was asked for.
  template <typename Matches>
  bool surely(Matches matches) const {
    return count([&](const Operation& other) {
             return certain_before(other, op_.called) && matches(other);
           }) > 0;
  }
  bool may_on_item(std::initializer_list<Verb> verbs) const {
    return may([&](const Operation& other) { return about_item(other) && is_any(other, verbs); });
  }
  bool surely_on_item(Verb verb) const {
    return surely(
        [&](const Operation& other) { return about_item(other) && is_any(other, {verb}); });
  }
  std::int64_t sure_sum(Verb verb) const {
    return sum([&](const Operation& other) {
      return is_any(other, {verb}) && certain_before(other, op_.called);
    });
  }
  std::int64_t most_sum(Verb verb) const {
    return sum([&](const Operation& other) {
      return is_any(other, {verb}) && may_have_happened(other) && other.called <= op_.returned;
    });
  }
  template <typename Matches>
  std::int64_t count(Matches matches) const {
    return std::count_if(log_.operations.begin(), log_.operations.end(),
                         [&](const Operation& other) { return is_other(other) && matches(other); });
  }
  const object::Content& initial() const {
    return system_.stores[index(system_.operations[op_.operation].store)].initial;
  }

 private:
  bool is_other(const Operation& other) const {
    return other.op != op_.op && same_object(system_, other, op_);
  }
  static bool is_any(const Operation& other, std::initializer_list<Verb> verbs) {
    return std::find(verbs.begin(), verbs.end(), other.request.verb) != verbs.end();
  }
  template <typename Matches>
  std::int64_t sum(Matches matches) const {
    std::int64_t sum = 0;
    for (const Operation& other : log_.operations) {
      if (is_other(other) && about_item(other) && matches(other)) sum += other.request.amount;
    }
    return sum;
  }

  const System& system_;
  const Log& log_;
  const Operation& op_;
};

// An object that binds forever says no once it is full.
bool may_be_full(const Others& others) {
  const auto writes = [](const Operation& other) {
    return may_have_happened(other) && !object::is_read(other.request.verb);
  };
  return others.count(writes) >= static_cast<std::int64_t>(object::kRecordsMax);
}

bool may_be_gone(const Others& others) {
  const auto* start = std::get_if<object::Records>(&others.initial());
  const std::size_t before =
      start != nullptr ? object::room_for(*start, others.op().request.item) : 0;
  const std::int64_t room = static_cast<std::int64_t>(before) + others.sure_sum(Verb::restock);
  const std::int64_t taken = others.count([&](const Operation& other) {
    return other.request.verb == Verb::reserve && others.about_item(other) &&
           may_have_happened(other) && other.called <= others.op().returned;
  });
  const std::int64_t given_back = others.count([&](const Operation& other) {
    return other.request.verb == Verb::release && others.about_item(other) &&
           certain_before(other, others.op().called);
  });
  return taken - given_back >= room || may_be_full(others);
}

// A lease that certainly began and has certainly been given back, or run out, holds nobody up.
bool is_over(const Others& others, const Operation& lease) {
  if (!has_happened(lease)) return false;
  const bool limited = lease.request.amount > 0;
  if (limited && lease.returned + microseconds(lease.request.amount) < others.op().called) {
    return true;
  }
  return others.surely([&](const Operation& other) {
    return other.request.verb == Verb::release && other.request.who == lease.request.who &&
           other.called > lease.returned;
  });
}

bool may_be_held(const Others& others) {
  return others.may([&](const Operation& other) {
    return other.request.verb == Verb::acquire && other.request.who != others.op().request.who &&
           !is_over(others, other);
  });
}

bool may_be_outdated(const Others& others) {
  return others.op().request.expected <= 0 || others.may([&](const Operation& other) {
    return other.request.verb == Verb::work &&
           other.request.expected > others.op().request.expected;
  });
}

bool may_have_nothing(const Others& others) {
  const auto mine = [&](const Operation& other) {
    return other.request.who == others.op().request.who && others.about_item(other);
  };
  const bool claimed = others.surely([&](const Operation& other) {
    const Verb verb = other.request.verb;
    return mine(other) && (verb == Verb::reserve || verb == Verb::acquire);
  });
  return !claimed || others.may([&](const Operation& other) {
    return mine(other) && other.request.verb == Verb::release;
  });
}

// A grant counts unless a revoke may have come after it.
bool may_be_forbidden(const Others& others) {
  return !others.surely([&](const Operation& grant) {
    if (grant.request.verb != Verb::grant || !others.about_item(grant)) return false;
    return !others.may([&](const Operation& revoke) {
      return revoke.request.verb == Verb::revoke && others.about_item(revoke) &&
             (revoke.returned >= grant.called || !has_happened(revoke));
    });
  });
}

bool may_be_outbid(const Others& others) {
  return others.may_on_item({Verb::award}) || others.may([&](const Operation& other) {
    return other.request.verb == Verb::bid && others.about_item(other) &&
           other.request.amount >= others.op().request.amount;
  });
}

bool is_trip_over(const Others& others, const Operation& match) {
  return others.surely([&](const Operation& other) {
    const Verb verb = other.request.verb;
    return (verb == Verb::finish || verb == Verb::cancel) &&
           other.request.item == match.request.item;
  });
}

// Under way with somebody else, or somewhere else.
bool may_be_away(const Others& others) {
  const std::int64_t driver = others.op().request.amount;
  return others.may([&](const Operation& other) {
    if (other.request.verb == Verb::place) return other.request.item == driver;
    return other.request.verb == Verb::match && other.request.amount == driver &&
           !is_trip_over(others, other);
  });
}

// A step of a trip needs the one before it, and comes too late after itself or a later one.
bool may_be_out_of_turn(const Others& others, Verb needed, std::initializer_list<Verb> too_late) {
  return !others.surely_on_item(needed) || others.may_on_item(too_late);
}

bool may_be_uncovered(const Others& others) {
  return others.may_on_item({Verb::charge}) || may_be_full(others) ||
         others.op().request.amount > others.sure_sum(Verb::authorise);
}

// Of charges under one key only the first was made, so the smallest counts.
bool may_be_too_much(const Others& others) {
  const std::int64_t needed = others.op().request.amount + others.most_sum(Verb::refund);
  return !others.surely_on_item(Verb::charge) || others.may([&](const Operation& other) {
    return other.request.verb == Verb::charge && others.about_item(other) &&
           other.request.amount < needed;
  });
}

}  // namespace

bool may_be_true(const System& system, const Log& log, const Operation& declined) {
  const Others others(system, log, declined);
  switch (declined.request.verb) {
    case Verb::withdraw:
    case Verb::transfer: return declined.request.amount > least_balance(system, log, declined);
    case Verb::reserve: return may_be_gone(others);
    case Verb::release: return may_have_nothing(others);
    case Verb::acquire: return may_be_held(others);
    case Verb::work: return may_be_outdated(others);
    case Verb::access: return may_be_forbidden(others);
    case Verb::bid: return may_be_outbid(others);
    case Verb::award: return may_be_out_of_turn(others, Verb::bid, {Verb::award});
    case Verb::request: return others.may_on_item({Verb::request});
    case Verb::match:
      return may_be_away(others) ||
             may_be_out_of_turn(others, Verb::request, {Verb::match, Verb::finish, Verb::cancel});
    case Verb::en_route:
      return may_be_out_of_turn(others, Verb::match,
                                {Verb::en_route, Verb::start, Verb::finish, Verb::cancel});
    case Verb::start:
      return may_be_out_of_turn(others, Verb::en_route, {Verb::start, Verb::finish, Verb::cancel});
    case Verb::finish: return may_be_out_of_turn(others, Verb::start, {Verb::finish, Verb::cancel});
    case Verb::cancel: return may_be_out_of_turn(others, Verb::request, {Verb::finish});
    case Verb::authorise: return others.may_on_item({Verb::authorise}) || may_be_full(others);
    case Verb::charge: return may_be_uncovered(others);
    case Verb::refund: return may_be_too_much(others);
    case Verb::compare_and_set:  // which value it found is told by no other operation
    case Verb::read:
    case Verb::write:
    case Verb::balance:
    case Verb::deposit:
    case Verb::append:
    case Verb::add:
    case Verb::remove:
    case Verb::insert:
    case Verb::erase:
    case Verb::move:
    case Verb::resolve:
    case Verb::transfer_in:
    case Verb::reply:
    case Verb::look:
    case Verb::work_unchecked:
    case Verb::restock:
    case Verb::grant:
    case Verb::revoke:
    case Verb::place:
    case Verb::email:
    case Verb::webhook:
    case Verb::ship: break;
  }
  return true;
}

}  // namespace caplab::lesson
