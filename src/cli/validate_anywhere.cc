#include "cli/validate_anywhere.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "check/check.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/live.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/session.h"
#include "cli/stored_selector.h"
#include "pipeline/surroundings.h"
#include "target/folder.h"

namespace sailmaker::cli {

namespace {

constexpr std::size_t kLargestText = 64 << 20;

// The files that the words of a command line name, in the order of the words; what a folder holds, by name.
class FileReader {
 public:
  explicit FileReader(Report& report) : report_(report) {}

  void read(const std::string& word) {
    std::error_code failed;
    if (word == "-") {
      read_standard_input();
    } else if (std::filesystem::is_directory(word, failed)) {
      read_folder(word);
    } else {
      read_file(word, true);
    }
  }

  std::vector<check::Text> take() { return std::move(texts_); }

 private:
  static bool is_hidden(const std::filesystem::path& path) { return path.filename().string().starts_with('.'); }

  static bool is_wanted(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    return extension == ".json" || extension == ".yaml" || extension == ".yml";
  }

  void read_folder(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code failed;
    using Walk = std::filesystem::recursive_directory_iterator;
    for (Walk walk(folder, failed); !failed && walk != Walk(); walk.increment(failed)) {
      if (walk->is_directory(failed)) {
        if (is_hidden(walk->path())) walk.disable_recursion_pending();
      } else if (is_wanted(walk->path()) && !is_hidden(walk->path())) {
        names.push_back(walk->path().generic_string());
      }
    }
    if (failed) report(Error("the folder cannot be read: " + failed.message(), place(folder)));
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) read_file(name, false);
    if (names.empty() && !failed) {
      report(Error("there is no .json, .yaml or .yml file in this folder", place(folder)));
    }
  }

  void read_file(const std::string& name, bool was_named) {
    auto file = target::read_file(AT_FDCWD, name.c_str(), name);
    if (!file) return report(std::move(file).error());
    if (!*file) return report(Error("there is no such file", place(name)));
    add(name, std::move((*file)->text), was_named);
  }

  void read_standard_input() {
    std::string text;
    char buffer[1 << 16];
    for (;;) {
      const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      text.append(buffer, static_cast<std::size_t>(count));
      if (text.size() > kLargestText) return report(Error("standard input is larger than 64 MB"));
    }
    add("<stdin>", std::move(text), true);
  }

  void add(const std::string& name, std::string text, bool was_named) {
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    texts_.push_back({name, std::move(text), was_named});
  }

  static Source place(const std::string& name) {
    Source source;
    source.file = name;
    return source;
  }

  void report(Error error) { report_.findings.push_back({Severity::error, std::move(error), {}, "unreadable-file"}); }

  Report& report_;
  std::vector<check::Text> texts_;
};

void add_outcome(check::Outcome outcome, Report& report) {
  report.pipelines += outcome.pipelines;
  for (Finding& finding : outcome.findings) report.findings.push_back(std::move(finding));
}

// Reads everything that is listed, from as many threads as the target likes.
Result<std::vector<check::Text>> read_stored(const Arguments& arguments, const FleetTarget& at) {
  target::Target& target = *at.target;
  const std::string prefix = at.name.empty() ? "" : at.name + "/";
  auto listed = target.list();
  if (!listed) return std::move(listed).error();
  std::sort(listed->begin(), listed->end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::vector<check::Text> texts(listed->size());
  std::atomic<std::size_t> done{0};
  std::mutex mutex;
  std::optional<Error> failed;
  Progress progress(arguments, at.doing("Reading"));
  parallel_for(listed->size(), target.concurrency(), [&](std::size_t i) {
    const std::string& id = (*listed)[i].id;
    auto stored = target.read(id);
    progress.update(++done, listed->size());
    if (!stored) {
      const std::lock_guard lock(mutex);
      failed = std::move(stored).error();
    } else if (*stored) {
      texts[i] = {prefix + id, std::move((*stored)->body), false};
    }
  });
  if (failed) return *std::move(failed);
  std::erase_if(texts, [](const check::Text& text) { return text.name.empty(); });  // removed meanwhile
  return texts;
}

}  // namespace

int validate_files(const Arguments& arguments) {
  Report report;
  FileReader reader(report);
  for (const std::string& word : arguments.operands) reader.read(word);
  check::Options options;
  options.threads = threads_of(arguments);
  check::Outcome outcome = check::check_texts(reader.take(), options);
  if (outcome.elsewhere > 0) {
    report.remark = fmt::format("{} to pipelines that are not among these were not followed",
                                counted(outcome.elsewhere, "reference"));
  }
  add_outcome(std::move(outcome), report);
  return print_report(arguments, report);
}

namespace {

// What one target holds fits together, or not, by itself.
bool check_stored(const Arguments& arguments, const Session& session, const FleetTarget& at, check::Options options,
                  Report& report) {
  const auto texts = read_stored(arguments, at);
  if (!texts) return say_failed(at, texts.error()), false;
  pipeline::Surroundings known;
  if (arguments.has("live")) {
    auto live = live_surroundings(session, at);
    if (!live) return say_failed(at, live.error()), false;
    known = std::move(*live);
    known.pipelines.reset();  // all are among the texts
    options.more = [&known](const Value& pipeline) { return pipeline::check_surroundings(pipeline, known); };
  }
  add_outcome(check::check_texts(*texts, options), report);
  return true;
}

}  // namespace

int validate_stored(const Arguments& arguments) {
  const auto session = Session::open(arguments);
  if (session == nullptr) return kError;
  const auto targets = open_targets(arguments, session->fleet());
  if (!targets) return say_error(targets.error()), kError;
  const auto wanted = stored_selector(arguments.operand(0));
  if (!wanted) return say_error(wanted.error()), kUsage;
  check::Options options;
  options.origin = pipeline::Origin::stored;
  options.extent = pipeline::Extent::all;
  options.threads = threads_of(arguments);
  options.wanted = *wanted;
  Report report;
  report.has_files = false;
  std::size_t failed = 0;
  for (const FleetTarget& at : *targets) failed += check_stored(arguments, *session, at, options, report) ? 0 : 1;
  if (failed == targets->size()) return kError;
  const int code = print_report(arguments, report);
  return failed > 0 ? kError : code;
}

}  // namespace sailmaker::cli
