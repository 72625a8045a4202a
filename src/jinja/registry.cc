#include "jinja/registry.h"

#include <cassert>

namespace sailmaker::jinja {

void Native::prepare() {
  if (signature == "*") {
    variadic = true;
    return;
  }
  for (std::size_t i = 0; i < signature.size();) {
    const std::size_t end = std::min(signature.find(' ', i), signature.size());
    std::string_view word = signature.substr(i, end - i);
    i = end + 1;
    if (word == "/") {
      positional_only = true;
      continue;
    }
    if (word.ends_with('?')) {
      word.remove_suffix(1);
    } else {
      ++required;
    }
    parameters.push_back(word);
  }
}

Native::Native(HostFunction its_host, bool applied)
    : host(std::make_shared<const HostFunction>(std::move(its_host))), is_applied(applied) {
  name = host->name;
  for (const HostParameter& parameter : host->parameters) {
    parameters.emplace_back(parameter.name);
    assert(parameter.otherwise || required + 1 == parameters.size());
    if (!parameter.otherwise) ++required;
  }
}

namespace {

template <typename Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  names.reserve(table.size());
  for (const auto& [name, entry] : table) names.emplace_back(name);
  return names;
}

template <typename Table>
auto find_in(const Table& table, std::string_view name) {
  const auto place = table.find(name);
  return place == table.end() ? nullptr : place->second;
}

}  // namespace

std::vector<std::string> Registry::filter_names() const { return names_of(filters); }
std::vector<std::string> Registry::test_names() const { return names_of(tests); }
const Filter* Registry::find_filter(std::string_view name) const { return find_in(filters, name); }
const Test* Registry::find_test(std::string_view name) const { return find_in(tests, name); }

}  // namespace sailmaker::jinja
