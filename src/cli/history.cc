#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/history_text.h"
#include "cli/output.h"
#include "cli/stored_history.h"
#include "diff/print.h"
#include "pipeline/identity.h"
#include "sync/differences.h"
#include "sync/history.h"
#include "sync/run_book.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

std::size_t number_of(const Arguments& arguments, std::string_view option) {
  const std::string text = arguments.value(option);
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// In a fleet with several targets each document names its own.
Value with_target(Value document, const FleetTarget& at) {
  if (!at.name.empty()) document.mutable_map().set("target_name", at.name);
  return document;
}

struct Listed {
  std::vector<sync::Run> runs;  // newest first
  std::size_t all = 0;
};

Result<Listed> list_runs(const Arguments& arguments, const FleetTarget& at) {
  sync::RunBook book(at.records());
  auto ids = book.ids();
  if (!ids) return std::move(ids).error();
  Listed listed;
  listed.all = ids->size();
  ids->resize(std::min(listed.all, std::max<std::size_t>(1, number_of(arguments, "limit"))));
  for (const std::string& id : *ids) {
    auto run = book.read(id);
    if (!run) return std::move(run).error();
    if (*run) listed.runs.push_back(std::move(**run));
  }
  return listed;
}

void print_listed(const FleetTarget& at, const Listed& listed) {
  if (!at.name.empty()) print("In " + at.describe() + ":\n\n");
  const char* const end = at.name.empty() ? "" : "\n";
  if (listed.runs.empty()) return print(std::string("No run is recorded here yet.\n") + end);
  print(runs_text(listed.runs) + end);
  if (listed.all > listed.runs.size()) {
    say(fmt::format("... and {} older; --limit {} shows all.\n", listed.all - listed.runs.size(), listed.all));
  }
}

int print_runs(const Arguments& arguments, std::span<const FleetTarget> targets) {
  const bool json = arguments.value("output") == "json";
  int code = kDone;
  std::vector<Value> values;
  for (const FleetTarget& at : targets) {
    const auto listed = list_runs(arguments, at);
    if (!listed) {
      say_failed(at, listed.error());
      code = kError;
    } else if (json) {
      const Value runs = runs_value(listed->runs);
      for (const Value& run : runs.as_list()) values.push_back(with_target(run, at));
    } else {
      print_listed(at, *listed);
    }
  }
  if (!json || (values.empty() && code != kDone)) return code;
  std::stable_sort(values.begin(), values.end(), [](const Value& a, const Value& b) {
    return a.find("id")->as_string() > b.find("id")->as_string();
  });
  print(to_json(List(values.begin(), values.end()), JsonStyle::indented) + "\n");
  return code;
}

Result<bool> print_run(const Arguments& arguments, const FleetTarget& at, const std::string& id, List& values) {
  sync::RunBook book(at.records());
  const auto run = book.read(id);
  if (!run) return run.error();
  if (!*run) return false;
  const auto changes = book.changes(**run);
  if (!changes) return changes.error();
  if (arguments.value("output") == "json") {
    values.push_back(with_target(run_value(**run, *changes), at));
  } else {
    print(run_text(**run, *changes) + (at.name.empty() ? "" : "\n"));
  }
  return true;
}

// The run's part in each target.
int print_run(const Arguments& arguments, std::span<const FleetTarget> targets) {
  const std::string id = arguments.operand(0);
  int code = kDone;
  bool found = false;
  List values;
  for (const FleetTarget& at : targets) {
    const auto printed = print_run(arguments, at, id, values);
    if (!printed) {
      say_failed(at, printed.error());
      code = kError;
    }
    found = found || (printed && *printed);
  }
  if (!found && code == kDone) {
    say_error(Error("there is no run '" + id + "'").with_hint("`sailmaker history` lists the runs"));
    return kError;
  }
  if (values.empty()) return code;
  const bool alone = targets.front().name.empty();
  print(to_json(alone ? values.front() : Value(std::move(values)), JsonStyle::indented) + "\n");
  return code;
}

Value read(const std::string& body) {
  auto pipeline = parse_json(body, "pipeline");
  return pipeline && pipeline->is_map() ? std::move(*pipeline) : Value(Map());
}

// What version N changed, whole.
int print_diff(const Arguments& arguments, const sync::History& history, std::size_t number) {
  const auto& versions = history.versions;
  const auto found =
      std::find_if(versions.begin(), versions.end(), [&](const auto& version) { return version.number == number; });
  if (found == versions.end()) {
    say_error(Error(fmt::format("there is no version {} of this pipeline", number))
                  .with_hint("`sailmaker history` lists the versions that are known"));
    return kError;
  }
  const auto older = found + 1;
  const Value before = older == versions.end() ? Value(Map()) : read(older->body);
  const sync::Documents documents = sync::versions_compared(before, read(found->body));
  if (arguments.value("output") == "json") {
    print(to_json(diff::to_value(sync::differences_of(documents)), JsonStyle::indented) + "\n");
    return kDone;
  }
  print(fmt::format("{}: version {} against the one before it\n", history.key, number));
  print(diff::to_text(documents.before, documents.after, pipeline::identity_of, colors(arguments).out, 2));
  return kDone;
}

int print_history(const Arguments& arguments, const fleet::Fleet& fleet, std::span<const FleetTarget> targets) {
  const std::string address = arguments.operand(0);
  const int limit = static_cast<int>(std::clamp<std::size_t>(number_of(arguments, "limit"), 1, 1000));
  auto found = find_histories(address, targets, fleet, limit);
  if (!found) return kError;
  if (arguments.is_set("diff")) {
    const StoredHistory* one = the_one(*found, address);
    return one == nullptr ? kError : print_diff(arguments, one->history, number_of(arguments, "diff"));
  }
  const bool alone = targets.front().name.empty();
  List values;
  for (const auto& [at, history] : *found) {
    if (arguments.value("output") == "json") {
      values.push_back(with_target(history_value(history), *at));
    } else {
      if (!alone) print("In " + at->describe() + ":\n\n");
      print(history_text(history) + (alone ? "" : "\n"));
    }
  }
  if (values.empty()) return kDone;
  print(to_json(alone ? values.front() : Value(std::move(values)), JsonStyle::indented) + "\n");
  return kDone;
}

}  // namespace

int run_history(const Arguments& arguments) {
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return kError;
  const auto targets = open_targets(arguments, *fleet);
  if (!targets) return say_error(targets.error()), kError;
  if (arguments.operands.empty()) return print_runs(arguments, *targets);
  if (sync::is_run_id(arguments.operand(0))) return print_run(arguments, *targets);
  return print_history(arguments, *fleet, *targets);
}

}  // namespace sailmaker::cli
