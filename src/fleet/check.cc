#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/edit_distance.h"
#include "fleet/decode.h"
#include "fleet/near_misses.h"
#include "fleet/targets.h"

namespace sailmaker::fleet {

namespace {

class Checker {
 public:
  Checker(Fleet& fleet, Findings& findings) : fleet_(fleet), findings_(findings) {
    for (const auto& [name, made] : fleet.templates) template_names_.push_back(name);
  }

  void check() {
    for (const Stack& stack : fleet_.stacks) check_uses(stack.pipelines, nullptr);
    for (const MicroService& service : fleet_.services) {
      check_service(service);
      check_names(service);
    }
  }

 private:
  // `known` is a stack whose uses were checked before; may be null.
  void check_uses(const std::vector<PipelineUse>& uses, const Stack* known) {
    for (const PipelineUse& use : uses) {
      if (fleet_.find_template(use.pipeline) != nullptr) continue;
      const auto is_same = [&](const PipelineUse& other) { return other.pipeline == use.pipeline; };
      if (known != nullptr && std::any_of(known->pipelines.begin(), known->pipelines.end(), is_same)) continue;
      std::string hint = did_you_mean(use.pipeline, template_names_);
      if (hint.empty()) hint = "a template is a file templates/" + use.pipeline + ".yaml.j2";
      report(Severity::error, "there is no template '" + use.pipeline + "'", use.source, std::move(hint));
    }
  }

  void check_service(const MicroService& service) {
    for (const ServiceStack& own : service.stacks) {
      check_uses(own.pipelines, fleet_.find_stack(own.name));
      check_target(service, own);
    }
  }

  // Said once for the services of a product and stack: one word in fleet.yaml mends them all.
  void check_target(const MicroService& service, const ServiceStack& own) {
    if (fleet_.targets.size() < 2 || own.pipelines.empty() || target_of(fleet_, service, own).target != nullptr) return;
    if (!homeless_.emplace(service.product, own.name).second) return;
    report(Severity::error,
           "nothing says in which target the pipelines of " + service.product + "/" + service.name + "/" + own.name +
               " are kept",
           own.source,
           "the fleet has " + target_names(fleet_) + "; write `target: NAME` in fleet.yaml for the product " +
               service.product + ", the stack " + own.name + " or the whole fleet, or here");
  }

  // A name is the name of a Spinnaker application too, and those are the same whatever their case.
  void check_names(const MicroService& service) {
    const auto [place, added] = keys_.try_emplace({service.product, service.name}, &service.source);
    if (!added) {
      return report(Severity::error, "service '" + service.name + "' of product " + service.product + " stands twice",
                    service.source, "it is also in " + to_string(*place->second));
    }
    std::string folded = service.name;
    for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto [other, first] = folded_.try_emplace(std::move(folded), &service);
    if (first || other->second->name == service.name) return;
    report(Severity::warning,
           "services '" + other->second->name + "' and '" + service.name +
               "' differ in nothing but case, which Spinnaker ignores in names of applications",
           service.source, "the other one is in " + to_string(other->second->source));
  }

  void report(Severity severity, std::string message, const Source& source, std::string hint) {
    findings_.push_back({severity, Error(std::move(message), source).with_hint(std::move(hint)), {}});
  }

  Fleet& fleet_;
  Findings& findings_;
  std::vector<std::string> template_names_;
  std::map<std::pair<std::string_view, std::string_view>, const Source*> keys_;
  std::map<std::string, const MicroService*> folded_;
  std::set<std::pair<std::string_view, std::string_view>> homeless_;  // product and stack
};

}  // namespace

void check_fleet(Fleet& fleet, Findings& findings) {
  std::stable_sort(fleet.services.begin(), fleet.services.end(), [](const MicroService& a, const MicroService& b) {
    return std::tie(a.product, a.name) < std::tie(b.product, b.name);
  });
  Checker(fleet, findings).check();
  check_near_misses(fleet, findings);
}

}  // namespace sailmaker::fleet
