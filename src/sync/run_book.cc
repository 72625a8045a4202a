#include "sync/run_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "base/packed.h"
#include "base/parallel.h"
#include "pipeline/mark.h"
#include "sync/clock.h"
#include "sync/json_fields.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLongestList = 10000;
constexpr std::size_t kLargestChunk = 4 << 20;
// A chunk holds at least one change, which may be two pipelines of the largest size.
constexpr std::size_t kMostText = std::size_t{512} << 20;

Value number(std::size_t count) { return Value(static_cast<std::int64_t>(count)); }

std::string list_name(const std::string& id, std::size_t i) { return fmt::format("{}.list-{:04}", id, i + 1); }
std::string body_name(const std::string& id, std::size_t i) { return fmt::format("{}.body-{:04}", id, i + 1); }

std::string digest_in(const std::string& body) {
  const auto pipeline = parse_json(body, "pipeline");
  const auto mark = pipeline ? pipeline::mark_of(*pipeline) : std::nullopt;
  return mark ? mark->digest : std::string();
}

RunChange without_bodies(const Change& change, const target::Target& target) {
  RunChange out;
  out.action = change.action;
  out.key = change.key;
  out.application = change.application;
  out.name = change.name;
  out.id = change.id;
  out.seen = change.seen;
  if (change.action == Action::remove) return out;
  out.written = target.version_of(change.after);
  out.digest = digest_in(change.after);
  return out;
}

Value encode(const RunChange& change) {
  return Map{{"action", to_string(change.action)},
             {"key", change.key},
             {"application", change.application},
             {"name", change.name},
             {"id", change.id},
             {"seen", change.seen ? Value(*change.seen) : Value()},
             {"written", change.written},
             {"digest", change.digest},
             {"chunk", number(change.chunk)},
             {"place", number(change.place)}};
}

Result<RunChange> decode_change(const Value& value, const std::string& where) {
  JsonFields fields(value, where);
  RunChange change;
  const auto action = parse_action(fields.text("action"));
  if (!action && !fields.error()) return Error(where + ": unknown action");
  change.action = action.value_or(Action::create);
  change.key = fields.text("key");
  change.application = fields.text("application");
  change.name = fields.text("name");
  change.id = fields.text("id");
  change.seen = fields.text_or_null("seen");
  change.written = fields.text("written");
  change.digest = fields.text("digest");
  change.chunk = fields.count("chunk");
  change.place = fields.count("place");
  if (fields.error()) return *fields.error();
  return change;
}

Result<Run> decode_run(const Value& value, const std::string& where) {
  JsonFields fields(value, where);
  if (fields.text("format") != "sailmaker-run" || fields.integer("version") != kVersion) {
    return Error("the record " + where + " is of another version of Sailmaker")
        .with_hint("read it with the version that wrote it, or a newer one");
  }
  Run run;
  run.id = fields.text("id");
  run.command = fields.text("command");
  run.who = fields.text("who");
  run.fleet = fields.text("fleet");
  run.target = fields.text("target");
  run.selector = fields.text("selector");
  run.begun_at = fields.integer("begun_at");
  run.created = fields.count("create");
  run.updated = fields.count("update");
  run.removed = fields.count("delete");
  run.lists = fields.count("lists");
  run.chunks = fields.count("chunks");
  if (fields.error()) return *fields.error();
  return run;
}

Value encode(const RunInfo& info, const Plan& plan, std::size_t lists, std::size_t chunks) {
  return Map{{"format", "sailmaker-run"},
             {"version", kVersion},
             {"id", info.id},
             {"command", info.command},
             {"who", info.who},
             {"fleet", info.fleet},
             {"target", plan.target},
             {"selector", plan.selector},
             {"begun_at", now_ms()},
             {"create", number(plan.count(Action::create))},
             {"update", number(plan.count(Action::update))},
             {"delete", number(plan.count(Action::remove))},
             {"lists", number(lists)},
             {"chunks", number(chunks)}};
}

// The first error of many calls at once.
class FirstError {
 public:
  void keep(Result<void> result) {
    if (result.ok()) return;
    const std::lock_guard guard(lock_);
    if (!error_) error_ = std::move(result).error();
  }
  Result<void> result() const { return error_ ? Result<void>(*error_) : Result<void>(); }

