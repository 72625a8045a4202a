#include "generate/names.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sailmaker::generate {

namespace {

thread_local std::vector<std::string> being_rendered;

}  // namespace

NameGuard::NameGuard(std::string key) {
  is_circle_ = std::find(being_rendered.begin(), being_rendered.end(), key) != being_rendered.end();
  being_rendered.push_back(std::move(key));
}

NameGuard::~NameGuard() { being_rendered.pop_back(); }

Error NameGuard::circle() const {
  std::string way;
  for (const std::string& key : being_rendered) way += (way.empty() ? "" : " -> ") + key;
  return Error("pipelines ask for each other's names in a circle: " + way)
      .with_hint("write one of the names without `pipelines.<template>.name`");
}

}  // namespace sailmaker::generate
