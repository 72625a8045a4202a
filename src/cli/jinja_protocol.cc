#include "cli/jinja_protocol.h"

#include "generate/trade_filters.h"
#include "jinja/environment.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

struct BadRequest {
  std::string message;
};

std::string text_of(const Value& value, std::string_view name) {
  if (!value.is_string()) throw BadRequest{"'" + std::string(name) + "' must be text"};
  return std::string(value.as_string());
}

void read_text(const Value& options, std::string_view name, std::string& to) {
  const Value* value = options.find(name);
  if (value != nullptr && !value->is_null()) to = text_of(*value, name);
}

void read_flag(const Value& options, std::string_view name, bool& to) {
  const Value* value = options.find(name);
  if (value == nullptr) return;
  if (!value->is_boolean()) throw BadRequest{"'" + std::string(name) + "' must be true or false"};
  to = value->as_boolean();
}

bool wants_trade_filters(const Value& options) {
  bool wanted = false;
  read_flag(options, "trade_filters", wanted);
  return wanted;
}

void read_extensions(const Value& given, jinja::Options& options) {
  const Value* extensions = given.find("extensions");
  if (extensions == nullptr) return;
  if (!extensions->is_list()) throw BadRequest{"'extensions' must be a list"};
  for (const Value& extension : extensions->as_list()) {
    const std::string name = text_of(extension, "extensions");
    options.extension_do = options.extension_do || name == "do" || name == "jinja2.ext.do";
    options.extension_loopcontrols =
        options.extension_loopcontrols || name == "loopcontrols" || name == "jinja2.ext.loopcontrols";
  }
}

jinja::UndefinedKind undefined_kind(const std::string& name) {
  if (name == "default") return jinja::UndefinedKind::plain;
  if (name == "strict") return jinja::UndefinedKind::strict;
  if (name == "chainable") return jinja::UndefinedKind::chainable;
  if (name == "debug") return jinja::UndefinedKind::debug;
  throw BadRequest{"there is no undefined '" + name + "'"};
}

// The engine's own limits stay for what is not said.
void read_limits(const Value& request, jinja::Limits& limits) {
  const Value* given = request.find("limits");
  if (given == nullptr || given->is_null()) return;
  const auto read = [&](std::string_view name, auto& to) {
    const Value* value = given->find(name);
    if (value == nullptr) return;
    const double number = value->is_integer() ? static_cast<double>(value->as_integer())
                          : value->is_real()  ? value->as_real()
                                              : -1;
    if (!(number >= 0 && number <= 1e15)) throw BadRequest{"'" + std::string(name) + "' must be a number from 0 on"};
    to = static_cast<std::remove_reference_t<decltype(to)>>(number);
  };
  read("seconds", limits.seconds);
  read("steps", limits.steps);
  read("output", limits.output);
  read("range", limits.range);
}

jinja::Options read_options(const Value& given) {
  jinja::Options options;
  options.statement_lines = true;
  read_flag(given, "trim_blocks", options.trim_blocks);
  read_flag(given, "lstrip_blocks", options.lstrip_blocks);
  read_flag(given, "keep_trailing_newline", options.keep_trailing_newline);
  read_flag(given, "autoescape", options.autoescape);
  read_flag(given, "explain_errors", options.explain_errors);
  read_text(given, "block_start_string", options.block_start);
  read_text(given, "block_end_string", options.block_end);
  read_text(given, "variable_start_string", options.variable_start);
  read_text(given, "variable_end_string", options.variable_end);
  read_text(given, "comment_start_string", options.comment_start);
  read_text(given, "comment_end_string", options.comment_end);
  read_text(given, "line_statement_prefix", options.line_statement_prefix);
  read_text(given, "line_comment_prefix", options.line_comment_prefix);
  read_text(given, "newline_sequence", options.newline_sequence);
  std::string undefined = "default";
  read_text(given, "undefined", undefined);
  options.undefined = undefined_kind(undefined);
  read_extensions(given, options);
  return options;
}

Map answer_head(const Value& request, bool ok) {
  const Value* id = request.find("id");
  return {{"id", id == nullptr ? Value() : *id}, {"ok", ok}};
}

std::string answer_error(const Value& request, const Error& error) {
  Map details{{"type", error.type.empty() ? "Error" : error.type}, {"message", error.message}};
  details.set("line", error.source ? Value(error.source->line) : Value());
  const bool named = error.source && !error.source->file.empty();
  details.set("name", named ? Value(error.source->file) : Value());
  if (!error.hint.empty()) details.set("hint", error.hint);
  if (!error.variables.empty()) {
    Map variables;
    for (const Variable& variable : error.variables) variables.set(Value(variable.name), Value(variable.value));
    details.set("variables", Value(std::move(variables)));
  }
  Map answer = answer_head(request, false);
  answer.set("error", Value(std::move(details)));
  return to_json(Value(std::move(answer)));
}

Result<std::string> render(const Value& request) {
  static const Value kEmpty{Map()};
  const auto part = [&](std::string_view name) -> const Value& {
    const Value* found = request.find(name);
    return found == nullptr || found->is_null() ? kEmpty : *found;
  };
  const Value* source = request.find("template");
  if (source == nullptr) throw BadRequest{"the request has no 'template'"};
  std::string name;
  read_text(request, "name", name);
  const Value& templates = part("templates");
  const auto load = [&](const std::string& wanted) -> std::optional<std::string> {
    if (!name.empty() && wanted == name) return text_of(*source, "template");
    const Value* found = templates.find(wanted);
    return found == nullptr ? std::nullopt : std::optional(text_of(*found, wanted));
  };
  jinja::Options options = read_options(part("options"));
  read_limits(request, options.limits);
  jinja::Environment environment(std::move(options), load);
  environment.set_template_names([&] {
    std::vector<std::string> names;
    if (templates.is_map()) {
      for (const Map::Entry& entry : templates.as_map()) names.emplace_back(entry.key.as_string());
    }
    return names;
  });
  if (wants_trade_filters(part("options"))) generate::add_trade_filters(environment);
  auto compiled = name.empty() ? environment.compile(text_of(*source, "template"), "") : environment.get(name);
  if (!compiled) return std::move(compiled.error());
  return (*compiled)->render(part("context"));
}

}  // namespace

std::string answer_jinja_request(std::string_view json_line) {
  auto request = parse_json(json_line, "request");
  if (!request) return answer_error(Value(), request.error());
  try {
    auto output = render(*request);
    if (!output) return answer_error(*request, output.error());
    Map answer = answer_head(*request, true);
    answer.set("output", Value(std::string_view(*output)));
    return to_json(Value(std::move(answer)));
  } catch (const BadRequest& bad) {
    return answer_error(*request, Error(bad.message));
  }
}

}  // namespace sailmaker::cli
