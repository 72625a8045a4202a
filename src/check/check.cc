#include "check/check.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "base/parallel.h"
#include "check/document.h"

namespace sailmaker::check {

namespace {

// One pipeline of a text.
struct Member {
  std::size_t document;
  Path path;
  pipeline::Summary summary;
  bool is_wanted = true;
};

// What is kept of a text once it was read. Values are not: they take several times the room of their text.
struct Content {
  std::vector<Member> members;
  std::vector<Finding> findings;
};

// Whether a text that cannot be read was probably meant to hold a pipeline: charts, settings and the like lie in the
// same folders.
bool may_hold_pipelines(std::string_view text) {
  return text.find("stages") != std::string_view::npos && text.find("refId") != std::string_view::npos;
}

std::string key_of(const pipeline::Summary& summary) {
  if (summary.application.empty() || summary.name.empty()) return summary.name;
  return summary.application + "/" + summary.name;
}

// Puts places into findings about one text.
class Reporter {
 public:
  Reporter(const Text& text, pipeline::Origin origin)
      : text_(text), origin_(origin), locator_(text.content, text.name) {}

  Finding finding(const Document& document, const Member& member, const pipeline::Problem& problem) {
    Finding made;
    made.severity = problem.severity;
    made.error = Error(problem.message);
    made.error.hint = problem.hint;
    made.error.key = key_of(member.summary);
    made.path = to_string(problem.path);
    made.rule = problem.rule;
    if (origin_ == pipeline::Origin::stored) {
      place_stored(problem, made);
    } else {
      place_in_text(document, member, problem, made);
    }
    return made;
  }

  Source place(const Document& document, const Member& member, const Path& path, Places::Part part) {
    if (origin_ == pipeline::Origin::stored) return stored_place(path);
    Path whole = member.path;
    whole.insert(whole.end(), path.begin(), path.end());
    return locator_.locate(document, whole, part);
  }

  // What YAML read as something else than it seems, but where a problem asks for quotes already.
  void add_surprises(const Document& document, std::vector<Finding>& findings) {
    for (const yaml::Surprise& surprise : document.surprises) {
      const std::size_t offset = document.offset + surprise.span.offset;
      if (quoted_.contains(offset)) continue;
      Error error(surprise.message, locator_.locate(offset, surprise.span.length));
      error.hint = surprise.hint;
      findings.push_back({Severity::warning, std::move(error), {}, "yaml-surprise"});
    }
  }

 private:
  // Line and column of a text that a program wrote in one line help nobody.
  Source stored_place(const Path& path) const {
    Source source;
    source.file = text_.name + (path.empty() ? "" : ": " + to_string(path));
    return source;
  }

  void place_stored(const pipeline::Problem& problem, Finding& made) const {
    made.error.source = stored_place(problem.path);
    for (const auto& also : problem.also) made.error.trace.push_back({also.what, stored_place(also.path)});
  }

  void place_in_text(const Document& document, const Member& member, const pipeline::Problem& problem, Finding& made) {
    made.error.source = place(document, member, problem.path, problem.part);
    if (problem.wants_quotes) {
      Path whole = member.path;
      whole.insert(whole.end(), problem.path.begin(), problem.path.end());
      const Span span = locator_.span(document, whole);
      made.error.hint = pipeline::quoting_hint(std::string_view(text_.content).substr(span.offset, span.length));
      quoted_.insert(span.offset);
    }
    if (made.error.source->line_text.empty() && !problem.path.empty()) {
      Source at;
      at.file = made.path;
      made.error.trace.push_back({"at", std::move(at)});
    }
    for (const auto& also : problem.also) {
      made.error.trace.push_back({also.what, place(document, member, also.path, also.part)});
    }
  }

  const Text& text_;
  pipeline::Origin origin_;
  Locator locator_;
  std::set<std::size_t> quoted_;  // where a scalar stands that should be in quotes
};

class Checker {
 public:
  Checker(const std::vector<Text>& texts, const Options& options)
      : texts_(texts), options_(options), contents_(texts.size()) {}

  Outcome run() {
    parallel_for(texts_.size(), options_.threads, [this](std::size_t i) { read(i); });
    check_together();
    for (Content& content : contents_) {
      for (const Member& member : content.members) outcome_.pipelines += member.is_wanted ? 1 : 0;
      for (Finding& finding : content.findings) outcome_.findings.push_back(std::move(finding));
    }
    return std::move(outcome_);
  }

