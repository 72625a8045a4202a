#include "jinja/objects.h"

#include <algorithm>

#include "jinja/failure.h"
#include "jinja/print.h"
#include "jinja/registry.h"

namespace sailmaker::jinja {

namespace {

// Objects hold values that hold objects: equality through them counts its own depth.
class Depth {
 public:
  Depth() {
    if (++depth_ > 200) {
      --depth_;
      throw TooDeep{};
    }
  }
  ~Depth() { --depth_; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;

 private:
  static thread_local int depth_;
};
thread_local int Depth::depth_ = 0;

}  // namespace

const Value kMissing = missing();

void EngineObject::repr(std::string& out, int) const { out.append("<").append(type_name()).append(">"); }

// All but lipsum are classes in Python.
void NativeObject::repr(std::string& out, int) const {
  static constexpr std::pair<std::string_view, std::string_view> kClasses[] = {{"dict", "dict"},
                                                                               {"range", "range"},
                                                                               {"namespace", "jinja2.utils.Namespace"},
                                                                               {"cycler", "jinja2.utils.Cycler"},
                                                                               {"joiner", "jinja2.utils.Joiner"}};
  for (const auto& [name, class_name] : kClasses) {
    if (native.name == name) {
      out.append("<class '").append(class_name).append("'>");
      return;
    }
  }
  out.append("<function ").append(native.name).append(">");
}

bool Tuple::equals(const Value& other) const {
  if (family_of(other) != Family::tuple) return false;
  const Depth depth;
  const List& others = as<Tuple>(other).items;
  if (items.size() != others.size()) return false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!(items[i] == others[i])) return false;
  }
  return true;
}

void Tuple::repr(std::string& out, int depth) const { append_repr_items(out, items, '(', ')', depth); }

std::string_view View::type_name() const {
  const auto which = static_cast<Family>(family());
  return which == Family::keys ? "dict_keys" : which == Family::values ? "dict_values" : "dict_items";
}

bool View::equals(const Value& other) const {
  if (!other.is_object()) return false;
  if (&other.as_object() == this) return true;
  if (!is_set_like(other) || static_cast<Family>(family()) == Family::values) return false;
  const Depth depth;
  const Map& mine = map.as_map();
  const View& others = as<View>(other);
  if (mine.size() != others.map.as_map().size()) return false;
  if (other.as_object().family() != family()) return mine.empty();
  if (static_cast<Family>(family()) == Family::items) return map == others.map;
  return others.has_keys_of(mine);
}

bool View::has_keys_of(const Map& other) const {
  const Map& mine = map.as_map();
  return std::all_of(other.begin(), other.end(),
                     [&](const Map::Entry& entry) { return mine.find_key(entry.key) != nullptr; });
}

void View::repr(std::string& out, int depth) const {
  const Opened opened(this);
  if (opened.again()) {
    out += "...";
    return;
  }
  const auto which = static_cast<Family>(family());
  out.append(type_name()).append("([");
  bool first = true;
  for (const Map::Entry& entry : map.as_map()) {
    if (!std::exchange(first, false)) out += ", ";
    if (which == Family::items) out.push_back('(');
    if (which != Family::values) append_repr(out, entry.key, depth + 1);
    if (which == Family::items) out += ", ";
    if (which != Family::keys) append_repr(out, entry.value, depth + 1);
    if (which == Family::items) out.push_back(')');
  }
  out += "])";
}

namespace {

std::optional<Value> member_of(const Map& map, std::string_view name) {
  const Value* found = map.find(name);
  return found == nullptr ? std::nullopt : std::optional<Value>(*found);
}

}  // namespace

std::optional<Value> Namespace::member(std::string_view name) const { return member_of(members, name); }

void Namespace::repr(std::string& out, int depth) const {
  out += "<Namespace ";
  append_repr_map(out, members, depth + 1);
  out.push_back('>');
}

std::optional<Value> MacroObject::member(std::string_view name) const {
  if (name == "name") return definition.name == nullptr ? Value() : *definition.name;
  if (name == "catch_kwargs") return Value(definition.uses_kwargs);
  if (name == "catch_varargs") return Value(definition.uses_varargs);
  if (name == "caller") return Value(definition.reads_caller);
  if (name != "arguments") return std::nullopt;
  List names;
  for (const Parameter& parameter : definition.parameters) names.push_back(*parameter.target->name);
  return make_tuple(std::move(names));
}

void MacroObject::repr(std::string& out, int depth) const {
  out += "<Macro ";
  if (definition.name == nullptr) {
    out += "anonymous";
  } else {
    append_repr(out, *definition.name, depth + 1);
  }
  out.push_back('>');
}

std::optional<Value> Module::member(std::string_view member_name) const { return member_of(exports, member_name); }

void Module::repr(std::string& out, int) const { out += "<TemplateModule '" + name + "'>"; }

std::optional<Value> Cycler::member(std::string_view name) const {
  if (name == "current") return items[place];
  return std::nullopt;
}

std::optional<Value> Joiner::member(std::string_view name) const {
  if (name == "sep") return separator;
  if (name == "used") return Value(used);
  return std::nullopt;
}

Value make_tuple(List items) { return make_object<Tuple>(std::move(items)); }

Value make_list(List items) {
  Value list(std::move(items));
  list.set_scratch(1);
  return list;
}

Value make_map(Map map) {
  Value value(std::move(map));
  value.set_scratch(1);
  return value;
}

Value make_safe(std::string_view text) { return Value::text_with_attachment(text, Value(true)); }

bool is_safe(const Value& value) {
  const Value* attachment = value.is_string() ? value.attachment() : nullptr;
  if (attachment == nullptr) return false;
  return attachment->is_boolean() || (family_of(*attachment) == Family::note && as<Note>(*attachment).safe);
}

const List* items_of(const Value& value) {
  if (value.is_list()) return &value.as_list();
  if (family_of(value) == Family::tuple) return &as<Tuple>(value).items;
  return nullptr;
}

std::string type_name_of(const Value& value) {
  switch (value.kind()) {
    case Kind::null: return "NoneType";
    case Kind::boolean: return "bool";
    case Kind::integer:
    case Kind::big_integer: return "int";
    case Kind::real: return "float";
    case Kind::string: return is_safe(value) ? "Markup" : "str";
    case Kind::list: return "list";
    case Kind::map: return "dict";
    case Kind::object: return std::string(value.as_object().type_name());
  }
  return "object";
}

}  // namespace sailmaker::jinja
