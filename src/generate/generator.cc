#include "generate/generator.h"

#include <algorithm>
#include <unordered_map>

#include "base/parallel.h"
#include "fleet/layers.h"
#include "generate/exceptions.h"
#include "generate/guard_rails.h"
#include "generate/names.h"
#include "generate/overlay.h"
#include "generate/places.h"
#include "generate/siblings.h"
#include "generate/target_check.h"
#include "generate/trade_filters.h"
#include "jinja/environment.h"
#include "pipeline/defaults.h"
#include "pipeline/ids.h"
#include "pipeline/link.h"
#include "pipeline/rules.h"
#include "pipeline/validate.h"
#include "value/map.h"
#include "yaml/parser.h"

// The success path does no more than it must: it renders without a source map and reads without places. As soon as
// there is something to report, the same pipeline is made once more with both (rendering is deterministic), and the
// findings get their places from that.

namespace sailmaker::generate {

namespace {

constexpr const char* kTemplateSuffix = ".yaml.j2";

void set_limits(const fleet::TemplateLimits& wanted, jinja::Limits& limits) {
  if (wanted.seconds) limits.seconds = *wanted.seconds;
  if (wanted.steps) limits.steps = *wanted.steps;
  if (wanted.output) limits.output = *wanted.output;
  if (wanted.range) limits.range = *wanted.range;
}

jinja::Options options_of(const fleet::Fleet& fleet, ErrorDetail detail) {
  jinja::Options options;
  options.explain_errors = detail == ErrorDetail::variables;
  set_limits(fleet.limits, options.limits);
  options.trim_blocks = fleet.trim_blocks;
  options.lstrip_blocks = fleet.lstrip_blocks;
  options.undefined =
      fleet.undefined == fleet::UndefinedVariables::error ? jinja::UndefinedKind::strict : jinja::UndefinedKind::plain;
  return options;
}

jinja::Loader loader_of(const fleet::Fleet& fleet) {
  return [&fleet](const std::string& name) -> std::optional<std::string> {
    const auto found = fleet.sources.find(name);
    if (found == fleet.sources.end()) return std::nullopt;
    return found->second;
  };
}

// Templates call each other by their path below templates/; users know them by their path in the fleet.
void name_as_in_fleet(Source& source) { source.file = "templates/" + source.file; }

void name_as_in_fleet(const fleet::Fleet& fleet, Error& error) {
  if (error.source && fleet.sources.contains(error.source->file)) name_as_in_fleet(*error.source);
  for (Frame& frame : error.trace) {
    if (fleet.sources.contains(frame.source.file)) name_as_in_fleet(frame.source);
  }
  if (!error.cause) return;
  Error cause = *error.cause;
  name_as_in_fleet(fleet, cause);
  error.cause = std::make_shared<const Error>(std::move(cause));
}

}  // namespace

bool Generated::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

namespace {

enum class Trace { no, yes };

}  // namespace

struct Generator::Parts {
  Parts(const fleet::Fleet& wanted, ErrorDetail detail)
      : fleet(wanted),
        layering(wanted),
        exceptions(wanted),
        environment(options_of(wanted, detail), loader_of(wanted)),
        entries(fleet::entries(wanted)),
        targets(wanted, entries),
        rails(wanted, options_of(wanted, detail), entries) {
    add_trade_filters(environment);
    environment.set_template_names([&wanted] {
      std::vector<std::string> names;
      names.reserve(wanted.sources.size());
      for (const auto& [name, source] : wanted.sources) names.push_back(name);
      return names;
    });
    for (const fleet::Entry& entry : entries) by_key.emplace(to_string(entry.key), &entry);
  }

  Result<std::shared_ptr<const jinja::Template>> compiled(const fleet::Entry& entry) const {
    return environment.get(entry.pipeline_template->name + kTemplateSuffix);
  }

