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
  if (is_undefined((*this)[i]) && as<Undefined>((*this)[i]).kind == UndefinedKind::plain) check_use((*this)[i]);
  if ((*this)[i].is_big_integer()) fail(type::kOverflow, "Python int too large to convert to C ssize_t");
  if (!to_integer((*this)[i], number)) {
    type_error("'" + type_name_of((*this)[i]) + "' object cannot be interpreted as an integer");
  }
  return number;
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
    default: return length_of(value).value_or(1) != 0;
  }
}

std::string Arguments::text(std::size_t i, std::string_view otherwise) const {
  if (!has(i)) return std::string(otherwise);
  const Value& value = (*this)[i];
  check_use(value);
  if (!value.is_string()) type_error("expected str, not " + type_name_of(value));
  return std::string(value.as_string());
}

}  // namespace sailmaker::jinja
