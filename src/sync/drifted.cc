#include "sync/drifted.h"

#include <algorithm>
#include <mutex>

#include "base/parallel.h"
#include "pipeline/mark.h"
#include "sync/differences.h"
#include "sync/written.h"
#include "value/json.h"

namespace sailmaker::sync {

namespace {

constexpr std::size_t kAtOnce = 500;

std::string text_of(const Value& pipeline, std::string_view field) {
  const Value* found = pipeline.find(field);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

struct Suspect {
  std::string id;
  std::string digest;  // in the mark
  Value pipeline;
  std::string key;
  std::int64_t modified = 0;
};

class Search {
 public:
  Search(target::Target& target, RunBook& book, const Ignoring& ignoring, const DriftOptions& options)
      : target_(target), book_(book), ignoring_(ignoring), options_(options) {}

  Result<DriftReport> run() {
    auto listed = target_.list();
    if (!listed) return std::move(listed).error();
    for (std::size_t first = 0; first < listed->size(); first += kAtOnce) {
      if (options_.stop != nullptr && *options_.stop) return Error("the search was stopped");
      std::vector<std::string> ids;
      for (std::size_t i = first; i < std::min(first + kAtOnce, listed->size()); ++i) ids.push_back((*listed)[i].id);
      auto stored = target_.read_all(ids);
      if (!stored) return std::move(stored).error();
      parallel_for(ids.size(), options_.threads, [&](std::size_t i) {
        if ((*stored)[i]) look_at(ids[i], *(*stored)[i]);
      });
      if (options_.progress) options_.progress(std::min(first + kAtOnce, listed->size()), listed->size());
    }
    std::sort(suspects_.begin(), suspects_.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    for (Suspect& suspect : suspects_) {
      auto found = investigate(suspect);
      if (!found) return std::move(found).error();
      if (*found) report_.drifted.push_back(std::move(**found));
    }
    return std::move(report_);
  }

 private:
  void look_at(const std::string& id, const target::Stored& stored) {
    auto pipeline = parse_json(stored.body, "stored pipeline " + id);
    if (!pipeline) {
      const std::lock_guard guard(lock_);
      Error error("a stored pipeline cannot be read");
      report_.findings.push_back(
          {Severity::warning, std::move(error).with_cause(std::move(pipeline).error()), {}, "stored-unreadable"});
      return;
    }
    const auto mark = pipeline::mark_of(*pipeline);
    const auto key = mark ? fleet::parse_key(mark->key) : Result<fleet::Key>(Error());
    if (!key || !options_.selector.matches(*key)) return;
    const bool as_written = ignoring_.is_as_marked(mark->key, *pipeline, mark->digest);
    const std::lock_guard guard(lock_);
    ++report_.looked_at;
    if (!as_written) suspects_.push_back({id, mark->digest, std::move(*pipeline), mark->key, stored.modified});
  }

  // Nothing when only ignored parts were changed: they were written before they were ignored.
  Result<std::optional<Drifted>> investigate(const Suspect& suspect) {
    Drifted out;
    out.key = suspect.key;
    out.id = suspect.id;
    out.application = text_of(suspect.pipeline, "application");
    out.name = text_of(suspect.pipeline, "name");
    out.modified = suspect.modified;
    auto written = find_written(suspect.key, suspect.id, suspect.digest, target_, book_, ignoring_);
    if (!written) return std::move(written).error();
    out.who = std::move(written->present_author);
    out.run = std::move(written->run);
    out.written = written->at;
    const auto body = written->body.empty() ? Result<Value>(Error()) : parse_json(written->body, out.id);
    if (!body) {
      out.documents.after = without_mark(suspect.pipeline);
      return std::optional<Drifted>(std::move(out));
    }
    if (ignoring_.is_as_marked(out.key, suspect.pipeline, suspect.digest, &*body)) return std::optional<Drifted>();
    out.documents = changed_outside(ignoring_.stripped(out.key, *body), ignoring_.stripped(out.key, suspect.pipeline));
    out.changes = differences_of(out.documents);
    return std::optional<Drifted>(std::move(out));
  }

  target::Target& target_;
  RunBook& book_;
  const Ignoring& ignoring_;
  const DriftOptions& options_;
  std::mutex lock_;  // guards report_ and suspects_ while many threads look
  DriftReport report_;
  std::vector<Suspect> suspects_;
};

}  // namespace

Result<DriftReport> find_drift(target::Target& target, RunBook& book, const Ignoring& ignoring,
                               const DriftOptions& options) {
  return Search(target, book, ignoring, options).run();
}

}  // namespace sailmaker::sync
