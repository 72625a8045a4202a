#include "jinja/environment.h"

#include <deque>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "base/edit_distance.h"
#include "jinja/compiled_expression.h"
#include "jinja/compiled_template.h"
#include "jinja/objects.h"
#include "jinja/registry.h"

namespace sailmaker::jinja {

namespace {

/// The built-in names, shared by all environments: made once, never changed.
const Registry& builtins() {
  static const Registry registry = [] {
    Registry made;
    for (const auto& group : {text_filters(), wrap_filters(), html_filters(), number_filters(), sequence_filters(),
                              lazy_filters(), order_filters()}) {
      for (const Filter& filter : group) made.filters[filter.name] = &filter;
    }
    for (const Test& test : builtin_tests()) made.tests[test.name] = &test;
    for (const Native& global : builtin_globals()) {
      made.globals.set(Value(global.name), make_object<NativeObject>(global));
    }
    return made;
  }();
  return registry;
}

}  // namespace

struct Environment::Parts {
  struct Known {
    std::once_flag once;
    std::shared_ptr<const CompiledTemplate> compiled;
    std::optional<Error> error;
  };

  Options options;
  Loader loader;
  std::function<std::vector<std::string>()> template_names;
  Registry registry = builtins();
  std::deque<Filter> own_filters;
  std::deque<Test> own_tests;
  std::deque<Native> own_functions;
  mutable std::shared_mutex mutex;  // guards `known`, not what stands in it
  mutable std::unordered_map<std::string, std::unique_ptr<Known>> known;

  Known& entry(const std::string& name) const {
    {
      const std::shared_lock lock(mutex);
      if (const auto place = known.find(name); place != known.end()) return *place->second;
    }
    const std::unique_lock lock(mutex);
    auto& place = known[name];
    if (place == nullptr) place = std::make_unique<Known>();
    return *place;
  }
};

Environment::Environment(Options options, Loader loader) : parts_(std::make_unique<Parts>()) {
  parts_->options = std::move(options);
  parts_->loader = std::move(loader);
}

Environment::~Environment() = default;

namespace {

Result<std::shared_ptr<const CompiledTemplate>> compile_text(
    const Environment& environment, std::string_view source, std::string_view name,
    CompiledTemplate::Form form = CompiledTemplate::Form::text) {
  const Options& o = environment.options();
  if (o.block_start == o.variable_start || o.block_start == o.comment_start || o.variable_start == o.comment_start) {
    return Error("the start strings of blocks, variables and comments must differ");
  }
  if (o.block_start.empty() || o.variable_start.empty() || o.comment_start.empty() || o.block_end.empty() ||
      o.variable_end.empty() || o.comment_end.empty()) {
    return Error("the start and end strings of blocks, variables and comments must not be empty");
  }
  if (source.size() > 0x7FFFFFFF) return Error("a template must be smaller than 2 GB");
  try {
    return std::shared_ptr<const CompiledTemplate>(std::make_shared<CompiledTemplate>(environment, source, name, form));
  } catch (Failure& failure) {
    return std::move(failure.error);
  }
}

}  // namespace

void Environment::add_filter(HostFunction filter) {
  const Filter& made = parts_->own_filters.emplace_back(std::move(filter), true);
  parts_->registry.filters[made.name] = &made;
}

void Environment::add_test(HostFunction test) {
  const Test& made = parts_->own_tests.emplace_back(std::move(test), true);
  parts_->registry.tests[made.name] = &made;
}

void Environment::add_function(HostFunction function) {
  const Native& made = parts_->own_functions.emplace_back(std::move(function), false);
  parts_->registry.globals.set(Value(made.name), make_object<NativeObject>(made));
}

void Environment::add_global(std::string_view name, Value value) {
  parts_->registry.globals.set(Value(name), std::move(value));
}

void Environment::set_template_names(std::function<std::vector<std::string>()> names) {
  parts_->template_names = std::move(names);
}

const Options& Environment::options() const { return parts_->options; }
const Registry& Environment::registry() const { return parts_->registry; }

Result<std::shared_ptr<const Template>> Environment::compile(std::string_view source, std::string_view name) const {
  auto compiled = compile_text(*this, source, name);
  if (!compiled) return std::move(compiled.error());
  return std::shared_ptr<const Template>(std::move(*compiled));
}

Result<std::shared_ptr<const Expression>> Environment::compile_expression(std::string_view source,
                                                                          std::string_view name) const {
  auto compiled = compile_text(*this, source, name, CompiledTemplate::Form::expression);
  if (!compiled) return std::move(compiled.error());
  return std::shared_ptr<const Expression>(std::make_shared<CompiledExpression>(std::move(*compiled)));
}

Result<std::shared_ptr<const Template>> Environment::get(const std::string& name) const {
  Parts::Known& known = parts_->entry(name);
  std::call_once(known.once, [&] {
    std::optional<std::string> source = parts_->loader ? parts_->loader(name) : std::nullopt;
    if (!source) {
      known.error = Error("there is no template '" + name + "'");
      known.error->type = type::kNotFound;
      if (parts_->template_names) known.error->hint = did_you_mean(name, parts_->template_names());
      return;
    }
    auto compiled = compile_text(*this, *source, name);
    if (compiled)
      known.compiled = std::move(*compiled);
    else
      known.error = std::move(compiled.error());
  });
  if (known.error) return *known.error;
  return std::shared_ptr<const Template>(known.compiled);
}

}  // namespace sailmaker::jinja
