#include "pipeline/schema.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "pipeline/name_slots.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

struct TypeName {
  std::uint16_t type;
  std::string_view name;
};

constexpr TypeName kTypeNames[] = {
    {kText, "text"},
    {kBoolean, "a boolean"},
    {kInteger, "an integer"},
    {kNumber, "a number"},
    {kMap, "a map"},
    {kScalars, "a map of text"},
    {kNumeric, "a number"},
    {kTexts, "a list of text"},
    {kNumerics, "a list of numbers"},
    {kMaps, "a list of maps"},
    {kList, "a list"},
};

bool is_numeric(const Value& value) {
  if (value.is_integer() || value.is_real()) return true;
  if (!value.is_string()) return false;
  const std::string_view text = value.as_string();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

template <typename Is>
bool all_are(const Value& list, Is is) {
  return std::all_of(list.as_list().begin(), list.as_list().end(), is);
}

bool accepts_list(std::uint16_t types, const Value& list) {
  if (types & kList) return true;
  if (types & kTexts) return all_are(list, [](const Value& item) { return item.is_string(); });
  if (types & kMaps) return all_are(list, [](const Value& item) { return item.is_map(); });
  if (types & kNumerics) return all_are(list, [](const Value& item) { return accepts(kNumeric | kSpel, item); });
  return false;
}

bool accepts_map(std::uint16_t types, const Value& map) {
  if (types & kMap) return true;
  if (!(types & kScalars)) return false;
  return std::none_of(map.as_map().begin(), map.as_map().end(), [](const Map::Entry& entry) {
    return entry.value.is_list() || entry.value.is_map() || entry.value.is_null();
  });
}

bool accepts_text(std::uint16_t types, const Value& text) {
  if (types & kText) return true;
  if ((types & kSpel) && text.as_string().find("${") != std::string_view::npos) return true;
  return (types & kNumeric) && is_numeric(text);
}

// The shapes of one kind by type.
class Shapes {
 public:
  explicit Shapes(std::span<const Shape> shapes) : shapes_(shapes) {
    for (const Shape& shape : shapes) types_.add(shape.type);
  }

  const Shape* find(std::string_view type) const {
    const std::size_t place = types_.find(type);
    return place == Types::npos ? nullptr : &shapes_[place];
  }

 private:
  using Types = NameSlots<256>;

  std::span<const Shape> shapes_;
  Types types_;
};

std::vector<std::string> types_of(std::span<const Shape> shapes) {
  std::vector<std::string> names;
  for (const Shape& shape : shapes) names.emplace_back(shape.type);
  return names;
}

}  // namespace

const Shape* find_trigger_shape(std::string_view type) {
  static const Shapes shapes(trigger_shapes());
  return shapes.find(type);
}

const Shape* find_artifact_shape(std::string_view type) {
  static const Shapes shapes(artifact_shapes());
  return shapes.find(type);
}

const Shape* find_notification_shape(std::string_view type) {
  static const Shapes shapes(notification_shapes());
  return shapes.find(type);
}

const Shape* find_precondition_shape(std::string_view type) {
  static const Shapes shapes(precondition_shapes());
  return shapes.find(type);
}

std::span<const std::string> trigger_types() {
  static const std::vector<std::string> types = types_of(trigger_shapes());
  return types;
}

std::span<const std::string> artifact_types() {
  static const std::vector<std::string> types = types_of(artifact_shapes());
  return types;
}

std::span<const std::string> notification_types() {
  static const std::vector<std::string> types = types_of(notification_shapes());
  return types;
}

bool accepts(std::uint16_t types, const Value& value) {
  if (types & kAny) return true;
  switch (value.kind()) {
    case Kind::null: return types & kNull;
    case Kind::boolean: return types & kBoolean;
    case Kind::integer:
    case Kind::big_integer: return types & (kInteger | kNumber | kNumeric);
    case Kind::real: return types & (kNumber | kNumeric);
    case Kind::string: return accepts_text(types, value);
    case Kind::list: return accepts_list(types, value);
    case Kind::map: return accepts_map(types, value);
    case Kind::object: return false;
  }
  return false;
}

std::string expected_kind(std::uint16_t types) {
  std::string out;
  for (const TypeName& type : kTypeNames) {
    if (!(types & type.type)) continue;
    if (!out.empty()) out += " or ";
    out += type.name;
  }
  return out;
}

}  // namespace sailmaker::pipeline
