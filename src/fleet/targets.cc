#include "fleet/targets.h"

#include <utility>

namespace sailmaker::fleet {

TargetOf target_of(const Fleet& fleet, const MicroService& service, const ServiceStack& stack) {
  if (fleet.targets.empty()) return {};
  TargetOf out;
  const auto lay = [&](const TargetChoice& choice, auto&&... layer) {
    if (choice.name.empty()) return;
    out.layer = (std::string() + ... + layer);
    out.target = fleet.find_target(choice.name);
    out.source = choice.source;
  };
  if (fleet.targets.size() == 1) return out.target = &fleet.targets.front(), out;
  lay(fleet.target, "fleet");
  if (const Product* product = fleet.find_product(service.product)) lay(product->target, "product ", product->name);
  if (const Stack* declared = fleet.find_stack(stack.name)) lay(declared->target, "stack ", declared->name);
  lay(service.target, "service ", service.name);
  lay(stack.target, "stack ", stack.name, " of ", service.name);
  return out;
}

std::string target_names(const Fleet& fleet) {
  std::string out;
  for (const DeclaredTarget& target : fleet.targets) out += (out.empty() ? "" : ", ") + target.name;
  return out;
}

}  // namespace sailmaker::fleet
