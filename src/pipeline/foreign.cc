#include "pipeline/foreign.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/uuid.h"
#include "pipeline/link_steps.h"
#include "pipeline/same_name.h"
#include "pipeline/validate.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Deeper than Gate's and spin's answers, pipeline templates and the like; a fleet's other files are left soon.
constexpr int kDeepest = 5;

bool is_map_at(const Value& map, std::string_view field) {
  const Value* found = map.find(field);
  return found != nullptr && found->is_map();
}

bool is_text(const Value* value) { return value != nullptr && value->is_string() && !value->as_string().empty(); }

// Other programs have stages, too.
bool is_stage(const Value& value) {
  return value.is_map() && (value.find("type") != nullptr || value.find("refId") != nullptr);
}

// Kubernetes resources have stages of their own kind, executions have run, and a template of the first version has
// stages without refIds: none of them is what Front50 keeps as a pipeline.
bool is_something_else(const Value& map) {
  if (map.find("buildTime") != nullptr && map.find("status") != nullptr) return true;  // an execution without stages
  if (map.find("apiVersion") != nullptr && map.find("kind") != nullptr) return true;
  const Value* stages = map.find("stages");
  if (stages == nullptr || !stages->is_list()) return false;
  const List& list = stages->as_list();
  if (!list.empty() && std::none_of(list.begin(), list.end(), is_stage)) return true;
  return std::any_of(list.begin(), list.end(), [](const Value& stage) {
    if (!stage.is_map()) return false;
    const bool has_run = is_map_at(stage, "context") && stage.find("status") != nullptr;
    const bool is_v1 = stage.find("refId") == nullptr && stage.find("id") != nullptr && stage.find("config") != nullptr;
    return has_run || is_v1;
  });
}

bool is_pipeline(const Value& map) {
  if (const Value* stages = map.find("stages")) {
    if (stages->is_list()) return true;
  }
  const Value* type = map.find("type");
  if (type != nullptr && type->is_string() && same_name(type->as_string(), "templatedPipeline")) return true;
  if (is_map_at(map, "template") && is_text(map.find("application"))) return true;
  const Value* triggers = map.find("triggers");
  return triggers != nullptr && triggers->is_list() && is_text(map.find("application"));
}

class Finder {
 public:
  explicit Finder(std::vector<Found>& found) : found_(found) {}

  // `form` is what a pipeline here would be.
  void look(const Value& value, Found::Form form, int depth) {
    if (depth > kDeepest) return;
    if (value.is_list()) {
      for (std::size_t i = 0; i < value.as_list().size(); ++i) look_below(i, value.as_list()[i], form, depth);
    } else if (value.is_map() && !is_something_else(value)) {
      if (is_pipeline(value)) return found_.push_back({path_, form});
      // What holds pipelines may give them their application, and a template's pipeline gets its name from others.
      const bool names = value.find("application") != nullptr || value.find("schema") != nullptr;
      const Found::Form inner = names ? Found::Form::part : form;
      for (const Map::Entry& entry : value.as_map()) {
        if (entry.key.is_string()) look_below(std::string(entry.key.as_string()), entry.value, inner, depth);
      }
    }
  }

 private:
  template <typename Step>
  void look_below(Step step, const Value& value, Found::Form form, int depth) {
    path_.emplace_back(std::move(step));
    look(value, form, depth + 1);
    path_.pop_back();
  }

  Path path_;
  std::vector<Found>& found_;
};

enum class Verdict { as_it_is, warning, none };

struct Row {
  std::string_view rule;
  Verdict in_file;
  Verdict stored;
};

// What differs from rules(): Spinnaker keeps its own fields in what it gives out, and lives with the rest.
constexpr Row kRows[] = {
    {"server-field", Verdict::none, Verdict::none},
    {"id-no-uuid", Verdict::none, Verdict::none},
    {"bad-id", Verdict::warning, Verdict::warning},
    {"bad-name", Verdict::warning, Verdict::warning},
    {"bad-application", Verdict::warning, Verdict::warning},
    {"deprecated-strategy", Verdict::warning, Verdict::warning},
    {"nameless-artifact", Verdict::none, Verdict::none},
    {"duplicate-artifact-name", Verdict::none, Verdict::none},
    {"ambiguous-artifact", Verdict::none, Verdict::none},
    // Deck copies a stage with the ids of its artifacts, and whichever is found first is mostly the same artifact.
    {"duplicate-artifact-id", Verdict::warning, Verdict::warning},
    // A parent pipeline may hand over what no list of this one names.
    {"unknown-artifact", Verdict::warning, Verdict::warning},
    {"artifact-not-upstream", Verdict::warning, Verdict::warning},
    {"duplicate-parameter", Verdict::warning, Verdict::warning},
    // Somebody may live with a circle, or end it by hand.
    {"pipeline-cycle", Verdict::warning, Verdict::warning},
    // Plugins bring functions, and what cannot be evaluated is passed on as text, on which a stage may well work.
    {"unknown-function", Verdict::warning, Verdict::warning},
    {"blocked-expression", Verdict::warning, Verdict::warning},
    {"unknown-stage", Verdict::warning, Verdict::warning},
    {"stage-of-other-type", Verdict::warning, Verdict::warning},
    {"stage-runs-later", Verdict::warning, Verdict::warning},
};

