#include <fmt/core.h>

#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

// Kubernetes stages that work on something that is there: which resource is meant.

namespace sailmaker::pipeline {

namespace {

bool is_text(const Value* value, std::string_view text) {
  return value != nullptr && value->is_string() && value->as_string() == text;
}

bool is_filled(const Value* value) {
  if (value == nullptr || value->is_null()) return false;
  if (value->is_string()) return !value->as_string().empty();
  return !value->is_list() || !value->as_list().empty();
}

class TargetCheck {
 public:
  TargetCheck(const Value& stage, std::string_view type, const Trail& at, Problems& problems)
      : stage_(stage), type_(type), at_(at), problems_(problems) {}

  void run() {
    const Value* mode = stage_.find("mode");
    if (is_text(mode, "dynamic")) {
      if (type_ == "undoRolloutManifest") report_mode("dynamic");
      static const Value kNeeded[] = {"kind", "cluster", "criteria", "location"};
      for (const Value& field : kNeeded) need(field, "mode: dynamic");
    } else if (is_text(mode, "label") || is_unnamed_label()) {
      if (type_ != "deleteManifest") report_mode("label");
      static const Value kNeeded[] = {"kinds", "labelSelectors", "location"};
      for (const Value& field : kNeeded) need(field, "mode: label");
    } else if (mode == nullptr || mode->is_null() || is_text(mode, "static")) {
      static const Value kNeeded[] = {"manifestName", "location"};
      for (const Value& field : kNeeded) need(field, "a static target");
      check_name();
    }
  }

 private:
  // Clouddriver goes by the labels wherever there is no name, and Deck wrote no mode once.
  bool is_unnamed_label() const {
    return type_ == "deleteManifest" && stage_.find("mode") == nullptr && !is_filled(stage_.find("manifestName")) &&
           is_filled(stage_.find("kinds"));
  }

  void need(const Value& field, std::string_view why) {
    if (is_filled(stage_.as_map().find_key(field))) return;
    report(problems_, Rule::manifest_target, at_,
           fmt::format("{} stage {} has no '{}', which {} needs", type_, stage_label(stage_), field.as_string(), why));
  }

  void report_mode(std::string_view mode) {
    report(problems_, Rule::manifest_target, Trail(at_, "mode"), fmt::format("{} knows no mode: {}", type_, mode),
           "write mode: static, with manifestName and location");
  }

  // "deployment my-app"
  void check_name() {
    const Value* name = stage_.find("manifestName");
    if (name == nullptr || !name->is_string()) return;
    const std::string_view text = name->as_string();
    if (text.empty() || text.find("${") != std::string_view::npos) return;
    const std::size_t blank = text.find(' ');
    if (blank != std::string_view::npos && blank > 0 && blank + 1 < text.size() &&
        text.find(' ', blank + 1) == std::string_view::npos) {
      return;
    }
    report(problems_, Rule::manifest_target, Trail(at_, "manifestName"),
           fmt::format("'{}' is no kind and name with one blank between", text), "write `deployment my-app`");
  }

  const Value& stage_;
  std::string_view type_;
  const Trail& at_;
  Problems& problems_;
};

}  // namespace

void check_manifest_target(const Value& stage, std::string_view type, const Trail& at, Problems& problems) {
  TargetCheck(stage, type, at, problems).run();
}

}  // namespace sailmaker::pipeline
