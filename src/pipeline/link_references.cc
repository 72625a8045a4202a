#include <fmt/core.h>

#include <string>
#include <utility>
#include <vector>

#include "base/edit_distance.h"
#include "base/uuid.h"
#include "pipeline/artifact_fields.h"
#include "pipeline/link_steps.h"
#include "pipeline/name_index.h"
#include "pipeline/rules.h"
#include "pipeline/stage_graph.h"
#include "pipeline/stage_label.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

using Stage = StageGraph::Stage;

constexpr Stage kPipeline = NameIndex::kNone;  // owner of the pipeline's own artifacts, reader for triggers

// Following all stages before each of n stages costs n times the edges. Real graphs need some thousand steps; beyond
// this, a document is an attack or a mistake.
constexpr std::size_t kMostSteps = 50'000'000;
// The same for artifacts of one name, and for near misses.
constexpr int kMostNamesakes = 1000;
constexpr int kMostHints = 50;

struct Artifact {
  Value id;
  Value name;
  Stage owner;
  std::size_t place;  // in the owner's expectedArtifacts
};

class ReferenceLinker {
 public:
  ReferenceLinker(Value& document, Problems& problems)
      : problems_(problems),
        stages_(document.mutable_map().find("stages")),
        triggers_(document.mutable_map().find("triggers")),
        graph_(stages_) {
    collect(document.find("expectedArtifacts"), kPipeline);
    for (Stage stage = 0; stage < graph_.size(); ++stage) {
      collect(stages()[stage].find("expectedArtifacts"), stage);
    }
    index();
  }

  void run() {
    const Trail root;
    const Trail triggers_at(root, "triggers");
    const std::size_t count = triggers_ != nullptr && triggers_->is_list() ? triggers_->as_list().size() : 0;
    reader_ = kPipeline;
    for (std::size_t i = 0; i < count; ++i) link_trigger(i, Trail(triggers_at, i));
    const Trail stages_at(root, "stages");
    for (reader_ = 0; reader_ < graph_.size(); ++reader_) {
      upstream_known_ = false;
      link_stage(Trail(stages_at, reader_));
    }
  }

 private:
  const List& stages() const { return stages_->as_list(); }

  void collect(const Value* list, Stage owner) {
    if (list == nullptr || !list->is_list()) return;
    for (std::size_t i = 0; i < list->as_list().size(); ++i) {
      const Value& artifact = list->as_list()[i];
      const Value* id = artifact.find("id");
      if (id == nullptr || !id->is_string() || id->as_string().empty()) continue;
      const Value* name = artifact.find("displayName");
      const bool named = name != nullptr && name->is_string() && !name->as_string().empty();
      artifacts_.push_back({*id, named ? *name : Value(), owner, i});
    }
  }

  // Artifacts do not move from here on, so short texts inside them stay where they are.
  void index() {
    by_id_.reserve(artifacts_.size());
    by_name_.reserve(artifacts_.size());
    for (std::size_t i = 0; i < artifacts_.size(); ++i) {
      by_id_.add(artifacts_[i].id.as_string(), static_cast<NameIndex::Place>(i));
      if (artifacts_[i].name.is_string())
        by_name_.add(artifacts_[i].name.as_string(), static_cast<NameIndex::Place>(i));
    }
    by_id_.finish();
    by_name_.finish();
  }

  void link_trigger(std::size_t i, const Trail& at) {
    const Value* ids = triggers_->as_list()[i].find("expectedArtifactIds");
    if (ids == nullptr || !ids->is_list() || ids->as_list().empty()) return;
    Value& trigger = triggers_->mutable_list()[i];
    reads_ = ArtifactField::Reads::before;
    link_texts(*trigger.mutable_map().find("expectedArtifactIds"), Trail(at, "expectedArtifactIds"));
  }

  void link_stage(const Trail& at) {
    Value& all = *stages_;
    const std::size_t size = all.as_list()[reader_].is_map() ? all.as_list()[reader_].as_map().size() : 0;
    for (std::size_t i = 0; i < size; ++i) {
      const Map::Entry& entry = all.as_list()[reader_].as_map().at(i);
      if (!entry.key.is_string()) continue;
      const ArtifactField* field = find_artifact_field(entry.key.as_string());
      const bool is_clusters = field == nullptr && entry.key.as_string() == "clusters";
      if (field == nullptr && !is_clusters) continue;
      Value linked = entry.value;
      if (is_clusters) {
        link_clusters(linked, Trail(at, "clusters"));
      } else {
        link_field(linked, *field, Trail(at, field->name));
      }
      if (linked.same_as(entry.value)) continue;
      all.mutable_list()[reader_].mutable_map().entries()[i].value = std::move(linked);
    }
  }

