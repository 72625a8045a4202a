#include "pipeline/reference.h"

#include <fmt/core.h>

#include <algorithm>

#include "pipeline/schema.h"

namespace sailmaker::pipeline {

namespace {

constexpr std::string_view kHead =
    "# Pipeline reference\n\n"
    "<!-- Written by `SAILMAKER_UPDATE_GOLDEN=1 pipeline_test --gtest_filter='Reference.*'` from "
    "src/pipeline/schema_*.cc. -->\n\n"
    "Every field of a Spinnaker pipeline that Sailmaker knows; [rules](rules.md) says what is checked. Required fields "
    "are\n"
    "**bold**. \"SpEL\" marks fields that may hold an expression, `${...}`, in place of their type; so may all text of "
    "stages,\n"
    "and none of what Front50 and Echo convert: the fields of the pipeline itself and of triggers. Plugins and some "
    "stages\n"
    "have more fields than these, and they are left alone.\n";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string type_of(const Field& field) {
  if (field.types & kAny) return "any";
  std::string out = expected_kind(field.types);
  if (field.types & kSpel) out += ", SpEL";
  return out;
}

std::string words_of(std::string_view values) {
  std::string out;
  while (!values.empty()) {
    const std::size_t end = std::min(values.find(' '), values.size());
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", values.substr(0, end));
    values.remove_prefix(std::min(end + 1, values.size()));
  }
  return out;
}

std::string note_of(const Field& field) {
  std::string out(field.note);
  const auto add = [&](const std::string& sentence) { out += (out.empty() ? "" : " ") + sentence; };
  if (!field.values.empty()) add("One of " + words_of(field.values) + ".");
  if (!field.fallback.empty()) add(fmt::format("Without it: `{}`.", field.fallback));
  if (!field.gone.empty()) add(fmt::format("*Deprecated*: {}.", field.gone));
  return out;
}

// A row for each field; those of maps inside follow as `field.inside`.
void append_rows(std::span<const Field> fields, const std::string& prefix, std::string& out) {
  for (const Field& field : fields) {
    const std::string name = prefix + std::string(field.name);
    const std::string_view mark = field.need == Need::required ? "**" : "";
    out += fmt::format("| {}`{}`{} | {} | {} |\n", mark, name, mark, type_of(field), escaped(note_of(field)));
    const bool is_list = field.types & kMaps;
    if (field.inside != nullptr) append_rows(field.inside->fields, name + (is_list ? "[]." : "."), out);
  }
}

void append_table(std::span<const Field> fields, std::string& out) {
  if (fields.empty()) return;
  out += "\n| field | holds | |\n| --- | --- | --- |\n";
  append_rows(fields, "", out);
}

void append_shape(const Shape& shape, std::string_view level, std::string& out) {
  out += fmt::format("\n{} `{}`\n\n{}", level, shape.type, shape.note);
  if (!shape.alias.empty()) out += fmt::format(" Needs `alias: {}`.", shape.alias);
  if (!shape.gone.empty()) out += fmt::format(" *Deprecated*: {}.", shape.gone);
  out += '\n';
  append_table(shape.fields, out);
}

void append_stages(std::string& out) {
  out += "\n## Stages\n\n### All stages\n";
  append_table(stage_fields(), out);
  for (const ShapeGroup& group : stage_groups()) {
    out += fmt::format("\n### {}\n", group.title);
    for (const Shape& shape : group.shapes) append_shape(shape, "####", out);
  }
  out += "\n### Known by name\n\nOf these stages Sailmaker knows that they exist, and no fields of their own:\n";
  std::string line;
  for (const std::string& type : stage_types()) {
    if (find_stage_shape(type) != nullptr) continue;
    if (line.size() + type.size() > 110) out += line + "\n", line.clear();
    line += (line.empty() ? "`" : " `") + type + "`";
  }
  out += line + "\n";
}

}  // namespace

std::string reference_page() {
  std::string out(kHead);
  out += "\n## The pipeline\n";
  append_table(pipeline_fields(), out);
  out += "\n### `parameterConfig[]`\n";
  append_table(parameter_shape().fields, out);
  append_stages(out);
  out += "\n## Triggers\n\n### All triggers\n";
  append_table(trigger_fields(), out);
  for (const Shape& shape : trigger_shapes()) append_shape(shape, "###", out);
  out += "\n## Artifacts\n\n### `expectedArtifacts[]`\n";
  append_table(expected_artifact_shape().fields, out);
  out += "\nTypes, and what their fields mean:\n";
  for (const Shape& shape : artifact_shapes()) append_shape(shape, "###", out);
  out += "\n## Preconditions\n";
  append_table(precondition_fields(), out);
  out += "\nKinds, and what their `context` holds:\n";
  for (const Shape& shape : precondition_shapes()) append_shape(shape, "###", out);
  out += "\n## Notifications\n\nOf the pipeline and of stages.\n";
  append_table(notification_fields(), out);
  for (const Shape& shape : notification_shapes()) append_shape(shape, "###", out);
  return out;
}

}  // namespace sailmaker::pipeline
