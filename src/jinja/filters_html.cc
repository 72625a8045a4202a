#include <cmath>

#include "base/unicode.h"
#include "jinja/filter_support.h"
#include "jinja/html.h"
#include "jinja/iterate.h"
#include "jinja/print.h"
#include "jinja/registry.h"
#include "jinja/text.h"
#include "jinja/unicode_class.h"

// Filters for HTML, URLs and JSON in HTML.

namespace sailmaker::jinja {

namespace {

Value escape(Evaluator&, const Value& self, const Arguments&) {
  if (self.is_string() && is_safe(self)) return self;
  std::string out;
  append_html(out, self);
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
    append_html(out, entry.key);
    out += "=\"";
    append_html(out, entry.value);
    out.push_back('"');
  }
  if (arguments.truth(0, true) && !out.empty()) out.insert(0, 1, ' ');
  return evaluator.autoescape() ? make_safe(out) : Value(std::string_view(out));
}

// A name of two characters or more, a colon, at most two slashes.
bool is_scheme(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || code_points(text.substr(0, colon)) < 2) return false;
  for (std::size_t i = 0; i < colon;) {
    const std::uint32_t c = next_code_point(text, i);
    if (!is_word(c) && c != '.' && c != '+' && c != '-') return false;
  }
  const std::string_view rest = text.substr(colon + 1);
  return rest.empty() || rest == "/" || rest == "//";
}

// Words at white space; what is neither text nor counts as false has none.
std::vector<std::string> rel_words(const Arguments& arguments, std::size_t i) {
  if (!arguments.truth(i, false)) return {};
  if (!arguments[i].is_string()) {
    fail(type::kAttribute, "'" + type_name_of(arguments[i]) + "' object has no attribute 'split'");
  }
  std::vector<std::string> words;
  for (const std::string_view word : split_blank(arguments[i].as_string(), -1, false)) words.emplace_back(word);
  return words;
}

Value urlize_filter(Evaluator& evaluator, const Value& self, const Arguments& arguments) {
  UrlizeOptions options;
  options.trim = arguments.has(0) ? arguments[0] : Value();
  options.rel = rel_words(arguments, 3);
  if (arguments.truth(1, false)) options.rel.push_back("nofollow");
  options.rel.push_back("noopener");
  if (arguments.has(4) && !arguments[4].is_null()) {
    for (const Value& scheme : elements_of(arguments[4])) {
      if (!scheme.is_string()) type_error("expected string or bytes-like object, got '" + type_name_of(scheme) + "'");
      options.schemes.emplace_back(scheme.as_string());
      if (!is_scheme(options.schemes.back())) {
        fail(type::kFilterArgument, to_repr(scheme) + " is not a valid URI scheme prefix.");
      }
    }
  }
  std::string html;
  append_html(html, self);
  if (arguments.truth(2, false)) append_html(options.target, arguments[2]);
  const std::string made = urlize(html, options);
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
