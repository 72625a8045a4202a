#include "generate/overlay.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sailmaker::generate {

namespace {

constexpr const char* kRule = "override";

bool begins_with(const Path& path, const Path& begin) {
  return path.size() >= begin.size() && std::equal(begin.begin(), begin.end(), path.begin());
}

// Undoes what the removal of the item at `removed` did to the numbers of those behind it.
void step_back(const Path& removed, Path& path) {
  const std::size_t depth = removed.size() - 1;
  if (path.size() <= depth || !std::equal(removed.begin(), removed.end() - 1, path.begin())) return;
  auto* index = std::get_if<std::size_t>(&path[depth]);
  if (index != nullptr && *index >= std::get<std::size_t>(removed.back())) ++*index;
}

Finding finding(Severity severity, const fleet::Override& each, std::string message, std::string hint) {
  Error error(std::move(message), each.locate({}, Places::Part::key));
  return {severity, std::move(error).with_hint(std::move(hint)), each.path, kRule};
}

}  // namespace

Overlay::Overlay(const std::vector<fleet::Override>& overrides, Value& pipeline) {
  for (const fleet::Override& each : overrides) {
    auto put = pipeline::put_part(pipeline, each.path, each.value);
    if (put) {
      report(each, *put);
      done_.push_back({&each, std::move(*put)});
      continue;
    }
    std::string hint = put.error().hint;
    if (hint.empty()) hint = "take it out if the template has changed; `sailmaker render` shows what there is";
    findings_.push_back(
        finding(Severity::error, each, "this override leads nowhere: " + put.error().message, std::move(hint)));
  }
}

// One that the stack says for many services may be needed by some of them only.
void Overlay::report(const fleet::Override& each, const pipeline::Put& put) {
  if (each.inherited) return;
  if (!put.before && each.value.is_null()) {
    findings_.push_back(finding(Severity::warning, each, "this override takes out what is not there", "take it out"));
  } else if (put.before && identical(*put.before, each.value)) {
    findings_.push_back(finding(Severity::warning, each,
                                "this override is not needed: the pipeline has that value without it", "take it out"));
  }
}

std::optional<Overlay::Covering> Overlay::covering(const Path& path) const {
  Path now = path;
  for (auto each = done_.rbegin(); each != done_.rend(); ++each) {
    if (each->put.removed_item) {
      step_back(each->put.path, now);
    } else if (!each->by->value.is_null() && begins_with(now, each->put.path)) {
      return Covering{each->by, Path(now.begin() + static_cast<std::ptrdiff_t>(each->put.path.size()), now.end())};
    }
  }
  return std::nullopt;
}

std::vector<const fleet::Override*> Overlay::inside(const Path& path) const {
  std::vector<const fleet::Override*> out;
  Path now = path;
  for (auto each = done_.rbegin(); each != done_.rend(); ++each) {
    if (each->put.removed_item) step_back(each->put.path, now);
    if (each->put.path.size() > now.size() && begins_with(each->put.path, now)) out.push_back(each->by);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

Path Overlay::rendered(Path path) const {
  for (auto each = done_.rbegin(); each != done_.rend(); ++each) {
    if (each->put.removed_item) step_back(each->put.path, path);
  }
  return path;
}

Finding Overlay::place(const Traced& traced, const yaml::Document& document, const pipeline::Problem& problem) const {
  pipeline::Problem moved = problem;
  moved.path = rendered(problem.path);
  moved.also.clear();
  std::vector<Frame> also;
  for (const pipeline::Problem::Also& other : problem.also) {
    if (const auto by = covering(other.path)) {
      also.push_back({other.what, by->by->locate(by->below, other.part)});
    } else {
      moved.also.push_back({other.what, rendered(other.path), other.part});
    }
  }
  Finding finding;
  if (const auto by = covering(problem.path)) {
    finding = {problem.severity, Error(problem.message, by->by->locate(by->below, problem.part)), {}, problem.rule};
    Path at = by->by->at;
    at.insert(at.end(), by->below.begin(), by->below.end());
    finding.error.hint = problem.wants_quotes ? pipeline::quoting_hint(by->by->origin->written(at)) : problem.hint;
  } else {
    finding = in_template(traced, document, moved);
    for (const fleet::Override* each :
         problem.path.empty() ? std::vector<const fleet::Override*>() : inside(problem.path))
      finding.error.trace.push_back({"overridden in part at", each->locate({}, Places::Part::key)});
  }
  finding.error.trace.insert(finding.error.trace.end(), also.begin(), also.end());
  finding.path = to_string(problem.path);
  return finding;
}

}  // namespace sailmaker::generate
