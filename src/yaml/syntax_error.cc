// libyaml says what its scanner expected; a user wants to know what to change. A table turns its sentences into ours,
// and the line itself tells the usual slips apart: tabs, ': ' inside of text, braces of a template.
#include "yaml/syntax_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace sailmaker::yaml {

namespace {

enum class Where { problem, context };

struct Sentence {
  std::string_view theirs;   // how libyaml's sentence begins
  std::string_view context;  // and its context, if that matters
  Where where;
  std::string_view ours;
  std::string_view hint;
};

constexpr std::string_view kQuoteColon = "text that holds ': ' must stand in quotes; otherwise look at the indentation";
constexpr std::string_view kIndent = "lines of the same list or map begin at the same column";

constexpr std::array kSentences = {
    Sentence{"mapping values are not allowed", "", Where::problem, "a map's value is not allowed here", kQuoteColon},
    Sentence{"mapping keys are not allowed", "", Where::problem, "a map's key is not allowed here", kIndent},
    Sentence{"block sequence entries are not allowed", "", Where::problem, "a list's item is not allowed here",
             "a list begins on a line of its own, or stands in brackets: [a, b]"},
    Sentence{"did not find expected key", "", Where::problem, "this line belongs to no map around it", kIndent},
    Sentence{"did not find expected '-' indicator", "", Where::problem, "this line belongs to no list around it",
             "items of a list begin with '- ' at the same column, and an item's keys below each other"},
    Sentence{"did not find expected ',' or ']'", "", Where::context, "this list has no ']' where one is expected",
             "close it with ']', or put a ',' between its items"},
    Sentence{"did not find expected ',' or '}'", "", Where::context, "this map has no '}' where one is expected",
             "close it with '}', or put a ',' between its entries"},
    Sentence{"did not find expected node content", "", Where::problem, "a value is expected here", ""},
    Sentence{"found unexpected end of stream", "while scanning a quoted scalar", Where::context,
             "this quote is never closed", "close it with the same quote"},
    Sentence{"found unexpected document indicator", "while scanning a quoted scalar", Where::context,
             "this quote is never closed", "close it with the same quote"},
    Sentence{"could not find expected ':'", "", Where::context, "a key is expected here, but no ':' follows it",
             "a key is followed by ': '; text of several lines must be indented below its key"},
    Sentence{"found character that cannot start any token", "", Where::problem, "", ""},
    Sentence{"found a tab character", "", Where::problem, "a tab cannot indent", "indent with blanks"},
    Sentence{"found unknown escape character", "", Where::problem, "unknown escape in double quotes",
             "write '\\\\' for a backslash, or use single quotes"},
    Sentence{"did not find expected hexdecimal number", "", Where::problem, "this escape needs hexadecimal digits", ""},
    Sentence{"found invalid Unicode character escape code", "", Where::problem, "this escape names no character", ""},
    Sentence{"did not find expected alphabetic or numeric character", "while scanning an alias", Where::context,
             "the name of an alias is expected behind '*'", "put text that begins with '*' in quotes"},
    Sentence{"did not find expected alphabetic or numeric character", "while scanning an anchor", Where::context,
             "the name of an anchor is expected behind '&'", "put text that begins with '&' in quotes"},
    Sentence{"did not find expected comment or line break", "while scanning a block scalar", Where::problem,
             "the text of a block begins on the next line", "put text that begins with '|' or '>' in quotes"},
    Sentence{"found an indentation indicator equal to 0", "", Where::problem, "a block is indented by at least 1", ""},
    Sentence{"did not find expected <document start>", "", Where::problem, "this does not belong to the document above",
             "a document is one map, one list or one text"},
    Sentence{"found undefined tag handle", "", Where::problem, "this tag is not known",
             "put text that begins with '!' in quotes"},
    Sentence{"found unexpected ':'", "", Where::problem, "a ':' cannot stand here", "put the text in quotes"},
    Sentence{"control characters are not allowed", "", Where::problem, "a control character cannot stand in YAML",
             "remove it, or write it as an escape in double quotes"},
};

const Sentence* find_sentence(const SyntaxProblem& problem) {
  const auto fits = [&](const Sentence& sentence) {
    return problem.what.starts_with(sentence.theirs) &&
           (sentence.context.empty() || problem.context == sentence.context);
  };
  const auto* const found = std::find_if(kSentences.begin(), kSentences.end(), fits);
  return found == kSentences.end() ? nullptr : found;
}

std::string_view line_before(std::string_view text, std::size_t offset) {
  const std::size_t begin = text.substr(0, offset).rfind('\n');
  if (begin == std::string_view::npos) return {};
  const std::size_t before = text.substr(0, begin).rfind('\n');
  const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(first, begin - first);
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string_view without_indent(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(' '), line.size()));
}

// "key:value" and "-item": what a reader takes for a key and an item is plain text.
std::string_view missing_blank(std::string_view line) {
  line = without_indent(line);
  if (line.size() > 1 && line[0] == '-' && is_word(line[1]) && line[1] != '-')
    return "a list's item is written '- item', with a blank";
  if (line.starts_with("- ")) line = without_indent(line.substr(2));
  std::size_t end = 0;
  while (end < line.size() && is_word(line[end])) ++end;
  const bool joined =
      end > 0 && end + 1 < line.size() && line[end] == ':' && line[end + 1] != ' ' && line[end + 1] != '/';
  return joined ? "a key is written 'key: value', with a blank" : std::string_view();
}

bool is_indented_by_tab(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first != std::string_view::npos && line.substr(0, first).find('\t') != std::string_view::npos;
}

// The slip that the line shows, whatever the scanner made of it; empty when it shows none.
std::string slip(std::string_view line, std::string_view before) {
  if (is_indented_by_tab(line)) return "indent with blanks; this line begins with a tab";
  if (line.find("{{") != std::string_view::npos || line.find("{%") != std::string_view::npos) {
    return std::string(kTemplateHint);
  }
  std::string_view missing = missing_blank(line);
  if (!missing.empty()) return std::string(missing);
  missing = missing_blank(before);
  return missing.empty() ? std::string() : fmt::format("look at the line above: {}", missing);
}

std::string bad_start(char c) {
  if (c == '\t') return "a tab cannot stand here";
  return fmt::format("plain text cannot begin with '{}'", c);
}

}  // namespace

Error syntax_error(const SyntaxProblem& problem, std::string_view text, std::string_view file) {
  const Sentence* sentence = find_sentence(problem);
  const bool at_context = sentence != nullptr && sentence->where == Where::context;
  const std::size_t offset = std::min(at_context ? problem.context_offset : problem.offset, text.size());
  Source source = locate(text, offset, 1, file);
  std::string message = sentence == nullptr ? std::string(problem.what) : std::string(sentence->ours);
  std::string hint = sentence == nullptr ? std::string() : std::string(sentence->hint);
  if (message.empty()) {
    const char c = offset < text.size() ? text[offset] : ' ';
    message = bad_start(c);
    hint = c == '\t' ? "use blanks" : "put the text in quotes";
  }
  if (problem.what.starts_with("did not find expected key") && offset < text.size() && text[offset] == '-') {
    message = "a list's item stands among the keys of a map";
    hint = "put the list below a key of its own";
  }
  std::string seen = slip(source.line_text, line_before(text, offset));
  if (!seen.empty()) hint = std::move(seen);
  return Error(std::move(message), std::move(source)).with_hint(std::move(hint));
}

}  // namespace sailmaker::yaml
