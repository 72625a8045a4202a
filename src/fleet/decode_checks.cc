#include <array>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/day.h"
#include "fleet/decode.h"
#include "fleet/section.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 2> kAllowedKeys = {"selector", "until"};
const std::array<std::string, 2> kKeys = {"allow", "allow_stage_types"};

// Every item must be text; others are errors.
template <typename F>
void each_text(const Section& list, const F& use) {
  if (!list.expect_list()) return;
  list.each_item([&](const Section& item) {
    if (!item.value().is_string()) return item.wrong_type("text");
    use(item, std::string(item.value().as_string()));
  });
}

void decode_stage_types(const Section& root, Checks& checks) {
  const auto list = root.find("allow_stage_types");
  if (!list) return;
  each_text(*list, [&](const Section& item, const std::string& type) {
    auto glob = Glob::compile(type, 0, type.size(), "the stage type");
    if (!glob) return item.error(glob.error().message, glob.error().hint);
    checks.stage_types.push_back(std::move(*glob));
  });
}

void add_allowed(const Section& rule, const Section& place, const std::string& text, std::string until,
                 Checks& checks) {
  auto selector = Selector::parse(text);
  if (!selector) return place.error(selector.error().message, selector.error().hint);
  checks.allowed.push_back({rule.key(), std::move(*selector), rule.source(Places::Part::key), std::move(until)});
}

// A selector, or {selector: ..., until: 2026-12-31}.
void decode_allowed(const Section& rule, Checks& checks) {
  if (!rule.expect_list()) return;
  rule.each_item([&](const Section& item) {
    if (item.value().is_string()) return add_allowed(rule, item, std::string(item.value().as_string()), {}, checks);
    if (!item.value().is_map()) return item.wrong_type("a selector");
    item.check_keys(kAllowedKeys);
    const auto selector = item.text("selector");
    auto until = decode_until(item);
    if (!selector && !item.find("selector")) item.error("this exception has no 'selector'");
    if (selector && until) add_allowed(rule, *item.find("selector"), *selector, *std::move(until), checks);
  });
}

}  // namespace

void decode_checks(const Section& root, Checks& checks) {
  const auto section = root.find("validate");
  if (!section || !section->expect_map()) return;
  section->check_keys(kKeys);
  decode_stage_types(*section, checks);
  const auto allow = section->find("allow");
  if (!allow || !allow->expect_map("write rule: [selector, ...]")) return;
  allow->each_entry("a rule", [&](const Section& rule) { decode_allowed(rule, checks); });
}

}  // namespace sailmaker::fleet
