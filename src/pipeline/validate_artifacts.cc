#include <fmt/core.h>

#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/artifact_fields.h"
#include "pipeline/name_index.h"
#include "pipeline/same_name.h"
#include "pipeline/validate_steps.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

constexpr NameIndex::Place kPipeline = NameIndex::kNone;
constexpr Quoted kArtifactBooleans = Quoted::converted;  // Jackson reads artifacts in Echo and in Orca

class ArtifactCheck {
 public:
  ArtifactCheck(const Seen& pipeline, Problems& problems)
      : pipeline_(pipeline), problems_(problems), stages_at_(root_, "stages") {}

  void run() {
    const Value* own = pipeline_[Noted::expected_artifacts];
    if (own != nullptr) check_list(*own, kPipeline, root_);
    check_triggers();
    const Value* stages = pipeline_[Noted::stages];
    const std::size_t count = stages != nullptr && stages->is_list() ? stages->as_list().size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (stages->as_list()[i].is_map()) check_stage(stages->as_list()[i].as_map(), i);
    }
    check_duplicates();
  }

 private:
  struct Known {
    std::string_view id;
    NameIndex::Place stage;
    std::size_t place;
  };

  void check_stage(const Map& stage, std::size_t i) {
    const Trail at(stages_at_, i);
    for (const Map::Entry& entry : stage) {
      if (!entry.key.is_string()) continue;
      const std::string_view key = entry.key.as_string();
      if (const ArtifactField* field = find_artifact_field(key)) {
        check_reference(entry.value, *field, Trail(at, key));
      } else if (same_name(key, "expectedArtifacts")) {
        check_list(entry.value, static_cast<NameIndex::Place>(i), at);
      }
    }
  }

  void check_list(const Value& list, NameIndex::Place stage, const Trail& owner_at) {
    if (!list.is_list()) return;
    const Trail at(owner_at, "expectedArtifacts");
    for (std::size_t i = 0; i < list.as_list().size(); ++i) {
      const Value& artifact = list.as_list()[i];
      if (artifact.is_map()) check_artifact(artifact, {{}, stage, i}, Trail(at, i));
    }
  }

  void check_artifact(const Value& artifact, Known known, const Trail& at) {
    static const FieldTable& fields = table_of(expected_artifact_shape());
    Seen seen;
    check_fields(artifact, {fields, expected_artifact_shape().type, Unknown::near_misses, kArtifactBooleans}, at,
                 problems_, &seen);
    const Value* id = seen[Noted::id];
    if (id != nullptr && id->is_string()) {
      known.id = id->as_string();
      if (known.id.empty()) report_empty(Trail(at, "id"));
      if (!known.id.empty()) known_.push_back(known);
    }
    if (known.stage == kPipeline) check_default(seen, at);
    const Value* match = seen[Noted::match_artifact];
    check_content(match, "matchArtifact", at);
    check_content(seen[Noted::default_artifact], "defaultArtifact", at);
    if (match == nullptr || match->is_null()) {
      report(problems_, Rule::artifact_matches_everything, at,
             "this expected artifact has no 'matchArtifact', so any artifact matches it");
    }
    if (seen[Noted::bound_artifact] != nullptr) {
      report(problems_, Rule::server_field, Trail(at, "boundArtifact"), "'boundArtifact' belongs to Spinnaker",
             "leave the key out", Places::Part::key);
    }
  }

  // Whether Spinnaker compares this field of an artifact with the one that arrives.
  static bool is_matched(const Value& field) {
    static const Value kMatched[] = {"name", "version", "location", "reference"};
    return std::any_of(std::begin(kMatched), std::end(kMatched),
                       [&](const Value& matched) { return matched.same_as(field); });
  }

  static bool is_true(const Value* value) { return value != nullptr && value->is_boolean() && value->as_boolean(); }

  void check_default(const Seen& artifact, const Trail& at) {
    const bool has_default = is_true(artifact[Noted::use_default_artifact]);
    const Value* given = artifact[Noted::default_artifact];
    if (has_default && (given == nullptr || given->is_null() || (given->is_map() && given->as_map().empty()))) {
      report(problems_, Rule::missing_default_artifact, at,
             "this expected artifact has useDefaultArtifact: true but no 'defaultArtifact'");
    }
    if (has_default || is_true(artifact[Noted::use_prior_artifact])) return;
    const Value* id = artifact[Noted::id];
    if (id == nullptr || !id->is_string() || is_listed(id->as_string())) return;
    report(
        problems_, Rule::unresolved_artifact, at,
        "no trigger lists this expected artifact, and it has neither a default nor a prior one, so it is never there",
        "list it in a trigger's expectedArtifactIds, or give it a defaultArtifact with useDefaultArtifact: true");
  }

  // Whether a trigger asks for the artifact.
  bool is_listed(std::string_view id) {
    if (!listed_) listed_ = ids_of_triggers();
    return listed_->contains(id);
  }

  std::unordered_set<std::string_view> ids_of_triggers() const {
    std::unordered_set<std::string_view> found;
    const Value* triggers = pipeline_[Noted::triggers];
    if (triggers == nullptr || !triggers->is_list()) return found;
    for (const Value& trigger : triggers->as_list()) {
      const Value* ids = trigger.find("expectedArtifactIds");
      if (ids == nullptr || !ids->is_list()) continue;
      for (const Value& listed : ids->as_list()) {
        if (listed.is_string()) found.insert(listed.as_string());
      }
    }
    return found;
  }

  // matchArtifact or defaultArtifact. What is matched is compared with regular expressions.
  void check_content(const Value* content, std::string_view field, const Trail& at) {
    if (content == nullptr || !content->is_map()) return;
    const Trail content_at(at, field);
    static const Value kType("type");
    const bool is_match = field == "matchArtifact";
    for (const Map::Entry& entry : content->as_map()) {
      if (entry.key.same_as(kType)) {
        check_type(entry.value, content_at);
      } else if (is_match && is_matched(entry.key)) {
        const std::string_view name = entry.key.as_string();
        check_regex(&entry.value, name, Trail(content_at, name), problems_);
      }
    }
  }

  void check_type(const Value& type, const Trail& at) {
    if (!type.is_string() || type.as_string().empty()) return;
    const std::string_view text = type.as_string();
    if (const Shape* shape = find_artifact_shape(text)) {
      if (!shape->gone.empty()) {
        report(problems_, Rule::deprecated_type, Trail(at, "type"),
               fmt::format("artifacts of type '{}' should not be written", text), std::string(shape->gone));
      }
      return;
    }
    // Types may be regular expressions, or a plugin's: only what looks like a slip is said.
    std::string meant = did_you_mean(text, artifact_types());
    if (meant.empty() || text.starts_with("kubernetes/") || text.find_first_of("*.$[(|") != std::string_view::npos) {
      return;
    }
    report(problems_, Rule::unknown_artifact_type, Trail(at, "type"),
           fmt::format("Spinnaker has no artifact type '{}'", text), std::move(meant));
  }

  void check_reference(const Value& value, const ArtifactField& field, const Trail& at) {
    if (field.may_be_empty) return;
    switch (field.shape) {
      case ArtifactField::Shape::text: check_text(&value, at); break;
      case ArtifactField::Shape::texts: check_texts(value, at); break;
      case ArtifactField::Shape::in_map: check_member(value, field, at); break;
      case ArtifactField::Shape::in_maps:
        for (std::size_t i = 0; value.is_list() && i < value.as_list().size(); ++i) {
          check_member(value.as_list()[i], field, Trail(at, i));
        }
        break;
    }
  }

  void check_member(const Value& map, const ArtifactField& field, const Trail& at) {
    if (field.inner.empty()) return check_text(map.find(field.member), Trail(at, field.member));
    const Value* inner = map.find(field.inner);
    const Trail inner_at(at, field.inner);
    if (inner != nullptr) check_text(inner->find(field.member), Trail(inner_at, field.member));
  }

  void check_texts(const Value& list, const Trail& at) {
    for (std::size_t i = 0; list.is_list() && i < list.as_list().size(); ++i) {
      check_text(&list.as_list()[i], Trail(at, i));
    }
  }

  void check_text(const Value* id, const Trail& at) {
    if (id != nullptr && id->is_string() && id->as_string().empty()) report_empty(at);
  }

  void check_triggers() {
    const Value* triggers = pipeline_[Noted::triggers];
    if (triggers == nullptr || !triggers->is_list()) return;
    const Trail list(root_, "triggers");
    for (std::size_t i = 0; i < triggers->as_list().size(); ++i) {
      const Value* ids = triggers->as_list()[i].find("expectedArtifactIds");
      const Trail at(list, i);
      if (ids != nullptr) check_texts(*ids, Trail(at, "expectedArtifactIds"));
    }
  }

  void report_empty(const Trail& at) {
    report(problems_, Rule::empty_artifact_id, at, "an artifact's id is empty",
           "write the artifact's displayName, or leave the key out");
  }

  void check_duplicates() {
    NameIndex ids;
    ids.reserve(known_.size());
    for (std::size_t i = 0; i < known_.size(); ++i) ids.add(known_[i].id, static_cast<NameIndex::Place>(i));
    ids.finish();
    for (std::size_t i = 0; i < known_.size(); ++i) {
      const std::size_t first = ids.find(known_[i].id);
      if (first != i) report_duplicate(known_[i], known_[first]);
    }
  }

  void report_duplicate(const Known& second, const Known& first) {
    Path at = path_of(second);
    const std::string message =
        fmt::format("two expected artifacts have the id '{}': this one and {}", second.id, to_string(path_of(first)));
    report(problems_, Rule::duplicate_artifact_id, Trail(), message);
    at.emplace_back("id");
    problems_.back().path = std::move(at);
    Path other = path_of(first);
    other.emplace_back("id");
    problems_.back().also.push_back({"the other one stands at", std::move(other)});
  }

  Path path_of(const Known& known) const {
    const Trail stage(stages_at_, known.stage);
    const Trail list(known.stage == kPipeline ? root_ : stage, "expectedArtifacts");
    return Trail(list, known.place).path();
  }

  const Seen& pipeline_;
  Problems& problems_;
  const Trail root_;
  const Trail stages_at_;
  std::vector<Known> known_;
  std::optional<std::unordered_set<std::string_view>> listed_;  ///< ids that triggers ask for, once one is looked for
};

}  // namespace

void check_artifacts(const Seen& pipeline, Problems& problems) { ArtifactCheck(pipeline, problems).run(); }

}  // namespace sailmaker::pipeline
