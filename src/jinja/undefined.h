#pragma once

#include <string>

#include "jinja/environment.h"
#include "jinja/objects.h"

namespace sailmaker::jinja {

struct Failure;

/// What a look-up gives that found nothing: an error only when it is used.
struct Undefined : EngineObject {
  Undefined(UndefinedKind its_kind, Value its_object, Value its_name, std::string its_message = {})
      : EngineObject(Family::undefined),
        kind(its_kind),
        object(std::move(its_object)),
        name(std::move(its_name)),
        message(std::move(its_message)) {}
  std::string_view type_name() const override { return "Undefined"; }
  bool equals(const Value& other) const override;
  /// What is wrong with it, thrown as Failure.
  [[noreturn]] void use() const;
  /// How the debug kind prints it.
  void debug_text(std::string& out) const;

  /// A sentence: what is not there.
  std::string what() const;

  UndefinedKind kind;
  Value object;              ///< what was asked; missing() for a variable
  Value name;                ///< the key or variable that was asked for
  std::string message;       ///< says it better than object and name; may be empty
  std::uint32_t offset = 0;  ///< where the variable stands that is not set
  std::uint32_t length = 0;  ///< 0: unknown

 private:
  Failure failure_of_use() const;
};

inline bool is_undefined(const Value& value) { return family_of(value) == Family::undefined; }
/// Whether it is undefined in the way of which anything may be asked.
inline bool is_chainable(const Value& value) {
  return is_undefined(value) && as<Undefined>(value).kind == UndefinedKind::chainable;
}
/// ": 'x' is undefined", or nothing for other values: the end of a message about a wrong type. Python's own functions
/// take an undefined for a value of a wrong type; the message says why there is none of the right one.
std::string why_undefined(const Value& value);

/// For uses that only the strict kind forbids: printing, iterating, comparing, truth.
inline void check_soft_use(const Value& value) {
  if (is_undefined(value) && as<Undefined>(value).kind == UndefinedKind::strict) as<Undefined>(value).use();
}
/// For uses that no kind allows: arithmetic, calls.
inline void check_use(const Value& value) {
  if (is_undefined(value)) as<Undefined>(value).use();
}

}  // namespace sailmaker::jinja
