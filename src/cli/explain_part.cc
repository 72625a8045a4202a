#include "cli/explain_part.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/explanation.h"
#include "cli/output.h"
#include "cli/session.h"
#include "generate/provenance.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::cli {

namespace {

using generate::Provenance;

// A list of stages has hundreds of writers; the first ones tell where to begin.
constexpr std::size_t kMostWriters = 20;

std::string_view made_by(const Provenance& found) {
  switch (found.made) {
    case Provenance::Made::by_template: return "template";
    case Provenance::Made::linked: return "linker";
    case Provenance::Made::overridden: return "override";
    case Provenance::Made::filled_in: break;
  }
  return "sailmaker";
}

std::string where(const Source& source) { return source.file.empty() ? "(no place)" : to_string(source); }

std::string trimmed(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first == std::string::npos ? std::string() : line.substr(first);
}

// The conditions are said once for the places that share them; `before` are those said last.
std::string writer_text(const jinja::Writer& writer, const std::vector<Frame>& before) {
  std::string out = fmt::format("  {}\n", where(writer.source));
  if (!writer.source.line_text.empty()) out += fmt::format("      {}\n", trimmed(writer.source.line_text));
  for (const Frame& frame : writer.trace) out += fmt::format("    {} {}\n", frame.what, where(frame.source));
  for (const Frame& step : writer.steps) {
    out += fmt::format("    {} {}\n", step.what, where(step.source));
    if (!step.source.line_text.empty()) out += fmt::format("      {}\n", trimmed(step.source.line_text));
  }
  if (writer.conditions == before) return out;
  for (const Frame& condition : writer.conditions) {
    out += fmt::format("    {} {}\n", condition.what, where(condition.source));
    if (!condition.source.line_text.empty()) out += fmt::format("      {}\n", trimmed(condition.source.line_text));
  }
  return out;
}

std::string made_text(const Provenance& found) {
  if (found.made == Provenance::Made::filled_in) return "No template writes it: Sailmaker puts it in.\n";
  if (found.made == Provenance::Made::linked) {
    return fmt::format("The template writes {}, and the linker puts the id in its place.\n", short_text(found.written));
  }
  if (found.made == Provenance::Made::overridden) {
    return fmt::format("The override '{}' says it: {}\n{}", found.by->path, where(found.by_source),
                       found.writers.empty() ? "" : "It hides " + short_text(found.written) + ", ");
  }
  std::string out;
  for (const fleet::Override* each : found.overrides) {
    out += fmt::format("The override '{}' changes a part of it: {}\n", each->path,
                       where(each->locate({}, Places::Part::key)));
  }
  return out;
}

void print_text(const std::string& key, const Provenance& found) {
  const std::string path = found.path.empty() ? "the whole pipeline" : to_string(found.path);
  std::string out = fmt::format("{} of {}\n  = {}\n\n{}", path, key, short_text(found.value), made_text(found));
  if (!found.writers.empty()) out += found.by != nullptr ? "which is written by:\n" : "Written by:\n";
  const std::vector<Frame> none;
  for (std::size_t i = 0; i < std::min(found.writers.size(), kMostWriters); ++i) {
    out += writer_text(found.writers[i], i == 0 ? none : found.writers[i - 1].conditions);
  }
  if (found.writers.size() > kMostWriters)
    out += fmt::format("  and {} more places\n", found.writers.size() - kMostWriters);
  std::size_t width = 0;
  for (const fleet::Explanation& each : found.variables) width = std::max(width, each.variable.size());
  if (!found.variables.empty()) out += "Variables, each with the layer that sets it:\n";
  for (const fleet::Explanation& each : found.variables) out += explanation_text(each, width, 2);
  if (!found.standard.empty())
    out += fmt::format("Names that every template knows: {}\n", fmt::join(found.standard, ", "));
  print(out);
}

Value source_value(const Source& source) {
  return Map{{"file", source.file}, {"line", source.line}, {"column", source.column}};
}

List frames_value(const std::vector<Frame>& frames) {
  List list;
  for (const Frame& frame : frames) {
    Value value = source_value(frame.source);
    value.mutable_map().set_first("what", frame.what);
    list.push_back(std::move(value));
  }
  return list;
}

List names_value(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

Value override_value(const fleet::Override& each, const Source& source) {
  Value value = source_value(source);
  value.mutable_map().set_first("path", each.path);
  return value;
}

Value provenance_value(const std::string& key, const Provenance& found) {
  List writers;
  for (const jinja::Writer& writer : found.writers) {
    writers.push_back(Map{{"source", source_value(writer.source)},
                          {"trace", frames_value(writer.trace)},
                          {"steps", frames_value(writer.steps)},
                          {"variables", names_value(writer.variables)},
                          {"conditions", frames_value(writer.conditions)},
                          {"condition_variables", names_value(writer.condition_variables)}});
  }
  List variables;
  for (const fleet::Explanation& each : found.variables) variables.push_back(explanation_value(each));
  List overrides;
  if (found.by != nullptr) overrides.push_back(override_value(*found.by, found.by_source));
  for (const fleet::Override* each : found.overrides) {
    overrides.push_back(override_value(*each, each->locate({}, Places::Part::key)));
  }
  return Map{{"key", key},
             {"path", to_string(found.path)},
             {"value", found.value},
             {"made_by", made_by(found)},
             {"written", found.written},
             {"writers", std::move(writers)},
             {"variables", std::move(variables)},
             {"standard_names", names_value(found.standard)},
             {"overrides", std::move(overrides)}};
}

}  // namespace

int explain_part(const Arguments& arguments, const Session& session, const fleet::Entry& entry) {
  const std::string key = to_string(entry.key);
  const auto found = generate::explain_part(session.fleet(), session.generator(), entry, arguments.operand(1));
  if (!found) return say_error(found.error()), kError;
  const std::string format = arguments.value("output");
  if (format == "text") return print_text(key, *found), kDone;
  const Value document = provenance_value(key, *found);
  print(format == "yaml" ? yaml::write(document) : to_json(document, JsonStyle::indented) + "\n");
  return kDone;
}

}  // namespace sailmaker::cli
