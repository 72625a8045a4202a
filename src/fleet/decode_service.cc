#include <algorithm>
#include <array>

#include "base/edit_distance.h"
#include "fleet/decode.h"
#include "fleet/name.h"
#include "fleet/pipelines.h"
#include "fleet/section.h"

namespace sailmaker::fleet {

namespace {

const std::array<std::string, 7> kServiceKeys = {"product", "team",   "namespace", "git_repo",
                                                 "vars",    "stacks", "target"};
const std::array<std::string, 3> kStackKeys = {"vars", "pipelines", "target"};

constexpr std::array<Section::Expected, 2> kExpectedInService = {{
    {"name", "a service is called as its file is"},
    {"pipelines", "pipelines belong to a stack: stacks: {dev: {pipelines: [deploy]}}"},
}};
constexpr std::array<Section::Expected, 1> kExpectedInStack = {{
    {"protected", "a stack is protected for all services, in fleet.yaml"},
}};

template <typename T>
std::string undeclared_hint(std::string_view name, const std::vector<T>& declared, const std::string& section) {
  std::vector<std::string> names;
  names.reserve(declared.size());
  for (const T& item : declared) names.push_back(item.name);
  const std::string guess = did_you_mean(name, names);
  return guess.empty() ? "declare it in fleet.yaml under '" + section + "'" : guess;
}

// About the file as a whole.
void report(Severity severity, const MicroService& service, std::string message, std::string hint, Findings& findings) {
  findings.push_back({severity, Error(std::move(message), service.source).with_hint(std::move(hint)), {}});
}

void check_name(const MicroService& service, Findings& findings) {
  const std::string& name = service.name;
  if (const std::string problem = name_problem(name); !problem.empty()) {
    report(Severity::error, service, "'" + name + "' cannot be the name of a service: it " + problem, "rename the file",
           findings);
  } else if (const std::string refused = application_name_problem(name); !refused.empty()) {
    report(Severity::warning, service, "'" + name + "' is no good name for an application of Spinnaker: it " + refused,
           "letters, digits and '-' are good, a letter first, 63 characters in all", findings);
  }
}

void check_product(const Section& root, const MicroService& service, const Fleet& fleet, Findings& findings) {
  if (fleet.find_product(service.product) == nullptr) {
    report(Severity::error, service, "product '" + service.product + "' is not declared in fleet.yaml",
           undeclared_hint(service.product, fleet.products, "products"), findings);
  }
  const auto written = root.text("product");
  if (written && *written != service.product) {
    const std::string message = "'product' is " + *written + ", but the file is in the folder of product ";
    root.find("product")->error(message + service.product, "leave the key out, or move the file");
  }
}

std::string decode_team(const Section& root, const Fleet& fleet) {
  const auto team = root.text("team");
  if (!team) return {};
  if (fleet.find_team(*team) != nullptr) return *team;
  root.find("team")->error("team '" + *team + "' is not declared in fleet.yaml",
                           undeclared_hint(*team, fleet.teams, "teams"));
  return {};
}

void decode_stack(const Section& section, const Fleet& fleet, std::vector<ServiceStack>& stacks) {
  const std::string name = section.key();
  const Stack* declared = fleet.find_stack(name);
  if (declared == nullptr) {
    section.error("stack '" + name + "' is not declared in fleet.yaml", undeclared_hint(name, fleet.stacks, "stacks"),
                  Places::Part::key);
  }
  ServiceStack stack;
  stack.name = name;
  stack.source = section.source(Places::Part::key);
  const std::size_t known = section.findings().size();
  if (!section.expect_map("pipelines stand one level deeper: " + name + ": {pipelines: [deploy]}")) return;
  section.check_keys(kStackKeys, kExpectedInStack);
  stack.vars = section.vars("vars");
  stack.target = decode_target_choice(section, fleet);
  PipelineChoice choice = decode_pipelines(section);
  if (declared == nullptr) return;
  const bool chosen = choice.form == PipelineChoice::Form::list;
  stack.pipelines = merge_pipelines(declared->pipelines, std::move(choice));
  if (stack.pipelines.empty() && !chosen && section.findings().size() == known) {
    section.warning("stack '" + name + "' has no pipelines", "list them: pipelines: [deploy]", Places::Part::key);
  }
  stacks.push_back(std::move(stack));
}

// As the fleet orders its stacks, so that plans list every service's stacks alike.
void sort_stacks(std::vector<ServiceStack>& stacks, const Fleet& fleet) {
  const auto place = [&](const ServiceStack& stack) { return fleet.find_stack(stack.name); };
  std::sort(stacks.begin(), stacks.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

// Everything in the file.
void decode_content(const Section& root, const Fleet& fleet, MicroService& service) {
  root.check_keys(kServiceKeys, kExpectedInService);
  service.team = decode_team(root, fleet);
  service.k8s_namespace = root.text("namespace").value_or("");
  service.git_repo = root.text("git_repo").value_or("");
  service.vars = root.vars("vars");
  service.target = decode_target_choice(root, fleet);
  const auto stacks = root.find("stacks");
  if (!stacks || !stacks->expect_map("write each as 'name:' instead of '- name'")) return;
  service.stacks.reserve(fleet.stacks.size());
  stacks->each_entry("a stack", [&](const Section& part) { decode_stack(part, fleet, service.stacks); });
  sort_stacks(service.stacks, fleet);
}

}  // namespace

MicroService decode_service(const std::shared_ptr<const Origin>& origin, std::string_view product,
                            std::string_view name, const Fleet& fleet, Findings& findings) {
  MicroService service;
  service.name = name;
  service.product = product;
  service.source = Source{.file = origin->name, .line_text = {}};
  const Section root(origin, findings);
  check_name(service, findings);
  check_product(root, service, fleet, findings);
  const std::size_t known = findings.size();
  if (root.expect_map()) decode_content(root, fleet, service);
  if (service.stacks.empty() && findings.size() == known) {
    report(Severity::warning, service, "service '" + service.name + "' has no stacks, so it has no pipelines",
           "list them: stacks: {dev: {pipelines: [deploy]}}", findings);
  }
  return service;
}

}  // namespace sailmaker::fleet
