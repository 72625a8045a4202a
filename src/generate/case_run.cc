#include "generate/case_run.h"

#include <algorithm>
#include <utility>

#include "diff/print.h"
#include "fleet/layers.h"
#include "generate/generator.h"
#include "generate/part_path.h"
#include "pipeline/identity.h"
#include "value/json.h"
#include "value/map.h"
#include "yaml/emitter.h"
#include "yaml/parser.h"

namespace sailmaker::generate {

namespace {

// The item called `name`; made with `make` and put last when there is none.
template <typename T, typename Make>
T& ensure(std::vector<T>& items, std::string_view name, const std::string T::*field, const Make& make) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.*field == name; });
  return found != items.end() ? *found : items.emplace_back(make());
}

fleet::MicroService made_up(const fleet::TemplateCase& test) {
  fleet::MicroService service;
  service.name = test.key.service;
  service.product = test.key.product;
  service.team = test.team;
  service.k8s_namespace = test.k8s_namespace;
  service.git_repo = test.git_repo;
  service.source = test.source;
  return service;
}

// The fleet with the case's pipeline in it and the case's variables on top.
fleet::Fleet fleet_of(const fleet::Fleet& fleet, const fleet::TemplateCase& test) {
  fleet::Fleet made = fleet;
  auto service = std::find_if(made.services.begin(), made.services.end(), [&](const fleet::MicroService& each) {
    return each.product == test.key.product && each.name == test.key.service;
  });
  if (service == made.services.end()) service = made.services.insert(service, made_up(test));
  auto& stack = ensure(service->stacks, test.key.stack, &fleet::ServiceStack::name, [&] {
    fleet::ServiceStack own;
    own.name = test.key.stack;
    own.pipelines = fleet.find_stack(test.key.stack)->pipelines;
    return own;
  });
  auto& use = ensure(stack.pipelines, test.key.pipeline, &fleet::PipelineUse::pipeline, [&] {
    return fleet::PipelineUse{test.key.pipeline, {}, {}, test.source};
  });
  if (test.vars.empty()) return made;
  // Two layers have room for three: what the fleet sets for the pipeline goes into the lower one.
  if (!use.vars.empty()) {
    use.inherited.values =
        use.inherited.empty() ? use.vars.values : fleet::merge(use.inherited.values, use.vars.values);
  }
  use.vars = test.vars;
  return made;
}

class Check {
 public:
  Check(const fleet::TemplateCase& test, Color color) : test_(test), color_(color) {}

  void error_expected(Generated made) {
    std::string said;
    for (const Finding& finding : made.findings) {
      if (finding.severity != Severity::error) continue;
      if (to_text(finding.error).find(test_.error) != std::string::npos) return;
      said = "what is wrong instead stands below";
    }
    fail("no error says '" + test_.error + "'", test_.source, said.empty() ? "the pipeline has no error" : said);
    add(std::move(made.findings));
  }

  void expected(Generated made, const ReadGolden& read_golden) {
    if (made.has_errors()) {
      fail("the pipeline has errors", test_.source, "write expect: {error: ...} if it should");
      return add(std::move(made.findings));
    }
    for (const fleet::ExpectedPart& part : test_.parts) check_part(made.pipeline, part);
    if (!test_.golden.empty()) check_golden(made.pipeline, read_golden);
  }

  CaseOutcome take() { return std::move(outcome_); }

 private:
  void fail(std::string message, const Source& source, std::string hint, const char* rule = kTestRule) {
    Error error(std::move(message), source);
    outcome_.findings.push_back(
        {Severity::error, std::move(error).with_hint(std::move(hint)).with_key(to_string(test_.key)), {}, rule});
  }

  void add(std::vector<Finding> findings) {
    for (Finding& finding : findings) {
      if (finding.severity == Severity::error) outcome_.findings.push_back(std::move(finding));
    }
  }

  void check_part(const Value& pipeline, const fleet::ExpectedPart& part) {
    const auto found = part_at(pipeline, part.path);
    if (!found) return fail(found.error().message, part.source, found.error().hint);
    const Value is = found->value_or(Value());
    if (identical(is, part.value)) return;
    const std::string expected = part.value.is_null() ? "should not be there" : "should be " + to_json(part.value);
    fail(part.path + " " + expected + ", but " + (*found ? "is " + to_json(is) : "is missing"), part.source, {});
  }

  void check_golden(const Value& pipeline, const ReadGolden& read_golden) {
    const std::string file = "templates/tests/golden/" + test_.golden;
    const auto text = read_golden(test_.golden);
    if (!text) {
      outcome_.golden = yaml::write(pipeline);
      return fail("there is no " + file, test_.source, "`sailmaker test --update` writes it", kGoldenRule);
    }
    auto document = yaml::parse(*text, file);
    if (document && identical(document->root, pipeline)) return;
    outcome_.golden = yaml::write(pipeline);
    if (!document) return outcome_.findings.push_back({Severity::error, document.error(), {}, kGoldenRule});
    outcome_.difference = diff::to_text(document->root, pipeline, pipeline::identity_of, color_);
    fail("the pipeline is not what " + file + " holds", test_.source,
         "`sailmaker test --update` takes the new one, if it is right", kGoldenRule);
  }

  const fleet::TemplateCase& test_;
  Color color_;
  CaseOutcome outcome_;
};

}  // namespace

CaseOutcome run_case(const fleet::Fleet& fleet, const fleet::TemplateCase& test, const ReadGolden& read_golden,
                     Color color) {
  const fleet::Fleet with_case = fleet_of(fleet, test);
  const Generator generator(with_case);
  const auto& entries = generator.entries();
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const fleet::Entry& each) { return each.key == test.key; });
  Check check(test, color);
  Generated made = generator.generate(*entry);
  test.error.empty() ? check.expected(std::move(made), read_golden) : check.error_expected(std::move(made));
  return check.take();
}

}  // namespace sailmaker::generate
