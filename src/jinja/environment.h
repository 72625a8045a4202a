#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::jinja {

class Expression;
class SourceMap;
class Template;
struct HostFunction;  // jinja/host_function.h
struct Registry;

enum class UndefinedKind { plain, strict, chainable, debug };

/// Limits that no honest template meets. Reaching one is an error that names the template's line.
struct Limits {
  std::uint64_t steps = 10'000'000;  ///< evaluated nodes a render, and the work and memory of native code in such units
  double seconds = 10;               ///< of a render, by the clock
  std::size_t output = 64 << 20;     ///< bytes a render, and of any one text
  std::size_t range = 1'000'000;     ///< items of one range()
  int recursion = 200;               ///< macros, includes and recursive loops inside each other
  int nesting = 100;                 ///< brackets and blocks inside each other, when parsing
};

/// How templates are read: Jinja2's own options, with its defaults.
struct Options {
  std::string block_start = "{%", block_end = "%}";
  std::string variable_start = "{{", variable_end = "}}";
  std::string comment_start = "{#", comment_end = "#}";
  std::string line_statement_prefix, line_comment_prefix;  ///< empty: none
  std::string newline_sequence = "\n";
  bool trim_blocks = false;
  bool lstrip_blocks = false;
  bool keep_trailing_newline = false;
  bool autoescape = false;
  bool extension_do = false;
  bool extension_loopcontrols = false;
  UndefinedKind undefined = UndefinedKind::plain;
  /// Errors of a render stand on the line that Jinja2 gives, where the statement begins, instead of at the operand.
  bool statement_lines = false;
  bool explain_errors = false;  ///< an error of a render lists the variables at its place: Error::variables
  Limits limits;
};

/// Gives the source of the template called `name`, or nothing when there is none. Called once a name, from any thread.
using Loader = std::function<std::optional<std::string>(const std::string& name)>;

/// Compiles and keeps templates; the home of filters, tests and globals. After it is set up it may be used from many
/// threads at once. Templates refer to it: it must outlive them.
class Environment {
 public:
  explicit Environment(Options options = {}, Loader loader = nullptr);
  ~Environment();

  /// The compiled template of that name; compiled once, errors included.
  Result<std::shared_ptr<const Template>> get(const std::string& name) const;
  /// Compiles a text that has no name to include it by; `name` stands in its errors.
  Result<std::shared_ptr<const Template>> compile(std::string_view source, std::string_view name) const;
  /// Compiles an expression alone, `stage.account == 'k8s-' ~ stack`; places in its errors count from its own start.
  Result<std::shared_ptr<const Expression>> compile_expression(std::string_view source, std::string_view name) const;

  // Setting up: before the first template is compiled, from one thread. A name that exists already is replaced.
  void add_filter(HostFunction filter);
  void add_test(HostFunction test);  ///< what it returns counts by its truth
  void add_function(HostFunction function);
  void add_global(std::string_view name, Value value);
  /// Asked for the names of all templates when one is not found, to say which was meant.
  void set_template_names(std::function<std::vector<std::string>()> names);

  const Options& options() const;
  const Registry& registry() const;  ///< for the engine

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// A compiled template. Immutable: any number of threads may render it at once.
class Template {
 public:
  virtual ~Template() = default;
  /// The text that the template makes of `context`, a map from names to values. With `map`, it is filled with the
  /// origin of every byte; without, rendering does no work for it. An error has type, place and trace.
  virtual Result<std::string> render(const Value& context, SourceMap* map = nullptr) const = 0;
  virtual const std::string& name() const = 0;
  /// The source, with \n at all line ends.
  virtual std::string_view source() const = 0;
  /// The top-level names it takes from the context, in order of appearance: its own, and those of the templates that it
  /// includes, extends or imports with context by a constant name. Globals and names it sets itself are left out.
  virtual std::vector<std::string> variables() const = 0;
  /// What is allowed but hardly meant, such as a comment that begins right after a '$'.
  virtual std::vector<Finding> warnings() const = 0;
};

/// A compiled expression that is asked whether it holds. Immutable: any number of threads may ask it at once.
class Expression {
 public:
  virtual ~Expression() = default;
  /// Whether its value counts as true, as in an `if` of a template. An error has type and place.
  virtual Result<bool> holds(const Value& context) const = 0;
  /// What it takes from the context: names, each with the constant attributes and keys that it asks for, such as
  /// `stage.account`. In order of appearance, each once; globals are left out.
  virtual const std::vector<Path>& reads() const = 0;
};

}  // namespace sailmaker::jinja
