// Any text, as an expression and as a text with expressions in it: reading ends within its limits, what is wrong has a
// message and a place in the text, and all nodes of what was read lie in the text and are reached at most once. In a
// pipeline the same is said of it every time, whatever validate() remembers.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "pipeline/spel_parser.h"
#include "pipeline/spel_template.h"
#include "pipeline/validate.h"
#include "value/map.h"

using namespace sailmaker;
using namespace sailmaker::pipeline;

namespace {

[[noreturn]] void stop(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  std::abort();
}

void check_error(const SpelError& error, std::string_view text) {
  if (error.message.empty()) stop("an error without a message");
  if (error.offset > text.size() || error.length > text.size() - error.offset) stop("an error outside of the text");
}

void check_tree(const SpelTree& tree, std::string_view text) {
  std::vector<bool> seen(tree.nodes.size());
  std::vector<SpelNodeId> open = {tree.root};
  while (!open.empty()) {
    const SpelNodeId id = open.back();
    open.pop_back();
    if (id >= tree.nodes.size()) stop("a node that does not exist");
    if (seen[id]) stop("a node with two parents");
    seen[id] = true;
    const SpelNode& node = tree[id];
    if (node.offset > text.size() || node.length > text.size() - node.offset) stop("a node outside of the text");
    if (node.kind == SpelKind::text && (node.text.size() < 2 || spel_text(node.text).size() > node.text.size())) {
      stop("a text without its quotes");
    }
    for (SpelNodeId child = node.first; child != kNoSpelNode; child = tree.next(child)) open.push_back(child);
  }
}

bool parse(SpelParser& parser, std::string_view text) {
  if (const auto error = parser.parse(text)) {
    check_error(*error, text);
    return false;
  }
  check_tree(parser.tree(), text);
  return true;
}

// A pipeline that has the text where Orca evaluates it, and where it puts the ${ } around itself.
Value pipeline_with(std::string_view text, std::string_view parameter) {
  const Value variable(Map{{"key", "v"}, {"value", text}});
  const Value condition(Map{{"type", "expression"}, {"expression", text}});
  const Value stage(Map{{"type", "evaluateVariables"},
                        {"refId", "1"},
                        {"name", "Deploy"},
                        {"requisiteStageRefIds", List{}},
                        {"variables", List{variable}},
                        {"stageEnabled", condition}});
  return Map{{"application", "api"},
             {"name", "deploy"},
             {"parameterConfig", List{Map{{"name", parameter}}}},
             {"stages", List{stage}}};
}

std::string said_of(const Value& pipeline) {
  std::string said;
  for (const Problem& problem : validate(pipeline)) said += problem.rule + ": " + problem.message + "\n";
  return said;
}

void check_memory(std::string_view text) {
  const Value pipeline = pipeline_with(text, "x");
  const std::string first = said_of(pipeline);
  said_of(pipeline_with(text, "y"));
  if (said_of(pipeline) != first) stop("validate() says something else the second time");
  if (text.size() % 16 != 0) return;  // threads are dear
  std::string elsewhere;
  std::thread([&] { elsewhere = said_of(pipeline); }).join();
  if (elsewhere != first) stop("validate() says something else in a thread that knows nothing yet");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static SpelParser parser;
  const bool is_expression = parse(parser, text);
  SpelParser fresh;
  if (parse(fresh, text) != is_expression) stop("a used parser decides differently");
  std::vector<SpelPart> parts;
  if (const auto error = find_spel(text, parts)) check_error(*error, text);
  for (const SpelPart& part : parts) {
    if (part.length == 0 || part.offset + part.length > text.size()) stop("a part outside of the text");
    parse(parser, text.substr(part.offset, part.length));
  }
  check_memory(text);
  return 0;
}
