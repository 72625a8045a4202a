#include "pipeline/surroundings.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "base/edit_distance.h"
#include "pipeline/across.h"
#include "pipeline/rules.h"
#include "pipeline/spel_template.h"
#include "pipeline/trail.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

// Near misses cost time; after so many unknown names they help nobody.
constexpr int kMostHints = 50;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// The text that names something; empty for anything else, and for what only a run can tell.
std::string_view name_in(const Value& map, std::string_view field) {
  const Value* name = map.find(field);
  if (name == nullptr || !name->is_string() || holds_spel(name->as_string())) return {};
  return name->as_string();
}

bool is_of_cloud(const Value& stage) {
  if (!name_in(stage, "cloudProvider").empty() || !name_in(stage, "cloudProviderType").empty()) return true;
  return name_in(stage, "type").ends_with("Manifest");
}

// Spinnaker brings these itself.
bool is_built_in(std::string_view account) {
  return account == "embedded-artifact" || account == "front50ArtifactCredentials";
}

class Check {
 public:
  explicit Check(const Surroundings& known) : known_(known) {}

  Problems run(const Value& pipeline) {
    const Trail root;
    application(pipeline, root,
                "Deck does not show the pipeline; an application is made in Deck, or by its first save");
    each(pipeline, "triggers", root, [&](const Value& trigger, const Trail& at) { this->trigger(trigger, at); });
    each(pipeline, "expectedArtifacts", root,
         [&](const Value& artifact, const Trail& at) { artifacts(artifact, at, 0); });
    each(pipeline, "stages", root, [&](const Value& stage, const Trail& at) { this->stage(stage, at); });
    references(pipeline);
    return std::move(problems_);
  }

 private:
  // How deep artifacts stand in a stage: expectedArtifacts[].defaultArtifact, manifests hold others' maps.
  static constexpr int kDeepest = 5;

  template <typename Look>
  static void each(const Value& owner, std::string_view field, const Trail& at, Look look) {
    const Value* list = owner.find(field);
    if (list == nullptr || !list->is_list()) return;
    const Trail list_at(at, field);
    for (std::size_t i = 0; i < list->as_list().size(); ++i) {
      if (list->as_list()[i].is_map()) look(list->as_list()[i], Trail(list_at, i));
    }
  }

  void trigger(const Value& trigger, const Trail& at) {
    const std::string_view type = name_in(trigger, "type");
    if (type == "docker") account(trigger, "account", at, known_.accounts, "account");
    if (type == "helm") account(trigger, "account", at, known_.artifact_accounts, "artifact account");
    if (type == "pipeline") application(trigger, at, "the trigger never fires");
  }

  void stage(const Value& stage, const Trail& at) {
    if (is_of_cloud(stage)) {
      account(stage, "account", at, known_.accounts, "account");
      const bool is_twice = name_in(stage, "credentials") == name_in(stage, "account");
      if (!is_twice) account(stage, "credentials", at, known_.accounts, "account");
    }
    each(stage, "clusters", at, [&](const Value& cluster, const Trail& cluster_at) {
      account(cluster, "account", cluster_at, known_.accounts, "account");
    });
    each(stage, "inputArtifacts", at, [&](const Value& input, const Trail& input_at) {
      account(input, "account", input_at, known_.artifact_accounts, "artifact account");
    });
    for (const std::string_view field : {"manifestArtifactAccount", "consumeArtifactAccount"}) {
      account(stage, field, at, known_.artifact_accounts, "artifact account");
    }
    artifacts(stage, at, 0);
    if (name_in(stage, "type") == "pipeline") application(stage, at, "the stage fails");
  }

  // Whatever has an artifactAccount is an artifact.
  void artifacts(const Value& value, const Trail& at, int depth) {
    if (depth == kDeepest) return;
    if (value.is_list()) {
      for (std::size_t i = 0; i < value.as_list().size(); ++i) artifacts(value.as_list()[i], Trail(at, i), depth + 1);
    } else if (value.is_map()) {
      account(value, "artifactAccount", at, known_.artifact_accounts, "artifact account");
      for (const Map::Entry& entry : value.as_map()) {
        if (!entry.key.is_string() || entry.key.as_string() == "manifests") continue;
        artifacts(entry.value, Trail(at, entry.key.as_string()), depth + 1);
      }
    }
  }

  void account(const Value& owner, std::string_view field, const Trail& at, const std::optional<Names>& known,
               std::string_view what) {
    const std::string_view name = name_in(owner, field);
    if (!known || name.empty() || is_built_in(name) || known->contains(std::string(name))) return;
    report(problems_, Rule::unknown_account, Trail(at, field), fmt::format("Spinnaker has no {} '{}'", what, name),
           hint(name, *known));
  }

  void application(const Value& owner, const Trail& at, std::string_view otherwise) {
    const std::string_view name = name_in(owner, "application");
    if (!known_.applications || name.empty() || known_.applications->contains(lower(name))) return;
    std::string meant = hint(name, *known_.applications);
    report(problems_, Rule::unknown_application, Trail(at, "application"),
           fmt::format("Spinnaker has no application '{}'", name),
           meant.empty() ? std::string(otherwise) : std::move(meant));
  }

  void references(const Value& pipeline) {
    if (!known_.pipelines) return;
    for (const Summary::Reference& reference : summary_of(pipeline).references) {
      if (known_.pipelines->contains(lower(reference.id))) continue;
      const bool is_trigger = reference.role == Summary::Reference::Role::run_by;
      report(problems_, Rule::unknown_pipeline, reference.path,
             fmt::format("Spinnaker has no pipeline with the id '{}', so {}", reference.id,
                         is_trigger ? "the trigger never fires" : "the stage fails"));
      if (is_trigger) problems_.back().severity = Severity::warning;
    }
  }

  std::string hint(std::string_view name, const Names& known) {
    if (++unknown_ > kMostHints) return {};
    std::vector<std::string> sorted(known.begin(), known.end());
    std::sort(sorted.begin(), sorted.end());
    return did_you_mean(name, sorted);
  }

  const Surroundings& known_;
  Problems problems_;
  int unknown_ = 0;
};

}  // namespace

Problems check_surroundings(const Value& pipeline, const Surroundings& surroundings) {
  Problems problems = Check(surroundings).run(pipeline);
  sort_by_place(problems, pipeline);
  return problems;
}

}  // namespace sailmaker::pipeline
