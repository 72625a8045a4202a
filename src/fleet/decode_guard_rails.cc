#include <array>
#include <optional>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/day.h"
#include "fleet/decode.h"
#include "fleet/name.h"
#include "fleet/section.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 8> kRailKeys = {"selector", "each",    "types",    "where",
                                              "require",  "message", "severity", "except"};
const std::array<std::string, 2> kExceptionKeys = {"reason", "until"};
const std::array<std::string, 5> kScopes = {"pipeline", "stage", "trigger", "parameter", "artifact"};
const std::array<std::string, 2> kSeverities = {"error", "warning"};

constexpr std::array<Section::Expected, 4> kExpectedInRail = {{
    {"on", "the pipelines it is for stand under 'selector'"},
    {"if", "write 'where'"},
    {"when", "write 'where'"},
    {"type", "write types: [...]"},
}};

// The number of the word under `key` among `words`; nothing when it is missing, or none of them, with a finding.
template <std::size_t size>
std::optional<std::size_t> decode_word(const Section& rail, std::string_view key,
                                       const std::array<std::string, size>& words) {
  const auto word = rail.text(key);
  if (!word) return std::nullopt;
  std::string all;
  for (std::size_t i = 0; i < size; ++i) {
    if (words[i] == *word) return i;
    all += (i == 0 ? "" : i + 1 == size ? " or " : ", ") + words[i];
  }
  const Section part = *rail.find(key);
  part.error(part.name() + " must be " + all + ", but is '" + *word + "'", did_you_mean(*word, words));
  return std::nullopt;
}

std::string decode_expression(const Section& rail, std::string_view key) {
  const auto part = rail.find(key);
  if (part && part->value().is_map()) {
    part->wrong_type("a Jinja expression", "write it without {{ }}; put it into quotes if it begins with a brace");
    return {};
  }
  if (part && part->value().is_boolean()) {
    part->wrong_type("a Jinja expression", "a condition that is always the same is none");
    return {};
  }
  std::string text = rail.text(key).value_or("");
  if (text.starts_with("{{") || text.starts_with("{%")) {
    part->error(part->name() + " is an expression alone, without {{ }}");
    return {};
  }
  return text;
}

void decode_types(const Section& section, GuardRail& rail) {
  const auto types = section.find("types");
  if (!types || !types->expect_list()) return;
  if (rail.each != RailScope::stage && rail.each != RailScope::trigger) {
    return types->error("only stages and triggers are chosen by type, and this rail is for each " +
                        std::string(to_string(rail.each)));
  }
  types->each_item([&](const Section& item) {
    if (!item.value().is_string()) return item.wrong_type("text");
    rail.types.emplace_back(item.value().as_string());
  });
  if (types->value().as_list().empty()) types->error(types->name() + " leaves nothing to look at", "leave it out");
}

std::optional<Selector> parse_selector(const Section& part, const std::string& text, Places::Part place) {
  auto selector = Selector::parse(text);
  if (selector) return std::move(*selector);
  part.error(selector.error().message, selector.error().hint, place);
  return std::nullopt;
}

// Each is `selector: reason`, or `selector: {reason: ..., until: 2026-12-31}`.
void decode_exceptions(const Section& section, GuardRail& rail) {
  const auto exceptions = section.find("except");
  if (!exceptions || !exceptions->expect_map("write each as 'selector: reason'")) return;
  exceptions->each_entry("an exception", [&](const Section& part) {
    auto selector = parse_selector(part, part.key(), Places::Part::key);
    const bool has_end = part.value().is_map();
    if (has_end) part.check_keys(kExceptionKeys);
    const auto reason = has_end ? part.text("reason") : exceptions->text(part.key());
    auto until = has_end ? decode_until(part) : std::string();
    const bool is_missing = has_end ? !part.find("reason") : part.is_null();
    if (!reason && is_missing) {
      part.error("the exception '" + part.key() + "' gives no reason", "write why the rail does not hold there",
                 Places::Part::key);
    }
    if (!selector || !reason || !until) return;
    rail.exceptions.push_back({std::move(*selector), *reason, part.source(Places::Part::key), *std::move(until)});
  });
}

GuardRail decode_rail(const Section& section) {
  GuardRail rail;
  rail.name = section.key();
  rail.path = section.path();
  rail.source = section.source(Places::Part::key);
  if (!section.expect_map()) return rail;
  section.check_keys(kRailKeys, kExpectedInRail);
  if (const auto text = section.text("selector")) {
    if (auto selector = parse_selector(*section.find("selector"), *text, Places::Part::value)) {
      rail.selector = std::move(*selector);
    }
  }
  if (const auto scope = decode_word(section, "each", kScopes)) rail.each = static_cast<RailScope>(*scope);
  if (const auto severity = decode_word(section, "severity", kSeverities)) {
    rail.severity = *severity == 0 ? Severity::error : Severity::warning;
  }
  decode_types(section, rail);
  rail.where = decode_expression(section, "where");
  rail.require = decode_expression(section, "require");
  rail.message = section.text("message").value_or("");
  decode_exceptions(section, rail);
  if (!section.find("require") || section.find("require")->is_null()) {
    section.error("the guard rail '" + rail.name + "' requires nothing",
                  "require: a Jinja expression that must hold, such as stage.account == 'k8s-' ~ stack",
                  Places::Part::key);
  }
  return rail;
}

}  // namespace

std::string_view to_string(RailScope scope) { return kScopes[static_cast<std::size_t>(scope)]; }

void decode_guard_rails(const Section& root, std::vector<GuardRail>& rails) {
  const auto section = root.find("guard_rails");
  if (!section || !section->expect_map("write each as 'name:' instead of '- name'")) return;
  section->each_entry("a guard rail", [&](const Section& part) {
    if (const std::string problem = name_problem(part.key()); !problem.empty()) {
      return part.error("'" + part.key() + "' cannot be the name of a guard rail: it " + problem, {},
                        Places::Part::key);
    }
    rails.push_back(decode_rail(part));
  });
}

}  // namespace sailmaker::fleet
