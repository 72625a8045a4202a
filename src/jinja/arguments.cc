#include "jinja/arguments.h"

#include "jinja/failure.h"
#include "jinja/iterate.h"
#include "jinja/operators.h"
#include "jinja/undefined.h"

namespace sailmaker::jinja {

const Value* Arguments::keyword(std::string_view name) const {
  for (const Keyword& keyword : keywords_) {
    if (keyword.name.as_string() == name) return &keyword.value;
  }
  return nullptr;
}

std::int64_t Arguments::integer(std::size_t i, std::int64_t otherwise) const {
  if (!has(i)) return otherwise;
  std::int64_t number = 0;
  const Value& value = (*this)[i];
  if (value.is_big_integer()) fail(type::kOverflow, "Python int too large to convert to C ssize_t");
  if (!to_integer(value, number)) {
    type_error("'" + type_name_of(value) + "' object cannot be interpreted as an integer" + why_undefined(value));
  }
  return number;
}

std::int64_t Arguments::bound(std::size_t i, std::int64_t otherwise) const {
  const Value& value = (*this)[i];
  if (!value.is_big_integer()) return integer(i, otherwise);
  constexpr std::int64_t kFar = std::int64_t{1} << 62;
  return value.as_string()[0] == '-' ? -kFar : kFar;
}

std::int64_t Arguments::small_integer(std::size_t i, std::int64_t otherwise) const {
  const bool is_big = has(i) && (*this)[i].is_big_integer();
  const std::int64_t number = is_big ? INT64_MAX : integer(i, otherwise);
  if (number != static_cast<std::int32_t>(number)) {
    fail(type::kOverflow, "Python int too large to convert to C int");
  }
  return number;
}

std::int64_t Arguments::used_integer(std::size_t i, std::int64_t otherwise) const {
  check_use((*this)[i]);
  return integer(i, otherwise);
}

bool Arguments::truth(std::size_t i, bool otherwise) const {
  if (!has(i)) return otherwise;
  const Value& value = (*this)[i];
  check_soft_use(value);
  switch (value.kind()) {
    case Kind::null: return false;
    case Kind::boolean: return value.as_boolean();
    case Kind::integer: return value.as_integer() != 0;
    case Kind::real: return value.as_real() != 0;
    default: return family_of(value) == Family::range ? as<Range>(value).size != 0 : length_of(value).value_or(1) != 0;
  }
}

std::string Arguments::text(std::size_t i, std::string_view otherwise) const {
  if (!has(i)) return std::string(otherwise);
  const Value& value = (*this)[i];
  if (!value.is_string()) type_error("expected str, not " + type_name_of(value) + why_undefined(value));
  return std::string(value.as_string());
}

}  // namespace sailmaker::jinja
