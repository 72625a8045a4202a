#include "cli/keep.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/carry_out.h"
#include "cli/commands.h"
#include "cli/fleet_target.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "diff/print.h"
#include "store/file.h"
#include "store/override_text.h"
#include "store/replace_file.h"
#include "sync/drifted.h"
#include "sync/keep.h"

namespace sailmaker::cli {

namespace {

using Texts = std::map<std::string, std::string>;

const fleet::Entry* find_entry(const Session& session, const std::string& key) {
  const auto& entries = session.generator().entries();
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const fleet::Entry& entry) { return to_string(entry.key) == key; });
  return found == entries.end() ? nullptr : &*found;
}

// What drifted in the targets that keep the pipelines; nothing, with the error said, when one cannot be read.
std::optional<std::vector<sync::Drifted>> find_drift(const Arguments& arguments, const Session& session,
                                                     fleet::Selector selector) {
  const auto targets = open_targets(arguments, session.fleet());
  if (!targets) return say_error(targets.error()), std::nullopt;
  sync::DriftOptions options;
  options.selector = std::move(selector);
  options.threads = threads_of(arguments);
  options.stop = &interrupted();
  std::vector<sync::Drifted> drifted;
  for (const FleetTarget& at : *targets) {
    sync::RunBook book(at.records());
    Progress progress(arguments, at.doing("Reading"));
    options.progress = progress.callback();
    auto report = sync::find_drift(*at.target, book, sync::Ignoring(session.fleet().ignored), options);
    if (!report) return say_failed(at, report.error()), std::nullopt;
    say_findings(arguments, report->findings);
    for (sync::Drifted& each : report->drifted) {
      const fleet::Entry* entry = find_entry(session, each.key);
      // One that was moved to another target is stored in the old one still.
      if (entry == nullptr || entry->target == at.declared) drifted.push_back(std::move(each));
    }
  }
  return drifted;
}

// Makes the texts of the fleet's files in which the chosen pipelines are what is stored.
class Keeping {
 public:
  Keeping(const Arguments& arguments, const Session& session) : arguments_(arguments), session_(session) {
    if (arguments.operands.size() > 1) paths_.assign(arguments.operands.begin() + 1, arguments.operands.end());
  }

  // False, with the error said, when a pipeline cannot be kept.
  bool add(const sync::Drifted& drifted) {
    const fleet::Entry* entry = find_entry(session_, drifted.key);
    if (entry == nullptr) {
      say(fmt::format("{}: the fleet has no such pipeline any more; left as it is.\n", drifted.key));
      return true;
    }
    const generate::Generated made = session_.generator().generate(*entry);
    if (made.has_errors()) return say_findings(arguments_, made.findings), false;
    auto kept = sync::keep_drift(drifted, made.pipeline, paths_);
    if (!kept) return say_error(std::move(kept).error().with_key(drifted.key)), false;
    for (Error& error : kept->left) say_error(Error(std::move(error)).with_key(drifted.key));
    left_ += kept->left.size();
    for (const sync::Kept& each : kept->overrides) {
      if (!put(*entry, each)) return false;
    }
    count_ += kept->overrides.size();
    if (!kept->overrides.empty()) pipelines_.push_back({&drifted, std::move(kept->overrides)});
    return true;
  }

  // Reads the fleet with the new texts, and takes out the overrides that say what the template says anyhow: somebody
  // took back what an earlier override had changed. False, with the error said, where the fleet would not say what is
  // stored.
  bool prove() {
    std::vector<Finding> findings;
    auto session = Session::open(arguments_, &findings, after_);
    if (session != nullptr && drop_needless(*session)) session = Session::open(arguments_, &findings, after_);
    if (session == nullptr) return say_findings(arguments_, findings), false;
    for (const Pipeline& each : pipelines_) {
      const generate::Generated made = session->generator().generate(*find_entry(*session, each.drifted->key));
      say_findings(arguments_, made.findings);
      if (!made.has_errors() && sync::says_kept(*each.drifted, made.pipeline, each.overrides)) continue;
      say_error(Error(made.has_errors() ? "with these overrides the pipeline has errors"
                                        : "with these overrides the pipeline would still not be what is stored")
                    .with_hint("nothing was written; change the template or a variable instead")
                    .with_key(each.drifted->key));
      return false;
    }
    return true;
  }

  void show() const {
    for (const auto& [file, text] : after_) {
      print(diff::to_unified_text(before_.at(file), text, "a/" + file, "b/" + file, colors(arguments_).out));
    }
  }

