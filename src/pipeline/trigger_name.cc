#include "pipeline/trigger_name.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

struct Identifying {
  std::string_view type;
  std::array<std::string_view, 5> fields;
};

// Frozen: a field more or less changes ids that are stored.
constexpr Identifying kIdentifying[] = {
    {"cron", {"cronExpression"}},
    {"git", {"source", "project", "slug", "branch"}},
    {"webhook", {"source"}},
    {"jenkins", {"master", "job"}},
    {"travis", {"master", "job"}},
    {"concourse", {"master", "job"}},
    {"gitlab-ci", {"master", "job"}},
    {"docker", {"account", "registry", "repository", "tag"}},
    {"helm/oci", {"account", "registry", "repository", "tag"}},
    {"helm", {"account", "chart", "version"}},
    {"pubsub", {"pubsubSystem", "subscriptionName"}},
    {"artifactory", {"artifactorySearchName"}},
    {"nexus", {"nexusSearchName"}},
    {"plugin", {"pluginEventType"}},
    {"cdevents", {"source"}},
    {"pipeline", {"application", "pipeline"}},
};

const Identifying* identifying_fields(std::string_view type) {
  const auto* found = std::find_if(std::begin(kIdentifying), std::end(kIdentifying),
                                   [&](const Identifying& entry) { return entry.type == type; });
  return found == std::end(kIdentifying) ? nullptr : found;
}

bool is_scalar(const Value& value) { return !value.is_list() && !value.is_map() && !value.is_object(); }

void append(std::string& name, const Value* value) {
  if (value == nullptr || value->is_null()) return;
  if (value->is_string()) {
    name += value->as_string();
  } else if (is_scalar(*value)) {
    write_json(*value, name);
  }
}

// A plugin's trigger: nobody knows what identifies it, so everything that is short and no state of it.
void append_all_fields(std::string& name, const Map& trigger) {
  std::vector<const Map::Entry*> entries;
  for (const Map::Entry& entry : trigger) {
    if (!entry.key.is_string() || !is_scalar(entry.value)) continue;
    const std::string_view key = entry.key.as_string();
    const bool is_state =
        key == "id" || key == "type" || key == "enabled" || key == "description" || key == "runAsUser";
    if (!is_state) entries.push_back(&entry);
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto* a, const auto* b) { return a->key.as_string() < b->key.as_string(); });
  for (const Map::Entry* entry : entries) {
    name += '|';
    name += entry->key.as_string();
    name += '=';
    append(name, &entry->value);
  }
}

}  // namespace

std::string trigger_name(const Value& trigger) {
  std::string name;
  if (!trigger.is_map()) return name;
  const Value* type = trigger.find("type");
  if (type != nullptr && type->is_string()) name = type->as_string();
  const Identifying* identifying = identifying_fields(name);
  if (identifying == nullptr) {
    append_all_fields(name, trigger.as_map());
    return name;
  }
  for (const std::string_view field : identifying->fields) {
    if (field.empty()) break;
    name += '|';
    append(name, trigger.find(field));
  }
  return name;
}

}  // namespace sailmaker::pipeline
