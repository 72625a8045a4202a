#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/jinja_protocol.h"
#include "cli/output.h"
#include "generate/trade_filters.h"
#include "jinja/environment.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::cli {

namespace {

std::string read_all(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path)) return std::nullopt;
  return read_all(in);
}

// A request a line, an answer a line, each at once.
int answer_requests() {
  std::string line;
  while (std::getline(std::cin, line)) {
    if (!line.empty()) print(answer_jinja_request(line) + "\n");
  }
  return kDone;
}

Error no_file(const std::string& file) {
  Error error("cannot read '" + file + "'");
  error.hint = std::filesystem::is_directory(file) ? "it is a folder" : "";
  return error;
}

// Later names win.
Result<void> add_file(const std::string& file, Map& variables) {
  const auto text = read_file(file);
  if (!text) return no_file(file);
  auto document = yaml::parse(*text, file);
  if (!document) return std::move(document).error();
  if (document->root.is_null()) return {};
  if (!document->root.is_map()) return Error("'" + file + "' holds no map from names to values");
  for (const Map::Entry& entry : document->root.as_map()) variables.set(entry.key, entry.value);
  return {};
}

Result<void> add_assignment(const std::string& text, Map& variables) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    return Error("--set needs NAME=VALUE, not '" + text + "'");
  }
  auto value = yaml::parse(std::string_view(text).substr(equals + 1), "--set " + text.substr(0, equals));
  if (!value) {
    return std::move(value.error())
        .with_hint("the value is read as YAML; put quotes around text: --set 'name=\"a: b\"'");
  }
  variables.set(Value(std::string_view(text).substr(0, equals)), value->root);
  return {};
}

Result<Value> read_context(const Arguments& arguments) {
  Map variables;
  for (const std::string& file : arguments.values("vars")) {
    if (auto added = add_file(file, variables); !added) return std::move(added).error();
  }
  for (const std::string& text : arguments.values("set")) {
    if (auto added = add_assignment(text, variables); !added) return std::move(added).error();
  }
  return Value(std::move(variables));
}

jinja::UndefinedKind undefined_kind(const std::string& text) {
  if (text == "plain") return jinja::UndefinedKind::plain;
  if (text == "chainable") return jinja::UndefinedKind::chainable;
  if (text == "debug") return jinja::UndefinedKind::debug;
  return jinja::UndefinedKind::strict;
}

jinja::Options options_of(const Arguments& arguments) {
  jinja::Options options;
  options.undefined = undefined_kind(arguments.value("undefined"));
  options.trim_blocks = arguments.has("trim-blocks");
  options.lstrip_blocks = arguments.has("lstrip-blocks");
  options.explain_errors = arguments.has("explain-errors");
  return options;
}

std::filesystem::path folder_of(const Arguments& arguments, const std::string& file) {
  if (arguments.is_set("templates")) return arguments.value("templates");
  return file.empty() ? "." : std::filesystem::path(file).parent_path();
}

// Jinja2's own loader does not leave its folder either.
std::optional<std::string> read_template(const std::filesystem::path& folder, const std::filesystem::path& name) {
  const bool leaves = name.is_absolute() || std::find(name.begin(), name.end(), "..") != name.end();
  return leaves ? std::nullopt : read_file(folder / name);
}

Result<std::string> render(const Arguments& arguments) {
  std::string file = arguments.operand(0);
  if (file == "-") file.clear();
  const auto text = file.empty() ? std::optional(read_all(std::cin)) : read_file(file);
  if (!text) return no_file(file);
  auto context = read_context(arguments);
  if (!context) return std::move(context).error();
  const std::filesystem::path folder = folder_of(arguments, file);
  jinja::Environment environment(options_of(arguments),
                                 [&](const std::string& name) { return read_template(folder, name); });
  generate::add_trade_filters(environment);
  auto compiled = environment.compile(*text, file.empty() ? "standard input" : file);
  if (!compiled) return std::move(compiled).error();
  return (*compiled)->render(*context);
}

}  // namespace

int run_jinja(const Arguments& arguments) {
  if (arguments.has("jsonl")) return answer_requests();
  auto text = render(arguments);
  if (!text) return say_error(text.error()), kError;
  print(*text);
  return kDone;
}

}  // namespace sailmaker::cli
