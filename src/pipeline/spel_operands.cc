#include <fmt/core.h>

#include "pipeline/spel_reader.h"

// Operands: literals, names, calls, types, collections, and the steps behind them.

namespace sailmaker::pipeline {

// primary: [start] step*. Without a start the steps are read and forgotten, as in `.name ?: 1`.
SpelNodeId SpelReader::primary() {
  const SpelNodeId first = start();
  Children children;
  bool has_steps = false;
  if (first != kNoSpelNode) append(children, first);
  for (SpelNodeId next = step(); next != kNoSpelNode; next = step()) {
    append(children, next);
    has_steps = true;
  }
  if (first == kNoSpelNode || !has_steps) return first;
  const SpelNode& begin = tree_.nodes[first];
  SpelNode path;
  path.kind = SpelKind::path;
  path.offset = begin.offset;
  path.length = begin.length;
  path.text = begin.text;
  path.first = children.first;
  tree_.nodes.push_back(path);
  return static_cast<SpelNodeId>(tree_.nodes.size() - 1);
}

SpelNodeId SpelReader::step() {
  if (at(Kind::dot) || at(Kind::safe_dot)) return dotted();
  return at(Kind::left_bracket) ? bracketed(false) : kNoSpelNode;
}

SpelNodeId SpelReader::dotted() {
  const SpelToken& token = take();
  const bool is_safe = token.kind == Kind::safe_dot;
  if (at_name()) return method_or_property(is_safe);
  if (at(Kind::hash)) return function_or_variable();
  if (at_any({Kind::project, Kind::select, Kind::select_first, Kind::select_last, Kind::left_bracket})) {
    return bracketed(is_safe);
  }
  fail(at(Kind::end) ? token : peek(), fmt::format("'{}' is followed by {}", token.text, described(peek())),
       "a name, a method, '#' or '[' may follow");
}

SpelNodeId SpelReader::start() {
  if (const SpelNodeId found = literal(); found != kNoSpelNode) return found;
  switch (peek().kind) {
    case Kind::left_paren: return parenthesis();
    case Kind::hash: return function_or_variable();
    case Kind::bean:
    case Kind::factory_bean: return bean();
    case Kind::project:
    case Kind::select:
    case Kind::select_first:
    case Kind::select_last:
    case Kind::left_bracket: return bracketed(false);
    case Kind::left_brace: return list_or_map();
    default: return at_name() ? named() : kNoSpelNode;
  }
}

SpelNodeId SpelReader::literal() {
  switch (peek().kind) {
    case Kind::integer:
    case Kind::long_integer:
    case Kind::hex_integer:
    case Kind::hex_long:
    case Kind::real: check_number(peek()); return add(SpelKind::number, take());
    case Kind::text: return add(SpelKind::text, take());
    default: return at_word("true") || at_word("false") ? add(SpelKind::boolean, take()) : kNoSpelNode;
  }
}

SpelNodeId SpelReader::parenthesis() {
  const SpelToken& open = take();
  const SpelNodeId inner = expression();
  if (inner == kNoSpelNode) fail(open, "nothing stands in these parentheses");
  expect(Kind::right_paren, "')'");
  return inner;
}

// Names that mean more: T(...), null, new X(...).
SpelNodeId SpelReader::named() {
  if (peek().text == "T" && at(Kind::word)) return type();
  if (at_word("null")) return add(SpelKind::null, take());
  if (at_word("new")) return constructor();
  return method_or_property(false);
}

SpelNodeId SpelReader::method_or_property(bool is_safe) {
  const SpelToken& name = take();
  Children children;
  const bool is_call = arguments(children);
  const SpelNodeId made = add(is_call ? SpelKind::method : SpelKind::property, name);
  tree_.nodes[made].first = children.first;
  tree_.nodes[made].is_safe = is_safe;
  return made;
}

SpelNodeId SpelReader::function_or_variable() {
  const SpelToken& hash = take();
  const SpelToken& name = expect(Kind::word, "a name after '#'");
  const bool has_blank = peek().offset != name.offset + name.text.size();
  Children children;
  const bool is_call = arguments(children);
  const SpelNodeId made = add(is_call ? SpelKind::function : SpelKind::variable, name);
  SpelNode& node = tree_.nodes[made];
  node.offset = hash.offset;
  node.length = static_cast<std::uint32_t>(name.offset + name.text.size() - hash.offset);
  node.first = children.first;
  node.has_blank = has_blank;
  return made;
}

// arguments: '(' [expression (',' expression)*] [','] ')'; false when there is no '('.
bool SpelReader::arguments(Children& children) {
  if (!at(Kind::left_paren)) return false;
  const SpelToken& open = peek();
  do {
    take();
    if (at(Kind::end)) fail(open, "this '(' has no ')'");
    if (!at(Kind::right_paren)) append(children, expect_expression("as an argument"));
  } while (at(Kind::comma));
  if (at(Kind::end)) fail(open, "this '(' has no ')'");
  expect(Kind::right_paren, "',' or ')'");
  return true;
}

// `T]` is the name T as the key of an index.
SpelNodeId SpelReader::type() {
  const SpelToken& name = take();
  if (at(Kind::right_bracket)) return add(SpelKind::property, name);
  expect(Kind::left_paren, "'(' of T(...)");
  const SpelNodeId made = add(SpelKind::type, name);
  qualified_name(tree_.nodes[made]);
  while (take_if(Kind::left_bracket)) expect(Kind::right_bracket, "']'");
  expect(Kind::right_paren, "')'");
  return made;
}

SpelNodeId SpelReader::constructor() {
  const SpelToken& name = take();
  if (at(Kind::right_bracket)) return add(SpelKind::property, name);
  const SpelNodeId made = add(SpelKind::constructor, name);
  qualified_name(tree_.nodes[made]);
  if (at(Kind::left_bracket)) return array(made);
  Children children;
  if (!arguments(children)) {
    fail(peek(), fmt::format("'(' is missing before {}", described(peek())),
         "the type behind 'new' is followed by its arguments, or by ()");
  }
  tree_.nodes[made].first = children.first;
  return made;
}

// array: ('[' [expression] ']')+ [list]; sizes that are left out are nobody's children.
SpelNodeId SpelReader::array(SpelNodeId made) {
  Children children;
  while (take_if(Kind::left_bracket)) {
    const SpelNodeId size = at(Kind::right_bracket) ? kNoSpelNode : expression();
    expect(Kind::right_bracket, "']'");
    if (size != kNoSpelNode) append(children, size);
  }
  if (at(Kind::left_brace)) append(children, list_or_map());
  tree_.nodes[made].first = children.first;
  return made;
}

// Names and dots in any order, as Spring reads them.
void SpelReader::qualified_name(SpelNode& node) {
  const std::uint32_t begin = peek().offset;
  std::uint32_t end = begin;
  bool has_name = false;
  while (at(Kind::dot) || peek().is_name) {
    const SpelToken& token = take();
    has_name = has_name || token.kind != Kind::dot;
    end = token.offset + static_cast<std::uint32_t>(token.text.size());
  }
  if (!has_name) fail(peek(), fmt::format("the name of a type is missing before {}", described(peek())));
  node.text = text_.substr(begin, end - begin);
  node.offset = begin;
  node.length = end - begin;
}

SpelNodeId SpelReader::bean() {
  const SpelToken& sign = take();
  // The words of operators are no names here.
  if (!at(Kind::word) && !at(Kind::text)) {
    fail(sign, fmt::format("'{}' is followed by {}, not by the name of a bean", sign.text, described(peek())));
  }
  const SpelToken& name = take();
  const SpelNodeId made = add(SpelKind::bean, sign);
  tree_.nodes[made].length = static_cast<std::uint32_t>(name.offset + name.text.size() - sign.offset);
  tree_.nodes[made].text = name.text;
  return made;
}

// [x], ?[x], ^[x], $[x], ![x]
SpelNodeId SpelReader::bracketed(bool is_safe) {
  const SpelToken& open = take();
  const SpelNodeId inner = expression();
  if (inner == kNoSpelNode) fail(open, fmt::format("nothing stands between '{}' and {}", open.text, described(peek())));
  if (!at(Kind::right_bracket)) {
    fail(at(Kind::end) ? open : peek(), at(Kind::end) ? fmt::format("this '{}' has no ']'", open.text)
                                                      : fmt::format("']' is missing before {}", described(peek())));
  }
  take();
  SpelKind kind = SpelKind::selection;
  if (open.kind == Kind::left_bracket) kind = SpelKind::index;
  if (open.kind == Kind::project) kind = SpelKind::projection;
  const SpelNodeId made = add(kind, open, {inner});
  tree_.nodes[made].is_safe = is_safe;
  return made;
}

// {}, {:}, {a, b}, {a: b, c: d}
SpelNodeId SpelReader::list_or_map() {
  const SpelToken& open = take();
  Children children;
  SpelKind kind = SpelKind::list;
  if (take_if(Kind::colon)) {
    kind = SpelKind::map;
  } else if (!at(Kind::right_brace)) {
    const SpelNodeId first = expect_expression("in these braces");
    if (at(Kind::colon)) {
      kind = SpelKind::map;
      map_entries(first, children);
    } else {
      append(children, first);
      while (take_if(Kind::comma)) append(children, expect_expression("after ','"));
    }
  }
  expect(Kind::right_brace, "'}'");
  const SpelNodeId made = add(kind, open);
  tree_.nodes[made].first = children.first;
  return made;
}

void SpelReader::map_entries(SpelNodeId first_key, Children& children) {
  append(children, first_key);
  take();
  append(children, expect_expression("after ':'"));
  while (take_if(Kind::comma)) {
    append(children, expect_expression("after ','"));
    expect(Kind::colon, "':' between key and value");
    append(children, expect_expression("after ':'"));
  }
}

}  // namespace sailmaker::pipeline
