#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/unicode.h"
#include "base/uuid.h"
#include "pipeline/name_index.h"
#include "pipeline/server_fields.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestId = 36;
constexpr std::string_view kForbiddenInNames = "\\^/?%#";

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }
bool is_all_blank(std::string_view text) { return std::all_of(text.begin(), text.end(), is_blank); }

// What is wrong with a name or an application, as the end of a sentence; empty when nothing is.
std::string text_problem(std::string_view text) {
  if (is_blank(text.front()) || is_blank(text.back())) return "begins or ends with a blank";
  if (std::any_of(text.begin(), text.end(), is_control)) return "holds a control character";
  if (text.size() <= kLongestName) return {};
  const std::size_t size = code_points(text);
  return size <= kLongestName ? std::string() : fmt::format("has {} characters; {} are the most", size, kLongestName);
}

// The text of a required field; empty when it is missing, which is then a problem.
std::string_view required_text(const Value* text, std::string_view field, const Trail& at, Problems& problems) {
  if (text == nullptr) {
    report(problems, Rule::missing_name, Trail(), fmt::format("the pipeline has no '{}'", field));
  } else if (text->is_string() && is_all_blank(text->as_string())) {
    report(problems, Rule::missing_name, at, fmt::format("'{}' is empty", field));
  } else if (text->is_string()) {
    return text->as_string();
  }
  return {};
}

void check_name(const Value* value, Problems& problems) {
  const Trail root;
  const Trail at(root, "name");
  const std::string_view name = required_text(value, "name", at, problems);
  if (name.empty()) return;
  if (const std::string problem = text_problem(name); !problem.empty()) {
    report(problems, Rule::bad_name, at, fmt::format("the pipeline's name {}", problem));
  }
  const std::size_t forbidden = name.find_first_of(kForbiddenInNames);
  if (forbidden != std::string_view::npos) {
    report(problems, Rule::bad_name, at, fmt::format("the pipeline's name holds '{}'", name[forbidden]),
           "Deck does not allow any of \\ ^ / ? % #");
  }
}

void check_application(const Value* value, Problems& problems) {
  const Trail root;
  const Trail at(root, "application");
  const std::string_view application = required_text(value, "application", at, problems);
  if (application.empty()) return;
  if (const std::string problem = text_problem(application); !problem.empty()) {
    report(problems, Rule::bad_application, at, fmt::format("the application's name {}", problem));
  }
}

bool is_id_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

void check_id(const Value* id, Problems& problems) {
  if (id == nullptr || !id->is_string()) return;
  const std::string_view text = id->as_string();
  const Trail root;
  const Trail at(root, "id");
  if (text.empty()) {
    report(problems, Rule::bad_id, at, "the pipeline's id is empty", "leave the key out, and Sailmaker makes an id");
  } else if (text.size() > kLongestId) {
    report(problems, Rule::bad_id, at,
           fmt::format("the pipeline's id has {} characters; {} are the most", text.size(), kLongestId));
  } else if (!std::all_of(text.begin(), text.end(), is_id_character)) {
    report(problems, Rule::bad_id, at, fmt::format("the pipeline's id '{}' is no lower-case UUID", text),
           "only a-z, 0-9, - and _ may stand in it");
  } else if (!is_uuid(text)) {
    report(problems, Rule::id_no_uuid, at, fmt::format("the pipeline's id '{}' is no UUID", text));
  }
}

void check_server_fields(const Map& pipeline, Problems& problems) {
  const Trail root;
  for (const Map::Entry& entry : pipeline) {
    if (!is_server_field(entry.key)) continue;
    const std::string_view field = entry.key.as_string();
    report(problems, Rule::server_field, Trail(root, field), fmt::format("'{}' belongs to Spinnaker", field),
           "leave the key out", Places::Part::key);
  }
}

void report_parameter(const Trail& list, std::size_t first, std::size_t second, std::string_view name,
                      Problems& problems) {
  const Trail other(list, first);
  const Trail at(list, second);
  report(problems, Rule::duplicate_parameter, Trail(at, "name"),
         fmt::format("two parameters are called '{}': this one and {}", name, to_string(other.path())));
  report_also(problems, "the other one stands at", Trail(other, "name"));
}

void check_parameters(const Value* parameters, Problems& problems) {
  if (parameters == nullptr || !parameters->is_list()) return;
  const Trail root;
  const Trail list(root, "parameterConfig");
  const FieldTable& table = table_of(parameter_shape());
  const FieldCheck fields{table, parameter_shape().type};
  const List& items = parameters->as_list();
  NameIndex names;
  names.reserve(items.size());
  std::vector<const Value*> name_of(items.size());  // where it is text
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_map()) continue;
    Seen seen;
    check_fields(items[i], fields, Trail(list, i), problems, &seen);
    const Value* name = seen[Noted::name];
    if (name == nullptr || !name->is_string()) continue;
    name_of[i] = name;
    names.add(name->as_string(), static_cast<NameIndex::Place>(i));
  }
  names.finish();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (name_of[i] == nullptr) continue;
    const std::string_view name = name_of[i]->as_string();
    if (const std::size_t first = names.find(name); first != i) report_parameter(list, first, i, name, problems);
  }
}

}  // namespace

Seen check_head(const Value& pipeline, Problems& problems) {
  static const FieldTable fields(pipeline_fields());
  Seen seen;
  check_fields(pipeline, {fields, "this pipeline", Unknown::near_misses, Quoted::converted}, Trail(), problems, &seen);
  check_name(seen[Noted::name], problems);
  check_application(seen[Noted::application], problems);
  check_id(seen[Noted::id], problems);
  check_server_fields(pipeline.as_map(), problems);
  check_parameters(seen[Noted::parameter_config], problems);
  check_notifications(seen, Trail(), problems);
  return seen;
}

}  // namespace sailmaker::pipeline