 private:
  void read(std::size_t i) {
    const Text& text = texts_[i];
    Content& content = contents_[i];
    const Documents documents = read_documents(text.content, text.name);
    Reporter reporter(text, options_.origin);
    for (std::size_t number = 0; number < documents.read.size(); ++number) {
      const Document& document = documents.read[number];
      const std::size_t members = content.members.size();
      for (pipeline::Found& found : pipeline::find_pipelines(document.root)) {
        check_one(document, number, std::move(found), content, reporter);
      }
      const auto is_wanted = [](const Member& member) { return member.is_wanted; };
      const auto first = content.members.begin() + static_cast<std::ptrdiff_t>(members);
      if (std::any_of(first, content.members.end(), is_wanted)) reporter.add_surprises(document, content.findings);
    }
    for (const Error& error : documents.errors) {
      if (!text.must_hold_pipelines && !may_hold_pipelines(text.content)) continue;
      const bool is_json = text.name.ends_with(".json");
      content.findings.push_back({Severity::error, error, {}, is_json ? "json-syntax" : "yaml-syntax"});
    }
    if (content.members.empty() && documents.errors.empty() && text.must_hold_pipelines) report_none(text, content);
  }

  void check_one(const Document& document, std::size_t number, pipeline::Found found, Content& content,
                 Reporter& reporter) {
    const Value& pipeline = *find(document.root, found.path);
    Member member{number, std::move(found.path), pipeline::summary_of(pipeline), true};
    member.is_wanted = !options_.wanted || options_.wanted(pipeline);
    content.members.push_back(std::move(member));
    if (!content.members.back().is_wanted) return;
    for (const pipeline::Problem& problem : pipeline::validate_foreign(pipeline, options_.origin, found.form)) {
      content.findings.push_back(reporter.finding(document, content.members.back(), problem));
    }
    if (!options_.more) return;
    for (const pipeline::Problem& problem : options_.more(pipeline)) {
      content.findings.push_back(reporter.finding(document, content.members.back(), problem));
    }
  }

  static void report_none(const Text& text, Content& content) {
    Source source;
    source.file = text.name;
    Error error("there is no pipeline in this file", std::move(source));
    error.hint = "a pipeline is a map with `stages`; several may stand in a list, or in a map below `pipelines`";
    content.findings.push_back({Severity::warning, std::move(error), {}, "no-pipeline"});
  }

  // The member with a number among all, and its text.
  struct Place {
    std::size_t text;
    std::size_t member;
  };

  void check_together() {
    std::vector<pipeline::Summary> summaries;
    for (std::size_t i = 0; i < contents_.size(); ++i) {
      for (std::size_t j = 0; j < contents_[i].members.size(); ++j) {
        places_.push_back({i, j});
        summaries.push_back(contents_[i].members[j].summary);
      }
    }
    pipeline::CrossCheck check = pipeline::check_across(summaries, options_.extent);
    outcome_.elsewhere = check.elsewhere;
    for (pipeline::CrossProblem& problem : check.problems) {
      const Place at = places_[problem.pipeline];
      if (!pipeline::weigh_foreign(problem.problem, options_.origin)) continue;
      if (contents_[at.text].members[at.member].is_wanted) add_cross(problem, at);
    }
  }

  // A text that is open for placing, so that many findings about one text read it once.
  struct Opened {
    Opened(const Text& text, std::size_t at, pipeline::Origin origin)
        : number(at), documents(read_documents(text.content, text.name)), reporter(text, origin) {}
    std::size_t number;  // of the text
    Documents documents;
    Reporter reporter;
  };

  Opened& open(std::unique_ptr<Opened>& opened, std::size_t text) {
    if (opened == nullptr || opened->number != text) {
      opened = std::make_unique<Opened>(texts_[text], text, options_.origin);
    }
    return *opened;
  }

  void add_cross(const pipeline::CrossProblem& problem, Place at) {
    const Member& member = contents_[at.text].members[at.member];
    Opened& opened = open(opened_, at.text);
    Finding finding = opened.reporter.finding(opened.documents.read[member.document], member, problem.problem);
    if (problem.other != pipeline::CrossProblem::kNone) {
      // A file of its own may be an older state of the other one.
      const bool same_text = places_[problem.other].text == at.text || options_.origin == pipeline::Origin::stored;
      if (!same_text && finding.rule == "duplicate-id") finding.severity = Severity::warning;
      finding.error.trace.push_back({problem.other_what, place_of(places_[problem.other], problem.other_path)});
    }
    contents_[at.text].findings.push_back(std::move(finding));
  }

  Source place_of(Place at, const Path& path) {
    const Member& member = contents_[at.text].members[at.member];
    Opened& opened = open(opened_other_, at.text);
    return opened.reporter.place(opened.documents.read[member.document], member, path, Places::Part::value);
  }

  const std::vector<Text>& texts_;
  const Options& options_;
  std::vector<Content> contents_;
  std::vector<Place> places_;  // of all pipelines, as check_across() numbers them
  std::unique_ptr<Opened> opened_;
  std::unique_ptr<Opened> opened_other_;
  Outcome outcome_;
};

}  // namespace

Outcome check_texts(const std::vector<Text>& texts, const Options& options) { return Checker(texts, options).run(); }

}  // namespace sailmaker::check
