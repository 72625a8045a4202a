#include "sync/keep.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/edit_distance.h"
#include "diff/diff.h"
#include "generate/overlay.h"
#include "pipeline/identity.h"
#include "pipeline/item_name.h"
#include "pipeline/put_part.h"
#include "value/map.h"
#include "value/path_words.h"
#include "yaml/emitter.h"

namespace sailmaker::sync {

namespace {

constexpr std::array<std::string_view, 4> kFixed = {"id", "application", "name", "sailmaker"};

bool is_at_or_below(std::string_view path, std::string_view around) {
  return path.starts_with(around) &&
         (path.size() == around.size() || path[around.size()] == '.' || path[around.size()] == '[');
}

bool meet(std::string_view a, std::string_view b) { return is_at_or_below(a, b) || is_at_or_below(b, a); }

std::string list_around(const std::string& item) { return item.substr(0, item.rfind('[')); }

// Finds overrides for the changes of one pipeline, and proves on a copy of it that they say them.
class Keeper {
 public:
  Keeper(const Drifted& drifted, const Value& desired)
      : before_(drifted.documents.before), after_(drifted.documents.after), desired_(desired) {}

  Keeping run(const std::vector<diff::Change>& changes) {
    for (const diff::Change& change : changes) add(change);
    // Each round puts a list in the place of its parts, so this ends.
    while (const auto wrong = first_wrong()) climb(*wrong);
    std::erase_if(keeping_.overrides, [&](const Kept& kept) { return is_said(kept); });
    return std::move(keeping_);
  }

  std::string name_of(const diff::Change& change) const {
    return pipeline::named_path(change.action == diff::Action::remove ? before_ : after_, change.path);
  }

 private:
  void add(const diff::Change& change) {
    if (change.path.empty()) return leave("the pipeline", "it cannot be read as one");
    const auto* field = std::get_if<std::string>(&change.path.front());
    if (field != nullptr && std::find(kFixed.begin(), kFixed.end(), *field) != kFixed.end()) {
      return leave(*field, "it is the template that says it");
    }
    const std::string name = name_of(change);
    const bool is_item = std::holds_alternative<std::size_t>(change.path.back());
    if (change.action == diff::Action::move || (is_item && !is_named(change))) return add_list(list_of(name));
    put({name, change.action == diff::Action::remove ? Value() : change.after});
    // A null that somebody stored is not what an override's null means.
    if (change.action != diff::Action::remove && change.after.is_null()) climb(name);
  }

  bool is_named(const diff::Change& change) const {
    const Path list(change.path.begin(), change.path.end() - 1);
    const Value& document = change.action == diff::Action::remove ? before_ : after_;
    return !pipeline::identity_of(list, *find(document, change.path)).empty();
  }

  void put(Kept kept) {
    std::erase_if(keeping_.overrides, [&](const Kept& other) { return is_at_or_below(other.path, kept.path); });
    const bool is_inside = std::any_of(keeping_.overrides.begin(), keeping_.overrides.end(),
                                       [&](const Kept& other) { return is_at_or_below(kept.path, other.path); });
    if (!is_inside) keeping_.overrides.push_back(std::move(kept));
  }

  void leave(const std::string& what, const std::string& why) {
    keeping_.left.push_back(Error("'" + what + "' cannot be kept: " + why));
  }

  // The nearest list around the part, as a path.
  std::string list_of(const std::string& name) const {
    for (std::string around = name; !around.empty();) {
      const std::size_t end = around.find_last_of(".[");
      around = end == std::string::npos ? std::string() : around.substr(0, end);
      const auto path = pipeline::find_named(after_, around);
      if (!around.empty() && path && find(after_, *path)->is_list()) return around;
    }
    return {};
  }

  void add_list(const std::string& list) {
    if (list.empty()) return;
    put({list, *find(after_, *pipeline::find_named(after_, list))});
  }

  // Says the list around the part in its place.
  void climb(const std::string& name) {
    const std::string list = list_of(name);
    std::erase_if(keeping_.overrides, [&](const Kept& kept) { return kept.path == name; });
    if (list.empty()) return leave(name, "an override cannot say it; change the template or a variable");
    add_list(list);
  }

  Value with_overrides(std::optional<std::string>* failed) const {
    Value made = desired_;
    for (const Kept& kept : keeping_.overrides) {
      if (pipeline::put_part(made, kept.path, kept.value)) continue;
      *failed = kept.path;
      break;
    }
    return made;
  }