  void link_clusters(Value& clusters, const Trail& where) {
    for (std::size_t i = 0; clusters.is_list() && i < clusters.as_list().size(); ++i) {
      Value cluster = clusters.as_list()[i];
      if (cluster.is_map()) link_cluster(cluster, Trail(where, i));
      if (!cluster.same_as(clusters.as_list()[i])) clusters.mutable_list()[i] = std::move(cluster);
    }
  }

  void link_cluster(Value& cluster, const Trail& at) {
    for (std::size_t i = 0; i < cluster.as_map().size(); ++i) {
      const Map::Entry& entry = cluster.as_map().at(i);
      const ArtifactField* field = entry.key.is_string() ? find_cluster_artifact_field(entry.key.as_string()) : nullptr;
      if (field == nullptr) continue;
      Value linked = entry.value;
      link_field(linked, *field, Trail(at, field->name));
      if (!linked.same_as(entry.value)) cluster.mutable_map().entries()[i].value = std::move(linked);
    }
  }

  void link_field(Value& value, const ArtifactField& field, const Trail& where) {
    reads_ = field.reads;
    switch (field.shape) {
      case ArtifactField::Shape::text: link_text(value, where); break;
      case ArtifactField::Shape::texts: link_texts(value, where); break;
      case ArtifactField::Shape::in_map: link_inner(value, field, where); break;
      case ArtifactField::Shape::in_maps:
        if (!value.is_list()) break;
        for (std::size_t i = 0; i < value.as_list().size(); ++i) {
          Value item = value.as_list()[i];
          link_inner(item, field, Trail(where, i));
          if (!item.same_as(value.as_list()[i])) value.mutable_list()[i] = std::move(item);
        }
        break;
    }
  }

  void link_texts(Value& list, const Trail& where) {
    if (!list.is_list()) return;
    for (std::size_t i = 0; i < list.as_list().size(); ++i) {
      Value text = list.as_list()[i];
      link_text(text, Trail(where, i));
      if (!text.same_as(list.as_list()[i])) list.mutable_list()[i] = std::move(text);
    }
  }

  void link_inner(Value& map, const ArtifactField& field, const Trail& where) {
    if (field.inner.empty()) return link_member(map, field.member, where);
    const Value* there = map.find(field.inner);
    if (there == nullptr) return;
    Value inner = *there;
    link_member(inner, field.member, Trail(where, field.inner));
    if (!inner.same_as(*there)) *map.mutable_map().find(field.inner) = std::move(inner);
  }

  void link_member(Value& map, std::string_view member, const Trail& where) {
    const Value* there = map.find(member);
    if (there == nullptr) return;
    Value text = *there;
    link_text(text, Trail(where, member));
    if (!text.same_as(*there)) *map.mutable_map().find(member) = std::move(text);
  }

  // An id stays, a display name becomes the id; everything else is a problem, but for expressions.
  void link_text(Value& slot, const Trail& where) {
    if (!slot.is_string() || slot.as_string().empty()) return;
    const std::string_view text = slot.as_string();
    if (const auto known = by_id_.find(text); known != NameIndex::kNone) {
      if (!is_in_reach(artifacts_[known]) && !may_be_in_reach(artifacts_[known])) {
        report_out_of_reach(artifacts_[known], where);
      }
      return;
    }
    const Artifact* found = nullptr;
    const Artifact* second = nullptr;
    const Artifact* elsewhere = nullptr;
    int looked_at = 0;
    by_name_.for_each(text, [&](NameIndex::Place place) {
      const Artifact& artifact = artifacts_[place];
      const Artifact*& role = !is_in_reach(artifact) ? elsewhere : found == nullptr ? found : second;
      if (role == nullptr || (role == elsewhere && role->owner == reader_)) role = &artifact;
      return second == nullptr && ++looked_at < kMostNamesakes;
    });
    if (second != nullptr) return report_ambiguous(*found, *second, where);
    if (found != nullptr) return void(slot = found->id);
    if (elsewhere == nullptr) return report_unknown(text, where);
    if (may_be_in_reach(*elsewhere)) return void(slot = elsewhere->id);
    report_out_of_reach(*elsewhere, where);
  }

  bool is_in_reach(const Artifact& artifact) {
    if (artifact.owner == kPipeline) return true;
    if (reader_ == kPipeline) return false;
    if (artifact.owner == reader_) return reads_ == ArtifactField::Reads::after;
    if (!upstream_known_) follow_upstream();
    return upstream_[artifact.owner];
  }

