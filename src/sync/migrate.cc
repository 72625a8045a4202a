#include "sync/migrate.h"

#include <algorithm>
#include <tuple>

#include "pipeline/mark.h"
#include "pipeline/server_fields.h"
#include "value/json.h"

namespace sailmaker::sync {

namespace {

constexpr std::size_t kAtOnce = 500;

std::string text_of(const Value& pipeline, std::string_view field) {
  const Value* found = pipeline.find(field);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

void add(const std::string& id, std::string body, const MigrateOptions& options, Migration& out) {
  const auto pipeline = parse_json(body, "stored pipeline " + id);
  if (!pipeline || !pipeline->is_map()) {
    Error error("the stored pipeline " + id + " cannot be read and is left behind");
    if (!pipeline) error = std::move(error).with_cause(pipeline.error());
    out.findings.push_back({Severity::warning, std::move(error), {}, "stored-unreadable"});
    return;
  }
  if (options.wanted && !options.wanted(*pipeline)) return;
  Restoration one;
  one.application = text_of(*pipeline, "application");
  one.name = text_of(*pipeline, "name");
  const auto mark = pipeline::mark_of(*pipeline);
  one.key = mark ? mark->key : one.application + "/" + one.name;
  one.id = id;
  one.wanted = std::move(body);
  one.expected = std::string();
  out.wanted.push_back(std::move(one));
}

bool says_the_same(const std::string& wanted, const std::string& stored) {
  if (wanted == stored) return true;
  const auto a = parse_json(wanted, "wanted");
  const auto b = parse_json(stored, "stored");
  return a && b && pipeline::says_the_same(*a, *b);
}

}  // namespace

Result<Migration> read_migration(target::Target& source, const MigrateOptions& options) {
  auto listed = source.list();
  if (!listed) return std::move(listed).error();
  Migration out;
  for (std::size_t first = 0; first < listed->size(); first += kAtOnce) {
    std::vector<std::string> ids;
    for (std::size_t i = first; i < std::min(first + kAtOnce, listed->size()); ++i) ids.push_back((*listed)[i].id);
    auto stored = source.read_all(ids);
    if (!stored) return std::move(stored).error();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if ((*stored)[i]) add(ids[i], std::move((*stored)[i]->body), options, out);
    }
    if (options.progress) options.progress(first + ids.size(), listed->size());
  }
  std::sort(out.wanted.begin(), out.wanted.end(), [](const Restoration& a, const Restoration& b) {
    return std::tie(a.application, a.name, a.id) < std::tie(b.application, b.name, b.id);
  });
  return out;
}

Result<std::vector<std::string>> differing(const std::vector<Restoration>& wanted, target::Target& target) {
  std::vector<std::string> out;
  for (std::size_t first = 0; first < wanted.size(); first += kAtOnce) {
    std::vector<std::string> ids;
    for (std::size_t i = first; i < std::min(first + kAtOnce, wanted.size()); ++i) ids.push_back(wanted[i].id);
    auto stored = target.read_all(ids);
    if (!stored) return std::move(stored).error();
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto& found = (*stored)[i];
      if (!found || !says_the_same(wanted[first + i].wanted, found->body)) out.push_back(ids[i]);
    }
  }
  return out;
}

}  // namespace sailmaker::sync
