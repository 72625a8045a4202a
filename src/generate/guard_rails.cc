#include "generate/guard_rails.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/day.h"
#include "generate/rail_names.h"
#include "generate/scalar_place.h"
#include "generate/trade_filters.h"
#include "pipeline/schema.h"

namespace sailmaker::generate {

namespace {

constexpr const char* kText = "guard rail";  // what the engine calls their texts

jinja::Options strict(jinja::Options options) {
  options.undefined = jinja::UndefinedKind::strict;
  return options;
}

// Where `word` stands in `text` as a whole word; at its start when it does not.
std::size_t place_of_word(std::string_view text, std::string_view word) {
  const auto is_letter = [&](std::size_t i) {
    return i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) != 0 || text[i] == '_');
  };
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    if (!is_letter(at + word.size()) && (at == 0 || !is_letter(at - 1))) return at;
  }
  return 0;
}

}  // namespace

std::string rule_of(const fleet::GuardRail& rail) { return "guard-rail/" + rail.name; }

// Compiles the rails of one fleet and finds what is wrong with them.
class GuardRails::Compiler {
 public:
  Compiler(GuardRails& rails, std::span<const fleet::Entry> entries)
      : rails_(rails), fleet_(rails.fleet_), entries_(entries) {}

  void compile(const fleet::GuardRail& declared) {
    Rail& rail = rails_.rails_.emplace_back();
    rail.declared = &declared;
    rail.where = expression(rail, "where", declared.where);
    rail.require = expression(rail, "require", declared.require);
    rail.message = message(rail);
    check_selectors(declared);
    check_types(declared);
    for (const Error& error : rail.wrong) {
      rails_.findings_.push_back({Severity::error, error, {}, rule_of(declared)});
    }
  }

 private:
  static Path path_of(const fleet::GuardRail& rail, const std::string& field) {
    Path path = rail.path;
    path.emplace_back(field);
    return path;
  }

  std::shared_ptr<const jinja::Expression> expression(Rail& rail, const std::string& field, const std::string& text) {
    if (text.empty()) return nullptr;
    auto compiled = rails_.environment_.compile_expression(text, kText);
    if (!compiled) return does_not_compile(rail, field, text, std::move(compiled).error()), nullptr;
    for (const Path& read : (*compiled)->reads()) check_name(rail, field, text, std::get<std::string>(read[0]));
    return *compiled;
  }

  std::shared_ptr<const jinja::Template> message(Rail& rail) {
    const std::string& text = rail.declared->message;
    if (text.empty()) return nullptr;
    auto compiled = rails_.environment_.compile(text, kText);
    if (!compiled) return does_not_compile(rail, "message", text, std::move(compiled).error()), nullptr;
    for (const std::string& name : (*compiled)->variables()) check_name(rail, "message", text, name);
    return *compiled;
  }

  void does_not_compile(Rail& rail, const std::string& field, std::string_view text, Error error) {
    Error moved = move_to_scalar(std::move(error), kText, *fleet_.origin, path_of(*rail.declared, field), text);
    moved.message = "guard rail '" + rail.declared->name + "': " + moved.message;
    rail.wrong.push_back(std::move(moved));
  }

  void check_name(Rail& rail, const std::string& field, std::string_view text, const std::string& name) {
    rail.reads_vars = rail.reads_vars || name == "vars";
    rail.reads_upstream = rail.reads_upstream || name == "upstream";
    const auto& known = names(rail.declared->each);
    if (known.contains(name)) return;
    const Source place =
        place_in_scalar(*fleet_.origin, path_of(*rail.declared, field), text, place_of_word(text, name), name.size());
    Error error("guard rail '" + rail.declared->name + "': '" + name + "' is nothing that a guard rail knows", place);
    error.hint = hint_for(*rail.declared, name, known);
    rail.wrong.push_back(std::move(error));
  }

  using Names = std::set<std::string, std::less<>>;

