#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.h"

namespace sailmaker::infer {

/// A stored pipeline that a template is looked for, and what its name tells.
struct Sample {
  std::string id;
  std::string application;
  std::string name;
  Value pipeline;  ///< as a template would write it: without id, mark, and what Spinnaker or people own
  std::string product;
  std::string stack;
  std::string stem;           ///< the name without application, product and stack: "deploy-canary"
  std::string k8s_namespace;  ///< of the whole application; empty where its pipelines do not agree
};

/// The names that stacks usually have, for those who say none.
std::vector<std::string> usual_stacks();

/// Reads stored pipelines. A word of a name that is one of `stacks` is the pipeline's stack, else `default`. The first
/// word of all names of an application that is also a word of the accounts that its stages use is the product, unless
/// `product` says it. Stored values that are no pipelines are left out.
std::vector<Sample> samples_of(const std::vector<Value>& stored, const std::vector<std::string>& stacks,
                               const std::string& product);

/// The words of a name, in lower case: "Azar Prod-deploy" -> azar, prod, deploy.
std::vector<std::string> words_of(std::string_view name);

// Characters that stand for names in patterns; no stored text may hold them.
constexpr char kAppMark = '\x01';
constexpr char kStackMark = '\x02';
constexpr char kProductMark = '\x03';
constexpr char kNamespaceMark = '\x04';

/// The text with marks in place of the sample's names that `marks` lists, where they stand as whole words.
std::string pattern_of(const Sample& sample, std::string_view text, std::string_view marks);

}  // namespace sailmaker::infer
