#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.h"

namespace sailmaker::pipeline {

/// What is known of a run before it begins: the pipeline's name and application, and its parameters, which are text.
class RunInputs {
 public:
  /// The defaults of the pipeline's parameterConfig, and over them what is given.
  RunInputs(const Value& pipeline, const std::map<std::string, std::string>& given);

  /// What `parameters[name]` is in the run; null where nothing says it.
  Value parameter(std::string_view name) const;
  /// A parameter that whoever starts the run must fill in, and that has no text.
  bool is_missing(std::string_view name) const;
  bool is_declared(std::string_view name) const { return declared_.contains(name); }
  /// In the pipeline's order.
  const std::vector<std::string>& declared() const { return names_; }

  const std::string& application() const { return application_; }
  const std::string& name() const { return name_; }

 private:
  struct Declared {
    Value fallback;
    bool required = false;
  };

  std::map<std::string, Declared, std::less<>> declared_;
  std::map<std::string, std::string, std::less<>> given_;
  std::vector<std::string> names_;
  std::string application_;
  std::string name_;
};

}  // namespace sailmaker::pipeline
