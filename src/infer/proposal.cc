#include "infer/proposal.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "diff/sequence.h"
#include "fleet/name.h"
#include "infer/outline.h"
#include "infer/template_text.h"
#include "infer/variables.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::infer {

namespace {

// Two pipelines with this share of stages in common, at least, can share a template.
constexpr double kAlike = 0.6;

using Types = std::vector<std::string>;

Types types_of(const Sample& sample) {
  Types types;
  const Value* stages = sample.pipeline.find("stages");
  if (stages == nullptr || !stages->is_list()) return types;
  for (const Value& stage : stages->as_list()) {
    const Value* type = stage.find("type");
    types.emplace_back(type != nullptr && type->is_string() ? type->as_string() : std::string_view());
  }
  return types;
}

double common_share(const Types& a, const Types& b) {
  if (a.empty() && b.empty()) return 1;
  std::map<std::string, std::uint32_t> numbers;
  const auto numbered = [&](const Types& types) {
    std::vector<std::uint32_t> out;
    for (const std::string& type : types) {
      out.push_back(numbers.try_emplace(type, static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    return out;
  };
  const auto before = numbered(a);
  const auto after = numbered(b);
  const auto common = diff::common_subsequence(before, after).size();
  return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

struct Group {
  std::vector<const Sample*> samples;
  Types types;
  std::vector<std::string> words;                        // that the names of all have in common
  std::set<std::pair<std::string, std::string>> places;  // service and stack
  std::string name;
};

std::vector<std::string> common_words(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::copy_if(a.begin(), a.end(), std::back_inserter(out),
               [&](const std::string& word) { return std::find(b.begin(), b.end(), word) != b.end(); });
  return out;
}

bool takes(const Group& group, const Sample& sample, const Types& types) {
  if (group.places.contains({sample.application, sample.stack})) return false;
  const auto words = words_of(sample.stem);
  const bool same_stem = group.samples.front()->stem == sample.stem;
  if (!same_stem && (types != group.types || common_words(group.words, words).empty())) return false;
  return common_share(group.types, types) >= kAlike;
}

std::vector<Group> groups_of(const std::vector<const Sample*>& samples) {
  std::vector<Group> groups;
  for (const Sample* sample : samples) {
    const Types types = types_of(*sample);
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Group& each) { return takes(each, *sample, types); });
    if (group == groups.end()) {
      groups.push_back({{}, types, words_of(sample->stem), {}, {}});
      group = groups.end() - 1;
    }
    group->words = common_words(group->words, words_of(sample->stem));
    group->places.emplace(sample->application, sample->stack);
    group->samples.push_back(sample);
  }
  std::set<std::string> names;
  for (Group& group : groups) {
    std::string name;
    for (const std::string& word : group.words) name += (name.empty() ? "" : "-") + word;
    if (name.empty() || !fleet::name_problem(name).empty()) name = "pipeline";
    std::string fresh = name;
    for (int number = 2; !names.insert(fresh).second; ++number) fresh = fmt::format("{}-{}", name, number);
    group.name = std::move(fresh);
  }
  return groups;
}

// The variables of all pipelines, moved up to where they are said once.
class Layers {
 public:
  void set(const Sample& sample, const std::string& pipeline, const std::string& name, const Value& value) {
    all_.push_back({&sample, pipeline, name, value});
  }

  // Takes out those that all pipelines of a stack have alike, in more than one microservice.
  std::map<std::string, Map> take_stacks() {
    return take([](const One& one) { return one.sample->stack; },
                [](const One& one) { return one.sample->application; });
  }

  // Takes out those that all pipelines of a microservice have alike, more than one of them.
  std::map<std::string, Map> take_services() {
    return take([](const One& one) { return one.sample->application; },
                [](const One& one) { return one.sample->stack + "/" + one.pipeline; });
  }

  Map of(const Sample& sample, const std::string& pipeline) const {
    Map out;
    for (const One& one : all_) {
      if (one.sample == &sample && one.pipeline == pipeline) out.set(one.name, one.value);
    }
    return out;
  }

 private:
  struct One {
    const Sample* sample;
    std::string pipeline;
    std::string name;
    Value value;
  };

  template <typename Place, typename Part>
  std::map<std::string, Map> take(const Place& place, const Part& part) {
    struct Seen {
      Value value;
      std::set<std::string> parts;
      bool same = true;
    };
    std::map<std::pair<std::string, std::string>, Seen> seen;
    for (const One& one : all_) {
      auto [there, is_new] = seen.try_emplace({place(one), one.name}, Seen{one.value, {}, true});
      there->second.same = there->second.same && identical(there->second.value, one.value);
      there->second.parts.insert(part(one));
    }
    const auto goes = [&](const One& one) {
      const Seen& found = seen.at({place(one), one.name});
      return found.same && found.parts.size() > 1;
    };
    std::map<std::string, Map> out;
    for (const One& one : all_) {
      if (goes(one)) out[place(one)].set(one.name, one.value);
    }
    std::erase_if(all_, goes);
    return out;
  }

  std::vector<One> all_;
};

class Proposing {
 public:
  Proposing(const std::vector<const Sample*>& samples, const Value& target) : samples_(samples), target_(target) {}

  Proposal run() {
    groups_ = groups_of(samples_);
    for (const Group& group : groups_) make_template(group);
    proposal_.templates = groups_.size();
    stack_vars_ = layers_.take_stacks();
    service_vars_ = layers_.take_services();
    make_services();
    proposal_.files["fleet.yaml"] = fleet_text();
    return std::move(proposal_);
  }

 private:
  void make_template(const Group& group) {
    Variables variables;
    const Outline outline = outline_of(group.samples, variables);
    std::set<std::string> applications;
    for (const Sample* sample : group.samples) applications.insert(sample->application);
    proposal_.files["templates/" + group.name + ".yaml.j2"] =
        template_text(outline, variables,
                      fmt::format("Inferred from {} stored pipelines of {} applications.", group.samples.size(),
                                  applications.size()));
    const auto used = used_variables(outline);
    for (const Variables::Variable& variable : variables.all()) {
      if (std::find(used.begin(), used.end(), variable.name) == used.end()) continue;
      for (std::size_t i = 0; i < group.samples.size(); ++i) {
        // A null in a layer takes a variable away, so it must be the template's default.
        if (variable.values[i] && !variable.values[i]->is_null()) {
          layers_.set(*group.samples[i], group.name, variable.name, *variable.values[i]);
        }
      }
    }
  }

  void make_services() {
    std::map<std::string, std::vector<std::pair<const Sample*, std::string>>> services;
    for (const Group& group : groups_) {
      for (const Sample* sample : group.samples) {
        services[sample->application].emplace_back(sample, group.name);
        proposal_.pipelines.push_back(
            {fmt::format("{}/{}/{}/{}", sample->product, sample->application, sample->stack, group.name), sample->id});
      }
    }
    for (const auto& [application, pipelines] : services) {
      const Sample& first = *pipelines.front().first;
      proposal_.files["services/" + first.product + "/" + application + ".yaml"] =
          service_text(application, first, pipelines);
    }
  }

  std::string service_text(const std::string& application, const Sample& first,
                           const std::vector<std::pair<const Sample*, std::string>>& pipelines) {
    Map service;
    if (!first.k8s_namespace.empty()) service.set("namespace", first.k8s_namespace);
    if (const auto vars = service_vars_.find(application); vars != service_vars_.end())
      service.set("vars", vars->second);
    Map stacks;
    for (const auto& [sample, name] : pipelines) {
      Value& stack = stacks.ensure(sample->stack);
      if (stack.is_null()) stack = Map{{"pipelines", Map()}};
      Map own = layers_.of(*sample, name);
      Value settings = own.empty() ? Value() : Value(Map{{"vars", std::move(own)}});
      stack.mutable_map().find("pipelines")->mutable_map().set(name, std::move(settings));
    }
    service.set("stacks", std::move(stacks));
    return yaml::write(service);
  }

  std::string fleet_text() const {
    Map stacks;
    Map products;
    for (const Sample* sample : samples_) {
      const auto vars = stack_vars_.find(sample->stack);
      stacks.set(sample->stack, vars == stack_vars_.end() ? Value(Map()) : Value(Map{{"vars", vars->second}}));
      products.set(sample->product, Map());
    }
    Map fleet{{"stacks", std::move(stacks)}, {"products", std::move(products)}};
    if (!target_.is_null()) fleet.set("target", target_);
    return yaml::write(fleet);
  }

  const std::vector<const Sample*>& samples_;
  const Value& target_;
  std::vector<Group> groups_;
  Layers layers_;
  std::map<std::string, Map> stack_vars_;
  std::map<std::string, Map> service_vars_;
  Proposal proposal_;
};

bool holds_mark(const Value& value) {
  if (value.is_string()) return value.as_string().find_first_of("\x01\x02\x03\x04") != std::string_view::npos;
  if (value.is_list()) return std::any_of(value.as_list().begin(), value.as_list().end(), holds_mark);
  if (!value.is_map()) return false;
  return std::any_of(value.as_map().begin(), value.as_map().end(),
                     [](const Map::Entry& entry) { return holds_mark(entry.value); });
}

}  // namespace

Proposal propose(const std::vector<Sample>& samples, const Value& target) {
  std::vector<const Sample*> good;
  std::map<std::string, std::string> left_out;
  for (const Sample& sample : samples) {
    const std::string problem = fleet::name_problem(sample.application);
    if (!problem.empty())
      left_out[sample.id] = "its application cannot be the name of a service: it " + problem;
    else if (holds_mark(sample.pipeline))
      left_out[sample.id] = "it holds control characters";
    else
      good.push_back(&sample);
  }
  Proposal proposal = Proposing(good, target).run();
  proposal.left_out = std::move(left_out);
  return proposal;
}

}  // namespace sailmaker::infer
