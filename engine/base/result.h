// A value, or one clear sentence that says what is wrong with the input and what is allowed.
#pragma once
#include <optional>
#include <string>
#include <utility>

#include "engine/base/ensure.h"

namespace caplab {

struct Error {
  std::string message;
  bool operator==(const Error&) const = default;
};

template <typename T>
class Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok().
  const T& value() const {
    ENSURE(ok());
    return *value_;
  }
  T& value() {
    ENSURE(ok());
    return *value_;
  }
  const T& operator*() const { return value(); }
  const T* operator->() const { return &value(); }

  // REQUIRES: !ok().
  const Error& error() const {
    ENSURE(!ok());
    return error_;
  }

 private:
  std::optional<T> value_;
  Error error_;
};

}  // namespace caplab
