// One copy of an object, asked directly: no protocol, no network, a clock that the test sets.
#pragma once
#include "engine/object/object.h"

namespace caplab::test {

struct OneCopy {
  object::Content content;
  std::int64_t now_us = 0;
  std::uint32_t next_op = 0;
  NodeId writer{0};  // the replica that decides
  object::Answer last;

  explicit OneCopy(object::ObjectType type, object::Number initial = 0)
      : content(object::initial_content(type, initial)) {}

  // What may be said about a request besides its verb and caller.
  struct About {
    std::int32_t item = 0;
    std::int64_t amount = 0;
    std::int64_t expected = 0;
  };

  // Whether it is accepted. Each request comes a microsecond after the one before.
  bool ask(int who, object::Verb verb, About about = {0, 0, 0}) {
    ++now_us;
    const object::Request request{verb, about.amount, about.expected, about.item,
                                  id_of<NodeId>(static_cast<std::size_t>(who))};
    const object::Stamp stamp{LocalTime{now_us}, writer};
    object::Effect effect = object::apply(content, request, stamp, OpId{next_op++});
    if (effect.changed) content = std::move(effect.next);
    return effect.accepted;
  }

  OpId last_op() const { return OpId{next_op - 1}; }
  std::size_t size() const { return std::get<object::Records>(content).size(); }

  // A replica that has not heard of what comes next: other ops, other stamps.
  OneCopy cut_off(int writer_number) const {
    OneCopy other = *this;
    other.writer = id_of<NodeId>(static_cast<std::size_t>(writer_number));
    other.next_op += 1000 * static_cast<std::uint32_t>(writer_number);
    return other;
  }

  object::Version version() const {
    return {object::Stamp{LocalTime{now_us}, writer}, last_op(), content};
  }

  // Hears everything that the other knows.
  void hear(const OneCopy& other, object::Conflict conflict = object::Conflict::natural) {
    object::Version mine = version();
    object::merge(mine, other.version(), conflict);
    content = mine.content;
  }
};

}  // namespace caplab::test
