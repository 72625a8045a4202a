#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/ids.h"
#include "pipeline/link_steps.h"
#include "pipeline/rules.h"
#include "value/map.h"

namespace sailmaker::pipeline {

namespace {

bool lacks_id(const Value& artifact) {
  const Value* id = artifact.find("id");
  return id == nullptr || id->is_null();
}

bool is_text(const Value* value) { return value != nullptr && value->is_string() && !value->as_string().empty(); }

// What an artifact's id is made of: its displayName, else what it matches. Null when it has neither.
Value name_of(const Value& artifact) {
  const Value* name = artifact.find("displayName");
  if (is_text(name)) return *name;
  const Value* match = artifact.find("matchArtifact");
  const Value* matched = match == nullptr ? nullptr : match->find("name");
  return is_text(matched) ? *matched : Value();
}

// The artifacts of one list: the pipeline's, or a stage's.
class ArtifactList {
 public:
  ArtifactList(std::string_view key, std::string_view owner, const Trail& where, Problems& problems)
      : key_(key), owner_(owner), where_(where), problems_(problems) {}

  void ensure_ids(Value& list) {
    if (!list.is_list()) return;
    const std::size_t size = list.as_list().size();
    for (std::size_t i = 0; i < size; ++i) {
      const Value& artifact = list.as_list()[i];
      if (artifact.is_map() && lacks_id(artifact)) named_.emplace_back(name_of(artifact), i);
    }
    if (named_.empty()) return;
    report_duplicates(list);
    for (const auto& [name, place] : named_) {
      if (name.is_null()) {
        report_nameless(place);
      } else {
        Map& artifact = list.mutable_list()[place].mutable_map();
        artifact.set("id", Value(artifact_id(key_, owner_, name.as_string())));
      }
    }
  }

 private:
  void report_nameless(std::size_t place) {
    report(problems_, Rule::nameless_artifact, Trail(where_, place),
           "this expected artifact has neither an id nor a displayName", "give it a displayName");
  }

  void report_duplicates(const Value& list) {
    auto sorted = named_;
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      if (a.first.is_null() || b.first.is_null()) return b.first.is_null() && !a.first.is_null();
      return std::pair(a.first.as_string(), a.second) < std::pair(b.first.as_string(), b.second);
    });
    for (std::size_t i = 1; i < sorted.size() && !sorted[i].first.is_null(); ++i) {
      if (sorted[i].first.as_string() == sorted[i - 1].first.as_string())
        report_duplicate(list, sorted[i], sorted[i - 1]);
    }
  }

  using Named = std::pair<Value, std::size_t>;

  void report_duplicate(const Value& list, const Named& second, const Named& first) {
    const bool shown = list.as_list()[second.second].as_map().contains("displayName");
    const Trail place(where_, second.second);
    const Trail name(place, "displayName");
    report(problems_, Rule::duplicate_artifact_name, shown ? name : place,
           fmt::format("two artifacts are called '{}': this one and {}", second.first.as_string(),
                       to_string(Trail(where_, first.second).path())),
           "give each a displayName of its own");
    const Trail other(where_, first.second);
    report_also(problems_, "the other one stands at", shown ? Trail(other, "displayName") : other);
  }

  std::string_view key_;
  std::string_view owner_;
  const Trail& where_;
  Problems& problems_;
  std::vector<Named> named_;  // the artifacts without id
};

}  // namespace

void ensure_artifact_ids(Value& document, std::string_view key, Problems& problems) {
  const Trail root;
  Map& map = document.mutable_map();
  if (Value* own = map.find("expectedArtifacts")) {
    const Trail where(root, "expectedArtifacts");
    ArtifactList(key, {}, where, problems).ensure_ids(*own);
  }
  Value* stages = map.find("stages");
  if (stages == nullptr || !stages->is_list()) return;
  const Trail stages_at(root, "stages");
  for (std::size_t i = 0; i < stages->as_list().size(); ++i) {
    const Value& stage = stages->as_list()[i];
    if (stage.find("expectedArtifacts") == nullptr) continue;
    const Value* ref_id = stage.find("refId");
    const Value owner = ref_id != nullptr && ref_id->is_string() ? *ref_id : Value("");
    const Trail at(stages_at, i);
    const Trail where(at, "expectedArtifacts");
    Value& made = *stages->mutable_list()[i].mutable_map().find("expectedArtifacts");
    ArtifactList(key, owner.as_string(), where, problems).ensure_ids(made);
  }
}

}  // namespace sailmaker::pipeline
