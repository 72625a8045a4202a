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

  StageNotes check(const Value& stage, const Trail& at) {
    static const Value kType("type");
    const Value* type = stage.as_map().find_key(kType);
    const bool has_type = type != nullptr && type->is_string() && !type->as_string().empty();
    if (!has_type) report_type(stage, type, at);
    static const FieldTable of_all({}, stage_fields());
    const FieldTable* fields = has_type ? find_stage_table(*type) : nullptr;
    const Unknown unknown = fields == nullptr ? Unknown::ignored : Unknown::near_misses;
    Seen seen;
    check_fields(stage, {fields == nullptr ? of_all : *fields, {}, unknown, Quoted::refused, describe}, at, problems_,
                 &seen);
    check_name(seen[Noted::name], at);
    if (const Value* enabled = seen[Noted::stage_enabled]) {
      check_enabled(*enabled, Trail(at, "stageEnabled"));
    }
    check_alias(seen[Noted::alias], at);
    check_common(seen, at, problems_);
    if (fields != nullptr) {
      check_by_type({stage, seen, at}, *fields, problems_);
    } else if (has_type && seen[Noted::alias] == nullptr && !is_stage_type(type->as_string())) {
      // An alias names the implementation, so the type may be any word.
      report_unknown(type->as_string(), Trail(at, "type"));
    }
    return {{seen[Noted::ref_id], seen[Noted::requisite_stage_ref_ids]},
            type,
            seen[Noted::stage_enabled],
            fields == nullptr ? stage.find("preconditions") : seen[Noted::preconditions]};
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

  // An empty one says nothing, and is left where a condition was taken out.
  void check_enabled(const Value& enabled, const Trail& at) {
    check_bare_expression(enabled, at, problems_);
    if (!enabled.is_map() || enabled.find("type") != nullptr || enabled.find("expression") == nullptr) return;
    report(problems_, Rule::missing_field, at, "stageEnabled has no 'type', so the stage always runs",
           "add type: expression");
  }

  void check_name(const Value* name, const Trail& at) {
    if (name == nullptr || name->is_string()) return;
    const Rule rule = name->is_null() ? Rule::null_name : Rule::wrong_type;
    report(problems_, rule, Trail(at, "name"), fmt::format("a stage's 'name' is {}, not text", to_string(name->kind())),
           name->is_null() ? "leave the key out, and Spinnaker shows the type" : "");
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

void check_by_type(const StageAt& stage, const FieldTable& fields, Problems& problems) {
  const std::string_view type = stage.seen.text(Noted::type);
  if (type == "bakeManifest") return check_bake(stage, problems);
  if (type == "deployManifest") return check_deploy(stage, problems);
  if (type == "runJobManifest") return check_run_job(stage, problems);
  if (type == "checkPreconditions") return check_preconditions(stage, problems);
  if (type == "kayentaCanary") return check_canary(stage.stage, stage.at, problems);
  if (type == "patchManifest") check_patch(stage, problems);
  const bool has_target = type.ends_with("Manifest") && fields.find(Value("criteria")) != nullptr;
  if (has_target) check_manifest_target(stage.stage, type, stage.at, problems);
}

std::vector<StageNotes> check_stages(const Seen& pipeline, Problems& problems) {
  std::vector<StageNotes> notes;
  const Value* stages = pipeline[Noted::stages];
  if (stages == nullptr || !stages->is_list()) return notes;
  const Trail root;
  const Trail list(root, "stages");
  const List& items = stages->as_list();
  notes.resize(items.size());
  StageCheck check(problems);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].is_map()) notes[i] = check.check(items[i], Trail(list, i));
  }
  return notes;
}

}  // namespace sailmaker::pipeline
