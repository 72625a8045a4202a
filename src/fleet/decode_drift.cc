#include <array>

#include "fleet/decode.h"
#include "fleet/section.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 1> kDriftKeys = {"ignore"};
const std::array<std::string, 2> kIgnoreKeys = {"path", "selector"};

std::optional<PartPattern> decode_path(const Section& part) {
  if (!part.value().is_string()) return part.wrong_type("a path, such as triggers[*].enabled"), std::nullopt;
  auto pattern = PartPattern::parse(part.value().as_string(), "path");
  if (pattern) return std::move(*pattern);
  part.error(pattern.error().message, pattern.error().hint);
  return std::nullopt;
}

void decode_item(const Section& item, std::vector<IgnoredPart>& ignored) {
  if (!item.value().is_map()) {
    if (auto path = decode_path(item)) ignored.push_back({std::move(*path), {}});
    return;
  }
  item.check_keys(kIgnoreKeys);
  const auto path = item.find("path");
  if (!path)
    return item.error("'path' is missing: what is to be ignored", "{path: triggers[*].enabled, selector: azar}");
  auto pattern = decode_path(*path);
  Selector where;
  if (const auto text = item.text("selector")) {
    auto selector = Selector::parse(*text);
    if (!selector) return item.find("selector")->error(selector.error().message, selector.error().hint);
    where = std::move(*selector);
  }
  if (pattern) ignored.push_back({std::move(*pattern), std::move(where)});
}

}  // namespace

void decode_drift(const Section& root, std::vector<IgnoredPart>& ignored) {
  const auto section = root.find("drift");
  if (!section || !section->expect_map("write: drift: {ignore: [PATH, ...]}")) return;
  section->check_keys(kDriftKeys);
  const auto list = section->find("ignore");
  if (!list || !list->expect_list()) return;
  list->each_item([&](const Section& item) { decode_item(item, ignored); });
}

}  // namespace sailmaker::fleet
