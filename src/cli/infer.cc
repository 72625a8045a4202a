#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/named_target.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/stored_selector.h"
#include "diff/print.h"
#include "generate/generator.h"
#include "infer/proposal.h"
#include "pipeline/identity.h"
#include "pipeline/link.h"
#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "store/folder.h"
#include "sync/differences.h"
#include "sync/migrate.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::cli {

namespace {

namespace fs = std::filesystem;

// What comes out wrong is left out and the rest is tried again; more rounds than this have not been seen to help.
constexpr int kMostRounds = 5;

using Stored = std::map<std::string, Value>;  // by id

Result<void> check_empty(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return {};
  if (fs::is_directory(folder, error) && fs::is_empty(folder, error) && !error) return {};
  return Error("'" + folder.string() + "' is not an empty folder")
      .with_hint("`infer` never overwrites: name a new one");
}

Result<void> write_files(const fs::path& folder, const std::map<std::string, std::string>& files) {
  for (const auto& [name, text] : files) {
    const fs::path path = folder / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (error || !out) return Error("cannot write '" + path.string() + "'");
  }
  return {};
}

// A folder's path counts from its fleet's folder, and the new fleet's is another one.
Value moved(Value section, const fs::path& folder) {
  const Value* type = section.find("type");
  const Value* path = section.find("path");
  const bool is_directory = type != nullptr && identical(*type, Value("directory"));
  if (!is_directory || path == nullptr || !path->is_string()) return section;
  const std::string whole = fs::absolute(folder / std::string(path->as_string())).lexically_normal().string();
  section.mutable_map().set("path", whole);
  return section;
}

struct Opened {
  FleetTarget at;
  Value section;
};

// The target to read and its section. Without a fleet, --from must be a section.
Result<Opened> open_source(const Arguments& arguments) {
  const std::string from = arguments.value("from");
  const fs::path folder = arguments.value("fleet");
  if (from.starts_with("{")) {
    auto section = yaml::parse(from, "--from");
    if (!section) return std::move(section).error();
    auto at = open_section(section->root, folder, {});
    if (!at) return std::move(at).error();
    return Opened{std::move(*at), moved(section->root, folder)};
  }
  const auto fleet = read_fleet_file(arguments);
  if (!fleet) return Error("--from names no target").with_hint("without a fleet, write --from '{type: ..., ...}'");
  auto at = open_named(arguments, "from", *fleet);
  if (!at) return std::move(at).error();
  Value section = at->declared == nullptr ? Value() : moved(at->declared->section, folder);
  at->declared = nullptr;
  return Opened{std::move(*at), std::move(section)};
}

// The chosen pipelines that carry no mark; nothing, with the error said, when they cannot be read.
std::optional<Stored> read_stored(const Arguments& arguments, target::Target& source) {
  const auto wanted = stored_selector(arguments.operand(1));
  if (!wanted) return say_error(wanted.error()), std::nullopt;
  sync::MigrateOptions options;
  options.wanted = [&](const Value& pipeline) {
    return !pipeline::mark_of(pipeline) && (!*wanted || (*wanted)(pipeline));
  };
  Progress progress(arguments, "Reading");
  options.progress = progress.callback();
  const auto read = sync::read_migration(source, options);
  if (!read) return say_error(read.error()), std::nullopt;
  say_findings(arguments, read->findings);
  Stored stored;
  for (const sync::Restoration& one : read->wanted) {
    if (auto pipeline = parse_json(one.wanted, one.id); pipeline) stored[one.id] = std::move(*pipeline);
  }
  return stored;
}

std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    if (end > at) names.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

// Makes what the written fleet makes of each pipeline and says why it is not what is stored; empty where it is.
class Proof {
 public:
  Proof(const Arguments& arguments, const Stored& stored) : arguments_(arguments), stored_(stored) {}

