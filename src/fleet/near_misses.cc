#include "fleet/near_misses.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/edit_distance.h"
#include "fleet/name.h"
#include "value/map.h"

namespace sailmaker::fleet {

namespace {

bool is_word_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool mentions(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_part(text[at - 1])) && (end == text.size() || !is_word_part(text[end]))) return true;
  }
  return false;
}

// Names of variables as some templates know them, and what they make of a name they do not know.
class Vocabulary {
 public:
  void declare(const PipelineTemplate& made) {
    for (const VariableDeclaration& declaration : made.variables) declared_.insert(declaration.name);
    texts_.push_back(made.text);
  }
  void read(std::string_view text) { texts_.push_back(text); }

  // The declared name that `name` probably should be; empty when `name` is fine.
  const std::string& meant(const std::string& name) {
    const auto [known, added] = meant_.try_emplace(name);
    if (!added || declared_.contains(name) || !is_variable_name(name)) return known->second;
    const std::vector<std::string> declared(declared_.begin(), declared_.end());
    const std::string guess = nearest(name, declared);
    const auto is_used = [&](std::string_view text) { return mentions(text, name); };
    if (!guess.empty() && std::none_of(texts_.begin(), texts_.end(), is_used)) known->second = guess;
    return known->second;
  }

 private:
  std::set<std::string> declared_;
  std::vector<std::string_view> texts_;
  std::unordered_map<std::string, std::string> meant_;  // answers given
};

class NearMisses {
 public:
  NearMisses(const Fleet& fleet, Findings& findings) : fleet_(fleet), findings_(findings) {
    for (const auto& [name, made] : fleet.templates) all_.declare(made);
    for (const auto& [path, text] : fleet.sources) all_.read(text);
  }

  void check() {
    check_vars(fleet_.vars, all_);
    for (const Product& product : fleet_.products) check_vars(product.vars, all_);
    for (const Team& team : fleet_.teams) check_vars(team.vars, all_);
    for (const Stack& stack : fleet_.stacks) {
      check_vars(stack.vars, all_);
      check_uses(stack.pipelines);
    }
    for (const MicroService& service : fleet_.services) check_service(service);
  }

 private:
  void check_service(const MicroService& service) {
    check_vars(service.vars, all_);
    for (const ServiceStack& stack : service.stacks) {
      check_vars(stack.vars, all_);
      check_uses(stack.pipelines);
    }
  }

  void check_uses(const std::vector<PipelineUse>& uses) {
    for (const PipelineUse& use : uses) {
      if (!use.vars.empty()) check_vars(use.vars, of_template(use.pipeline));
    }
  }

  // What one template and the libraries know.
  Vocabulary& of_template(const std::string& name) {
    const auto [vocabulary, added] = single_.try_emplace(name);
    const PipelineTemplate* made = fleet_.find_template(name);
    if (added && made != nullptr) {
      vocabulary->second.declare(*made);
      for (const auto& [path, text] : fleet_.sources) {
        if (!path.ends_with(".yaml.j2") || path.find('/') != path.npos) vocabulary->second.read(text);
      }
    }
    return vocabulary->second;
  }

  void check_vars(const Vars& vars, Vocabulary& vocabulary) {
    if (vars.empty()) return;
    for (const Map::Entry& variable : vars.values.as_map()) {
      if (!variable.key.is_string()) continue;
      const std::string name(variable.key.as_string());
      const std::string& meant = vocabulary.meant(name);
      if (meant.empty()) continue;
      Error error("no template uses a variable called '" + name + "'", vars.locate({name}, Places::Part::key));
      findings_.push_back(
          {Severity::warning, std::move(error).with_hint("did you mean '" + meant + "'?"), {}, "variable"});
    }
  }

  const Fleet& fleet_;
  Findings& findings_;
  Vocabulary all_;
  std::unordered_map<std::string, Vocabulary> single_;
};

}  // namespace

void check_near_misses(const Fleet& fleet, Findings& findings) { NearMisses(fleet, findings).check(); }

}  // namespace sailmaker::fleet
