#include "generate/trade_filters.h"

namespace sailmaker::generate {

void add_trade_filters(jinja::Environment& environment) {
  for (const auto& group : {data_filters(), text_filters(), regex_filters()}) {
    for (const jinja::HostFunction& filter : group) environment.add_filter(filter);
  }
}

Error value_error(std::string message, std::string hint) {
  Error error(std::move(message));
  error.type = "ValueError";
  error.hint = std::move(hint);
  return error;
}

namespace {

Error type_error(std::string_view filter, std::size_t i, std::string_view wanted, const Value& given) {
  Error error(std::string(filter) + "() needs " + std::string(wanted) + (i == 0 ? "" : " as argument") + ", not " +
              std::string(to_string(given.kind())));
  error.type = "TypeError";
  if (wanted == "text") error.hint = "in YAML, quotes make a text of a number; in a template, `|string` does";
  return error;
}

}  // namespace

std::string_view text_argument(const jinja::HostCall& call, std::size_t i, std::string_view filter) {
  if (!call[i].is_string()) throw type_error(filter, i, "text", call[i]);
  return call[i].as_string();
}

bool flag_argument(const jinja::HostCall& call, std::size_t i, std::string_view filter) {
  if (!call[i].is_boolean()) throw type_error(filter, i, "true or false", call[i]);
  return call[i].as_boolean();
}

std::int64_t integer_argument(const jinja::HostCall& call, std::size_t i, std::string_view filter, std::int64_t least,
                              std::int64_t most) {
  if (!call[i].is_integer()) throw type_error(filter, i, "an integer", call[i]);
  const std::int64_t number = call[i].as_integer();
  if (number >= least && number <= most) return number;
  throw value_error(std::string(filter) + "() needs a number from " + std::to_string(least) + " to " +
                    std::to_string(most) + ", not " + std::to_string(number));
}

}  // namespace sailmaker::generate
