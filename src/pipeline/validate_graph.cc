#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/stage_cycles.h"
#include "pipeline/stage_graph.h"
#include "pipeline/stage_label.h"
#include "pipeline/validate_steps.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

using Stage = StageGraph::Stage;

// A longer circle is printed with its beginning and its end.
constexpr std::size_t kMostInCircle = 12;

// More misspelt requisites than these are one mistake, made by a loop; looking for near misses costs time.
constexpr int kMostUnknown = 50;

// Of the stages behind one that never starts only the next ones are said, and not all of many.
constexpr int kMostUnreachable = 20;

class GraphCheck {
 public:
  GraphCheck(const List& stages, const StageGraph& graph, Problems& problems)
      : stages_(stages), graph_(graph), problems_(problems), list_(root_, "stages") {}

  void run() {
    bool has_start = false;
    bool has_stage = false;
    for (Stage stage = 0; stage < graph_.size(); ++stage) {
      if (!stages_[stage].is_map()) continue;
      has_stage = true;
      const Trail at(list_, stage);
      check_ref_id(stage, at);
      has_start |= check_requisites(stage, at);
    }
    const auto cycles = find_cycles(graph_);
    for (const auto& cycle : cycles) report_cycle(cycle);
    if (!cycles.empty() || self_required_ || unknown_ > 0) report_unreachable(cycles);
    if (has_stage && !has_start && cycles.empty() && !self_required_) report_no_start();
  }

 private:
  void check_ref_id(Stage stage, const Trail& at) {
    if (!graph_.ref_id(stage).empty() && graph_.find(graph_.ref_id(stage)) == stage) return;
    const Value* ref_id = stages_[stage].find("refId");
    const Trail field(at, "refId");
    if (ref_id == nullptr) {
      report(problems_, Rule::missing_ref_id, at, fmt::format("stage {} has no 'refId'", stage_label(stages_[stage])));
    } else if (!ref_id->is_string()) {
      report(problems_, Rule::bad_ref_id, field, fmt::format("'refId' is {}, not text", to_string(ref_id->kind())),
             ref_id->is_integer() ? quoting_hint(to_json(*ref_id)) : std::string());
      problems_.back().wants_quotes = ref_id->is_integer();
    } else if (ref_id->as_string().empty()) {
      report(problems_, Rule::bad_ref_id, field, "'refId' is empty");
    } else if (const Stage first = graph_.find(ref_id->as_string()); first != stage) {
      report(problems_, Rule::duplicate_ref_id, field,
             fmt::format("two stages have the refId '{}': this one and {} at stages[{}]", ref_id->as_string(),
                         stage_label(stages_[first]), first));
      const Trail other(list_, first);
      report_also(problems_, "the other one stands at", Trail(other, "refId"));
    }
  }