  // For what is not in reach: a requisite that is no stage, which validate() reports, may stand for the maker.
  bool may_be_in_reach(const Artifact& artifact) const {
    return reader_ != kPipeline && artifact.owner != reader_ && misses_requisite_;
  }

  void follow_upstream() {
    upstream_known_ = true;
    misses_requisite_ = false;
    if (steps_ > kMostSteps) {
      upstream_.assign(graph_.size(), true);
      return;
    }
    const StageGraph::Walk walk = graph_.mark_upstream(reader_, upstream_);
    misses_requisite_ = walk.misses_requisite;
    steps_ += walk.edges + graph_.size();
    if (steps_ > kMostSteps) {
      const Trail root;
      report(problems_, Rule::too_many_stages, Trail(root, "stages"),
             fmt::format("{} stages with so many requisites are too many to follow their artifacts", graph_.size()));
    }
  }

  Path path_of(const Artifact& artifact) const {
    const Trail root;
    const Trail stages_at(root, "stages");
    const Trail stage(stages_at, artifact.owner);
    const Trail list(artifact.owner == kPipeline ? root : stage, "expectedArtifacts");
    return Trail(list, artifact.place).path();
  }

  static std::string_view name_of(const Artifact& artifact) {
    return artifact.name.is_string() ? artifact.name.as_string() : artifact.id.as_string();
  }

  void report_out_of_reach(const Artifact& artifact, const Trail& where) {
    const std::string_view name = name_of(artifact);
    if (artifact.owner == reader_) {
      return report(problems_, Rule::artifact_not_upstream, where,
                    fmt::format("artifact '{}' is made by this stage itself, which has it only after it ran", name),
                    "take it from a stage before this one, or from the pipeline's expectedArtifacts");
    }
    const std::string maker = stage_label(stages()[artifact.owner]);
    if (reader_ == kPipeline) {
      return report(problems_, Rule::artifact_not_upstream, where,
                    fmt::format("artifact '{}' is made by stage {}, so a trigger cannot bring it", name, maker),
                    "list it under the pipeline's expectedArtifacts");
    }
    report(problems_, Rule::artifact_not_upstream, where,
           fmt::format("artifact '{}' is made by stage {}, which does not run before this one", name, maker),
           fmt::format("let this stage require {}, directly or through others", maker));
  }

  void report_ambiguous(const Artifact& first, const Artifact& second, const Trail& where) {
    report(problems_, Rule::ambiguous_artifact, where,
           fmt::format("'{}' stands for two artifacts: {} and {}", first.name.as_string(), to_string(path_of(first)),
                       to_string(path_of(second))),
           "give one of them another displayName");
    for (const Artifact* artifact : {&first, &second}) {
      Path name = path_of(*artifact);
      name.emplace_back(std::string("displayName"));
      problems_.back().also.push_back(
          {artifact == &first ? "the first stands at" : "the second stands at", std::move(name)});
    }
  }

  void report_unknown(std::string_view text, const Trail& where) {
    if (text.find("${") != std::string_view::npos) return;
    if (is_uuid(text)) {
      return report(problems_, Rule::unknown_artifact_id, where,
                    fmt::format("no expected artifact of this pipeline has the id {}", text));
    }
    ++unknown_;
    std::vector<std::string> names;
    for (const Artifact& artifact : artifacts_) {
      if (unknown_ > kMostHints || names.size() == kMostNamesakes) break;
      if (artifact.name.is_string() && is_in_reach(artifact)) names.emplace_back(artifact.name.as_string());
    }
    report(problems_, Rule::unknown_artifact, where, fmt::format("there is no artifact '{}'", text),
           did_you_mean(text, names));
  }

  Problems& problems_;
  // Members of the document, which gets no other members while it is being linked; null where it has none.
  Value* stages_;
  Value* triggers_;
  StageGraph graph_;
  std::vector<Artifact> artifacts_;
  NameIndex by_id_;
  NameIndex by_name_;

  // What is being linked now.
  Stage reader_ = kPipeline;
  ArtifactField::Reads reads_ = ArtifactField::Reads::before;
  bool upstream_known_ = false;
  std::vector<bool> upstream_;
  bool misses_requisite_ = false;  // somewhere upstream; known when upstream_ is
  std::size_t steps_ = 0;
  int unknown_ = 0;
};

}  // namespace

void link_artifact_references(Value& document, Problems& problems) { ReferenceLinker(document, problems).run(); }

}  // namespace sailmaker::pipeline
