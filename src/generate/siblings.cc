#include "generate/siblings.h"

#include <utility>

namespace sailmaker::generate {

namespace {

using Siblings = std::shared_ptr<const std::vector<Sibling>>;
using NameOf = std::function<Result<std::string>(const Sibling&)>;

class SiblingObject : public Object {
 public:
  SiblingObject(Siblings all, const Sibling& sibling, NameOf name_of)
      : all_(std::move(all)), sibling_(sibling), name_of_(std::move(name_of)) {}

  std::string_view type_name() const override { return "pipeline"; }

  std::optional<Value> member(std::string_view name) const override {
    if (name == "id") return Value(sibling_.id);
    if (name == "key") return Value(sibling_.key);
    if (name == "application") return Value(sibling_.application);
    if (name != "name") return std::nullopt;
    Result<std::string> found = name_of_(sibling_);
    if (!found) throw std::move(found).error();
    return Value(*found);
  }

 private:
  Siblings all_;  // owns sibling_
  const Sibling& sibling_;
  NameOf name_of_;
};

class SiblingsObject : public Object {
 public:
  SiblingsObject(Siblings siblings, NameOf name_of) : siblings_(std::move(siblings)), name_of_(std::move(name_of)) {}

  std::string_view type_name() const override { return "pipelines"; }

  std::optional<Value> member(std::string_view name) const override {
    for (const Sibling& sibling : *siblings_) {
      if (sibling.pipeline == name) return make_object<SiblingObject>(siblings_, sibling, name_of_);
    }
    return std::nullopt;
  }

 private:
  Siblings siblings_;
  NameOf name_of_;
};

}  // namespace

Value make_siblings(Siblings siblings, NameOf name_of) {
  return make_object<SiblingsObject>(std::move(siblings), std::move(name_of));
}

}  // namespace sailmaker::generate
