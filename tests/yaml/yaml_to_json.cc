// Reads YAML documents on stdin, each after its length in decimal and a newline, and prints a line of JSON for each:
//   {"value": ...} with every value as [kind, text] so that kinds and keys stay distinguishable, or
//   {"error": "file:line:column: message"}.
// "--write" prints {"yaml": text} of what was read instead.
#include <iostream>
#include <string>

#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"
#include "yaml/parser.h"

namespace {

using sailmaker::Kind;
using sailmaker::List;
using sailmaker::Map;
using sailmaker::Value;

Value described(const Value& value) {
  List items;
  switch (value.kind()) {
    case Kind::null: return Value(List{"null", ""});
    case Kind::boolean: return Value(List{"bool", value.as_boolean() ? "true" : "false"});
    case Kind::integer: return Value(List{"int", std::to_string(value.as_integer())});
    case Kind::big_integer: return Value(List{"int", value.as_string()});
    case Kind::real: return Value(List{"float", sailmaker::format_real(value.as_real())});
    case Kind::string: return Value(List{"str", value});
    case Kind::list:
      for (const Value& item : value.as_list()) items.push_back(described(item));
      return Value(List{"list", Value(std::move(items))});
    case Kind::map:
      for (const Map::Entry& entry : value.as_map()) {
        items.push_back(Value(List{described(entry.key), described(entry.value)}));
      }
      return Value(List{"map", Value(std::move(items))});
    case Kind::object: break;
  }
  return Value();
}

Value answer(const std::string& text, bool writing) {
  Map out;
  const auto document = sailmaker::yaml::parse(text, "input");
  if (!document) {
    out.set("error", Value(sailmaker::to_line(document.error())));
  } else if (writing) {
    out.set("yaml", Value(sailmaker::yaml::write(document->root)));
  } else {
    out.set("value", described(document->root));
  }
  return Value(std::move(out));
}

}  // namespace

int main(int argc, char** argv) {
  const bool writing = argc > 1 && std::string_view(argv[1]) == "--write";
  std::string length;
  std::string text;
  std::string line;
  while (std::getline(std::cin, length)) {
    text.resize(std::stoul(length));
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    line = sailmaker::to_json(answer(text, writing));
    std::cout << line << '\n';
  }
}
