#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/jinja_protocol.h"
#include "cli/output.h"
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

Result<Value> read_context(const std::string& file) {
  if (file.empty()) return Value(Map());
  const auto text = read_file(file);
  if (!text) return Error("cannot read '" + file + "'");
  auto document = yaml::parse(*text, file);
  if (!document) return std::move(document).error();
  if (!document->root.is_map()) return Error("'" + file + "' holds no map from names to values");
  return std::move(document->root);
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
  return options;
}

Result<std::string> render(const Arguments& arguments) {
  const std::string file = arguments.operand(0);
  const bool from_stdin = file.empty() || file == "-";
  const auto text = from_stdin ? std::optional(read_all(std::cin)) : read_file(file);
  if (!text) return Error("cannot read '" + file + "'");
  auto context = read_context(arguments.value("vars"));
  if (!context) return std::move(context).error();
  const std::filesystem::path folder = from_stdin ? "." : std::filesystem::path(file).parent_path();
  const jinja::Environment environment(options_of(arguments),
                                       [&](const std::string& name) { return read_file(folder / name); });
  auto compiled = environment.compile(*text, from_stdin ? "standard input" : file);
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
