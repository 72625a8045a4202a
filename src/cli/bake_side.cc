#include "cli/bake_side.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/edit_distance.h"
#include "base/parallel.h"
#include "cli/arguments.h"
#include "cli/helm.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/session.h"
#include "pipeline/stage_label.h"
#include "value/map.h"

namespace sailmaker::cli {

namespace {

namespace fs = std::filesystem;

// What Helm said of a bake that it refused.
std::string message_of(std::string talk) {
  if (talk.starts_with("Error: ")) talk.erase(0, 7);
  while (talk.ends_with('\n')) talk.pop_back();
  constexpr std::string_view kAdvice = "\n\nUse --debug flag to render out invalid YAML";
  if (talk.ends_with(kAdvice)) talk.erase(talk.size() - kAdvice.size());
  return talk;
}

class Baker {
 public:
  Baker(const Arguments& arguments, const BakeSide& side, const BakeRequest& request)
      : arguments_(arguments), side_(side), request_(request), inputs_(side.pipeline, request.set), fill_(inputs_) {}

  std::optional<std::vector<BakedStage>> bake() {
    const auto chosen = choose();
    if (!chosen) return std::nullopt;
    for (const std::size_t stage : *chosen) prepare(stage);
    check_parameters();
    if (is_good() && !request_.helm.empty()) run();
    say_findings(arguments_, findings_);
    return is_good() ? std::optional(std::move(stages_)) : std::nullopt;
  }

 private:
  bool is_good() const {
    return std::none_of(findings_.begin(), findings_.end(),
                        [](const Finding& each) { return each.severity == Severity::error; });
  }

  // A stored pipeline has no template to point at.
  Finding place(const pipeline::Problem& problem) const {
    if (side_.session != nullptr) return side_.session->generator().place(side_.key, problem);
    Finding finding;
    finding.severity = problem.severity;
    finding.path = to_string(problem.path);
    finding.error = Error(problem.message).with_hint(problem.hint).with_key(side_.key);
    return finding;
  }

  Finding& report(Path path, std::string message, std::string hint, Severity severity = Severity::error) {
    pipeline::Problem problem;
    problem.severity = severity;
    problem.path = std::move(path);
    problem.message = std::move(message);
    problem.hint = std::move(hint);
    return findings_.emplace_back(place(problem));
  }

  const Value& stage_at(std::size_t stage) const { return side_.pipeline.find("stages")->as_list()[stage]; }

  bool is_called(std::size_t stage, std::string_view field) const {
    const Value* value = stage_at(stage).find(field);
    return value != nullptr && value->is_string() && value->as_string() == request_.stage;
  }

  // All stages that bake, or the one that is asked for.
  std::optional<std::vector<std::size_t>> choose() const {
    std::vector<std::size_t> stages = pipeline::bake_stages(side_.pipeline);
    if (request_.stage.empty()) return stages;
    for (const std::string_view field : {"refId", "name"}) {
      for (const std::size_t stage : stages) {
        if (is_called(stage, field)) return std::vector{stage};
      }
    }
    std::vector<std::string> names;
    for (const std::size_t stage : stages) {
      const Value* ref_id = stage_at(stage).find("refId");
      if (ref_id != nullptr && ref_id->is_string()) names.emplace_back(ref_id->as_string());
    }
    Error error("the pipeline has no bakeManifest stage '" + request_.stage + "'");
    error.hint = did_you_mean(request_.stage, names);
    if (error.hint.empty() && !names.empty()) error.hint = fmt::format("it has {}", fmt::join(names, ", "));
    say_error(std::move(error).with_key(side_.key));
    return std::nullopt;
  }

