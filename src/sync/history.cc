#include "sync/history.h"

#include <algorithm>

#include "base/parallel.h"
#include "fleet/key.h"
#include "pipeline/ids.h"
#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "sync/deeds.h"
#include "sync/differences.h"
#include "target/id.h"
#include "value/json.h"

namespace sailmaker::sync {

namespace {

constexpr std::size_t kAtOnce = 500;
constexpr std::size_t kRunsAtOnce = 64;
// By how much the clock of a store may be behind the one that names runs.
constexpr std::int64_t kSkew = std::int64_t{3600} * 1000;

Value read(const std::string& body) {
  auto pipeline = parse_json(body, "pipeline");
  return pipeline && pipeline->is_map() ? std::move(*pipeline) : Value();
}

std::string text_of(const Value& pipeline, std::string_view field) {
  const Value* found = pipeline.find(field);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

// The digest in the mark, when it is that of the body.
std::string own_digest(const Value& pipeline, const Ignoring& ignoring) {
  const auto mark = pipeline::mark_of(pipeline);
  return mark && ignoring.is_as_marked(mark->key, pipeline, mark->digest) ? mark->digest : std::string();
}

// Finds the run of each version that is ours: both lists go back in time.
Result<void> add_runs(History& history, RunBook& book, const Ignoring& ignoring) {
  Deeds deeds(book, history.id);
  std::vector<Deed> seen;
  std::size_t from = 0;
  for (Version& version : history.versions) {
    const std::string digest = own_digest(read(version.body), ignoring);
    version.ours = !digest.empty();
    if (!version.ours) continue;
    if (version.modified > 0) deeds.skip_to(version.modified + kSkew);
    for (std::size_t i = from;; ++i) {
      if (i == seen.size()) {
        auto next = deeds.next();
        if (!next) return std::move(next).error();
        if (!*next) break;
        seen.push_back(std::move(**next));
      }
      if (seen[i].change.digest != digest) continue;
      version.run = seen[i].run.id;
      version.who = seen[i].run.who;
      from = i + 1;
      break;
    }
  }
  return {};
}

// Versions as the records have them, for stores that keep none.
Result<void> add_from_records(History& history, RunBook& book, std::size_t limit) {
  Deeds deeds(book, history.id);
  const auto add = [&](std::string body, const Run& run) {
    if (body.empty() || history.versions.size() >= limit) return;
    if (!history.versions.empty()) {
      const std::string& last = history.versions.back().body;
      if (last == body || pipeline::says_the_same(read(body), read(last))) return;
    }
    Version version;
    version.body = std::move(body);
    version.modified = run.begun_at;
    history.versions.push_back(std::move(version));
  };
  while (history.versions.size() < limit) {
    auto deed = deeds.next();
    if (!deed) return std::move(deed).error();
    if (!*deed) return {};
    auto bodies = book.bodies((*deed)->run, std::span(&(*deed)->change, 1));
    if (!bodies) return std::move(bodies).error();
    add(std::move(bodies->front().after), (*deed)->run);
    add(std::move(bodies->front().before), (*deed)->run);
  }
  return {};
}

Result<std::optional<std::string>> find_by_mark(const std::string& key, target::Target& target) {
  auto listed = target.list();
  if (!listed) return std::move(listed).error();
  for (std::size_t first = 0; first < listed->size(); first += kAtOnce) {
    std::vector<std::string> ids;
    for (std::size_t i = first; i < std::min(first + kAtOnce, listed->size()); ++i) ids.push_back((*listed)[i].id);
    auto stored = target.read_all(ids);
    if (!stored) return std::move(stored).error();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!(*stored)[i]) continue;
      const auto mark = pipeline::mark_of(read((*stored)[i]->body));
      if (mark && mark->key == key) return std::optional<std::string>(ids[i]);
    }
  }
  return std::optional<std::string>();
}

// The id under which the run wrote the key.
Result<std::optional<std::string>> find_in_run(const std::string& key, const std::string& id, RunBook& book) {
  const auto run = book.read(id);
  if (!run) return run.error();
  if (!*run) return std::optional<std::string>();
  const auto changes = book.changes(**run);
  if (!changes) return changes.error();
  for (const RunChange& change : *changes) {
    if (change.key == key) return std::optional<std::string>(change.id);
  }
  return std::optional<std::string>();
}

// In the newest of the runs that has the key; a number of them are read at once.
Result<std::optional<std::string>> find_in_runs(const std::string& key, std::span<const std::string> ids, RunBook& book,
                                                unsigned readers) {
  for (std::size_t first = 0; first < ids.size(); first += kRunsAtOnce) {
    const auto some = ids.subspan(first, std::min(kRunsAtOnce, ids.size() - first));
    std::vector<Result<std::optional<std::string>>> found(some.size(), std::optional<std::string>());
    parallel_for(some.size(), std::max(1U, readers),
                 [&](std::size_t i) { found[i] = find_in_run(key, some[i], book); });
    for (auto& each : found) {
      if (!each || *each) return std::move(each);
    }
  }
  return std::optional<std::string>();
}

// Numbers, names and differences, once all versions are there.
void complete(History& history) {
  for (std::size_t i = 0; i < history.versions.size(); ++i) {
    Version& version = history.versions[i];
    version.number = i + (history.is_stored ? 0 : 1);
    const Value pipeline = read(version.body);
    if (i == 0) {
      history.application = text_of(pipeline, "application");
      history.name = text_of(pipeline, "name");
    }
    const auto mark = pipeline::mark_of(pipeline);
    if (mark && history.key.empty()) history.key = mark->key;
    if (i + 1 < history.versions.size()) {
      version.changes = differences_of(versions_compared(read(history.versions[i + 1].body), pipeline));
    }
  }
}

}  // namespace

