#include "jinja/compiled_template.h"

#include <algorithm>
#include <new>

#include "jinja/evaluator.h"
#include "jinja/registry.h"

namespace sailmaker::jinja {

namespace {

std::string with_plain_line_ends(std::string_view source) {
  if (source.find('\r') == std::string_view::npos) return std::string(source);
  std::string out;
  out.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] != '\r') {
      out.push_back(source[i]);
      continue;
    }
    out.push_back('\n');
    if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
  }
  return out;
}

}  // namespace

CompiledTemplate::CompiledTemplate(const Environment& environment, std::string_view source, std::string_view name,
                                   Form form)
    : environment_(environment), name_(name) {
  parsed_.source = with_plain_line_ends(source);
  try {
    form == Form::text ? parse(parsed_, environment.options()) : parse_expression(parsed_, environment.options());
    resolution_ = resolve(parsed_, environment.registry());
  } catch (const SyntaxFailure& wrong) {
    throw placed(wrong);
  }
}

Failure CompiledTemplate::placed(const SyntaxFailure& wrong) const {
  Failure failure(wrong.type, wrong.message, wrong.hint);
  failure.error.source = source_at(wrong.offset, wrong.length);
  failure.placed = true;
  // A comment that nobody meant may have swallowed the very tag that is missing now.
  if (auto found = warnings(); !found.empty() && parsed_.dollar_comments.front() < wrong.offset) {
    failure.error.cause = std::make_shared<const Error>(std::move(found.front().error));
  }
  return failure;
}

Source CompiledTemplate::source_at(std::uint32_t offset, std::uint32_t length) const {
  return locate(parsed_.source, offset, length, name_);
}

std::vector<Finding> CompiledTemplate::warnings() const {
  std::vector<Finding> found;
  for (const std::uint32_t offset : parsed_.dollar_comments) {
    const auto length = static_cast<std::uint32_t>(environment_.options().comment_start.size());
    Finding finding;
    finding.severity = Severity::warning;
    finding.rule = "template-comment";
    finding.error = Error("'$' right before '{#' begins a Jinja comment, which leaves nothing in the output",
                          source_at(offset - 1, length + 1));
    finding.error.hint = "for SpEL write '${ #stage(...) }' with a blank before the '#', or use {% raw %}";
    found.push_back(std::move(finding));
  }
  return found;
}

void CompiledTemplate::gather_variables(std::vector<std::string>& names, std::vector<std::string>& seen) const {
  if (std::find(seen.begin(), seen.end(), name_) != seen.end()) return;
  seen.push_back(name_);
  for (const std::string& name : resolution_.undeclared) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  for (const std::string& used : resolution_.used) {
    auto other = environment_.get(used);
    if (other) static_cast<const CompiledTemplate&>(**other).gather_variables(names, seen);
  }
}

std::vector<std::string> CompiledTemplate::variables() const {
  std::vector<std::string> names;
  std::vector<std::string> seen;
  gather_variables(names, seen);
  return names;
}

namespace {

// What `run` gives; it is called with the context's map and whether to copy what it would change in it. Every way in
// which a render can fail becomes an Error.
template <typename T, typename Run>
Result<T> guarded(const Value& context, const Run& run) {
  static const Map kNothing;
  const Map& base = context.is_map() ? context.as_map() : kNothing;
  try {
    try {
      return run(base, false);
    } catch (const NeedsCopies&) {
      return run(base, true);
    }
  } catch (Failure& failure) {
    return std::move(failure.error);
  } catch (const NeedsCopies&) {
    return std::move(Failure(type::kType, "a value of the program cannot be changed here").error);
  } catch (const TooDeep&) {
    return std::move(Failure(type::kRecursion, "a value is nested too deep").error);
  } catch (const std::bad_alloc&) {
    return std::move(Failure(type::kLimit, "out of memory").error);
  }
}

}  // namespace

Result<std::string> CompiledTemplate::render(const Value& context, SourceMap* map) const {
  return guarded<std::string>(context, [&](const Map& base, bool copies) {
    if (map != nullptr) map->clear();
    Evaluator evaluator(environment_.options(), environment_.registry(), environment_, base, map, copies);
    evaluator.run(*this);
    return evaluator.take_output();
  });
}

Result<bool> CompiledTemplate::holds(const Value& context) const {
  return guarded<bool>(context, [&](const Map& base, bool copies) {
    Evaluator evaluator(environment_.options(), environment_.registry(), environment_, base, nullptr, copies);
    return evaluator.run_test(*this);
  });
}

}  // namespace sailmaker::jinja