  bool write() const {
    for (const auto& [file, text] : after_) {
      if (before_.at(file) == text) continue;
      const auto done = store::replace_file(arguments_.value("fleet"), file, before_.at(file), text);
      if (!done) return say_error(done.error()), false;
    }
    return true;
  }

  bool is_empty() const { return after_.empty(); }
  std::size_t count() const { return count_; }
  std::size_t files() const { return after_.size(); }
  std::size_t left() const { return left_; }

 private:
  struct Pipeline {
    const sync::Drifted* drifted;
    std::vector<sync::Kept> overrides;
  };

  bool put(const fleet::Entry& entry, const sync::Kept& each) {
    const std::string& file = entry.service->source.file;
    if (!after_.contains(file)) {
      auto text = store::read_text(arguments_.value("fleet"), file);
      if (!text) return say_error(text.error()), false;
      before_[file] = after_[file] = std::move(*text);
    }
    // What an earlier override says about a part of it would be said in vain.
    std::string path = each.path;
    for (const fleet::Override& other : entry.use->overrides) {
      if (other.inherited || !sync::speaks_of(other.path, each.path)) continue;
      if (sync::speaks_of(each.path, other.path)) {
        path = other.path;
      } else if (!edit(file, store::without_override(after_.at(file), file, entry.key, other.path), entry, each)) {
        return false;
      }
    }
    return edit(file, store::with_override(after_.at(file), file, entry.key, path, each.value), entry, each);
  }

  bool edit(const std::string& file, Result<std::string> text, const fleet::Entry& entry, const sync::Kept& each) {
    if (text) return after_[file] = std::move(*text), true;
    say_error(std::move(text).error());
    say(fmt::format("To write by hand, under the pipeline {} of stack {}:\n{}", entry.key.pipeline, entry.key.stack,
                    sync::override_yaml(each)));
    return false;
  }

  bool drop_needless(const Session& session) {
    bool dropped = false;
    for (const Pipeline& each : pipelines_) {
      const fleet::Entry& entry = *find_entry(session, each.drifted->key);
      const std::string& file = entry.service->source.file;
      for (const std::string& path : sync::needless(session.generator().generate(entry), each.overrides)) {
        auto text = store::without_override(after_.at(file), file, entry.key, path);
        if (text) after_[file] = std::move(*text), dropped = true;
      }
    }
    return dropped;
  }

  const Arguments& arguments_;
  const Session& session_;
  std::vector<std::string> paths_;
  Texts before_;
  Texts after_;
  std::vector<Pipeline> pipelines_;
  std::size_t count_ = 0;
  std::size_t left_ = 0;
};

bool agreed(std::size_t files) {
  say(fmt::format("\nWrite {}? Only 'yes' is accepted: ", files == 1 ? "this file" : "these files"));
  std::string answer;
  return static_cast<bool>(std::getline(std::cin, answer)) && answer == "yes";
}

std::optional<fleet::Selector> selector_to_keep(const Arguments& arguments, const Session& session) {
  if (arguments.operands.size() > 1) {
    const auto key = fleet::parse_key(arguments.operand(0));
    if (!key) return say_error(Error("paths are those of one pipeline: " + key.error().message)), std::nullopt;
  }
  return selector_of(arguments, session);
}

}  // namespace

int keep_drift(const Arguments& arguments) {
  if (!arguments.has("dry-run") && !may_ask(arguments)) return kUsage;
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  auto selector = selector_to_keep(arguments, *session);
  if (!selector) return kUsage;
  const auto found = find_drift(arguments, *session, std::move(*selector));
  if (!found) return kError;
  Keeping keeping(arguments, *session);
  for (const sync::Drifted& drifted : *found) {
    if (!keeping.add(drifted)) return kError;
  }
  if (keeping.is_empty()) {
    print(found->empty() ? "No drift: there is nothing to keep.\n" : "The fleet says it already.\n");
    return keeping.left() > 0 ? kError : kDone;
  }
  if (!keeping.prove()) return kError;
  keeping.show();
  if (arguments.has("dry-run")) return kDone;
  if (!arguments.has("yes") && !agreed(keeping.files())) return say("Nothing was written.\n"), kError;
  if (!keeping.write()) return kError;
  print(fmt::format("Kept: {} in {}.\n", counted(keeping.count(), "override"), counted(keeping.files(), "file")));
  if (!arguments.has("quiet")) {
    say("Nothing was written to the target. The next sync writes Sailmaker's mark there, and the drift is over.\n");
  }
  return keeping.left() > 0 ? kError : kDone;
}

}  // namespace sailmaker::cli