 private:
  std::mutex lock_;  // guards error_
  std::optional<Error> error_;
};

RunEnd end_of(JsonFields& fields) {
  RunEnd out;
  out.at = fields.integer("at");
  if (const std::size_t done = fields.count("done"); done > 0) out.fates[Fate::done] = done;
  for (const Value& other : fields.list("others")) {
    const auto fate = other.is_list() && other.as_list().size() == 3 && other.as_list()[1].is_string()
                          ? parse_fate(other.as_list()[1].as_string())
                          : std::nullopt;
    ++out.fates[fate.value_or(Fate::failed)];
  }
  return out;
}

}  // namespace

Result<void> RunBook::put_chunks(const RunInfo& info, const Plan& plan, std::vector<RunChange>& changes,
                                 unsigned writers, std::size_t& chunks) {
  std::vector<std::size_t> begins;
  std::size_t size = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::size_t mine = plan.changes[i].before.size() + plan.changes[i].after.size();
    if (begins.empty() || size + mine > kLargestChunk) {
      begins.push_back(i);
      size = 0;
    }
    size += mine;
    changes[i].chunk = begins.size() - 1;
    changes[i].place = i - begins.back();
  }
  chunks = begins.size();
  begins.push_back(changes.size());
  FirstError failure;
  parallel_for(chunks, writers, [&](std::size_t chunk) {
    List bodies;
    for (std::size_t i = begins[chunk]; i < begins[chunk + 1]; ++i) {
      bodies.push_back(List{plan.changes[i].before, plan.changes[i].after});
    }
    failure.keep(records_.put(body_name(info.id, chunk), pack(to_json(bodies))));
  });
  return failure.result();
}

Result<void> RunBook::begin(const RunInfo& info, const Plan& plan, const target::Target& target, unsigned writers) {
  auto present = records_.get(info.id + ".run");
  if (!present) return std::move(present).error();
  if (*present) {
    return Error("there is a record of this run already: two targets of the fleet are one place")
        .with_hint("give each target a place of its own in fleet.yaml");
  }
  std::vector<RunChange> changes(plan.changes.size());
  parallel_for(changes.size(), 0, [&](std::size_t i) { changes[i] = without_bodies(plan.changes[i], target); });
  std::size_t chunks = 0;
  if (auto done = put_chunks(info, plan, changes, std::max(1U, writers), chunks); !done) return done;
  std::size_t lists = 0;
  for (std::size_t first = 0; first < changes.size(); first += kLongestList) {
    List list;
    const std::size_t last = std::min(first + kLongestList, changes.size());
    for (std::size_t i = first; i < last; ++i) list.push_back(encode(changes[i]));
    if (auto done = records_.put(list_name(info.id, lists++), pack(to_json(list))); !done) return done;
  }
  return records_.put(info.id + ".run", to_json(encode(info, plan, lists, chunks), JsonStyle::indented) + "\n");
}

Result<void> RunBook::end(const std::string& id, const Report& report) {
  List others;
  for (std::size_t i = 0; i < report.changes.size(); ++i) {
    const Applied& applied = report.changes[i];
    if (applied.fate == Fate::done) continue;
    others.push_back(
        List{number(i), to_string(applied.fate), applied.error ? Value(to_line(*applied.error)) : Value()});
  }
  const Value end = Map{{"at", now_ms()}, {"done", number(report.count(Fate::done))}, {"others", std::move(others)}};
  return records_.put(id + ".end", pack(to_json(end)));
}

Result<std::vector<std::string>> RunBook::ids() {
  constexpr std::string_view kSuffix = ".run";
  auto names = records_.names();
  if (!names) return std::move(names).error();
  std::vector<std::string> ids;
  for (const std::string& name : *names) {
    if (!name.ends_with(kSuffix)) continue;
    std::string id = name.substr(0, name.size() - kSuffix.size());
    if (is_run_id(id)) ids.push_back(std::move(id));
  }
  std::sort(ids.rbegin(), ids.rend());
  return ids;
}

