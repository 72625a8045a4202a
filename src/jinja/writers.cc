#include "jinja/writers.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "jinja/compiled_template.h"
#include "jinja/conditions.h"
#include "jinja/definitions.h"
#include "jinja/source_map.h"
#include "jinja/walk.h"

namespace sailmaker::jinja {

namespace {

constexpr int kDeepest = 30;

const CompiledTemplate& compiled(const Template& one) { return static_cast<const CompiledTemplate&>(one); }

// Follows the names of expressions to where their values come from.
class Follower {
 public:
  explicit Follower(const SourceMap& map) : map_(map) {}

  void follow(std::uint32_t place, std::uint32_t offset, std::uint32_t length, Writer& writer) {
    writer_ = &writer;
    seen_.clear();
    const Template& home = map_.home_of(place);
    const Expr* expr = definitions_of(home).expression_at(offset, length);
    if (expr != nullptr) use({&home, place}, *expr, 0);
  }

  // What the place and the calls that led there stand in.
  void add_conditions(std::uint32_t place, std::uint32_t offset, Writer& writer) {
    for (;;) {
      const Template& home = map_.home_of(place);
      const std::vector<Condition> around = conditions_at(compiled(home).parsed(), offset);
      for (auto each = around.rbegin(); each != around.rend(); ++each) add_condition({&home, place}, *each, writer);
      if (map_.from_of(place) == place) return;
      offset = map_.call_of(place).first;
      place = map_.from_of(place);
    }
  }

 private:
  // Where an expression stands: in a template, reached through a place of the map.
  struct Scope {
    const Template* home;
    std::uint32_t place;
  };

  void add_condition(Scope scope, const Condition& condition, Writer& writer) {
    constexpr std::string_view kWhat[] = {"only if", "only if not", "once for each of"};
    const std::string_view what = kWhat[static_cast<std::size_t>(condition.kind)];
    writer.conditions.push_back(
        {std::string(what), compiled(*scope.home).source_at(condition.expr->offset, condition.expr->length)});
    Writer names;
    names.variables = std::move(writer.condition_variables);
    writer_ = &names;
    seen_.clear();
    use(scope, *condition.expr, 0);
    writer.condition_variables = std::move(names.variables);
  }

  const Definitions& definitions_of(const Template& one) {
    const auto [at, is_new] = definitions_.try_emplace(&one, nullptr);
    if (is_new) at->second = std::make_unique<Definitions>(compiled(one).parsed());
    return *at->second;
  }

  void use(Scope scope, const Expr& expr, int depth) {
    if (depth > kDeepest || !seen_.emplace(scope.place, &expr).second) return;
    if (expr.kind == ExprKind::name) return use_name(scope, static_cast<const Name&>(expr), depth);
    if (expr.kind == ExprKind::attribute && use_member(scope, static_cast<const Attribute&>(expr), depth)) return;
    for_each_operand(expr, [&](const Expr& operand) { use(scope, operand, depth + 1); });
  }

  void use_name(Scope scope, const Name& name, int depth) {
    const Definition* definition = definitions_of(*scope.home).find(name.name, name.offset);
    if (definition == nullptr) return add_variable(name.name);
    if (definition->kind == Definition::Kind::parameter) return use_parameter(scope, *definition, depth);
    if (definition->kind == Definition::Kind::import && !definition->member.empty()) {
      return use_imported(scope, *definition, definition->member, depth);
    }
    follow_value(scope, *definition, depth);
  }

  // A member of an imported template: what that template sets under the name.
  bool use_member(Scope scope, const Attribute& attribute, int depth) {
    if (attribute.base->kind != ExprKind::name || attribute.key == nullptr) return false;
    const Name& name = static_cast<const Name&>(*attribute.base);
    const Definition* definition = definitions_of(*scope.home).find(name.name, name.offset);
    if (definition == nullptr || definition->kind != Definition::Kind::import) return false;
    use_imported(scope, *definition, attribute.key->as_string(), depth);
    return true;
  }