Result<std::optional<std::string>> find_pipeline(const std::string& key, target::Target& target, RunBook& book) {
  std::string made = pipeline::pipeline_id(key);
  auto known = target.history(made, 1);
  if (!known) return std::move(known).error();
  if (!known->empty()) return std::optional<std::string>(std::move(made));
  auto stored = target.read(made);
  if (!stored) return std::move(stored).error();
  if (*stored) return std::optional<std::string>(std::move(made));
  auto ids = book.ids();
  if (!ids) return std::move(ids).error();
  const std::span<const std::string> all(*ids);
  const std::size_t newest = std::min(kMostRuns, all.size());
  auto found = find_in_runs(key, all.first(newest), book, target.concurrency());
  if (!found || *found) return found;
  found = find_by_mark(key, target);
  if (!found || *found) return found;
  // One that was deleted long ago.
  return find_in_runs(key, all.subspan(newest), book, target.concurrency());
}

Result<std::optional<History>> read_history(const std::string& address, target::Target& target, RunBook& book,
                                            const Ignoring& ignoring, int limit) {
  History history;
  if (fleet::parse_key(address)) {
    auto id = find_pipeline(address, target, book);
    if (!id) return std::move(id).error();
    if (!*id) return std::optional<History>();
    history.id = std::move(**id);
    history.key = address;
  } else {
    if (auto good = target::check_id(address); !good) return std::move(good).error();
    history.id = address;
  }
  auto stored = target.read(history.id);
  if (!stored) return std::move(stored).error();
  history.is_stored = stored->has_value();
  auto revisions = target.history(history.id, limit);
  if (!revisions) return std::move(revisions).error();
  for (target::Revision& revision : *revisions) {
    Version version;
    version.body = std::move(revision.body);
    version.modified = revision.modified;
    version.who = std::move(revision.author);
    history.versions.push_back(std::move(version));
  }
  if (history.is_stored && history.versions.empty()) {
    Version version;
    version.body = std::move((*stored)->body);
    version.modified = (*stored)->modified;
    history.versions.push_back(std::move(version));
  }
  if (history.versions.size() < 2) {
    if (auto done = add_from_records(history, book, static_cast<std::size_t>(limit)); !done) {
      return std::move(done).error();
    }
  }
  if (history.versions.empty()) return std::optional<History>();
  if (auto done = add_runs(history, book, ignoring); !done) return std::move(done).error();
  complete(history);
  return std::optional<History>(std::move(history));
}

}  // namespace sailmaker::sync
