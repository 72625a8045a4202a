#include "target/api_target.h"

#include <fmt/core.h>

#include <map>
#include <mutex>

#include "base/parallel.h"
#include "http/client.h"
#include "target/api_error.h"
#include "target/api_listing.h"
#include "target/api_pipeline.h"
#include "target/api_place.h"
#include "target/live.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

constexpr std::size_t kBatch = 100;
constexpr std::size_t kBatchBytes = 4U << 20U;

bool holds(const Precondition& precondition, const std::optional<Value>& current) {
  if (!current) return !precondition.version;
  return precondition.version && *precondition.version == api_version(*current);
}

/// Whether the service may have done what it reports as failed.
bool maybe_done(const Error& error) { return error.type == http::kNotKnown || error.type == kServiceFailed; }

Result<Value> decode_body(std::string_view id, std::string_view body) {
  if (auto good = check_api_id(id); !good) return good.error();
  auto pipeline = parse_json(body, "pipeline " + std::string(id));
  if (pipeline && !pipeline->is_map()) return Error("pipeline " + std::string(id) + " is no map");
  return pipeline;
}

class ApiTarget final : public Target, public Live {
 public:
  explicit ApiTarget(std::unique_ptr<PipelineApi> api) : api_(std::move(api)), place_(api_place(api_->describe())) {}

  std::string describe() const override { return api_->describe(); }
  unsigned concurrency() const override { return 4; }
  std::size_t batch_size() const override { return kBatch; }
  std::string version_of(std::string_view body) const override {
    const auto pipeline = parse_json(body, "pipeline");
    // A version does not tell whether an index that is wanted is there.
    const bool is_known = pipeline && pipeline->is_map() && pipeline->find("index") == nullptr;
    return is_known ? api_version(*pipeline) : std::string();
  }

  Result<std::vector<Listed>> list() override;
  Result<std::optional<Stored>> read(std::string_view id) override;
  Result<Outcome> write(std::string_view id, std::string_view body, const Precondition& precondition) override;
  Result<Outcome> remove(std::string_view id, const Precondition& precondition) override;
  std::vector<Result<Outcome>> write_all(std::span<const Write> writes) override;
  Result<std::vector<Revision>> history(std::string_view id, int limit) override;
  Result<std::shared_ptr<void>> lock(std::string_view who) override { return take_place(place_, who, describe()); }
  Result<void> publish() override { return {}; }

  Result<std::optional<std::vector<std::string>>> accounts() override { return api_->accounts(); }
  Result<std::optional<std::vector<std::string>>> artifact_accounts() override { return api_->artifact_accounts(); }
  Result<std::optional<std::vector<std::string>>> applications() override { return api_->applications(); }
  Result<std::optional<std::vector<LivePipeline>>> pipelines() override;

 private:
  /// One write of a batch.
  struct Draft {
    std::size_t index;
    Value pipeline;
  };

  Result<std::optional<Value>> current(std::string_view id, std::string_view application);
  void written(std::string_view id);
  Result<Outcome> save(std::string_view id, const Value& pipeline, const Precondition& precondition);
  Result<Outcome> after_failure(std::string_view id, const Value& pipeline, Error error);
  Result<Outcome> remove_held(std::string_view id, const Precondition& precondition);
  Result<void> check_name(std::string_view id, const std::string& application, const std::string& name);
  std::vector<Draft> ready(std::span<const Write> writes, std::vector<Result<Outcome>>& outcomes);
  void save_all(std::span<const Write> writes, std::span<const Draft> drafts, std::vector<Result<Outcome>>& outcomes);
  void save_each(std::span<const Write> writes, std::span<const Draft> drafts, std::vector<Result<Outcome>>& outcomes);

  std::unique_ptr<PipelineApi> api_;
  std::shared_ptr<ApiPlace> place_;
  ApiListing listing_;
};

Result<std::vector<Listed>> ApiTarget::list() {
  const auto pipelines = api_->list();
  if (!pipelines) return pipelines.error();
  return listing_.list(*pipelines, place_->ghosts);
}

Result<std::optional<Value>> ApiTarget::current(std::string_view id, std::string_view application) {
  auto found = api_->find(id, application);
  if (!found || !*found) return found;
  if (api_id(**found) != id || place_->ghosts.is_ghost(id, api_version(**found))) return std::optional<Value>();
  return found;
}

