#include "cli/history_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output.h"
#include "cli/time_text.h"
#include "diff/phrase.h"
#include "diff/print.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

using sync::Fate;
using sync::Run;
using sync::RunChange;
using sync::Version;

constexpr std::size_t kMostChanges = 3;
constexpr std::size_t kLongestPhrase = 30;

std::string shortened(const Value& value) {
  std::string text = diff::phrase(value);
  std::size_t points = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) == 0x80) continue;
    if (++points > kLongestPhrase) return text.substr(0, i) + "...";
  }
  return text;
}

std::string in_short(const diff::Change& change) {
  switch (change.action) {
    case diff::Action::add: return "+ " + change.label;
    case diff::Action::remove: return "- " + change.label;
    case diff::Action::move: return "~ " + change.label + ": moved";
    case diff::Action::change: break;
  }
  if (!diff::is_simple(change.before) || !diff::is_simple(change.after)) return "~ " + change.label;
  return fmt::format("~ {}: {} -> {}", change.label, shortened(change.before), shortened(change.after));
}

std::string what_changed(const Version& version, bool is_oldest) {
  if (is_oldest) return "        (the oldest that is known)\n";
  if (version.changes.empty()) return "        says the same as the version before\n";
  std::string out;
  for (std::size_t i = 0; i < std::min(kMostChanges, version.changes.size()); ++i) {
    out += "        " + in_short(version.changes[i]) + "\n";
  }
  if (version.changes.size() > kMostChanges) {
    out += fmt::format("        ... and {} more\n", version.changes.size() - kMostChanges);
  }
  return out;
}

std::string origin_of(const Version& version) {
  if (!version.run.empty()) return "run " + version.run;
  return version.ours ? "Sailmaker" : "outside Sailmaker";
}

std::size_t count_of(const Run& run, Fate fate) {
  if (!run.end) return 0;
  const auto found = run.end->fates.find(fate);
  return found == run.end->fates.end() ? 0 : found->second;
}

std::string outcome_of(const Run& run) {
  if (!run.end) return "did not end";
  const std::size_t all = run.created + run.updated + run.removed;
  const std::size_t done = count_of(run, Fate::done);
  return done == all ? "done" : fmt::format("{} of {} done", done, all);
}

Map head_of(const Run& run) {
  const auto number = [](std::size_t count) { return Value(static_cast<std::int64_t>(count)); };
  Map map{{"id", run.id},
          {"command", run.command},
          {"who", run.who},
          {"fleet", run.fleet},
          {"target", run.target},
          {"selector", run.selector},
          {"begun_at", run.begun_at},
          {"ended_at", run.end ? Value(run.end->at) : Value()},
          {"create", number(run.created)},
          {"update", number(run.updated)},
          {"delete", number(run.removed)}};
  if (!run.end) return map;
  Map fates;
  for (const auto& [fate, count] : run.end->fates) fates.set(to_string(fate), number(count));
  map.set("fates", std::move(fates));
  return map;
}

}  // namespace

std::string history_text(const sync::History& history) {
  std::string out =
      fmt::format("{}  \"{}\" in {}, id {}{}\n\n", history.key.empty() ? "(no key)" : history.key, history.name,
                  history.application, history.id, history.is_stored ? "" : "; it is not stored now");
  std::size_t width = 3;
  for (const Version& version : history.versions) width = std::max(width, version.who.size());
  for (const Version& version : history.versions) {
    out += fmt::format("{:>5}   {:<20}  {:<{}}  {}{}\n", version.number, time_text(version.modified),
                       version.who.empty() ? "-" : version.who, width, origin_of(version),
                       version.number == 0 ? "  (stored now)" : "");
    out += what_changed(version, &version == &history.versions.back());
  }
  return out;
}

Value history_value(const sync::History& history) {
  List versions;
  for (const Version& version : history.versions) {
    versions.push_back(Map{{"number", static_cast<std::int64_t>(version.number)},
                           {"modified", version.modified},
                           {"who", version.who},
                           {"run", version.run},
                           {"ours", version.ours},
                           {"changes", diff::to_value(version.changes)}});
  }
  return Map{{"id", history.id},     {"key", history.key},          {"application", history.application},
             {"name", history.name}, {"stored", history.is_stored}, {"versions", std::move(versions)}};
}

std::string runs_text(const std::vector<Run>& runs) {
  std::size_t who = 3;
  std::size_t command = 7;
  for (const Run& run : runs) {
    who = std::max(who, run.who.size());
    command = std::max(command, run.command.size());
  }
  std::string out = fmt::format("{:<22}  {:<20}  {:<{}}  {:<{}}  {:>7}  {:>7}  {:>7}  outcome\n", "run", "begun", "who",
                                who, "command", command, "created", "updated", "deleted");
  for (const Run& run : runs) {
    out += fmt::format("{:<22}  {:<20}  {:<{}}  {:<{}}  {:>7}  {:>7}  {:>7}  {}\n", run.id, time_text(run.begun_at),
                       run.who, who, run.command, command, run.created, run.updated, run.removed, outcome_of(run));
  }
  return out;
}

Value runs_value(const std::vector<Run>& runs) {
  List list;
  for (const Run& run : runs) list.push_back(head_of(run));
  return list;
}

std::string run_text(const Run& run, const std::vector<RunChange>& changes) {
  std::string out = fmt::format("Run {}: sailmaker {} by {}\n  fleet    {}\n  target   {}\n  selector {}\n", run.id,
                                run.command, run.who, run.fleet, run.target, run.selector);
  out += fmt::format("  begun    {}\n  ended    {}\n\n", time_text(run.begun_at),
                     run.end ? time_text(run.end->at) : std::string("no: it was killed, or is under way"));
  for (const RunChange& change : changes) {
    out +=
        fmt::format("{:<6}  {}  \"{}\" in {}", to_string(change.action), change.key, change.name, change.application);
    if (change.fate && *change.fate != Fate::done) out += fmt::format("  ({})", to_string(*change.fate));
    out += "\n";
    if (!change.error.empty()) out += "        " + change.error + "\n";
  }
  return out;
}

Value run_value(const Run& run, const std::vector<RunChange>& changes) {
  Map map = head_of(run);
  List list;
  for (const RunChange& change : changes) {
    Map item{{"action", to_string(change.action)},
             {"key", change.key},
             {"application", change.application},
             {"name", change.name},
             {"id", change.id},
             {"fate", change.fate ? Value(to_string(*change.fate)) : Value()}};
    if (!change.error.empty()) item.set("error", change.error);
    list.push_back(std::move(item));
  }
  map.set("changes", std::move(list));
  return map;
}

}  // namespace sailmaker::cli
