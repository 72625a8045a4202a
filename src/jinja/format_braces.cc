#include "base/unicode.h"
#include "jinja/evaluator.h"
#include "jinja/filter_support.h"
#include "jinja/format.h"
#include "jinja/methods.h"
#include "jinja/operators.h"
#include "jinja/print.h"
#include "jinja/scan_literal.h"

// Python's str.format: "{0[key].name!r:>8}".

namespace sailmaker::jinja {

namespace {

class BracesFormat {
 public:
  BracesFormat(Evaluator& evaluator, const Value& text, const Arguments& arguments, const Value* mapping = nullptr)
      : evaluator_(evaluator), arguments_(arguments), mapping_(mapping), safe_(is_safe(text)) {}

  Value format(const Value& text) {
    const std::string made = run(text.as_string(), 0);
    return safe_ || whole_ ? make_safe(made) : Value(std::string_view(made));
  }

 private:
  std::string run(std::string_view text, int depth) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
      const char c = text[i];
      const bool doubled = i + 1 < text.size() && text[i + 1] == c;
      if ((c == '{' || c == '}') && doubled) {
        out.push_back(c);
        i += 2;
      } else if (c == '}') {
        value_error("Single '}' encountered in format string");
      } else if (c == '{') {
        whole_ = false;
        const std::string made = field(text, ++i, depth);
        whole_ = whole_ && depth == 0 && out.empty() && i == text.size();
        out += made;
      } else {
        out.push_back(c);
        ++i;
      }
      evaluator_.charge_text(out.size());
    }
    return out;
  }

  // After the brace: name ["!" conversion] [":" spec] "}"
  std::string field(std::string_view text, std::size_t& i, int depth) {
    if (depth > 1) value_error("Max string recursion exceeded");
    std::size_t end = i;
    int bracket = 0;
    while (end < text.size() && (bracket > 0 || (text[end] != '!' && text[end] != ':' && text[end] != '}'))) {
      if (text[end] == '[') bracket = 1;
      if (text[end] == ']') bracket = 0;
      if (text[end] == '{' && bracket == 0) value_error("unexpected '{' in field name");
      ++end;
    }
    if (end >= text.size())
      value_error(i >= text.size() ? "Single '{' encountered in format string" : "expected '}' before end of string");
    // All of the field is read before anything is looked up.
    const std::string_view name = text.substr(i, end - i);
    i = end;
    const char conversion = text[i] == '!' ? conversion_at(text, i) : '\0';
    const std::string_view spec = text[i] == ':' ? spec_at(text, i) : std::string_view();
    ++i;
    Value value = lookup(name);
    if (conversion != '\0') value = converted(value, conversion);
    const std::string spec_text = spec.empty() ? std::string() : run(spec, depth + 1);
    if (safe_ && is_html(value)) {
      if (!spec_text.empty()) value_error("Unsupported format specification for Markup.");
      return to_str(value);
    }
    std::string made = format_value(evaluator_, value, spec_text);
    // A safe text that the spec leaves as it is becomes the result itself, if nothing else is in that.
    whole_ = is_safe(value) && conversion == '\0' && !spec_text.empty() && !made.empty() && made == value.as_string();
    if (!safe_) return made;
    std::string escaped;
    append_escaped(escaped, made);
    return escaped;
  }

  // From the ":" to the brace that ends the field, where `i` is then.
  static std::string_view spec_at(std::string_view text, std::size_t& i) {
    const std::size_t start = ++i;
    for (int open = 1; i < text.size(); ++i) {
      if (text[i] == '{') ++open;
      if (text[i] == '}' && --open == 0) return text.substr(start, i - start);
    }
    value_error("unmatched '{' in format spec");
  }

  // The letter after "!"; `i` is at what follows it then.
  static char conversion_at(std::string_view text, std::size_t& i) {
    if (i + 1 >= text.size()) value_error("end of string while looking for conversion specifier");
    const char how = text[i + 1];
    i += 2;
    if (i >= text.size()) value_error("unmatched '{' in format spec");
    if (text[i] != ':' && text[i] != '}') value_error("expected ':' after conversion specifier");
    return how;
  }