  // False, with the errors said, when the fleet as a whole is wrong.
  bool run(const fs::path& folder, const infer::Proposal& proposal, std::map<std::string, std::string>& left_out) {
    const store::LoadedFleet loaded = store::read_folder(folder, threads_of(arguments_));
    if (loaded.has_errors()) return say_findings(arguments_, loaded.findings), false;
    const generate::Generator generator(loaded.fleet);
    std::map<std::string, const fleet::Entry*> entries;
    for (const fleet::Entry& entry : generator.entries()) entries[to_string(entry.key)] = &entry;
    std::map<std::string, std::string, std::less<>> ids;
    std::vector<generate::Generated> made;
    for (const infer::Proposed& each : proposal.pipelines) {
      made.push_back(generator.generate(*entries.at(each.key)));
      ids[made.back().id] = each.id;
    }
    for (std::size_t i = 0; i < made.size(); ++i) {
      const std::string& id = proposal.pipelines[i].id;
      const std::string why = wrong_with(made[i], stored_.at(id), ids);
      if (!why.empty()) left_out[id] = why;
    }
    return true;
  }

 private:
  static std::string wrong_with(generate::Generated& made, const Value& stored,
                                const std::map<std::string, std::string, std::less<>>& ids) {
    if (made.has_errors()) {
      const auto error = std::find_if(made.findings.begin(), made.findings.end(),
                                      [](const Finding& finding) { return finding.severity == Severity::error; });
      return error->error.message + (error->rule.empty() ? "" : " (rule " + error->rule + ")");
    }
    pipeline::replace_ids(made.pipeline, ids);
    const sync::Documents documents = sync::compared(stored, pipeline::to_write(made.pipeline, stored));
    const auto differences = sync::differences_of(documents);
    if (differences.empty()) return {};
    return fmt::format("{} would differ, {} first", counted(differences.size(), "part"), differences.front().label);
  }

  const Arguments& arguments_;
  const Stored& stored_;
};

void print_left_out(const Stored& stored, const std::map<std::string, std::string>& left_out) {
  for (const auto& [id, why] : left_out) {
    const auto text = [&](std::string_view field) {
      const Value* value = stored.at(id).find(field);
      return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
    };
    print(fmt::format("left out: \"{}\" in {}, id {}: {}\n", text("name"), text("application"), id, why));
  }
}

}  // namespace

int run_infer(const Arguments& arguments) {
  const fs::path folder = arguments.operand(0);
  if (auto empty = check_empty(folder); !empty) return say_error(empty.error()), kError;
  const auto source = open_source(arguments);
  if (!source) return say_error(source.error()), kError;
  const auto stored = read_stored(arguments, *source->at.target);
  if (!stored) return kError;
  auto stacks = names_in(arguments.value("stacks"));
  if (stacks.empty()) stacks = infer::usual_stacks();
  std::map<std::string, std::string> left_out;
  infer::Proposal proposal;
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<Value> values;
    for (const auto& [id, pipeline] : *stored) {
      if (!left_out.contains(id)) values.push_back(pipeline);
    }
    proposal = infer::propose(infer::samples_of(values, stacks, arguments.value("product")), source->section);
    left_out.insert(proposal.left_out.begin(), proposal.left_out.end());
    if (proposal.pipelines.empty()) break;
    std::error_code ignored;
    fs::remove_all(folder / "templates", ignored);
    fs::remove_all(folder / "services", ignored);
    if (auto done = write_files(folder, proposal.files); !done) return say_error(done.error()), kError;
    const std::size_t known = left_out.size();
    if (!Proof(arguments, *stored).run(folder, proposal, left_out)) return kError;
    if (left_out.size() == known) break;
    proposal.pipelines.clear();
  }
  print_left_out(*stored, left_out);
  if (proposal.pipelines.empty()) {
    print("Nothing is proposed: no stored pipeline without Sailmaker's mark could be made again.\n");
    return kError;
  }
  print(fmt::format("Proved: {} of {} come out of {} as stored, from {}.\n", proposal.pipelines.size(),
                    counted(stored->size(), "pipeline"), folder.string(), counted(proposal.templates, "template")));
  if (!arguments.has("quiet")) {
    say(fmt::format(
        "Next: read the templates, give variables better names, and `sailmaker adopt --dry-run --fleet {}`.\n",
        folder.string()));
  }
  return kDone;
}

}  // namespace sailmaker::cli