void ApiTarget::written(std::string_view id) {
  listing_.forget(id);
  place_->ghosts.forget(id);
}

Result<std::optional<Stored>> ApiTarget::read(std::string_view id) {
  if (auto good = check_api_id(id); !good) return good.error();
  if (auto listed = listing_.take(id)) return listed;
  const auto found = current(id, "");
  if (!found) return found.error();
  if (!*found) return std::optional<Stored>();
  return std::optional<Stored>(api_stored(**found));
}

Result<Outcome> ApiTarget::write(std::string_view id, std::string_view body, const Precondition& precondition) {
  const auto pipeline = decode_body(id, body);
  if (!pipeline) return pipeline.error();
  const std::lock_guard guard(place_->writing);
  return save(id, *pipeline, precondition);
}

Result<Outcome> ApiTarget::save(std::string_view id, const Value& pipeline, const Precondition& precondition) {
  const auto seen = current(id, text_of(pipeline, "application"));
  if (!seen) return seen.error();
  if (!holds(precondition, *seen)) return Outcome::moved_on;
  auto saved = api_->save(pipeline);
  if (!saved) return after_failure(id, pipeline, std::move(saved).error());
  written(id);
  return Outcome::done;
}

// The answer may be lost although the pipeline is stored.
Result<Outcome> ApiTarget::after_failure(std::string_view id, const Value& pipeline, Error error) {
  if (!maybe_done(error)) return error;
  const auto seen = current(id, text_of(pipeline, "application"));
  if (!seen || !*seen || api_version(**seen) != api_version(pipeline)) return error;
  written(id);
  return Outcome::done;
}

Result<Outcome> ApiTarget::remove(std::string_view id, const Precondition& precondition) {
  if (auto good = check_api_id(id); !good) return good.error();
  const std::lock_guard guard(place_->writing);
  return remove_held(id, precondition);
}

Result<Outcome> ApiTarget::remove_held(std::string_view id, const Precondition& precondition) {
  const auto seen = current(id, "");
  if (!seen) return seen.error();
  if (!holds(precondition, *seen)) return Outcome::moved_on;
  if (!*seen) return Outcome::done;
  const std::string application = text_of(**seen, "application"), name = text_of(**seen, "name");
  if (auto good = check_name(id, application, name); !good) return good.error();
  const auto removed = api_->remove(application, name);
  if (!removed && !maybe_done(removed.error())) return removed.error();
  if (!removed) {
    const auto left = api_->named(application, name);
    if (!left || !left->empty()) return removed.error();
  } else if (!*removed) {
    return Outcome::moved_on;
  }
  listing_.forget(id);
  place_->ghosts.add(id, api_version(**seen));
  return Outcome::done;
}

// A name that means another pipeline as well, or instead, would remove that one.
Result<void> ApiTarget::check_name(std::string_view id, const std::string& application, const std::string& name) {
  const std::string shown = "the pipeline '" + name + "' of " + application;
  const std::string cannot = "cannot remove " + shown + " through Spinnaker's API, which removes by name: ";
  if (name.empty() || application.empty() || name == "." || name == ".." ||
      (name + application).find_first_of("/\\;%") != std::string::npos) {
    return Error(cannot + "this name cannot stand in a URL").with_hint("rename the pipeline in Spinnaker first");
  }
  const auto named = api_->named(application, name);
  if (!named) return named.error();
  for (const Value& pipeline : *named) {
    if (const auto other = api_id(pipeline); other != id) {
      return Error(cannot + "the pipeline " + other.value_or("without a usable id") + " has that name too")
          .with_hint("rename one of them in Spinnaker first");
    }
  }
  return {};
}

std::vector<Result<Outcome>> ApiTarget::write_all(std::span<const Write> writes) {
  std::vector<Result<Outcome>> outcomes(writes.size(), Result<Outcome>(Outcome::moved_on));
  const std::lock_guard guard(place_->writing);
  const std::vector<Draft> drafts = ready(writes, outcomes);
  for (std::size_t start = 0; start < drafts.size();) {
    std::size_t end = start, bytes = 0;
    while (end < drafts.size() && end - start < kBatch && (end == start || bytes < kBatchBytes)) {
      bytes += writes[drafts[end++].index].body->size();
    }
    save_all(writes, std::span(drafts).subspan(start, end - start), outcomes);
    start = end;
  }
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (writes[i].body) continue;
    const auto good = check_api_id(writes[i].id);
    outcomes[i] = good ? remove_held(writes[i].id, writes[i].precondition) : Result<Outcome>(good.error());
  }
  return outcomes;
}

