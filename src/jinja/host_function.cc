#include "jinja/host_function.h"

#include "jinja/evaluator.h"
#include "jinja/iterate.h"
#include "jinja/registry.h"

namespace sailmaker::jinja {

void HostCall::charge(std::uint64_t steps) const { evaluator_.charge(steps); }
void HostCall::charge_text(std::size_t bytes) const { evaluator_.charge_text(bytes); }

namespace {

/// Makes plain data of a template's values: what JSON could hold.
class Plain {
 public:
  explicit Plain(Evaluator& evaluator) : evaluator_(evaluator) {}

  Value of(const Value& value, int depth = 0) {
    if (depth > kDeepestValue) throw TooDeep{};
    evaluator_.charge(1);
    switch (value.kind()) {
      case Kind::string: return evaluator_.charge(value.as_string().size() / 32), value;
      case Kind::list: return of_list(value, depth);
      case Kind::map: return of_map(value, depth);
      case Kind::object: return of_object(value, depth);
      default: return value;
    }
  }

 private:
  // Containers are copied only when something in them changes.
  Value of_list(const Value& value, int depth) {
    const List& items = value.as_list();
    List changed;
    for (std::size_t i = 0; i < items.size(); ++i) {
      Value made = of(items[i], depth + 1);
      if (changed.empty() && made.same_as(items[i])) continue;
      if (changed.empty()) changed = items;
      changed[i] = std::move(made);
    }
    return changed.empty() ? value : Value(std::move(changed));
  }

  Value of_map(const Value& value, int depth) {
    const Map& map = value.as_map();
    std::optional<Map> changed;
    for (const Map::Entry& entry : map) {
      Value key = of(entry.key, depth + 1);
      Value made = of(entry.value, depth + 1);
      if (!changed && key.same_as(entry.key) && made.same_as(entry.value)) continue;
      if (key.is_list()) type_error("a key must be text, a number, a boolean or none, not " + type_name_of(entry.key));
      if (!changed) changed = map;
      changed->set(entry.key, std::move(made));
    }
    return changed ? Value(std::move(*changed)) : value;
  }

  Value of_object(const Value& value, int depth) {
    check_use(value);
    switch (family_of(value)) {
      case Family::tuple:
      case Family::range:
      case Family::lazy:
      case Family::keys:
      case Family::values:
      case Family::items: {
        List items = elements_of(value);
        evaluator_.charge(items.size());
        for (Value& item : items) item = of(item, depth + 1);
        return Value(std::move(items));
      }
      case Family::space: return of_map(Value(as<Namespace>(value).members), depth);
      default: type_error("'" + type_name_of(value) + "' object is no data");
    }
  }

  Evaluator& evaluator_;
};

}  // namespace

Value Evaluator::call_host(const Native& native, const Value& self, ArgumentBuffer& arguments) {
  Plain plain(*this);
  List values;
  values.reserve(native.parameters.size() + 1);
  if (native.is_applied) values.push_back(plain.of(self));
  const std::vector<HostParameter>& parameters = native.host->parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const bool given = i < arguments.size() && !is_missing(arguments.values()[i]);
    values.push_back(given ? plain.of(arguments.values()[i]) : *parameters[i].otherwise);
  }
  return own(native.host->run(HostCall(*this, values)));
}

}  // namespace sailmaker::jinja
