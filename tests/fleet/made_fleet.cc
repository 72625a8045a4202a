#include "tests/fleet/made_fleet.h"

#include <gtest/gtest.h>

#include "yaml/parser.h"

namespace sailmaker::fleet {

Value yaml_value(std::string_view text) {
  auto document = yaml::parse(text, "test.yaml");
  if (!document) ADD_FAILURE() << to_text(document.error());
  return document ? document->root : Value();
}

MadeFleet::MadeFleet(std::string fleet_yaml) {
  decode_fleet(origin("fleet.yaml", std::move(fleet_yaml)), fleet_, findings_);
}

MadeFleet& MadeFleet::add_template(const std::string& name, const std::string& header, const std::string& text) {
  const std::string file = "templates/" + name + ".yaml.j2";
  decode_template(name, file, text, header.empty() ? nullptr : origin(file, header), fleet_, findings_);
  fleet_.sources.emplace(name + ".yaml.j2", text);
  return *this;
}

MadeFleet& MadeFleet::add_service(const std::string& product, const std::string& name, const std::string& yaml) {
  const auto made = origin("services/" + product + "/" + name + ".yaml", yaml);
  fleet_.services.push_back(decode_service(made, product, name, fleet_, findings_));
  return *this;
}

MadeFleet& MadeFleet::check() {
  check_fleet(fleet_, findings_);
  return *this;
}

Entry MadeFleet::entry(std::string_view key) const {
  for (const Entry& entry : entries(fleet_)) {
    if (to_string(entry.key) == key) return entry;
  }
  ADD_FAILURE() << "there is no pipeline " << key;
  std::abort();
}

std::string MadeFleet::said() const { return to_text(findings_); }

std::shared_ptr<const Origin> MadeFleet::origin(std::string name, std::string text) {
  auto document = yaml::parse(text, name, {.limits = {}, .record = yaml::Record::places});
  if (!document) ADD_FAILURE() << sailmaker::to_text(document.error());
  auto made = std::make_shared<Origin>();
  made->name = std::move(name);
  made->text = std::move(text);
  if (document) made->root = document->root;
  if (document) made->places = std::move(document->places);
  return made;
}

std::string to_text(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) text += sailmaker::to_text(finding.error, finding.severity);
  return text;
}

}  // namespace sailmaker::fleet
