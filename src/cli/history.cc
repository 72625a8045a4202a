#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/edit_distance.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/history_text.h"
#include "cli/output.h"
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

int print_runs(const Arguments& arguments, sync::RunBook& book) {
  auto ids = book.ids();
  if (!ids) return say_error(ids.error()), kError;
  const std::size_t all = ids->size();
  ids->resize(std::min(all, std::max<std::size_t>(1, number_of(arguments, "limit"))));
  std::vector<sync::Run> runs;
  for (const std::string& id : *ids) {
    auto run = book.read(id);
    if (!run) return say_error(run.error()), kError;
    if (*run) runs.push_back(std::move(**run));
  }
  if (arguments.value("output") == "json") {
    print(to_json(runs_value(runs), JsonStyle::indented) + "\n");
    return kDone;
  }
  if (runs.empty()) return print("No run is recorded here yet.\n"), kDone;
  print(runs_text(runs));
  if (all > runs.size()) say(fmt::format("... and {} older; --limit {} shows all.\n", all - runs.size(), all));
  return kDone;
}

int print_run(const Arguments& arguments, sync::RunBook& book, const std::string& id) {
  const auto run = book.read(id);
  if (!run) return say_error(run.error()), kError;
  if (!*run) {
    say_error(Error("there is no run '" + id + "'").with_hint("`sailmaker history` lists the runs"));
    return kError;
  }
  const auto changes = book.changes(**run);
  if (!changes) return say_error(changes.error()), kError;
  if (arguments.value("output") == "json") {
    print(to_json(run_value(**run, *changes), JsonStyle::indented) + "\n");
  } else {
    print(run_text(**run, *changes));
  }
  return kDone;
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

int print_history(const Arguments& arguments, const fleet::Fleet& fleet, target::Target& target, sync::RunBook& book) {
  const std::string address = arguments.operand(0);
  const int limit = static_cast<int>(std::clamp<std::size_t>(number_of(arguments, "limit"), 1, 1000));
  const auto history = sync::read_history(address, target, book, sync::Ignoring(fleet.ignored), limit);
  if (!history) return say_error(history.error()), kError;
  if (!*history) {
    say_error(Error("no pipeline '" + address + "' is or was stored in " + target.describe())
                  .with_hint("give a key, the id of a stored pipeline, or the id of a run"));
    return kError;
  }
  if (arguments.is_set("diff")) return print_diff(arguments, **history, number_of(arguments, "diff"));
  if (arguments.value("output") == "json") {
    print(to_json(history_value(**history), JsonStyle::indented) + "\n");
  } else {
    print(history_text(**history));
  }
  return kDone;
}

}  // namespace

int run_history(const Arguments& arguments) {
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return kError;
  const auto at = open_target(*fleet, arguments.value("fleet"));
  if (!at) return say_error(at.error()), kError;
  sync::RunBook book(at->records());
  if (arguments.operands.empty()) return print_runs(arguments, book);
  if (sync::is_run_id(arguments.operand(0))) return print_run(arguments, book, arguments.operand(0));
  return print_history(arguments, *fleet, *at->target, book);
}

}  // namespace sailmaker::cli