  static std::string hint_for(const fleet::GuardRail& rail, const std::string& name, const Names& known) {
    constexpr std::array kParts = {fleet::RailScope::stage, fleet::RailScope::trigger, fleet::RailScope::parameter,
                                   fleet::RailScope::artifact};
    for (const fleet::RailScope part : kParts) {
      const bool belongs = name == to_string(part) || (name == "upstream" && part == fleet::RailScope::stage);
      if (belongs) return "'" + name + "' is there with 'each: " + std::string(to_string(part)) + "'";
    }
    std::string hint = did_you_mean(name, std::vector<std::string>(known.begin(), known.end()));
    if (!hint.empty()) return hint;
    hint = "beside the names of templates and all variables there are key, vars, pipeline";
    if (rail.each != fleet::RailScope::pipeline) hint += ", " + std::string(to_string(rail.each));
    return hint + (rail.each == fleet::RailScope::stage ? ", upstream" : "");
  }

  const Names& names(fleet::RailScope scope) {
    const auto [place, is_new] = names_.try_emplace(scope);
    if (is_new) place->second = rail_names(fleet_, scope);
    return place->second;
  }

  bool selects_any(const fleet::Selector& selector) const {
    return entries_.empty() || selector.selects_all() ||
           std::any_of(entries_.begin(), entries_.end(),
                       [&](const fleet::Entry& entry) { return selector.matches(entry.key); });
  }

  void warn(const fleet::GuardRail& rail, std::string message, Source place, std::string hint) {
    Error error("guard rail '" + rail.name + "': " + std::move(message), std::move(place));
    rails_.findings_.push_back({Severity::warning, std::move(error).with_hint(std::move(hint)), {}, rule_of(rail)});
  }

  void check_selectors(const fleet::GuardRail& rail) {
    if (!selects_any(rail.selector)) {
      warn(rail, "no pipeline of the fleet matches '" + rail.selector.text() + "', so it guards nothing",
           fleet_.origin->locate(path_of(rail, "selector")), "a selector is product/service/stack/template with globs");
    }
    for (const fleet::RailException& exception : rail.exceptions) {
      if (fleet::is_over(exception.until, fleet_.today)) {
        warn(rail, "the exception '" + exception.selector.text() + "' ended on " + exception.until, exception.source,
             "take it out, or give it a later day");
      }
      if (selects_any(exception.selector)) continue;
      warn(rail, "no pipeline of the fleet matches the exception '" + exception.selector.text() + "'", exception.source,
           "take it out if it is not needed any more");
    }
  }

  // A type that nothing has would let the rail pass in silence.
  void check_types(const fleet::GuardRail& rail) {
    const bool stages = rail.each == fleet::RailScope::stage;
    const std::span<const std::string> known = stages ? pipeline::stage_types() : pipeline::trigger_types();
    for (std::size_t i = 0; i < rail.types.size(); ++i) {
      const std::string& type = rail.types[i];
      if (stages ? pipeline::is_stage_type(type) : std::find(known.begin(), known.end(), type) != known.end()) continue;
      Path path = path_of(rail, "types");
      path.emplace_back(i);
      warn(rail, "Spinnaker itself has no " + std::string(to_string(rail.each)) + " of type '" + type + "'",
           fleet_.origin->locate(path), did_you_mean(type, known));
    }
  }

  GuardRails& rails_;
  const fleet::Fleet& fleet_;
  std::span<const fleet::Entry> entries_;
  std::map<fleet::RailScope, Names> names_;
};

GuardRails::GuardRails(const fleet::Fleet& fleet, jinja::Options options, std::span<const fleet::Entry> entries)
    : fleet_(fleet), environment_(strict(std::move(options))) {
  add_trade_filters(environment_);
  rails_.reserve(fleet.guard_rails.size());
  Compiler compiler(*this, entries);
  for (const fleet::GuardRail& declared : fleet.guard_rails) compiler.compile(declared);
}

GuardRails::~GuardRails() = default;

}  // namespace sailmaker::generate