  static Value converted(const Value& value, char how) {
    if (how == 's') return check_soft_use(value), Value(to_str(value));
    if (how == 'r') return Value(to_repr(value));
    if (how == 'a') return Value(to_ascii(value));
    value_error(std::string("Unknown conversion specifier ") + how);
  }

  Value lookup(std::string_view name) {
    std::size_t end = std::min(name.find_first_of(".["), name.size());
    Value value = first(name.substr(0, end));
    while (end < name.size()) {
      if (name[end] == '.') {
        const std::size_t start = end + 1;
        end = std::min(name.find_first_of(".[", start), name.size());
        if (start == end) value_error("Empty attribute in format string");
        const Value key(name.substr(start, end - start));
        // An attribute proper: never the key of a map.
        Value found = value.is_map() ? missing() : evaluator_.find_attribute(value, key, nullptr);
        if (is_missing(found)) {
          fail(type::kAttribute, "'" + type_name_of(value) + "' object has no attribute " + to_repr(key));
        }
        value = std::move(found);
      } else {
        const std::size_t close = name.find(']', end);
        if (close == std::string_view::npos) value_error("Missing ']' in format string");
        if (close == end + 1) value_error("Empty attribute in format string");
        value = item(value, name.substr(end + 1, close - end - 1));
        end = close + 1;
      }
    }
    return value;
  }

  Value item(const Value& value, std::string_view key) {
    const bool number = !key.empty() && key.find_first_not_of("0123456789") == std::string_view::npos;
    const Value index = number ? integer_value(key) : Value(key);
    if (is_chainable(value)) return value;
    check_use(value);
    Value found = value.is_map() || number ? evaluator_.find_item(value, index) : missing();
    if (!is_missing(found)) return found;
    if (value.is_map()) fail(type::kKey, to_repr(index));
    if (!number) type_error(type_name_of(value) + " indices must be integers or slices, not str");
    fail(type::kIndex, type_name_of(value) + " index out of range");
  }

  Value first(std::string_view name) {
    const bool number = !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
    if (name.empty() || number) {
      if (mapping_ != nullptr) value_error("Format string contains positional fields");
      if (numbering_ != 0 && numbering_ != (name.empty() ? 1 : 2)) {
        value_error("cannot switch between automatic field numbering and manual field specification");
      }
      numbering_ = name.empty() ? 1 : 2;
      const Value index = name.empty() ? Value(static_cast<std::int64_t>(next_++)) : integer_value(name);
      if (!index.is_integer() || static_cast<std::size_t>(index.as_integer()) >= arguments_.size()) {
        fail(type::kIndex, "Replacement index " + to_str(index) + " out of range for positional args tuple");
      }
      return arguments_[static_cast<std::size_t>(index.as_integer())];
    }
    if (mapping_ != nullptr && !mapping_->is_map()) return from_no_map(*mapping_);
    const Value* found = mapping_ != nullptr ? mapping_->as_map().find(name) : arguments_.keyword(name);
    if (found == nullptr) fail(type::kKey, to_repr(Value(name)));
    return *found;
  }

  static Value from_no_map(const Value& value) {
    if (is_chainable(value)) return value;
    check_use(value);
    type_error("'" + type_name_of(value) + "' object is not subscriptable");
  }

  Evaluator& evaluator_;
  const Arguments& arguments_;
  const Value* const mapping_;
  const bool safe_;
  bool whole_ = false;  // the last field is a safe text, and all there is
  int numbering_ = 0;   // 1: {}, 2: {0}
  std::size_t next_ = 0;
};

}  // namespace

Value format_braces(Evaluator& evaluator, const Value& text, const Arguments& arguments) {
  return BracesFormat(evaluator, text, arguments).format(text);
}

Value format_braces_by_map(Evaluator& evaluator, const Value& text, const Value& mapping) {
  std::vector<Keyword> none;
  return BracesFormat(evaluator, text, Arguments({}, none), &mapping).format(text);
}

}  // namespace sailmaker::jinja
