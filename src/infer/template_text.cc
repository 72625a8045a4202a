#include "infer/template_text.h"

#include <algorithm>
#include <string_view>

#include "fleet/declaration.h"
#include "infer/sample.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"

namespace sailmaker::infer {

namespace {

// Text that Jinja must leave alone: where it would begin something, it prints the two characters itself.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = text[i] == '{' && i + 1 < text.size() && std::string_view("{%#").find(text[i + 1]) != text.npos;
    if (!begins) {
      out += text[i];
      continue;
    }
    out += "{{ '";
    out += text.substr(i++, 2);
    out += "' }}";
  }
  return out;
}

std::string_view name_of(char mark) {
  switch (mark) {
    case kAppMark: return "{{ app_name }}";
    case kStackMark: return "{{ stack }}";
    case kProductMark: return "{{ product }}";
    case kNamespaceMark: return "{{ namespace }}";
    default: return {};
  }
}

// A text in double quotes, so that a name that looks like a number stays text.
std::string quoted(const std::string& pattern) {
  std::string out;
  std::string piece;
  const auto flush = [&] {
    const std::string json = to_json(Value(piece));
    out += escaped(std::string_view(json).substr(1, json.size() - 2));
    piece.clear();
  };
  for (const char c : pattern) {
    if (name_of(c).empty()) {
      piece += c;
      continue;
    }
    flush();
    out += name_of(c);
  }
  flush();
  return "\"" + out + "\"";
}

class Writer {
 public:
  std::string document(const Outline& outline) {
    block(outline, 0);
    return std::move(out_);
  }

 private:
  static std::string blanks(int count) { return std::string(static_cast<std::size_t>(count), ' '); }
  static bool is_block(const Outline& outline) {
    return outline.kind == Outline::Kind::map || outline.kind == Outline::Kind::list;
  }

  static std::string inline_text(const Outline& outline) {
    if (outline.kind == Outline::Kind::text) return quoted(outline.text);
    return "{{ " + outline.text + " | tojson }}";
  }

  void block(const Outline& outline, int indent) {
    for (const Outline::Part& part : parts_of(outline)) {
      if (!part.condition.empty()) out_ += "{% if " + part.condition + " %}\n";
      outline.kind == Outline::Kind::map ? entry(part, indent) : item(part.content, indent);
      if (!part.condition.empty()) out_ += "{% endif %}\n";
    }
  }

  // An entry that is always there first, so that an item of a list can begin behind its dash.
  static std::vector<Outline::Part> parts_of(const Outline& outline) {
    std::vector<Outline::Part> parts = outline.parts;
    if (outline.kind != Outline::Kind::map) return parts;
    const auto fixed =
        std::find_if(parts.begin(), parts.end(), [](const Outline::Part& part) { return part.condition.empty(); });
    if (fixed != parts.end()) std::rotate(parts.begin(), fixed, fixed + 1);
    return parts;
  }

  void entry(const Outline::Part& part, int indent) {
    if (part.content.kind == Outline::Kind::literal) {
      std::string text;
      yaml::write(Map{{part.key, part.content.value}}, text, indent);
      out_ += escaped(text);
      return;
    }
    std::string key = yaml::write(Map{{part.key, 0}});
    out_ += blanks(indent) + escaped(key.substr(0, key.size() - 3));
    if (!is_block(part.content)) {
      out_ += " " + inline_text(part.content) + "\n";
      return;
    }
    out_ += "\n";
    block(part.content, indent + 2);
  }

  void item(const Outline& content, int indent) {
    if (content.kind == Outline::Kind::literal) {
      std::string text;
      yaml::write(List{content.value}, text, indent);
      out_ += escaped(text);
      return;
    }
    if (!is_block(content)) {
      out_ += blanks(indent) + "- " + inline_text(content) + "\n";
      return;
    }
    const std::size_t begin = out_.size();
    block(content, indent + 2);
    out_[begin + static_cast<std::size_t>(indent)] = '-';
  }

  std::string out_;
};

// The type that all values have; "any" where they differ.
std::string_view type_of(const Variables::Variable& variable) {
  using fleet::VariableType;
  for (const VariableType type : {VariableType::string, VariableType::boolean, VariableType::integer,
                                  VariableType::number, VariableType::list, VariableType::map}) {
    const bool fits_all = std::all_of(variable.values.begin(), variable.values.end(),
                                      [&](const auto& value) { return !value || fleet::fits(type, *value); });
    if (!fits_all) continue;
    switch (type) {
      case VariableType::string: return "string";
      case VariableType::boolean: return "boolean";
      case VariableType::integer: return "integer";
      case VariableType::number: return "number";
      case VariableType::list: return "list";
      default: return "map";
    }
  }
  return "any";
}

void collect(const Outline& outline, std::vector<std::string>& names) {
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  if (outline.kind == Outline::Kind::variable) add(outline.text);
  for (const Outline::Part& part : outline.parts) {
    if (!part.condition.empty()) add(part.condition);
    collect(part.content, names);
  }
}

// A header ends with "---#}", which no text in it may hold.
std::string readable(std::string text) {
  for (const char mark : {kAppMark, kStackMark, kProductMark, kNamespaceMark}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.replace(at, 1, "*");
  }
  std::replace(text.begin(), text.end(), '#', ' ');
  return text;
}

}  // namespace

std::vector<std::string> used_variables(const Outline& outline) {
  std::vector<std::string> names;
  collect(outline, names);
  return names;
}

std::string template_text(const Outline& outline, const Variables& variables, const std::string& description) {
  Map declared;
  for (const std::string& name : used_variables(outline)) {
    const auto variable = std::find_if(variables.all().begin(), variables.all().end(),
                                       [&](const Variables::Variable& each) { return each.name == name; });
    Map entry{{"type", type_of(*variable)}};
    // What a pipeline has no use for need not be set.
    const bool everywhere = std::all_of(variable->values.begin(), variable->values.end(),
                                        [](const auto& value) { return value && !value->is_null(); });
    if (!everywhere) entry = Map{{"type", "any"}, {"default", Value()}};
    entry.set("description", readable(variable->path));
    declared.set(name, std::move(entry));
  }
  Map header{{"description", description}};
  if (!declared.empty()) header.set("variables", std::move(declared));
  // Jinja drops a newline at the end, which a text of several lines may need.
  return "{#---\n" + yaml::write(header) + "---#}\n" + Writer().document(outline) + "\n";
}

}  // namespace sailmaker::infer