  std::optional<std::string> first_wrong() const {
    std::optional<std::string> failed;
    const Value made = with_overrides(&failed);
    if (failed) return failed;
    for (const diff::Change& rest : diff::compare(made, after_, pipeline::identity_of)) {
      const std::string name = pipeline::named_path(rest.action == diff::Action::remove ? made : after_, rest.path);
      for (const Kept& kept : keeping_.overrides) {
        const bool is_order = rest.action == diff::Action::move && kept.path.ends_with(']') &&
                              list_around(kept.path) == list_around(name);
        if (is_order || meet(name, kept.path)) return kept.path;
      }
    }
    return std::nullopt;
  }

  bool is_said(const Kept& kept) const {
    const auto there = pipeline::find_named(desired_, kept.path);
    return there ? identical(*find(desired_, *there), kept.value) : kept.value.is_null();
  }

  const Value& before_;
  const Value& after_;
  const Value& desired_;
  Keeping keeping_;
};

// The changes that are at or below one of the paths.
Result<std::vector<diff::Change>> chosen(const Drifted& drifted, const Keeper& keeper,
                                         const std::vector<std::string>& paths) {
  if (paths.empty()) return drifted.changes;
  std::vector<std::string> names;
  names.reserve(drifted.changes.size());
  for (const diff::Change& change : drifted.changes) names.push_back(keeper.name_of(change));
  std::vector<bool> wanted(names.size());
  for (const std::string& path : paths) {
    bool found = false;
    for (const Value* document : {&drifted.documents.after, &drifted.documents.before}) {
      const auto there = pipeline::find_named(*document, path);
      if (!there) continue;
      const std::string name = pipeline::named_path(*document, *there);
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (is_at_or_below(names[i], name)) wanted[i] = found = true;
      }
    }
    if (found) continue;
    Error error("nothing was changed at '" + path + "'");
    const auto whole =
        std::find_if(names.begin(), names.end(), [&](const std::string& name) { return is_at_or_below(path, name); });
    error.hint = whole != names.end() ? "'" + *whole + "' was changed as a whole" : did_you_mean(path, names);
    if (error.hint.empty()) error.hint = "`sailmaker drift " + drifted.key + "` shows what was";
    return error;
  }
  std::vector<diff::Change> out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (wanted[i]) out.push_back(drifted.changes[i]);
  }
  return out;
}

}  // namespace

Result<Keeping> keep_drift(const Drifted& drifted, const Value& desired, const std::vector<std::string>& paths) {
  if (drifted.documents.before.is_null()) {
    return Error("what Sailmaker wrote of " + drifted.key + " is known no more, so nobody can tell what was changed")
        .with_hint("`sailmaker plan` compares with the fleet");
  }
  Keeper keeper(drifted, desired);
  const auto changes = chosen(drifted, keeper, paths);
  if (!changes) return changes.error();
  return keeper.run(*changes);
}

bool speaks_of(std::string_view path, std::string_view around) {
  const auto words = path_words(path);
  const auto outer = path_words(around);
  return words.size() >= outer.size() && std::equal(outer.begin(), outer.end(), words.begin());
}

std::vector<std::string> needless(const generate::Generated& made, const std::vector<Kept>& overrides) {
  std::vector<std::string> out;
  if (!made.overlay) return out;
  for (const Finding& finding : made.overlay->findings()) {
    if (finding.severity != Severity::warning) continue;
    const bool is_ours = std::any_of(overrides.begin(), overrides.end(), [&](const Kept& kept) {
      return path_words(kept.path) == path_words(finding.path);
    });
    if (is_ours) out.push_back(finding.path);
  }
  return out;
}

std::string override_yaml(const Kept& kept) { return yaml::write(Map{{"overrides", Map{{kept.path, kept.value}}}}); }

bool says_kept(const Drifted& drifted, const Value& desired, const std::vector<Kept>& overrides) {
  const Value& after = drifted.documents.after;
  for (const diff::Change& rest : diff::compare(desired, after, pipeline::identity_of)) {
    const std::string name = pipeline::named_path(rest.action == diff::Action::remove ? desired : after, rest.path);
    if (std::any_of(overrides.begin(), overrides.end(), [&](const Kept& kept) { return meet(name, kept.path); })) {
      return false;
    }
  }
  return true;
}

}  // namespace sailmaker::sync
