#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "jinja/environment.h"
#include "jinja/host_function.h"
#include "value/map.h"
#include "value/value.h"

namespace sailmaker::jinja {

class Evaluator;
class Arguments;

/// The code of a filter, test, method or global. `self` is what it is applied to; null for globals.
using NativeFunction = Value (*)(Evaluator& evaluator, const Value& self, const Arguments& arguments);

/// Something callable that is built in. `signature` names its parameters, "width? first? blank?"; a '?' marks those
/// that may be missing. "*" instead: it takes whatever it is given, and looks itself.
struct Native {
  std::string_view name;
  std::string_view signature;
  NativeFunction function = nullptr;
  std::vector<std::string_view> parameters;  ///< made from the signature by prepare()
  std::size_t required = 0;
  bool variadic = false;
  bool positional_only = false;              ///< made from a first word "/": no argument may be named
  std::shared_ptr<const HostFunction> host;  ///< instead of `function`, where the program brought its own
  bool is_applied = true;                    ///< with `host`: to a value, as filters and tests are

  Native() = default;
  Native(std::string_view its_name, std::string_view its_signature, NativeFunction its_function)
      : name(its_name), signature(its_signature), function(its_function) {
    prepare();
  }
  /// What the program brings. Its parameters without a default come before those with one.
  Native(HostFunction its_host, bool applied);

 private:
  void prepare();
};

struct Filter : Native {
  using Native::Native;
};
struct Test : Native {
  using Native::Native;
};

/// The names that templates of one environment can use.
struct Registry {
  std::unordered_map<std::string_view, const Filter*> filters;
  std::unordered_map<std::string_view, const Test*> tests;
  Map globals;

  std::vector<std::string> filter_names() const;
  std::vector<std::string> test_names() const;
  const Filter* find_filter(std::string_view name) const;
  const Test* find_test(std::string_view name) const;
};

// The built-in ones by topic, each in a file of its own.
std::span<const Filter> text_filters();
std::span<const Filter> wrap_filters();
std::span<const Filter> html_filters();
std::span<const Filter> number_filters();
std::span<const Filter> sequence_filters();
std::span<const Filter> lazy_filters();
std::span<const Filter> order_filters();
std::span<const Test> builtin_tests();
std::span<const Native> builtin_globals();

}  // namespace sailmaker::jinja
