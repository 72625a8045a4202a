#include "fleet/section.h"

#include <algorithm>
#include <iterator>

#include "base/edit_distance.h"
#include "fleet/name.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

constexpr std::size_t kLongestShown = 40;

std::string join(std::span<const std::string> names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace

Section::Section(const std::shared_ptr<const Origin>& origin, Findings& findings)
    : origin_(origin), findings_(findings), value_(&origin->root) {
  if (!origin->places.empty()) node_ = key_node_ = origin->places.root();
}

Section::Section(const Section& around, std::size_t index, const Value* key, const Value& value)
    : origin_(around.origin_), findings_(around.findings_), around_(&around), key_(key), index_(index), value_(&value) {
  const Places& places = origin_->places;
  if (places.empty()) return;
  node_ = places.child(around.node_, key == nullptr ? index : 2 * index + 1);
  key_node_ = key == nullptr ? node_ : places.child(around.node_, 2 * index);
}

Source Section::source(Places::Part part) const {
  if (origin_->places.empty()) return Source{.file = origin_->name, .line_text = {}};
  const Span span = origin_->places.span(part == Places::Part::key ? key_node_ : node_);
  return locate(origin_->text, span.offset, span.length, origin_->name);
}

std::string_view Section::written() const {
  if (origin_->places.empty()) return {};
  const Span span = origin_->places.span(node_);
  return std::string_view(origin_->text).substr(std::min<std::size_t>(span.offset, origin_->text.size()), span.length);
}

std::string Section::key() const {
  if (around_ == nullptr) return {};
  if (key_ == nullptr) return std::to_string(index_);
  return key_->is_string() ? std::string(key_->as_string()) : to_json(*key_);
}

Path Section::path() const {
  Path path;
  for (const Section* part = this; part->around_ != nullptr; part = part->around_) {
    path.push_back(part->key_ != nullptr ? PathStep(part->key()) : PathStep(part->index_));
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::string Section::name() const {
  return around_ == nullptr ? origin_->name : "'" + sailmaker::to_string(path()) + "'";
}

bool Section::expect_map(std::string_view list_hint) const {
  if (value_->is_map() || value_->is_null()) return true;
  wrong_type("a map", std::string(value_->is_list() ? list_hint : std::string_view()));
  return false;
}

bool Section::expect_list() const {
  if (!value_->is_list()) wrong_type("a list");
  return value_->is_list();
}

void Section::wrong_type(std::string_view expected, std::string hint) const {
  const std::string_view text = written();
  const bool shown = !value_->is_list() && !value_->is_map() && !text.empty() && text.size() <= kLongestShown &&
                     text.find('\n') == text.npos && !value_->is_null();
  const std::string found =
      (shown ? "`" + std::string(text) + "`" : "it") + " is " + std::string(to_string(value_->kind()));
  error(name() + " must be " + std::string(expected) + ", but " + found, std::move(hint));
}

void Section::check_keys(std::span<const std::string> known, std::span<const Expected> expected) const {
  each_entry("a key", [&](const Section& entry) {
    const std::string key = entry.key();
    if (std::find(known.begin(), known.end(), key) != known.end()) return;
    const auto guessed =
        std::find_if(expected.begin(), expected.end(), [&](const Expected& each) { return each.key == key; });
    std::string hint = guessed != expected.end() ? std::string(guessed->hint) : did_you_mean(key, known);
    if (hint.empty()) hint = "known here: " + join(known);
    entry.error("unknown key '" + key + "' in " + name(), std::move(hint), Places::Part::key);
  });
}

std::optional<Section> Section::find(std::string_view key) const {
  if (!value_->is_map()) return std::nullopt;
  const Map& map = value_->as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    const Map::Entry& entry = map.at(i);
    if (entry.key.is_string() && entry.key.as_string() == key) return Section(*this, i, &entry.key, entry.value);
  }
  return std::nullopt;
}

void Section::each_entry(std::string_view what, const std::function<void(const Section&)>& use) const {
  if (!value_->is_map()) return;
  const Map& map = value_->as_map();
  for (std::size_t i = 0; i < map.size(); ++i) {
    const Map::Entry& entry = map.at(i);
    const Section part(*this, i, &entry.key, entry.value);
    if (entry.key.is_string()) {
      use(part);
      continue;
    }
    part.error("the name of " + std::string(what) + " in " + name() + " must be text, but " + to_json(entry.key) +
                   " is " + std::string(to_string(entry.key.kind())),
               "write it in quotes", Places::Part::key);
  }
}

void Section::each_item(const std::function<void(const Section&)>& use) const {
  if (!value_->is_list()) return;
  const List& list = value_->as_list();
  for (std::size_t i = 0; i < list.size(); ++i) use(Section(*this, i, nullptr, list[i]));
}

std::optional<std::string> Section::text(std::string_view key) const {
  const auto part = find(key);
  if (!part || part->is_null()) return std::nullopt;
  if (!part->value().is_string()) {
    const bool scalar = !part->value().is_list() && !part->value().is_map();
    part->wrong_type("text", scalar ? "write it in quotes" : "");
    return std::nullopt;
  }
  if (part->value().as_string().empty()) {
    part->error(part->name() + " must not be empty", "leave the key out if there is none");
    return std::nullopt;
  }
  return std::string(part->value().as_string());
}

bool Section::flag(std::string_view key, bool missing) const {
  const auto part = find(key);
  if (!part || part->is_null()) return missing;
  if (part->value().is_boolean()) return part->value().as_boolean();
  part->wrong_type("true or false");
  return missing;
}

Vars Section::vars(std::string_view key) const {
  Vars vars;
  const auto part = find(key);
  if (!part || !part->expect_map() || part->is_null()) return vars;
  part->each_entry("a variable", [](const Section& variable) {
    const std::string name = variable.key();
    if (is_standard_name(name)) {
      variable.error("'" + name + "' cannot be set as a variable: every template has it already",
                     "give the variable another name", Places::Part::key);
    } else if (!is_variable_name(name)) {
      variable.warning("no template can use a variable called '" + name + "'",
                       "names of variables are letters, digits and '_'", Places::Part::key);
    }
  });
  vars.values = part->value();
  vars.origin = origin_;
  vars.path = part->path();
  return vars;
}

void Section::error(std::string message, std::string hint, Places::Part part) const {
  findings_.push_back({Severity::error, Error(std::move(message), source(part)).with_hint(std::move(hint)), {}});
}

void Section::warning(std::string message, std::string hint, Places::Part part) const {
  findings_.push_back({Severity::warning, Error(std::move(message), source(part)).with_hint(std::move(hint)), {}});
}

void each_named(const Section& root, std::string_view key, std::string_view what,
                const std::function<void(const Section&)>& decode) {
  const auto section = root.find(key);
  if (!section || !section->expect_map("write each as 'name:' instead of '- name'")) return;
  section->each_entry(what, [&](const Section& entry) {
    if (const std::string problem = name_problem(entry.key()); !problem.empty()) {
      return entry.error("'" + entry.key() + "' cannot be the name of " + std::string(what) + ": it " + problem, {},
                         Places::Part::key);
    }
    decode(entry);
  });
}

}  // namespace sailmaker::fleet