  void use_imported(Scope scope, const Definition& import, std::string_view member, int depth) {
    if (import.value == nullptr || import.value->kind != ExprKind::constant) return;
    const Value& file = *static_cast<const Constant&>(*import.value).value;
    const Template* home = file.is_string() ? map_.home_called(file.as_string()) : nullptr;
    if (home == nullptr) return;
    const auto end = static_cast<std::uint32_t>(home->source().size());
    const Definition* definition = definitions_of(*home).find(member, end);
    if (definition != nullptr) follow_value({home, scope.place}, *definition, depth);
  }

  void follow_value(Scope scope, const Definition& definition, int depth) {
    if (definition.value == nullptr || definition.kind == Definition::Kind::import) return;
    const bool loop = definition.kind == Definition::Kind::loop;
    add_step(loop ? "'" + std::string(definition.name) + "' is taken from a list at"
                  : "'" + std::string(definition.name) + "' is set at",
             *scope.home, *definition.value);
    use(scope, *definition.value, depth + 1);
  }

  // The argument of the call that led here, else the parameter's default.
  void use_parameter(Scope scope, const Definition& parameter, int depth) {
    std::uint32_t place = scope.place;
    const std::string_view macro = parameter.macro->name == nullptr ? "" : parameter.macro->name->as_string();
    while (map_.from_of(place) != place && !map_.is_macro(place, macro)) place = map_.from_of(place);
    if (!map_.is_macro(place, macro)) return;
    const Scope caller{&map_.home_of(map_.from_of(place)), map_.from_of(place)};
    const auto [offset, length] = map_.call_of(place);
    const Expr* argument = argument_of(definitions_of(*caller.home).expression_at(offset, length), parameter);
    const std::string what = "parameter '" + std::string(parameter.name) + "' is ";
    if (argument != nullptr) {
      add_step(what + "given at", *caller.home, *argument);
      use(caller, *argument, depth + 1);
    } else if (parameter.value != nullptr) {
      add_step(what + "not given and has the default at", *scope.home, *parameter.value);
      use(scope, *parameter.value, depth + 1);
    }
  }

  static const Expr* argument_of(const Expr* expr, const Definition& parameter) {
    if (expr == nullptr || expr->kind != ExprKind::call) return nullptr;
    const CallArguments& arguments = static_cast<const Call&>(*expr).arguments;
    if (parameter.parameter < arguments.positional.size()) return arguments.positional[parameter.parameter];
    for (const KeywordExpr& keyword : arguments.keywords) {
      if (keyword.name->as_string() == parameter.name) return keyword.value;
    }
    return nullptr;
  }

  void add_step(std::string what, const Template& home, const Expr& expr) {
    Frame step{std::move(what), compiled(home).source_at(expr.offset, expr.length)};
    auto& steps = writer_->steps;
    if (std::find(steps.begin(), steps.end(), step) == steps.end()) steps.push_back(std::move(step));
  }

  void add_variable(std::string_view name) {
    auto& names = writer_->variables;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
  }

  const SourceMap& map_;
  std::map<const Template*, std::unique_ptr<Definitions>> definitions_;
  std::set<std::pair<std::uint32_t, const Expr*>> seen_;
  Writer* writer_ = nullptr;
};

}  // namespace

std::vector<Writer> writers(const SourceMap& map, std::size_t begin, std::size_t length) {
  std::vector<Writer> found;
  Follower follower(map);
  const auto& spans = map.spans();
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const SourceMap::Span& span = spans[i];
    const std::size_t end = i + 1 < spans.size() ? spans[i + 1].begin : std::string::npos;
    // A span without extent is an expression whose value came with places of its own: it wrote what follows.
    const bool is_hollow = end == span.begin && !span.verbatim && span.begin >= begin;
    const bool covers = span.begin < begin + length && end > begin && end > span.begin;
    if (!covers && !(is_hollow && span.begin < begin + length)) continue;
    const std::size_t at = std::max<std::size_t>(span.begin, begin);
    SourceMap::Origin origin = map.origin_of(span, at, std::min(end, begin + length) - at);
    Writer writer{std::move(origin.source), std::move(origin.trace), {}, {}, {}, {}};
    if (!span.verbatim) follower.follow(span.place, span.offset, span.length, writer);
    follower.add_conditions(span.place, span.offset, writer);
    found.push_back(std::move(writer));
  }
  return found;
}

}  // namespace sailmaker::jinja
