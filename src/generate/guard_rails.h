#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "fleet/model.h"
#include "jinja/environment.h"
#include "value/path.h"
#include "value/value.h"

namespace sailmaker::generate {

/// What a guard rail has against a part of a pipeline.
struct RailReport {
  const fleet::GuardRail* rail = nullptr;
  Path path;               ///< of the field that is wrong in the pipeline, or of the part that the rail looked at
  bool is_broken = false;  ///< the rail itself failed: `error` has its place in fleet.yaml
  Error error;             ///< message and hint; without a place unless the rail is broken
};

/// A fleet's guard rails, compiled. Immutable: any number of threads may check at once.
class GuardRails {
 public:
  /// `options` are those of the fleet's templates; an undefined name is an error in a guard rail all the same. The
  /// fleet must outlive this. `entries` are its pipelines.
  GuardRails(const fleet::Fleet& fleet, jinja::Options options, std::span<const fleet::Entry> entries);
  ~GuardRails();

  /// What is wrong with the rails themselves, each with its place in fleet.yaml: expressions that do not compile, names
  /// that are nowhere set, selectors and types that nothing has.
  const std::vector<Finding>& findings() const { return findings_; }

  /// What the rails that select `key` have against a linked pipeline. `context` is what its template was given. A rail
  /// that does not compile is reported as broken.
  std::vector<RailReport> check(const fleet::Key& key, const Value& context, const Value& pipeline) const;

  /// A rail, ready to be asked.
  struct Rail {
    const fleet::GuardRail* declared = nullptr;
    std::shared_ptr<const jinja::Expression> where;  ///< null for always
    std::shared_ptr<const jinja::Expression> require;
    std::shared_ptr<const jinja::Template> message;  ///< null for the usual sentence
    bool reads_vars = false;
    bool reads_upstream = false;
    std::vector<Error> wrong;  ///< why it cannot be asked
  };

 private:
  class Compiler;

  const fleet::Fleet& fleet_;
  jinja::Environment environment_;
  std::vector<Rail> rails_;
  std::vector<Finding> findings_;
};

/// "guard-rail/NAME": the rule of its findings.
std::string rule_of(const fleet::GuardRail& rail);

}  // namespace sailmaker::generate
