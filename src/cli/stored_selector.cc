#include "cli/stored_selector.h"

#include <optional>

#include "fleet/glob.h"
#include "fleet/key.h"
#include "fleet/selector.h"
#include "pipeline/mark.h"

namespace sailmaker::cli {

namespace {

struct Chooser {
  fleet::Glob application;
  std::optional<fleet::Glob> name;
  std::optional<fleet::Selector> keys;

  bool operator()(const Value& pipeline) const {
    if (matches(application, pipeline, "application") && (!name || matches(*name, pipeline, "name"))) return true;
    if (!keys) return false;
    const auto mark = pipeline::mark_of(pipeline);
    if (!mark) return false;
    const auto key = fleet::parse_key(mark->key);
    return key && keys->matches(*key);
  }

  static bool matches(const fleet::Glob& glob, const Value& pipeline, std::string_view field) {
    const Value* text = pipeline.find(field);
    return text != nullptr && text->is_string() && glob.matches(text->as_string());
  }
};

}  // namespace

Result<std::function<bool(const Value& pipeline)>> stored_selector(const std::string& text) {
  if (text.empty()) return std::function<bool(const Value&)>();
  Chooser chooser;
  const std::size_t slash = text.find('/');
  auto application = fleet::Glob::compile(text, 0, std::min(slash, text.size()), "selector");
  if (!application) return std::move(application).error();
  chooser.application = std::move(*application);
  if (slash != std::string::npos) {
    auto name = fleet::Glob::compile(text, slash + 1, text.size(), "selector");
    if (!name) return std::move(name).error();
    chooser.name = std::move(*name);
  }
  if (auto keys = fleet::Selector::parse(text)) chooser.keys = std::move(*keys);
  return std::function<bool(const Value&)>(std::move(chooser));
}

}  // namespace sailmaker::cli