  // Finds out the words for Helm.
  void prepare(std::size_t stage) {
    pipeline::Problems problems;
    auto bake = read_bake(side_.pipeline, stage, fill_, problems);
    for (const pipeline::Problem& problem : problems) findings_.push_back(place(problem));
    if (!bake) return;
    const auto chart = find_chart(*bake, side_.places.charts);
    if (!chart) return void(report(bake->chart.path, chart.error().message, chart.error().hint));
    if (!chart->doubt.empty()) report(bake->chart.path, chart->doubt, {}, Severity::warning);
    std::vector<fs::path> files;
    for (const pipeline::BakeInput& input : bake->values) {
      auto file = find_values(input, side_.places.values, request_.folder);
      if (!file) return void(report(input.path, file.error().message, file.error().hint));
      files.push_back(plain_path(*file));
    }
    stages_.push_back({std::move(*bake), {}, {}});
    stages_.back().words = helm_words(stages_.back().bake, chart->path, files);
  }

  // Helm splits --values at commas, and reads quotes.
  fs::path plain_path(const fs::path& file) {
    if (file.string().find_first_of(",\"\n") == std::string::npos) return file;
    fs::path link = request_.folder / fmt::format("values-{}.yaml", links_++);
    std::error_code ignored;  // Helm says that the file is not there
    fs::create_symlink(file, link, ignored);
    return link;
  }

  void check_parameters() {
    if (!fill_.missing().empty()) {
      Error error(fmt::format("the bakes need {} that a run gets from whoever starts it: {}",
                              fill_.missing().size() == 1 ? "a parameter" : "parameters",
                              fmt::join(fill_.missing(), ", ")));
      error.hint = fmt::format("--set {}=VALUE", fmt::join(fill_.missing(), "=VALUE --set "));
      findings_.push_back({Severity::error, std::move(error).with_key(side_.key), {}});
    }
    for (const auto& [name, value] : request_.set) {
      const auto& asked = fill_.asked();
      if (inputs_.is_declared(name) || std::find(asked.begin(), asked.end(), name) != asked.end()) continue;
      Error error("--set: the pipeline has no parameter '" + name + "'");
      error.hint = did_you_mean(name, inputs_.declared());
      if (error.hint.empty()) error.hint = fmt::format("it has {}", fmt::join(inputs_.declared(), ", "));
      findings_.push_back({Severity::error, std::move(error).with_key(side_.key), {}});
    }
  }

  void run() {
    const std::atomic<bool>& stop = interrupted();
    std::vector<std::string> messages(stages_.size());
    parallel_for(stages_.size(), threads_of(arguments_), [&](std::size_t i) {
      if (stop) return void(messages[i] = "the bake was interrupted");
      const auto ended = run_helm(request_.helm, stages_[i].words, request_.folder);
      if (!ended) {
        messages[i] = ended.error().message;
      } else if (ended->code != 0) {
        messages[i] = ended->talk.empty() ? fmt::format("exit code {}", ended->code) : message_of(ended->talk);
      } else {
        stages_[i].objects = pipeline::baked_objects(ended->out);
      }
    });
    report_failures(messages);
  }

  // A mistake in the values fails every stage in the same words: they are said once.
  void report_failures(const std::vector<std::string>& messages) {
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (messages[i].empty() || std::find(messages.begin(), messages.begin() + static_cast<long>(i), messages[i]) !=
                                     messages.begin() + static_cast<long>(i))
        continue;
      const auto others = std::count(messages.begin() + static_cast<long>(i) + 1, messages.end(), messages[i]);
      std::string what = fmt::format("Helm does not bake stage {}", stages_[i].bake.label);
      if (others > 0) what += " and " + counted(static_cast<std::size_t>(others), "other stage");
      Finding& finding = report({"stages", stages_[i].bake.stage}, std::move(what), {});
      finding.error.cause = std::make_shared<const Error>(messages[i]);
    }
  }

  const Arguments& arguments_;
  const BakeSide& side_;
  const BakeRequest& request_;
  pipeline::RunInputs inputs_;
  pipeline::SpelFill fill_;
  std::vector<Finding> findings_;
  std::vector<BakedStage> stages_;
  int links_ = 0;
};

}  // namespace

std::optional<std::vector<BakedStage>> bake_side(const Arguments& arguments, const BakeSide& side,
                                                 const BakeRequest& request) {
  return Baker(arguments, side, request).bake();
}

}  // namespace sailmaker::cli
