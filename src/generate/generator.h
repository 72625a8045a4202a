#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "fleet/model.h"
#include "fleet/selector.h"
#include "pipeline/across.h"
#include "pipeline/problem.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::generate {

struct Traced;
class Overlay;
/// One pipeline as the fleet wants it.
struct Generated {
  std::string key;  ///< product/service/stack/template
  Value pipeline;   ///< linked and checked, without the mark; null when there are errors
  std::string id;   ///< of `pipeline`; made from the key unless the template sets one
  std::string application;
  std::string name;
  bool disabled = false;
  const fleet::DeclaredTarget* target = nullptr;  ///< that the fleet keeps it in
  std::vector<pipeline::Summary::Reference> references;
  std::vector<Finding> findings;  ///< each with key and place
  /// What the fleet overrides in it; null where nothing. Refers to the fleet.
  std::shared_ptr<const Overlay> overlay = {};

  bool has_errors() const;
};

/// What an error of a template tells beside its place.
enum class ErrorDetail {
  place,
  variables,  ///< also the variables at its place: Error::variables
};

/// Makes pipelines of a fleet: layer, render, load, link, validate, ask the guard rails. Does no I/O. The fleet must
/// outlive it and stay as it is. All functions may be called from many threads at once.
class Generator {
 public:
  explicit Generator(const fleet::Fleet& fleet, ErrorDetail detail = ErrorDetail::place);
  ~Generator();

  /// All pipelines of the fleet, in its order.
  const std::vector<fleet::Entry>& entries() const;
  /// Those that the selector matches, in the same order.
  std::vector<fleet::Entry> select(const fleet::Selector& selector) const;

  /// What can be said before any pipeline is made: guard rails that are wrong, which are errors, and what compiles and
  /// is still doubtful in any template file, such as a `{#` right after a `$`. Files that do not compile are reported
  /// by the pipelines that need them.
  std::vector<Finding> fleet_findings() const;

  /// What is wrong with the exceptions that the fleet makes from rules.
  std::vector<Finding> rule_findings() const;
  /// Whether the fleet lets this pipeline break the rule.
  bool allows(std::string_view rule, const std::string& key) const;
  /// A problem of one of the fleet's pipelines as a finding at its place in the templates. Renders the pipeline.
  Finding place(const std::string& key, const pipeline::Problem& problem) const;

  Generated generate(const fleet::Entry& entry) const;

  /// The YAML text that the template makes for the entry, before it is read.
  Result<std::string> render_text(const fleet::Entry& entry) const;
  /// The same with what leads from its parts back to the templates (generate/places.h).
  Result<Traced> trace(const fleet::Entry& entry) const;

  /// Calls `sink(i, pipeline)` for each entry, from up to `threads` threads (0: one a core), not in order.
  using Sink = std::function<void(std::size_t, Generated)>;
  void generate_all(std::span<const fleet::Entry> entries, unsigned threads, const Sink& sink) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sailmaker::generate
