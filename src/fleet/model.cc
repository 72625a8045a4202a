#include "fleet/model.h"

#include <algorithm>

#include "fleet/targets.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

template <typename T>
const T* find_named(const std::vector<T>& items, std::string_view name) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

// The way from the origin's root to a variable of the section, or to a part of one.
Path path_of(const Vars& vars, const Path& variable) {
  Path path = vars.path;
  path.insert(path.end(), variable.begin(), variable.end());
  if (!vars.below.empty() && !variable.empty()) {
    path.insert(path.begin() + static_cast<std::ptrdiff_t>(vars.path.size()) + 1, vars.below);
  }
  return path;
}

}  // namespace

Source Origin::locate(const Path& path, Places::Part part) const {
  if (places.empty()) return Source{.file = name, .line_text = {}};
  const Span span = places.find(root, path, part);
  return sailmaker::locate(text, span.offset, span.length, name);
}

std::string_view Origin::written(const Path& path) const {
  if (places.empty()) return {};
  const Span span = places.find(root, path);
  return std::string_view(text).substr(std::min<std::size_t>(span.offset, text.size()), span.length);
}

bool Vars::empty() const { return !values.is_map() || values.as_map().empty(); }

Source Vars::locate(const Path& variable, Places::Part part) const {
  return origin ? origin->locate(path_of(*this, variable), part) : Source{};
}

std::string_view Vars::written(const Path& variable) const {
  return origin ? origin->written(path_of(*this, variable)) : std::string_view();
}

Source Override::locate(const Path& below, Places::Part part) const {
  if (!origin) return {};
  Path place = at;
  place.insert(place.end(), below.begin(), below.end());
  return origin->locate(place, part);
}

const Stack* Fleet::find_stack(std::string_view name) const { return find_named(stacks, name); }
const Product* Fleet::find_product(std::string_view name) const { return find_named(products, name); }
const Team* Fleet::find_team(std::string_view name) const { return find_named(teams, name); }

const DeclaredTarget* Fleet::find_target(std::string_view name) const { return find_named(targets, name); }

const PipelineTemplate* Fleet::find_template(std::string_view name) const {
  const auto found = templates.find(name);
  return found == templates.end() ? nullptr : &found->second;
}

std::vector<Entry> entries(const Fleet& fleet) {
  std::vector<Entry> all;
  for (const MicroService& service : fleet.services) {
    for (const ServiceStack& stack : service.stacks) {
      const DeclaredTarget* target = target_of(fleet, service, stack).target;
      for (const PipelineUse& use : stack.pipelines) {
        const PipelineTemplate* pipeline_template = fleet.find_template(use.pipeline);
        if (pipeline_template == nullptr) continue;
        Key key{service.product, service.name, stack.name, use.pipeline};
        all.push_back({&service, &stack, &use, pipeline_template, std::move(key), target});
      }
    }
  }
  return all;
}

}  // namespace sailmaker::fleet
