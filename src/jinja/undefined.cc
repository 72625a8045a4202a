#include "jinja/undefined.h"

#include "base/edit_distance.h"
#include "jinja/evaluator.h"
#include "jinja/failure.h"
#include "jinja/methods.h"
#include "jinja/print.h"

namespace sailmaker::jinja {

namespace {

std::string describe(const Value& object) {
  if (object.is_null()) return "None";
  return type_name_of(object) + " object";
}

// The members of the engine's own objects that templates may use.
std::vector<std::string> members_of(const Value& object) {
  switch (family_of(object)) {
    case Family::loop:
      return {"index", "index0", "revindex", "revindex0", "first", "last",   "length",
              "depth", "depth0", "previtem", "nextitem",  "cycle", "changed"};
    case Family::macro: return {"name", "arguments", "caller", "catch_kwargs", "catch_varargs"};
    case Family::cycler: return {"current", "next", "reset"};
    case Family::self: {
      std::vector<std::string> blocks;
      for (const auto& chain : *as<SelfObject>(object).context.blocks) {
        blocks.emplace_back(chain->name->as_string());
      }
      return blocks;
    }
    default: return method_names(object);
  }
}

// Where Python keeps the class, with a point; only the debug kind prints that.
std::string_view module_of(const Value& object) {
  if (object.is_string()) return is_safe(object) ? "markupsafe." : "";
  switch (family_of(object)) {
    case Family::loop:
    case Family::macro:
    case Family::self:
    case Family::block: return "jinja2.runtime.";
    case Family::space:
    case Family::cycler:
    case Family::joiner: return "jinja2.utils.";
    case Family::module: return "jinja2.environment.";
    default: return "";
  }
}

std::vector<std::string> keys_of(const Value& object) {
  std::vector<std::string> keys = members_of(object);
  const Map* map = object.is_map() ? &object.as_map() : nullptr;
  if (family_of(object) == Family::module) map = &as<Module>(object).exports;
  if (family_of(object) == Family::space) map = &as<Namespace>(object).members;
  if (map == nullptr) return keys;
  for (const Map::Entry& entry : *map) {
    if (entry.key.is_string()) keys.emplace_back(entry.key.as_string());
  }
  return keys;
}

}  // namespace

bool Undefined::equals(const Value& other) const {
  if (kind == UndefinedKind::strict) use();
  check_soft_use(other);
  return is_undefined(other) && as<Undefined>(other).kind == kind;
}

std::string why_undefined(const Value& value) {
  return is_undefined(value) ? ": " + as<Undefined>(value).what() : std::string();
}

std::string Undefined::what() const {
  if (!message.empty()) return message;
  if (is_missing(object)) return to_repr(name) + " is undefined";
  if (family_of(object) == Family::module) {
    return "the template '" + as<Module>(object).name + "' does not export " + to_repr(name);
  }
  if (!name.is_string()) return describe(object) + " has no element " + to_repr(name);
  return "'" + describe(object) + "' has no attribute " + to_repr(name);
}

void Undefined::use() const { throw failure_of_use(); }

Failure Undefined::failure_of_use() const {
  Failure failure(type::kUndefined, what());
  if (message.empty() && name.is_string()) {
    if (is_missing(object)) {
      failure.unknown_name = name.as_string();
    } else {
      failure.error.hint = did_you_mean(name.as_string(), keys_of(object));
    }
  }
  failure.offset = offset;
  failure.length = length;
  return failure;
}

void Undefined::debug_text(std::string& out) const {
  out += "{{ ";
  if (!message.empty()) {
    out += "undefined value printed: " + message;
  } else if (is_missing(object)) {
    append_str(out, name);
  } else {
    out += "no such element: " + std::string(module_of(object)) + describe(object) + "[" + to_repr(name) + "]";
  }
  out += " }}";
}

}  // namespace sailmaker::jinja
