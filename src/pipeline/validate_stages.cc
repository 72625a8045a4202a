#include <fmt/core.h>

#include "base/edit_distance.h"
#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Near misses of plugins' types: after this many unknown stages nobody reads them.
constexpr int kMostHints = 50;

std::string describe(const Value& stage) {
  return fmt::format("{} stage {}", stage.find("type")->as_string(), stage_label(stage));
}

class StageCheck {
 public:
  explicit StageCheck(Problems& problems) : problems_(problems) {}

  void check(const Value& stage, const Trail& at) {
    const Value* type = stage.find("type");
    const bool has_type = type != nullptr && type->is_string() && !type->as_string().empty();
    if (!has_type) report_type(stage, type, at);
    static const FieldTable of_all({}, stage_fields());
    const FieldTable* fields = has_type ? find_stage_table(type->as_string()) : nullptr;
    const Unknown unknown = fields == nullptr ? Unknown::ignored : Unknown::near_misses;
    Seen seen;
    check_fields(stage, {fields == nullptr ? of_all : *fields, {}, unknown, Quoted::refused, describe}, at, problems_,
                 &seen);
    check_name(seen[Noted::name], at);
    if (const Value* enabled = seen[Noted::stage_enabled]) {
      check_bare_expression(*enabled, Trail(at, "stageEnabled"), problems_);
    }
    check_alias(seen[Noted::alias], at);
    check_common(seen, at, problems_);
    if (has_type) check_type(stage, type->as_string(), fields, at);
  }

 private:
  void report_type(const Value& stage, const Value* type, const Trail& at) {
    if (type == nullptr) {
      report(problems_, Rule::missing_type, at, fmt::format("stage {} has no 'type'", stage_label(stage)));
    } else {
      report(problems_, Rule::missing_type, Trail(at, "type"),
             type->is_string() ? std::string("'type' is empty")
                               : fmt::format("'type' is {}, not text", to_string(type->kind())));
    }
  }

  void check_name(const Value* name, const Trail& at) {
    if (name == nullptr || name->is_string()) return;
    const Rule rule = name->is_null() ? Rule::null_name : Rule::wrong_type;
    report(problems_, rule, Trail(at, "name"), fmt::format("a stage's 'name' is {}, not text", to_string(name->kind())),
           name->is_null() ? "leave the key out, and Spinnaker shows the type" : "");
  }

  void check_type(const Value& stage, std::string_view type, const FieldTable* fields, const Trail& at) {
    if (fields != nullptr) return check_by_type(stage, type, *fields, at, problems_);
    // An alias names the implementation, so the type may be any word.
    if (stage.find("alias") == nullptr && !is_stage_type(type)) report_unknown(type, Trail(at, "type"));
  }

  void check_alias(const Value* alias, const Trail& at) {
    if (alias == nullptr || !alias->is_string() || is_stage_type(alias->as_string())) return;
    report_unknown(alias->as_string(), Trail(at, "alias"));
  }

  void report_unknown(std::string_view type, const Trail& at) {
    report(problems_, Rule::unknown_stage_type, at, fmt::format("Spinnaker has no stage type '{}'", type),
           ++unknown_ <= kMostHints ? did_you_mean(type, stage_types()) : std::string());
  }

  Problems& problems_;
  int unknown_ = 0;
};

}  // namespace

void check_by_type(const Value& stage, std::string_view type, const FieldTable& fields, const Trail& at,
                   Problems& problems) {
  if (type == "bakeManifest") return check_bake(stage, at, problems);
  if (type == "deployManifest") return check_deploy(stage, at, problems);
  if (type == "runJobManifest") return check_run_job(stage, at, problems);
  if (type == "checkPreconditions") return check_preconditions(stage, at, problems);
  if (type == "kayentaCanary") return check_canary(stage, at, problems);
  if (type == "patchManifest") check_patch(stage, at, problems);
  const bool has_target = type.ends_with("Manifest") && fields.find("criteria") != nullptr;
  if (has_target) check_manifest_target(stage, type, at, problems);
}

void check_stages(const Value& pipeline, Problems& problems) {
  const Value* stages = pipeline.find("stages");
  if (stages == nullptr || !stages->is_list()) return;
  const Trail root;
  const Trail list(root, "stages");
  StageCheck check(problems);
  for (std::size_t i = 0; i < stages->as_list().size(); ++i) {
    const Value& stage = stages->as_list()[i];
    if (stage.is_map()) check.check(stage, Trail(list, i));
  }
}

}  // namespace sailmaker::pipeline
