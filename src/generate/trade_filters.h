#pragma once

#include <vector>

#include "jinja/environment.h"
#include "jinja/host_function.h"

namespace sailmaker::generate {

/// Adds the filters that Jinja2 does not have and templates for pipelines need: to_yaml, from_yaml, to_json, from_json,
/// uuid5, sha256, b64encode, b64decode, semver_compare, spel and regex_*. docs/templates.md describes them.
void add_trade_filters(jinja::Environment& environment);

// By topic, each in a file of its own.
std::vector<jinja::HostFunction> data_filters();
std::vector<jinja::HostFunction> text_filters();
std::vector<jinja::HostFunction> regex_filters();

/// The text that argument `i` must be; otherwise a TypeError that names the filter.
std::string_view text_argument(const jinja::HostCall& call, std::size_t i, std::string_view filter);
/// The same for booleans and for integers within [least, most].
bool flag_argument(const jinja::HostCall& call, std::size_t i, std::string_view filter);
std::int64_t integer_argument(const jinja::HostCall& call, std::size_t i, std::string_view filter, std::int64_t least,
                              std::int64_t most);
/// For `throw`: an Error of Python's type for what cannot be right.
Error value_error(std::string message, std::string hint = {});

}  // namespace sailmaker::generate