// Those whose precondition holds; what became of the others stands in `outcomes`.
std::vector<ApiTarget::Draft> ApiTarget::ready(std::span<const Write> writes, std::vector<Result<Outcome>>& outcomes) {
  std::vector<std::optional<Value>> pipelines(writes.size());
  parallel_for(writes.size(), concurrency(), [&](std::size_t i) {
    if (!writes[i].body) return;
    auto pipeline = decode_body(writes[i].id, *writes[i].body);
    if (!pipeline) {
      outcomes[i] = std::move(pipeline).error();
      return;
    }
    const auto seen = current(writes[i].id, text_of(*pipeline, "application"));
    if (!seen) {
      outcomes[i] = seen.error();
    } else if (holds(writes[i].precondition, *seen)) {
      pipelines[i] = std::move(*pipeline);
    }
  });
  std::vector<Draft> drafts;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    if (pipelines[i]) drafts.push_back({i, std::move(*pipelines[i])});
  }
  return drafts;
}

void ApiTarget::save_all(std::span<const Write> writes, std::span<const Draft> drafts,
                         std::vector<Result<Outcome>>& outcomes) {
  if (drafts.size() == 1) return save_each(writes, drafts, outcomes);
  std::vector<Value> pipelines;
  for (const Draft& draft : drafts) pipelines.push_back(draft.pipeline);
  const auto refused = api_->save_all(pipelines);
  if (!refused && (refused.error().type == http::kNotSent || refused.error().type == kNotLoggedIn)) {
    for (const Draft& draft : drafts) outcomes[draft.index] = refused.error();
    return;
  }
  // One by one tells which of them is to blame.
  if (!refused) return save_each(writes, drafts, outcomes);
  std::map<std::string_view, std::string_view> reasons;
  for (const Refused& one : *refused) reasons.emplace(one.id, one.message);
  for (const Draft& draft : drafts) {
    const std::string_view id = writes[draft.index].id;
    const auto reason = reasons.find(id);
    if (reason == reasons.end()) {
      written(id);
      outcomes[draft.index] = Outcome::done;
    } else {
      outcomes[draft.index] = Error(fmt::format("{} refused it: {}", describe(), reason->second));
    }
  }
}

void ApiTarget::save_each(std::span<const Write> writes, std::span<const Draft> drafts,
                          std::vector<Result<Outcome>>& outcomes) {
  for (const Draft& draft : drafts) {
    const Write& write = writes[draft.index];
    const auto seen = current(write.id, text_of(draft.pipeline, "application"));
    // A batch that failed may have stored it.
    if (seen && *seen && api_version(**seen) == api_version(draft.pipeline)) {
      written(write.id);
      outcomes[draft.index] = Outcome::done;
    } else {
      outcomes[draft.index] = save(write.id, draft.pipeline, write.precondition);
    }
  }
}

Result<std::vector<Revision>> ApiTarget::history(std::string_view id, int limit) {
  if (auto good = check_api_id(id); !good) return good.error();
  std::vector<Revision> revisions;
  if (limit <= 0) return revisions;
  const auto pipelines = api_->history(id, limit);
  if (!pipelines) return pipelines.error();
  for (const Value& pipeline : *pipelines) {
    if (!pipeline.is_map() || static_cast<int>(revisions.size()) == limit) continue;
    Stored stored = api_stored(pipeline);
    revisions.push_back({stored.version, stored.modified, text_of(pipeline, "lastModifiedBy"), std::move(stored.body)});
  }
  return revisions;
}

Result<std::optional<std::vector<LivePipeline>>> ApiTarget::pipelines() {
  const auto pipelines = api_->list();
  if (!pipelines) return pipelines.error();
  std::vector<LivePipeline> found;
  for (const Value& pipeline : *pipelines) {
    if (!pipeline.is_map()) continue;
    found.push_back({text_of(pipeline, "id"), text_of(pipeline, "application"), text_of(pipeline, "name")});
  }
  return std::optional(std::move(found));
}

}  // namespace

std::unique_ptr<Target> make_api_target(std::unique_ptr<PipelineApi> api) {
  return std::make_unique<ApiTarget>(std::move(api));
}

}  // namespace sailmaker::target
