#include <fmt/core.h>

#include <string>

#include "base/edit_distance.h"
#include "base/uuid.h"
#include "pipeline/link_steps.h"
#include "pipeline/rules.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Near misses cost time; after so many unknown names they help nobody.
constexpr int kMostHints = 50;

bool has_expression(std::string_view text) { return text.find("${") != std::string_view::npos; }

bool is_type(const Value& item, std::string_view first, std::string_view second = "pipeline") {
  const Value* type = item.find("type");
  return type != nullptr && type->is_string() && (type->as_string() == first || type->as_string() == second);
}

// The name that a stage's or trigger's `pipeline` holds; nullptr when it holds an id or an expression already.
const Value* symbolic_name(const Value& item) {
  const Value* name = item.find("pipeline");
  if (name == nullptr || !name->is_string()) return nullptr;
  const std::string_view text = name->as_string();
  return text.empty() || is_uuid(text) || has_expression(text) ? nullptr : name;
}

class PipelineLinker {
 public:
  PipelineLinker(const LinkContext& context, Problems& problems) : context_(context), problems_(problems) {}

  /// Replaces the name in item["pipeline"], and adds the application where the item has none.
  void link(Value& item, const Trail& at) {
    const std::string name(symbolic_name(item)->as_string());
    const auto found = context_.find_pipeline ? context_.find_pipeline(name) : std::nullopt;
    Map& map = item.mutable_map();
    Value* application = map.find("application");
    const bool has_application = application != nullptr && !application->is_null();
    if (!found) {
      // It would be filled in; that it is missing is no mistake of its own.
      if (!has_application) map.set("application", Value("unknown"));
      return report_unknown(name, at);
    }
    if (!has_application) {
      map.set("application", Value(found->application));
    } else if (application->is_string() && is_another(application->as_string(), found->application)) {
      report_another(name, *found, application->as_string(), at);
    }
    *map.find("pipeline") = Value(found->id);
  }

 private:
  static bool is_another(std::string_view given, std::string_view known) {
    return given != known && !has_expression(given);
  }

  void report_unknown(const std::string& name, const Trail& at) {
    const bool look = context_.pipeline_names && ++unknown_ <= kMostHints;
    const auto names = look ? context_.pipeline_names() : std::vector<std::string>();
    report(problems_, Rule::unknown_pipeline, Trail(at, "pipeline"), fmt::format("there is no pipeline '{}'", name),
           did_you_mean(name, names));
  }

  void report_another(const std::string& name, const Known& known, std::string_view given, const Trail& at) {
    report(problems_, Rule::unknown_pipeline, Trail(at, "application"),
           fmt::format("pipeline '{}' belongs to application '{}', not to '{}'", name, known.application, given),
           "leave `application` out, it is filled in");
  }

  const LinkContext& context_;
  Problems& problems_;
  int unknown_ = 0;
};

// Goes through a list of the document; `other` is a second type that refers to pipelines.
void link_list(Value& document, std::string_view list, std::string_view other, PipelineLinker& linker) {
  const Value* items = document.find(list);
  if (items == nullptr || !items->is_list()) return;
  const Trail root;
  const Trail list_at(root, list);
  for (std::size_t i = 0; i < items->as_list().size(); ++i) {
    const Value& item = items->as_list()[i];
    if (!is_type(item, other) || symbolic_name(item) == nullptr) continue;
    Value& own = *document.mutable_map().find(list);
    linker.link(own.mutable_list()[i], Trail(list_at, i));
    items = &own;
  }
}

}  // namespace

void link_pipeline_references(Value& document, const LinkContext& context, Problems& problems) {
  PipelineLinker linker(context, problems);
  link_list(document, "triggers", "pipeline", linker);
  link_list(document, "stages", "findArtifactFromExecution", linker);
}

}  // namespace sailmaker::pipeline
