#include <algorithm>

#include "base/edit_distance.h"
#include "base/unicode.h"
#include "jinja/compiled_template.h"
#include "jinja/evaluator.h"
#include "jinja/print.h"
#include "jinja/registry.h"
#include "jinja/scope_names.h"

// What helps with an error: near misses of a name, and the variables that could be seen where it happened.

namespace sailmaker::jinja {

namespace {

constexpr std::size_t kLongest = 60;

void append_short(std::string& out, const Value& value, int depth);

void append_short_items(std::string& out, const List& items, std::string_view ends, int depth) {
  out.push_back(ends[0]);
  for (std::size_t i = 0; i < items.size() && out.size() < kLongest; ++i) {
    if (i > 0) out += ", ";
    append_short(out, items[i], depth + 1);
  }
  out.push_back(ends[1]);
}

void append_short_map(std::string& out, const Map& map, int depth) {
  out.push_back('{');
  bool first = true;
  for (const Map::Entry& entry : map) {
    if (!std::exchange(first, false)) out += ", ";
    append_short(out, entry.key, depth + 1);
    out += ": ";
    append_short(out, entry.value, depth + 1);
    if (out.size() > kLongest) break;
  }
  out.push_back('}');
}

// The beginning of its repr(), without making all of a large one.
void append_short(std::string& out, const Value& value, int depth) {
  if (out.size() > kLongest || depth > 20) {
    out += "...";
  } else if (const List* items = items_of(value)) {
    append_short_items(out, *items, value.is_list() ? "[]" : "()", depth);
  } else if (value.is_map()) {
    append_short_map(out, value.as_map(), depth);
  } else if (value.is_string()) {
    const std::string_view text = value.as_string();
    append_repr_text(out, text.substr(0, std::min(text.size(), 4 * kLongest)));
  } else if (family_of(value) == Family::space) {
    append_short_map(out += "<Namespace ", as<Namespace>(value).members, depth);
    out.push_back('>');
  } else if (value.is_big_integer()) {
    out += value.as_string().substr(0, kLongest + 1);
  } else {
    append_repr(out, value);
  }
}

std::string short_text(const Value& value) {
  std::string text;
  append_short(text, value, 0);
  std::size_t end = 0;
  for (std::size_t n = 0; n < kLongest && end < text.size(); ++n) next_code_point(text, end);
  return end == text.size() ? text : text.substr(0, end) + "...";
}

class Gathered {
 public:
  void add(const Value& name, const Value& value) {
    if (!name.is_string() || is_missing(value) || family_of(value) == Family::native) return;
    const auto known = [&](const Variable& variable) { return variable.name == name.as_string(); };
    if (std::any_of(found_.begin(), found_.end(), known)) return;
    found_.push_back({std::string(name.as_string()), short_text(value)});
  }
  void add(const Map& map) {
    for (const Map::Entry& entry : map) add(entry.key, entry.value);
  }
  std::vector<Variable> take() { return std::move(found_); }

 private:
  std::vector<Variable> found_;
};

}  // namespace

// The innermost first; a name that hides another is listed once.
std::vector<Variable> Evaluator::visible_variables(const Frame& frame, std::uint32_t offset) const {
  Gathered gathered;
  const std::vector<ScopeName> names = names_in_scope(frame.home->parsed(), offset);
  for (const Frame* at = &frame; at != nullptr; at = at->outer) {
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
      if (name->unit == at->unit) gathered.add(*name->name, at->slots[name->slot]);
    }
  }
  for (const Context* context = frame.context; context != nullptr; context = context->parent) {
    gathered.add(context->exports);
    gathered.add(context->locals);
    if (context->base != nullptr) gathered.add(*context->base);
  }
  gathered.add(registry_.globals);
  return gathered.take();
}

std::string Evaluator::near_name(std::string_view name, const Frame& frame) const {
  // The render knows the name and this template does not: an import without context stands between them.
  if (base_.contains(name)) {
    const std::vector<std::string>& declared = frame.home->resolution().declared;
    if (std::find(declared.begin(), declared.end(), name) != declared.end()) {
      return "it is set further down in this template, which hides the variable that the render was given";
    }
    return "an import sees no variables of the importing template; write {% import ... with context %} there";
  }
  std::vector<std::string> names;
  const auto add = [&](const Map& map) {
    for (const Map::Entry& entry : map) {
      if (entry.key.is_string()) names.emplace_back(entry.key.as_string());
    }
  };
  for (const std::string& declared : frame.home->resolution().declared) {
    if (declared != name) names.push_back(declared);
  }
  for (const Context* context = frame.context; context != nullptr; context = context->parent) {
    add(context->exports);
    add(context->locals);
    if (context->base != nullptr) add(*context->base);
  }
  add(registry_.globals);
  return did_you_mean(name, names);
}

}  // namespace sailmaker::jinja