Verdict verdict_of(const Problem& problem, Origin origin) {
  for (const Row& row : kRows) {
    if (row.rule == problem.rule) return origin == Origin::file ? row.in_file : row.stored;
  }
  return Verdict::as_it_is;
}

bool holds_expression(const Value& pipeline, const Path& path) {
  const Value* value = find(pipeline, path);
  return value != nullptr && value->is_string() && value->as_string().find("${") != std::string_view::npos;
}

// Deck's page for editing a pipeline as JSON leaves out what it has beside it: id, name and application.
bool has_no_name(const Value& pipeline) {
  return pipeline.find("name") == nullptr ||
         (pipeline.find("application") == nullptr && pipeline.find("id") == nullptr);
}

// A pipeline made of one of Spinnaker's own templates: most of its stages stand there.
bool has_template(const Value& pipeline) {
  const Value* type = pipeline.find("type");
  return is_map_at(pipeline, "template") || is_map_at(pipeline, "config") ||
         (type != nullptr && type->is_string() && type->as_string() == "templatedPipeline");
}

bool needs_the_template(const Problem& problem) {
  constexpr std::string_view rules[] = {"unknown-requisite",   "no-start-stage", "unknown-artifact",
                                        "unknown-artifact-id", "unknown-stage",  "undeclared-parameter"};
  return std::find(std::begin(rules), std::end(rules), problem.rule) != std::end(rules);
}

bool is_of_no_interest(const Problem& problem, const Value& pipeline, Origin origin, Found::Form form) {
  const bool is_part = form == Found::Form::part;
  if (problem.rule == "missing-name") return is_part || (origin == Origin::file && has_no_name(pipeline));
  if (needs_the_template(problem) && has_template(pipeline)) return true;
  if (!is_part) return false;
  // In a template any value may be an expression that its variables replace.
  return problem.rule == "no-start-stage" || holds_expression(pipeline, problem.path);
}

// Pipelines from before 2016 have no refIds at all: Orca runs their stages one after another then.
bool is_unnumbered(const Value& pipeline) {
  const Value* stages = pipeline.find("stages");
  if (stages == nullptr || !stages->is_list()) return false;
  const List& list = stages->as_list();
  return std::all_of(list.begin(), list.end(), [](const Value& stage) {
    return stage.find("refId") == nullptr && stage.find("requisiteStageRefIds") == nullptr;
  });
}

// What is said of such a pipeline: one warning.
void weigh_unnumbered(Problems& problems) {
  bool is_said = false;
  std::erase_if(problems, [&](Problem& problem) {
    if (problem.rule != "missing-ref-id") return false;
    problem.severity = Severity::warning;
    problem.hint = "no stage has one: a run that another pipeline starts begins with all stages at once";
    return std::exchange(is_said, true);
  });
}

Problems reference_problems(Value pipeline) {
  Problems problems;
  if (pipeline.is_map()) link_artifact_references(pipeline, problems);
  return problems;
}

}  // namespace

bool weigh_foreign(Problem& problem, Origin origin) {
  const Verdict verdict = verdict_of(problem, origin);
  // Deck writes `moniker: {}`, and the resources are nobody's then.
  const bool is_in_moniker = !problem.path.empty() && problem.path.back() == PathStep(std::string("moniker"));
  if (problem.rule == "missing-field" && (is_in_moniker || problem.has_fallback)) problem.severity = Severity::warning;
  if (verdict == Verdict::warning) problem.severity = Severity::warning;
  return verdict != Verdict::none;
}

std::vector<Found> find_pipelines(const Value& document) {
  std::vector<Found> found;
  Finder(found).look(document, Found::Form::pipeline, 0);
  return found;
}

Problems validate_foreign(const Value& pipeline, Origin origin, Found::Form form) {
  Problems all = validate(pipeline);
  for (Problem& problem : reference_problems(pipeline)) all.push_back(std::move(problem));
  Problems kept;
  for (Problem& problem : all) {
    if (is_of_no_interest(problem, pipeline, origin, form) || !weigh_foreign(problem, origin)) continue;
    kept.push_back(std::move(problem));
  }
  if (is_unnumbered(pipeline)) weigh_unnumbered(kept);
  sort_by_place(kept, pipeline);
  return kept;
}

}  // namespace sailmaker::pipeline
