#include "sync/written.h"

#include "pipeline/mark.h"
#include "sync/deeds.h"
#include "value/json.h"

namespace sailmaker::sync {

namespace {

// Versions that are looked through: our last one is seldom far behind.
constexpr int kFarthest = 20;

bool carries(const std::string& key, const std::string& body, const std::string& digest, const Ignoring& ignoring) {
  const auto pipeline = parse_json(body, "pipeline");
  const auto mark = pipeline ? pipeline::mark_of(*pipeline) : std::nullopt;
  return mark && mark->digest == digest && ignoring.is_as_marked(key, *pipeline, digest);
}

}  // namespace

Result<Written> find_written(const std::string& key, const std::string& id, const std::string& digest,
                             target::Target& target, RunBook& book, const Ignoring& ignoring) {
  Written out;
  Deeds deeds(book, id);
  while (out.body.empty()) {
    auto deed = deeds.next();
    if (!deed) return std::move(deed).error();
    if (!*deed) break;
    if ((*deed)->change.digest != digest) continue;
    auto bodies = book.bodies((*deed)->run, std::span(&(*deed)->change, 1));
    if (!bodies) return std::move(bodies).error();
    out.body = std::move(bodies->front().after);
    out.run = (*deed)->run.id;
    out.at = (*deed)->run.begun_at;
  }
  auto revisions = target.history(id, out.body.empty() ? kFarthest : 1);
  if (!revisions) return std::move(revisions).error();
  if (!revisions->empty()) out.present_author = revisions->front().author;
  for (target::Revision& revision : *revisions) {
    if (!out.body.empty()) break;
    if (!carries(key, revision.body, digest, ignoring)) continue;
    out.body = std::move(revision.body);
    out.at = revision.modified;
  }
  return out;
}

}  // namespace sailmaker::sync
