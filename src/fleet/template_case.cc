#include "fleet/template_case.h"

#include <array>
#include <optional>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/section.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 6> kCaseKeys = {"key", "team", "namespace", "git_repo", "vars", "expect"};
const std::array<std::string, 3> kExpectKeys = {"golden", "paths", "error"};

template <typename T>
std::vector<std::string> names_of(const std::vector<T>& items) {
  std::vector<std::string> names;
  names.reserve(items.size());
  for (const T& item : items) names.push_back(item.name);
  return names;
}

// The microservice of the key may be made up; product, stack and template must be there.
bool check_key(const Section& part, const Fleet& fleet, const Key& key) {
  std::vector<std::string> templates;
  templates.reserve(fleet.templates.size());
  for (const auto& [name, made] : fleet.templates) templates.push_back(name);
  const auto missing = [&](const char* what, const std::string& name, const std::vector<std::string>& known) {
    part.error("the fleet has no " + std::string(what) + " '" + name + "'", did_you_mean(name, known));
    return false;
  };
  if (fleet.find_product(key.product) == nullptr) return missing("product", key.product, names_of(fleet.products));
  if (fleet.find_stack(key.stack) == nullptr) return missing("stack", key.stack, names_of(fleet.stacks));
  if (fleet.find_template(key.pipeline) == nullptr) return missing("template", key.pipeline, templates);
  return true;
}

std::optional<Key> decode_key(const Section& section, const Fleet& fleet) {
  const auto text = section.text("key");
  if (!text) {
    if (!section.find("key")) {
      section.error("the test '" + section.key() + "' names no pipeline", "key: product/service/stack/template",
                    Places::Part::key);
    }
    return std::nullopt;
  }
  const Section part = *section.find("key");
  auto key = parse_key(*text);
  if (!key) return part.error(key.error().message, key.error().hint), std::nullopt;
  if (!check_key(part, fleet, *key)) return std::nullopt;
  return std::move(*key);
}

void decode_expect(const Section& section, TemplateCase& made) {
  const auto expect = section.find("expect");
  if (!expect || !expect->value().is_map() || expect->value().as_map().empty()) {
    const char* hint = "expect: {paths: {\"stages[0].type\": wait}}, or golden: FILE, or error: TEXT";
    if (expect && !expect->is_null() && !expect->value().is_map()) return expect->wrong_type("a map", hint);
    return section.error("the test '" + section.key() + "' expects nothing", hint, Places::Part::key);
  }
  expect->check_keys(kExpectKeys);
  made.golden = expect->text("golden").value_or("");
  made.error = expect->text("error").value_or("");
  if (made.golden.find("..") != std::string::npos || made.golden.starts_with('/')) {
    expect->find("golden")->error("a golden file is one in templates/tests/golden");
  }
  const auto paths = expect->find("paths");
  if (paths && paths->expect_map("write each as 'path: value'")) {
    paths->each_entry("a path", [&](const Section& part) {
      made.parts.push_back({part.key(), part.value(), part.source(Places::Part::key)});
    });
  }
  if (!made.error.empty() && (!made.golden.empty() || !made.parts.empty())) {
    expect->error("where an error is expected there is no pipeline to look at",
                  "keep 'error', or 'golden' and 'paths'");
  }
}

}  // namespace

void decode_cases(const std::shared_ptr<const Origin>& origin, const Fleet& fleet, std::vector<TemplateCase>& cases,
                  Findings& findings) {
  const Section root(origin, findings);
  if (!root.expect_map("a file of tests is a map from their names to tests")) return;
  root.each_entry("a test", [&](const Section& section) {
    if (!section.expect_map()) return;
    const std::size_t before = findings.size();
    section.check_keys(kCaseKeys);
    TemplateCase made;
    made.file = origin->name;
    made.name = section.key();
    made.source = section.source(Places::Part::key);
    made.team = section.text("team").value_or("");
    made.k8s_namespace = section.text("namespace").value_or("");
    made.git_repo = section.text("git_repo").value_or("");
    made.vars = section.vars("vars");
    decode_expect(section, made);
    auto key = decode_key(section, fleet);
    if (!key || findings.size() != before) return;
    made.key = std::move(*key);
    cases.push_back(std::move(made));
  });
}

}  // namespace sailmaker::fleet