  // True for a stage that requires nothing: the run can start with it.
  bool check_requisites(Stage stage, const Trail& at) {
    const auto known = graph_.requisites(stage);
    const bool is_usual =
        !graph_.misses_requisite(stage) && std::find(known.begin(), known.end(), stage) == known.end();
    if (is_usual) return known.empty();
    const Value* requisites = stages_[stage].find("requisiteStageRefIds");
    if (requisites == nullptr || requisites->is_null()) return true;
    static constexpr Field kRequisites[] = {Field("requisiteStageRefIds", kTexts | kNull, "")};
    static const FieldTable fields(kRequisites);
    if (!accepts(kTexts, *requisites)) check_fields(stages_[stage], {fields, {}, Unknown::ignored}, at, problems_);
    if (!requisites->is_list()) return false;
    const Trail field(at, "requisiteStageRefIds");
    const List& list = requisites->as_list();
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (list[i].is_string()) check_requisite(stage, list[i].as_string(), Trail(field, i));
    }
    return list.empty();
  }

  void check_requisite(Stage stage, std::string_view required, const Trail& at) {
    const Stage found = graph_.find(required);
    if (found == NameIndex::kNone) return report_unknown(stage, required, at);
    if (graph_.ref_id(stage) != required) return;
    self_required_ = true;
    report(problems_, Rule::requires_itself, at, fmt::format("stage {} requires itself", stage_label(stages_[stage])));
  }

  void report_unknown(Stage stage, std::string_view required, const Trail& at) {
    std::string hint;
    if (++unknown_ <= kMostUnknown) {
      std::vector<std::string> known;
      for (Stage other = 0; other < graph_.size() && other < 1000; ++other) {
        if (other != stage) known.emplace_back(graph_.ref_id(other));
      }
      hint = did_you_mean(required, known);
    }
    report(problems_, Rule::unknown_requisite, at,
           fmt::format("stage {} requires '{}', but no stage has this refId", stage_label(stages_[stage]), required),
           std::move(hint));
  }

  // "a -> b -> a" reads: a requires b, b requires a.
  void report_cycle(const std::vector<Stage>& cycle) {
    std::string circle;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      if (cycle.size() > kMostInCircle && i == kMostInCircle - 1) {
        circle += fmt::format("... ({} more) -> ", cycle.size() - kMostInCircle);
        i = cycle.size() - 1;
      }
      circle += fmt::format("'{}' -> ", graph_.ref_id(cycle[i]));
    }
    const Trail at(list_, cycle.front());
    report(problems_, Rule::stage_cycle, Trail(at, "requisiteStageRefIds"),
           fmt::format("stages wait for each other: {}'{}'", circle, graph_.ref_id(cycle.front())),
           "the arrow means \"requires\"; take one of them out");
  }

  // Stages of which a requisite never starts: it is in a circle, requires itself, or requires only what is not there.
  void report_unreachable(const std::vector<std::vector<Stage>>& cycles) {
    std::vector<bool> dead = never_started(cycles);
    const std::vector<bool> said = dead;
    // A stage waits for all its requisites, so one dead one is enough. Few rounds: stages stand mostly in order.
    for (bool more = true; more;) {
      more = false;
      for (Stage stage = 0; stage < graph_.size(); ++stage) {
        if (dead[stage]) continue;
        const auto before = graph_.requisites(stage);
        const auto first = std::find_if(before.begin(), before.end(), [&](Stage other) { return dead[other]; });
        if (first == before.end()) continue;
        dead[stage] = more = true;
        report_behind(stage, *first, said[*first]);
      }
    }
  }

  std::vector<bool> never_started(const std::vector<std::vector<Stage>>& cycles) const {
    std::vector<bool> dead(graph_.size(), false);
    for (const auto& cycle : cycles) {
      for (const Stage stage : cycle) dead[stage] = true;
    }
    for (Stage stage = 0; stage < graph_.size(); ++stage) {
      const Value* requisites = stages_[stage].find("requisiteStageRefIds");
      const bool waits = requisites != nullptr && requisites->is_list() && !requisites->as_list().empty();
      const auto before = graph_.requisites(stage);
      if (waits && before.empty()) dead[stage] = true;
      if (std::find(before.begin(), before.end(), stage) != before.end()) dead[stage] = true;
    }
    return dead;
  }

  void report_behind(Stage stage, Stage before, bool is_first) {
    if (!is_first || ++unreachable_ > kMostUnreachable) return;
    const Trail at(list_, stage);
    report(problems_, Rule::unreachable_stage, Trail(at, "requisiteStageRefIds"),
           fmt::format("stage {} never starts, because stage {} does not", stage_label(stages_[stage]),
                       stage_label(stages_[before])));
  }

  void report_no_start() {
    report(problems_, Rule::no_start_stage, list_, "no stage can start: each of them requires another one",
           "the first stage has requisiteStageRefIds: []");
  }

  const List& stages_;
  const StageGraph& graph_;
  Problems& problems_;
  const Trail root_;
  const Trail list_;
  bool self_required_ = false;
  int unknown_ = 0;
  int unreachable_ = 0;
};

}  // namespace

void check_stage_graph(const Seen& pipeline, std::span<const StageNotes> stages, Problems& problems) {
  if (stages.empty()) return;
  std::vector<StageGraph::Links> links;
  links.reserve(stages.size());
  for (const StageNotes& stage : stages) links.push_back(stage.links);
  const StageGraph graph(links);
  GraphCheck(pipeline[Noted::stages]->as_list(), graph, problems).run();
}

}  // namespace sailmaker::pipeline