Result<std::optional<Run>> RunBook::read(const std::string& id) {
  auto text = records_.get(id + ".run");
  if (!text) return std::move(text).error();
  if (!*text) return std::optional<Run>();
  const auto value = parse_json(**text, id + ".run");
  if (!value) return value.error();
  auto run = decode_run(*value, id + ".run");
  if (!run) return std::move(run).error();
  run->id = id;
  auto end = find_packed(id + ".end");
  if (!end) return std::move(end).error();
  if (*end) {
    JsonFields fields(**end, id + ".end");
    run->end = end_of(fields);
    if (fields.error()) return *fields.error();
  }
  return std::optional<Run>(std::move(*run));
}

Result<std::vector<RunChange>> RunBook::changes(const Run& run) {
  std::vector<RunChange> changes;
  for (std::size_t i = 0; i < run.lists; ++i) {
    const std::string name = list_name(run.id, i);
    const auto list = read_packed(name);
    if (!list) return list.error();
    if (!list->is_list()) return Error("the record " + name + " holds no list");
    for (const Value& item : list->as_list()) {
      auto change = decode_change(item, name);
      if (!change) return std::move(change).error();
      changes.push_back(std::move(*change));
    }
  }
  if (run.end) {
    if (auto done = add_fates(run, changes); !done) return std::move(done).error();
  }
  return changes;
}

Result<void> RunBook::add_fates(const Run& run, std::vector<RunChange>& changes) {
  const std::string name = run.id + ".end";
  const auto end = read_packed(name);
  if (!end) return end.error();
  JsonFields fields(*end, name);
  for (RunChange& change : changes) change.fate = Fate::done;
  for (const Value& other : fields.list("others")) {
    const bool good = other.is_list() && other.as_list().size() == 3 && other.as_list()[0].is_integer() &&
                      other.as_list()[1].is_string();
    const auto at = good ? static_cast<std::size_t>(other.as_list()[0].as_integer()) : changes.size();
    if (at >= changes.size()) return Error("the record " + name + " is not of this run");
    changes[at].fate = parse_fate(other.as_list()[1].as_string());
    if (other.as_list()[2].is_string()) changes[at].error = std::string(other.as_list()[2].as_string());
  }
  return fields.error() ? Result<void>(*fields.error()) : Result<void>();
}

Result<std::vector<RunBodies>> RunBook::bodies(const Run& run, std::span<const RunChange> changes) {
  std::vector<RunBodies> out(changes.size());
  std::vector<std::size_t> order(changes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return changes[a].chunk < changes[b].chunk; });
  for (const std::size_t i : order) {
    const std::string name = body_name(run.id, changes[i].chunk);
    if (name != cached_name_) {
      auto chunk = read_packed(name);
      if (!chunk) return std::move(chunk).error();
      cached_ = std::move(*chunk);
      cached_name_ = name;
    }
    const std::size_t place = changes[i].place;
    const bool good = cached_.is_list() && place < cached_.as_list().size() && cached_.as_list()[place].is_list() &&
                      cached_.as_list()[place].as_list().size() == 2;
    if (!good) return Error("the record " + name + " does not hold the bodies of " + changes[i].key);
    const List& pair = cached_.as_list()[place].as_list();
    if (!pair[0].is_string() || !pair[1].is_string()) return Error("the record " + name + " holds no texts");
    out[i] = {std::string(pair[0].as_string()), std::string(pair[1].as_string())};
  }
  return out;
}

Result<std::optional<Value>> RunBook::find_packed(const std::string& name) {
  auto packed = records_.get(name);
  if (!packed) return std::move(packed).error();
  if (!*packed) return std::optional<Value>();
  auto text = unpack(**packed, kMostText);
  if (!text) return Error("the record " + name + " cannot be read").with_cause(std::move(text).error());
  auto value = parse_json(*text, name, {.size = kMostText});
  if (!value) return std::move(value).error();
  return std::optional<Value>(std::move(*value));
}

Result<Value> RunBook::read_packed(const std::string& name) {
  auto found = find_packed(name);
  if (!found) return std::move(found).error();
  if (!*found) return Error("the record " + name + " is missing").with_hint("somebody removed a part of this run");
  return std::move(**found);
}

}  // namespace sailmaker::sync
