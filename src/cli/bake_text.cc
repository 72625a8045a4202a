#include "cli/bake_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "diff/print.h"
#include "pipeline/identity.h"
#include "value/map.h"
#include "yaml/parser.h"

namespace sailmaker::cli {

namespace {

constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,@%+";

std::string shell_word(const std::string& word) {
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string text_at(const Value& object, std::initializer_list<std::string_view> path) {
  const Value* at = &object;
  for (const std::string_view key : path) {
    at = at->find(key);
    if (at == nullptr) return {};
  }
  return at->is_string() ? std::string(at->as_string()) : std::string();
}

Result<Value> read(const BakedStage& stage, const pipeline::BakedObject& object) {
  auto document = yaml::parse(object.text, object.source);
  if (document) return std::move(document->root);
  return Error("stage " + stage.bake.label + " makes what is no YAML").with_cause(std::move(document).error());
}

struct ObjectKey {
  std::string stage;
  std::string kind;
  std::string name;
  std::string name_space;
  std::size_t number = 0;  // among several of one name
  auto operator<=>(const ObjectKey&) const = default;
};

using Objects = std::vector<std::pair<ObjectKey, Value>>;

Result<Objects> objects_of(const std::vector<BakedStage>& stages) {
  Objects objects;
  std::set<ObjectKey> known;
  for (const BakedStage& stage : stages) {
    for (const pipeline::BakedObject& object : stage.objects) {
      auto manifest = read(stage, object);
      if (!manifest) return std::move(manifest).error();
      ObjectKey key{stage.bake.ref_id, text_at(*manifest, {"kind"}), text_at(*manifest, {"metadata", "name"}),
                    text_at(*manifest, {"metadata", "namespace"})};
      while (!known.insert(key).second) ++key.number;
      objects.emplace_back(std::move(key), std::move(*manifest));
    }
  }
  return objects;
}

}  // namespace

std::string shell_text(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + shell_word(word);
  return out;
}

std::string bake_text(const std::vector<BakedStage>& stages, bool with_words) {
  std::string out;
  for (const BakedStage& stage : stages) {
    if (with_words) out += "# helm " + shell_text(stage.words) + "\n";
    for (const pipeline::BakedObject& object : stage.objects) {
      out += fmt::format("---\n# stage {} {}: {}\n{}", stage.bake.ref_id, stage.bake.label, object.source, object.text);
    }
  }
  return out;
}

Result<Value> bake_value(const std::string& key, const std::vector<BakedStage>& stages) {
  List list;
  for (const BakedStage& stage : stages) {
    List objects;
    for (const pipeline::BakedObject& object : stage.objects) {
      auto manifest = read(stage, object);
      if (!manifest) return manifest;
      objects.push_back(Map{{"source", object.source}, {"manifest", std::move(*manifest)}});
    }
    List command = {"helm"};
    command.insert(command.end(), stage.words.begin(), stage.words.end());
    list.push_back(Map{{"stage", stage.bake.ref_id},
                       {"name", stage.bake.name},
                       {"command", std::move(command)},
                       {"objects", std::move(objects)}});
  }
  return Value(Map{{"key", key}, {"stages", std::move(list)}});
}

Result<BakeDifference> BakeDifference::between(const std::vector<BakedStage>& before,
                                               const std::vector<BakedStage>& after) {
  auto old_objects = objects_of(before);
  if (!old_objects) return std::move(old_objects).error();
  auto new_objects = objects_of(after);
  if (!new_objects) return std::move(new_objects).error();
  std::map<ObjectKey, Value> old(old_objects->begin(), old_objects->end());
  BakeDifference difference;
  for (auto& [key, manifest] : *new_objects) {
    const auto found = old.find(key);
    Value was = found == old.end() ? Value() : found->second;
    if (found != old.end()) old.erase(found);
    if (diff::compare(was, manifest, pipeline::identity_of).empty()) continue;
    difference.pairs_.push_back({key.stage, key.kind, key.name, std::move(was), manifest});
  }
  for (const auto& [key, manifest] : *old_objects) {
    if (old.contains(key)) difference.pairs_.push_back({key.stage, key.kind, key.name, manifest, Value()});
  }
  return difference;
}

std::string BakeDifference::text(Color color) const {
  std::string out;
  for (const Pair& pair : pairs_) {
    const std::string name = pair.stage + "/" + pair.kind + "/" + pair.name;
    out += diff::to_unified(pair.before, pair.after, pair.before.is_null() ? "/dev/null" : "a/" + name,
                            pair.after.is_null() ? "/dev/null" : "b/" + name, color);
  }
  return out;
}

Value BakeDifference::value() const {
  List list;
  for (const Pair& pair : pairs_) {
    const char* action = pair.before.is_null() ? "add" : pair.after.is_null() ? "remove" : "change";
    list.push_back(Map{{"stage", pair.stage},
                       {"kind", pair.kind},
                       {"name", pair.name},
                       {"action", action},
                       {"changes", diff::to_value(diff::compare(pair.before, pair.after, pipeline::identity_of))}});
  }
  return list;
}

}  // namespace sailmaker::cli
