#include <fmt/core.h>

#include "base/edit_distance.h"
#include "pipeline/java_regex.h"
#include "pipeline/spel_template.h"
#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

// What all stages have in common.

namespace sailmaker::pipeline {

namespace {

struct Range {
  std::string_view field;
  std::int64_t last;
};
constexpr Range kRanges[] = {{"startHour", 23}, {"startMin", 59}, {"endHour", 23}, {"endMin", 59}};

void check_range(const Value* value, std::int64_t first, std::int64_t last, std::string_view field, const Trail& at,
                 Problems& problems) {
  if (value == nullptr || !value->is_integer()) return;
  const std::int64_t number = value->as_integer();
  if (number >= first && number <= last) return;
  report(problems, Rule::bad_window, at, fmt::format("'{}' is {}, not {} to {}", field, number, first, last),
         field == "days" ? "1 is Sunday, 7 is Saturday" : "");
}

void check_window(const Value& window, const Trail& at, Problems& problems) {
  const Value* days = window.find("days");
  const Trail days_at(at, "days");
  for (std::size_t i = 0; days != nullptr && days->is_list() && i < days->as_list().size(); ++i) {
    check_range(&days->as_list()[i], 1, 7, "days", Trail(days_at, i), problems);
  }
  const Value* hours = window.find("whitelist");
  const Trail hours_at(at, "whitelist");
  for (std::size_t i = 0; hours != nullptr && hours->is_list() && i < hours->as_list().size(); ++i) {
    const Trail item(hours_at, i);
    for (const Range& range : kRanges) {
      check_range(hours->as_list()[i].find(range.field), 0, range.last, range.field, Trail(item, range.field),
                  problems);
    }
  }
}

bool is_filled(const Value* value) {
  if (value == nullptr || value->is_null()) return false;
  if (value->is_list()) return !value->as_list().empty();
  return !value->is_map() || !value->as_map().empty();
}

// A field that only another one switches on. Deck keeps what is switched off with false, so that is meant.
void check_switched(const Value* value, std::string_view field, const Value* by_value, std::string_view by,
                    const Trail& at, Problems& problems) {
  if (!is_filled(value) || by_value != nullptr) return;
  report(problems, Rule::ignored_field, Trail(at, field), fmt::format("'{}' counts only with {}: true", field, by),
         fmt::format("add {}: true", by), Places::Part::key);
}

void check_after_failure(const Seen& stage, const Trail& at, Problems& problems) {
  const Value* others = stage[Noted::complete_other_branches_then_fail];
  if (others == nullptr || !others->is_boolean() || !others->as_boolean()) return;
  const Value* fail = stage[Noted::fail_pipeline];
  if (fail != nullptr && !(fail->is_boolean() && fail->as_boolean())) return;
  report(problems, Rule::ignored_field, Trail(at, "completeOtherBranchesThenFail"),
         "'completeOtherBranchesThenFail' counts only with failPipeline: false", "add failPipeline: false",
         Places::Part::key);
}

void check_notification(const Value& notification, const Trail& at, Problems& problems) {
  static const FieldTable of_all(notification_fields());
  check_fields(notification, {of_all, "this notification"}, at, problems);
  const Value* type = notification.find("type");
  if (type == nullptr || !type->is_string() || type->as_string().empty()) return;
  const Shape* shape = find_notification_shape(type->as_string());
  if (shape != nullptr)
    return check_fields(notification, {table_of(*shape), "this notification", Unknown::ignored}, at, problems);
  report(problems, Rule::unknown_notification_type, Trail(at, "type"),
         fmt::format("Spinnaker has no notification type '{}'", type->as_string()),
         did_you_mean(type->as_string(), notification_types()));
}

}  // namespace

void check_notifications(const Seen& owner, const Trail& at, Problems& problems) {
  const Value* list = owner[Noted::notifications];
  if (list == nullptr || !list->is_list()) return;
  const Trail list_at(at, "notifications");
  for (std::size_t i = 0; i < list->as_list().size(); ++i) {
    if (list->as_list()[i].is_map()) check_notification(list->as_list()[i], Trail(list_at, i), problems);
  }
}

void check_common(const Seen& stage, const Trail& at, Problems& problems) {
  const Value* window = stage[Noted::restricted_execution_window];
  if (window != nullptr && window->is_map()) check_window(*window, Trail(at, "restrictedExecutionWindow"), problems);
  check_switched(window, "restrictedExecutionWindow", stage[Noted::restrict_execution_during_time_window],
                 "restrictExecutionDuringTimeWindow", at, problems);
  check_switched(stage[Noted::notifications], "notifications", stage[Noted::send_notifications], "sendNotifications",
                 at, problems);
  check_after_failure(stage, at, problems);
  check_notifications(stage, at, problems);
}

void check_regex(const Value* regex, std::string_view field, const Trail& at, Problems& problems) {
  if (regex == nullptr || !regex->is_string()) return;
  const std::string_view text = regex->as_string();
  // {% is for another program, which fills it in before Spinnaker sees the text.
  if (is_plain_regex(text) || holds_spel(text) || text.find("{%") != std::string_view::npos) return;
  const std::string problem = regex_problem(text);
  if (problem.empty()) return;
  report(problems, Rule::bad_regex, at, fmt::format("'{}' is no regular expression: '{}' {}", field, text, problem),
         "put a \\ before a sign that stands for itself");
}

}  // namespace sailmaker::pipeline
