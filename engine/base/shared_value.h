// A value that its copies share until one of them is changed: copying it costs nothing however
// large it is. It still is a value: it compares by what it holds, and a change of one copy is never
// seen in another, so a state that has one stays plain data. All copies belong to one thread.
#pragma once
#include <memory>
#include <utility>

#include "engine/base/ensure.h"

namespace caplab {

template <typename Value>
class SharedValue {
 public:
  SharedValue() : SharedValue(Value{}) {}
  SharedValue(Value value) : value_(std::make_shared<Value>(std::move(value))) {}

  const Value& operator*() const {
    ENSURE(value_ != nullptr);  // not moved away
    return *value_;
  }
  const Value* operator->() const { return &**this; }

  // For changing it: from here on this copy has one of its own.
  Value& edit() {
    ENSURE(value_ != nullptr);
    if (value_.use_count() > 1) value_ = std::make_shared<Value>(*value_);
    return *value_;
  }

  bool operator==(const SharedValue& other) const {
    return value_ == other.value_ || **this == *other;
  }

 private:
  std::shared_ptr<Value> value_;
};

}  // namespace caplab
