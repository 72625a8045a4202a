#include <cmath>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/html.h"
#include "jinja/iterate.h"
#include "jinja/print.h"
#include "jinja/registry.h"
#include "jinja/unicode_class.h"

// Filters for HTML, URLs and JSON in HTML.

namespace sailmaker::jinja {

namespace {

Value escape(Evaluator&, const Value& self, const Arguments&) {
  if (self.is_string() && is_safe(self)) return self;
  std::string out;
  append_escaped(out, soft_text(self));
  return make_safe(out);
}

Value force_escape(Evaluator&, const Value& self, const Arguments&) {
  std::string out;
  append_escaped(out, soft_text(self));
  return make_safe(out);
}

Value safe(Evaluator&, const Value& self, const Arguments&) { return make_safe(soft_text(self)); }

Value strip_tags_filter(Evaluator&, const Value& self, const Arguments&) {
  return Value(std::string_view(strip_tags(soft_text(self))));
}

void quote(std::string& out, std::string_view text, std::string_view also, bool plus) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("_.-~").find(c) != std::string_view::npos ||
        also.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else if (c == ' ' && plus) {
      out.push_back('+');
    } else {
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
}

Value url_encode(Evaluator&, const Value& self, const Arguments&) {
  std::string out;
  if (self.is_string() || !is_iterable(self)) {
    quote(out, soft_text(self), "/", false);
    return Value(std::string_view(out));
  }
  const auto add = [&](const Value& key, const Value& value) {
    if (!out.empty()) out.push_back('&');
    quote(out, soft_text(key), "", true);
    out.push_back('=');
    quote(out, soft_text(value), "", true);
  };
  if (self.is_map()) {
    for (const Map::Entry& entry : self.as_map()) add(entry.key, entry.value);
    return Value(std::string_view(out));
  }
  Cursor cursor(self);
  for (Value pair; cursor.next(pair);) {
    const List parts = elements_of(pair);
    if (parts.size() != 2) value_error("expected pairs of key and value");
    add(parts[0], parts[1]);
  }
  return Value(std::string_view(out));
}

Value xml_attributes(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  check_use(self);
  if (!self.is_map()) fail(type::kAttribute, "'" + type_name_of(self) + "' object has no attribute 'items'");
  std::string out;
  for (const Map::Entry& entry : self.as_map()) {
    if (entry.value.is_null() || is_undefined(entry.value)) continue;
    if (!entry.key.is_string()) type_error("expected text as attribute name, got '" + type_name_of(entry.key) + "'");
    const std::string key(entry.key.as_string());
    if (key.find_first_of(" \t\n\r\f\v/>=") != std::string::npos) {
      value_error("Invalid character in attribute name: " + to_repr(Value(key)));
    }
    if (!out.empty()) out.push_back(' ');
    append_escaped(out, key);
    out += "=\"";
    if (entry.value.is_string() && is_safe(entry.value))
      out += entry.value.as_string();
    else
      append_escaped(out, soft_text(entry.value));
    out.push_back('"');
  }
  if (!out.empty() && arguments.truth(0, true)) out.insert(0, 1, ' ');
  return evaluator.autoescape() ? make_safe(out) : Value(std::string_view(out));
}

// A name of two characters or more, a colon, at most two slashes.
bool is_scheme(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 2) return false;
  for (const char c : text.substr(0, colon)) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && std::string_view("_.+-").find(c) == std::string_view::npos)
      return false;
  }
  const std::string_view rest = text.substr(colon + 1);
  return rest.empty() || rest == "/" || rest == "//";
}

Value urlize_filter(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  UrlizeOptions options;
  options.is_escaped = is_safe(self);
  if (arguments.has(0) && !arguments[0].is_null()) options.trim = arguments.used_integer(0, -1);
  if (arguments.truth(1, false)) options.rel.push_back("nofollow");
  if (arguments.truth(2, false)) options.target = soft_text(arguments[2]);
  if (arguments.has(3) && !arguments[3].is_null()) {
    std::string rel = arguments.text(3, "");
    for (std::size_t i = 0; i < rel.size();) {
      const std::size_t end = std::min(rel.find(' ', i), rel.size());
      if (end > i) options.rel.push_back(rel.substr(i, end - i));
      i = end + 1;
    }
  }
  options.rel.push_back("noopener");
  if (arguments.has(4) && !arguments[4].is_null()) {
    for (const Value& scheme : elements_of(arguments[4])) {
      options.schemes.push_back(soft_text(scheme));
      if (!is_scheme(options.schemes.back())) {
        fail(type::kFilterArgument, to_repr(scheme) + " is not a valid URI scheme prefix.");
      }
    }
  }
  const std::string made = urlize(soft_text(self), options);
  return evaluator.autoescape() ? make_safe(made) : Value(std::string_view(made));
}

}  // namespace

std::span<const Filter> html_filters() {
  static const Filter all[] = {
      {"escape", "", escape},
      {"e", "", escape},
      {"forceescape", "", force_escape},
      {"safe", "", safe},
      {"striptags", "", strip_tags_filter},
      {"urlencode", "", url_encode},
      {"xmlattr", "autospace?", xml_attributes},
      {"urlize", "trim_url_limit? nofollow? target? rel? extra_schemes?", urlize_filter},
      {"tojson", "indent?", to_json_filter},
      {"pprint", "", pretty_print_filter},
  };
  return all;
}

}  // namespace sailmaker::jinja