  Result<std::string> name_of(const Sibling& sibling) const;
  Value siblings_of(const fleet::Entry& entry) const;
  Result<Traced> render(const fleet::Entry& entry, Trace trace) const;
  Value context(const fleet::Entry& entry, std::vector<Finding>& findings) const;
  pipeline::LinkContext link_context(const fleet::Entry& entry, const std::string& key) const;

  const fleet::Fleet& fleet;
  fleet::Layering layering;
  Exceptions exceptions;
  jinja::Environment environment;
  std::vector<fleet::Entry> entries;
  TargetCheck targets;
  GuardRails rails;
  std::unordered_map<std::string, const fleet::Entry*> by_key;
};

Value Generator::Parts::siblings_of(const fleet::Entry& entry) const {
  auto siblings = std::make_shared<std::vector<Sibling>>();
  for (const fleet::PipelineUse& use : entry.stack->pipelines) {
    fleet::Key key = entry.key;
    key.pipeline = use.pipeline;
    std::string text = to_string(key);
    std::string id = pipeline::pipeline_id(text);
    siblings->push_back({use.pipeline, std::move(text), std::move(id), entry.service->name});
  }
  return make_siblings(std::move(siblings), [this](const Sibling& sibling) { return name_of(sibling); });
}

Value Generator::Parts::context(const fleet::Entry& entry, std::vector<Finding>& findings) const {
  Value variables = layering.variables(entry, findings);
  layering.add_standard_names(entry, variables);
  variables.mutable_map().set("pipelines", siblings_of(entry));
  return variables;
}

// A pipeline's name stands in its own rendered text, so asking for it renders that pipeline.
Result<std::string> Generator::Parts::name_of(const Sibling& sibling) const {
  const NameGuard guard(sibling.key);
  if (guard.is_circle()) return guard.circle();
  const fleet::Entry& entry = *by_key.at(sibling.key);
  std::vector<Finding> ignored;  // the sibling's own findings are reported where it is generated
  auto compiled_template = compiled(entry);
  if (!compiled_template) return std::move(compiled_template).error();
  auto text = (*compiled_template)->render(context(entry, ignored));
  if (!text) return std::move(text).error();
  auto document = yaml::parse(*text, sibling.key + ".yaml");
  if (!document) return std::move(document).error();
  const Value* name = document->root.find("name");
  if (name == nullptr || !name->is_string()) return Error("the pipeline '" + sibling.key + "' has no name");
  return std::string(name->as_string());
}

Result<Traced> Generator::Parts::render(const fleet::Entry& entry, Trace trace) const {
  std::vector<Finding> findings;
  const Value names = context(entry, findings);
  for (Finding& finding : findings) {
    if (finding.severity == Severity::error) return std::move(finding.error);
  }
  Traced traced;
  const std::string key = to_string(entry.key);
  traced.name = key + ".yaml";
  auto template_of_entry = compiled(entry);
  Error error;
  if (template_of_entry) {
    const NameGuard guard(key);
    auto text = (*template_of_entry)->render(names, trace == Trace::yes ? &traced.map : nullptr);
    if (text) return traced.text = std::move(*text), std::move(traced);
    error = std::move(text).error();
  } else {
    error = std::move(template_of_entry).error();
  }
  name_as_in_fleet(fleet, error);
  return std::move(error).with_key(key);
}

pipeline::LinkContext Generator::Parts::link_context(const fleet::Entry& entry, const std::string& key) const {
  pipeline::LinkContext context;
  context.key = key;
  context.find_pipeline = [this, &entry](std::string_view name) -> std::optional<pipeline::Known> {
    fleet::Key sibling = entry.key;
    sibling.pipeline = std::string(name);
    auto found = by_key.find(to_string(sibling));
    if (found == by_key.end()) found = by_key.find(std::string(name));
    if (found == by_key.end()) return std::nullopt;
    return pipeline::Known{pipeline::pipeline_id(found->first), found->second->service->name};
  };
  context.pipeline_names = [&entry] {
    std::vector<std::string> names;
    names.reserve(entry.stack->pipelines.size());
    for (const fleet::PipelineUse& use : entry.stack->pipelines) names.push_back(use.pipeline);
    return names;
  };
  return context;
}

Generator::Generator(const fleet::Fleet& fleet, ErrorDetail detail) : parts_(std::make_unique<Parts>(fleet, detail)) {}
Generator::~Generator() = default;

const std::vector<fleet::Entry>& Generator::entries() const { return parts_->entries; }

std::vector<fleet::Entry> Generator::select(const fleet::Selector& selector) const {
  if (selector.selects_all()) return parts_->entries;
  std::vector<fleet::Entry> selected;
  std::copy_if(parts_->entries.begin(), parts_->entries.end(), std::back_inserter(selected),
               [&](const fleet::Entry& entry) { return selector.matches(entry.key); });
  return selected;
}

std::vector<Finding> Generator::fleet_findings() const {
  std::vector<Finding> findings = parts_->rails.findings();
  for (const auto& [name, text] : parts_->fleet.sources) {
    const auto compiled = parts_->environment.get(name);
    if (!compiled) continue;
    for (Finding& finding : (*compiled)->warnings()) {
      name_as_in_fleet(parts_->fleet, finding.error);
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

namespace {

// Makes one pipeline. Holds what the steps share; lives for one call.
class Making {
 public:
  Making(const fleet::Fleet& fleet, const fleet::Entry& entry, const GuardRails& rails, const TargetCheck& targets,
         const jinja::Template& compiled, Value context, pipeline::LinkContext link)
      : fleet_(fleet),
        entry_(entry),
        key_(entry.key),
        overrides_(entry.use->overrides),
        rails_(rails),
        targets_(targets),
        template_(compiled),
        context_(std::move(context)),
        link_(std::move(link)) {}

  /// The problem at its place.
  Finding place(const pipeline::Problem& problem) const {
    const Traced traced = trace();
    const auto document = parse(traced);
    Finding finding{problem.severity, Error(problem.message).with_hint(std::string(problem.hint)), {}, problem.rule};
    if (document) {
      Value pipeline = document->root;
      pipeline::add_defaults(pipeline, fleet_.defaults);
      finding = placed(traced, *document, override_parts(pipeline).get(), problem);
    }
    return adorned(std::move(finding));
  }

  void run(Generated& made, const Exceptions& exceptions) {
    auto text = template_.render(context_);
    if (!text) return report_failed(made, std::move(text).error());
    auto document = yaml::parse(*text, rendered_name());
    if (!document) return report_unreadable(made);
    if (!document->root.is_map()) return report_no_map(made);
    Value pipeline = std::move(document->root);
    pipeline::add_defaults(pipeline, fleet_.defaults);
    made.overlay = override_parts(pipeline);
    pipeline::Problems problems = check(pipeline);
    exceptions.apply(problems, key_, pipeline);
    const std::vector<RailReport> rails = rails_.check(key_, context_, pipeline);
    if (made.overlay) report_overrides(made);
    if (!document->surprises.empty() || !problems.empty() || !rails.empty()) report_problems(made, problems, rails);
    if (made.has_errors()) return;
    pipeline::Summary summary = pipeline::summary_of(pipeline);
    made.id = std::move(summary.id);
    made.application = std::move(summary.application);
    made.name = std::move(summary.name);
    made.disabled = summary.disabled;
    made.references = std::move(summary.references);
    made.pipeline = std::move(pipeline);
  }

 private:
  std::string rendered_name() const { return link_.key + ".yaml"; }

  // Overrides name things as plans show them, which is linked; what they say is linked once more, with the rest.
  std::shared_ptr<const Overlay> override_parts(Value& pipeline) const {
    if (overrides_.empty() || !pipeline.is_map()) return nullptr;
    pipeline::link(pipeline, link_);
    return std::make_shared<const Overlay>(overrides_, pipeline);
  }

  void report_overrides(Generated& made) const {
    for (const Finding& finding : made.overlay->findings()) report(made, finding);
  }

  static Finding placed(const Traced& traced, const yaml::Document& document, const Overlay* overlay,
                        const pipeline::Problem& problem) {
    if (overlay != nullptr) return overlay->place(traced, document, problem);
    return in_template(traced, document, problem);
  }

  pipeline::Problems check(Value& pipeline) const {
    pipeline::Problems problems;
    const Value* id = pipeline.find("id");
    const bool is_chosen = id != nullptr && !identical(*id, Value(pipeline::pipeline_id(link_.key)));
    if (is_chosen) {
      const pipeline::Trail root;
      pipeline::report(problems, pipeline::Rule::chosen_id, pipeline::Trail(root, "id"),
                       "a pipeline's id is made from its key and cannot be chosen",
                       "leave `id` out; a pipeline that is stored under the same name keeps its stored id");
    }
    for (auto& problem : pipeline::link(pipeline, link_)) problems.push_back(std::move(problem));
    for (auto& problem : pipeline::validate(pipeline)) problems.push_back(std::move(problem));
    targets_.check(entry_, pipeline, problems);
    pipeline::drop_consequences(problems);
    if (is_chosen) drop_form_of_id(problems);
    return problems;
  }

  // An id that must go need not have the right form.
  static void drop_form_of_id(pipeline::Problems& problems) {
    std::erase_if(problems, [](const pipeline::Problem& problem) { return problem.rule == "bad-id"; });
  }

  Finding adorned(Finding finding) const {
    name_as_in_fleet(fleet_, finding.error);
    finding.error.key = link_.key;
    return finding;
  }

  void report(Generated& made, Finding finding) const { made.findings.push_back(adorned(std::move(finding))); }

  // The same text again, this time with its origins.
  Traced trace() const {
    Traced traced;
    traced.name = rendered_name();
    auto text = template_.render(context_, &traced.map);
    if (text) traced.text = std::move(text).value();
    return traced;
  }

  void report_failed(Generated& made, Error error) const {
    std::string rule = template_rule(error);
    report(made, {Severity::error, std::move(error), {}, std::move(rule)});
  }

  void report_unreadable(Generated& made) const {
    const Traced traced = trace();
    auto document = parse(traced);
    if (!document) report(made, {Severity::error, in_template(traced, document.error()), {}, "yaml-syntax"});
  }

  void report_no_map(Generated& made) const {
    const Traced traced = trace();
    auto document = parse(traced);
    if (!document) return report(made, {Severity::error, in_template(traced, document.error()), {}, "yaml-syntax"});
    report(made, in_template(traced, Span{0, 1}, Severity::error,
                             "the template makes " + std::string(to_string(document->root.kind())) +
                                 ", where a pipeline is a map of fields",
                             "", "not-a-map"));
  }

  void report_problems(Generated& made, const pipeline::Problems& problems,
                       const std::vector<RailReport>& rails) const {
    const Traced traced = trace();
    auto document = parse(traced);
    if (!document) return report(made, {Severity::error, in_template(traced, document.error()), {}, "yaml-syntax"});
    for (const yaml::Surprise& surprise : document->surprises) {
      if (is_said(surprise, *document, problems)) continue;
      report(made,
             in_template(traced, surprise.span, Severity::warning, surprise.message, surprise.hint, "yaml-surprise"));
    }
    const Overlay* overlay = made.overlay.get();
    for (const pipeline::Problem& problem : problems) report(made, placed(traced, *document, overlay, problem));
    // A rail that cannot cope with a pipeline which is wrong anyhow may be right.
    const bool is_wrong = made.has_errors();
    for (const RailReport& rail : rails) {
      if (!rail.is_broken || !is_wrong) report(made, of_rail(traced, *document, overlay, rail));
    }
  }

  // Whether a problem is about the same scalar and asks for the same quotes.
  static bool is_said(const yaml::Surprise& surprise, const yaml::Document& document,
                      const pipeline::Problems& problems) {
    return std::any_of(problems.begin(), problems.end(), [&](const pipeline::Problem& problem) {
      return problem.wants_quotes && document.places.find(document.root, problem.path) == surprise.span;
    });
  }

  static Finding of_rail(const Traced& traced, const yaml::Document& document, const Overlay* overlay,
                         const RailReport& report) {
    const Error& error = report.error;
    const Severity severity = report.is_broken ? Severity::error : report.rail->severity;
    Finding finding =
        placed(traced, document, overlay,
               {severity, report.path, Places::Part::value, error.message, error.hint, rule_of(*report.rail)});
    if (!report.is_broken) {
      finding.error.trace.push_back({"guard rail '" + report.rail->name + "' at", report.rail->source});
    } else if (error.source) {
      finding.error.trace.insert(finding.error.trace.begin(), {"it looked at", *finding.error.source});
      finding.error.source = error.source;
    }
    return finding;
  }

  static Result<yaml::Document> parse(const Traced& traced) {
    yaml::Options options;
    options.record = yaml::Record::places;
    return yaml::parse(traced.text, traced.name, options);
  }

  const fleet::Fleet& fleet_;
  const fleet::Entry& entry_;
  const fleet::Key& key_;
  const std::vector<fleet::Override>& overrides_;
  const GuardRails& rails_;
  const TargetCheck& targets_;
  const jinja::Template& template_;
  Value context_;
  pipeline::LinkContext link_;
};

}  // namespace

Generated Generator::generate(const fleet::Entry& entry) const {
  Generated made;
  made.key = to_string(entry.key);
  made.target = entry.target;
  const auto fail = [&](Error error) {
    name_as_in_fleet(parts_->fleet, error);
    error.key = made.key;
    std::string rule = template_rule(error);
    made.findings.push_back({Severity::error, std::move(error), {}, std::move(rule)});
  };
  try {
    Value context = parts_->context(entry, made.findings);
    auto compiled = parts_->compiled(entry);
    if (!compiled) {
      fail(std::move(compiled).error());
    } else if (!made.has_errors()) {
      const NameGuard guard(made.key);
      Making(parts_->fleet, entry, parts_->rails, parts_->targets, **compiled, std::move(context),
             parts_->link_context(entry, made.key))
          .run(made, parts_->exceptions);
    }
  } catch (const TooDeep&) {
    fail(Error("the pipeline is nested deeper than " + std::to_string(kDeepestValue) + " levels"));
  }
  return made;
}

std::vector<Finding> Generator::rule_findings() const { return parts_->exceptions.findings(); }

bool Generator::allows(std::string_view rule, const std::string& key) const {
  const auto entry = parts_->by_key.find(key);
  return entry != parts_->by_key.end() && parts_->exceptions.allows(rule, entry->second->key);
}

Finding Generator::place(const std::string& key, const pipeline::Problem& problem) const {
  const fleet::Entry& entry = *parts_->by_key.at(key);
  std::vector<Finding> ignored;
  Value context = parts_->context(entry, ignored);
  const auto compiled = parts_->compiled(entry);
  const NameGuard guard(key);
  return Making(parts_->fleet, entry, parts_->rails, parts_->targets, **compiled, std::move(context),
                parts_->link_context(entry, key))
      .place(problem);
}

Result<std::string> Generator::render_text(const fleet::Entry& entry) const {
  auto traced = parts_->render(entry, Trace::no);
  if (!traced) return std::move(traced).error();
  return std::move(traced->text);
}

Result<Traced> Generator::trace(const fleet::Entry& entry) const { return parts_->render(entry, Trace::yes); }

void Generator::generate_all(std::span<const fleet::Entry> entries, unsigned threads, const Sink& sink) const {
  parallel_for(entries.size(), threads, [&](std::size_t i) { sink(i, generate(entries[i])); });
}

}  // namespace sailmaker::generate
