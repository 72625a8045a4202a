#include "cli/cron_runs.h"

#include <fmt/format.h>

#include <chrono>

#include "value/map.h"

namespace sailmaker::cli {

namespace {

using pipeline::WallTime;

constexpr std::size_t kRuns = 3;

std::string written(const WallTime& time, char between) {
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", time.year, time.month, time.day, between, time.hour,
                     time.minute, time.second);
}

std::optional<CronRuns> runs_of(const Value& trigger, const WallTime& now) {
  const Value* type = trigger.find("type");
  const Value* expression = trigger.find("cronExpression");
  if (type == nullptr || *type != Value("cron") || expression == nullptr || !expression->is_string()) return {};
  const auto cron = pipeline::Cron::parse(expression->as_string());
  if (!cron) return {};
  const Value* enabled = trigger.find("enabled");
  CronRuns runs;
  runs.expression = expression->as_string();
  runs.enabled = enabled != nullptr && enabled->is_boolean() && enabled->as_boolean();
  runs.is_hashed = cron->is_hashed();
  WallTime after = now;
  for (auto time = cron->next(after); time && runs.next.size() < kRuns; time = cron->next(after)) {
    runs.next.push_back(*time);
    after = *time;
  }
  return runs;
}

}  // namespace

std::vector<CronRuns> cron_runs(const Value& pipeline, const WallTime& now) {
  std::vector<CronRuns> out;
  const Value* triggers = pipeline.find("triggers");
  if (triggers == nullptr || !triggers->is_list()) return out;
  for (const Value& trigger : triggers->as_list()) {
    if (auto runs = runs_of(trigger, now)) out.push_back(std::move(*runs));
  }
  return out;
}

WallTime utc_now() {
  namespace chrono = std::chrono;
  const auto now = chrono::floor<chrono::seconds>(chrono::system_clock::now());
  const auto day = chrono::floor<chrono::days>(now);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss time(now - day);
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(time.hours().count()),
          static_cast<int>(time.minutes().count()),
          static_cast<int>(time.seconds().count())};
}

std::string cron_text(const std::vector<CronRuns>& triggers) {
  if (triggers.empty()) return {};
  std::string out =
      "\nCron triggers and their next runs, if Echo's time zone is UTC. Echo reads expressions in the zone of its "
      "setting\n"
      "scheduler.cron.timezone, America/Los_Angeles unless it is set: the same time there.\n\n";
  for (const CronRuns& trigger : triggers) {
    out += fmt::format("{}{}\n", trigger.expression, trigger.enabled ? "" : "   (switched off)");
    for (const WallTime& time : trigger.next) out += fmt::format("  {} UTC\n", written(time, ' '));
    if (trigger.next.empty()) out += "  never again\n";
    if (trigger.is_hashed) out += "  Echo makes a number of the trigger's id for each H, which counts as 0 here.\n";
  }
  return out;
}

Value cron_value(const std::vector<CronRuns>& triggers) {
  List list;
  for (const CronRuns& trigger : triggers) {
    List next;
    for (const WallTime& time : trigger.next) next.push_back(Value(written(time, 'T')));
    list.push_back(Map{{"expression", trigger.expression}, {"enabled", trigger.enabled}, {"next", std::move(next)}});
  }
  return list;
}

}  // namespace sailmaker::cli
