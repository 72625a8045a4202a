#include "target/open.h"

#include <algorithm>
#include <vector>

#include "base/edit_distance.h"
#include "target/directory.h"
#include "target/front50.h"
#include "target/gate.h"
#include "target/gcs.h"
#include "target/s3.h"
#include "target/settings.h"
#include "target/sql.h"
#include "value/map.h"

namespace sailmaker::target {

namespace {

using Values = std::map<std::string, std::string>;

/// What else a kind may need to make a target of its settings.
struct Surroundings {
  const Settings& section;  // for errors at their places
  const std::filesystem::path& folder;
  const Environment& environment;
  const std::atomic<bool>* stop;
};

using Opened = Result<std::unique_ptr<Target>>;

Opened open_directory(const Values& values, const Surroundings& around) {
  return make_directory((around.folder / values.at("path")).lexically_normal());
}

Opened open_s3(const Values& values, const Surroundings& around) {
  return make_s3(values, around.section, around.folder, around.environment, around.stop);
}

Opened open_gcs(const Values& values, const Surroundings& around) {
  return make_gcs(values, around.section, around.folder, around.environment, around.stop);
}

Opened open_front50(const Values& values, const Surroundings& around) {
  return make_front50(values, around.section, around.folder, around.stop);
}

Opened open_gate(const Values& values, const Surroundings& around) {
  return make_gate(values, around.section, around.folder, around.environment, around.stop);
}

Opened open_sql(const Values& values, const Surroundings& around) {
  auto address = sql::parse_address(values.at("url"));
  if (!address) {
    Error error = around.section.error_at("url", address.error().message);
    error.hint = address.error().hint;
    if (error.source) error.source->line_text.clear();  // it may hold a password
    return error;
  }
  if (const auto user = values.find("user"); user != values.end()) address->user = user->second;
  if (const auto password = values.find("password"); password != values.end()) address->password = password->second;
  return make_sql(*address);
}

/// A kind of target: its settings, and how it is made of them. Without `make` a later version has it.
struct Kind {
  std::string name;
  std::vector<Setting> settings;
  Opened (*make)(const Values& values, const Surroundings& around) = nullptr;
};

const std::vector<Kind>& kinds() {
  constexpr auto optional = Setting::Need::optional;
  static const std::vector<Kind> all = {
      {"directory", {{"path"}}, open_directory},
      {"s3", s3_settings(), open_s3},
      {"gcs", gcs_settings(), open_gcs},
      {"sql", {{"url"}, {"user", optional}, {"password", optional, Setting::Shape::secret}}, open_sql},
      {"front50", front50_settings(), open_front50},
      {"gate", gate_settings(), open_gate},
  };
  return all;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const Kind& kind : kinds()) names.push_back(kind.name);
  return names;
}

/// "this version has: directory".
std::string available() {
  std::string text = "this version has: ";
  const char* separator = "";
  for (const Kind& kind : kinds()) {
    if (kind.make == nullptr) continue;
    text.append(separator).append(kind.name);
    separator = ", ";
  }
  return text;
}

}  // namespace

Result<std::unique_ptr<Target>> open(const Value& section, const std::filesystem::path& folder,
                                     const Environment& environment, const Locate& locate,
                                     const std::atomic<bool>* stop) {
  const Settings settings(section, folder, environment, locate);
  if (section.is_null()) {
    return settings.error_at("", "nothing says where pipelines are stored")
        .with_hint("add to fleet.yaml: target: {type: directory, path: ./front50}");
  }
  if (!section.is_map())
    return settings.error_at("", "must be a map with 'type', not " + std::string(to_string(section.kind())));
  const auto type = settings.text("type");
  if (!type) return type.error();
  const auto kind = std::find_if(kinds().begin(), kinds().end(), [&](const Kind& one) { return one.name == *type; });
  if (kind == kinds().end()) {
    const std::string guess = did_you_mean(*type, kind_names());
    return settings.error_at("type", "'" + *type + "' is no kind of target")
        .with_hint(guess.empty() ? available() : guess);
  }
  if (kind->make == nullptr) {
    return settings.error_at("type", "targets of type '" + *type + "' are not in this version").with_hint(available());
  }
  const auto values = settings.read(kind->settings);
  if (!values) return values.error();
  return kind->make(*values, {settings, folder, environment, stop});
}

}  // namespace sailmaker::target
