#include "store/folder.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "store/file.h"
#include "store/header.h"
#include "store/listing.h"
#include "store/origin.h"

namespace sailmaker::store {

namespace {

using fleet::Findings;
using fleet::Origin;

constexpr const char* kFleetFile = "fleet.yaml";
constexpr std::string_view kTemplates = "templates/";
constexpr std::string_view kTemplateEnding = ".yaml.j2";

// What one file gave, for putting together in order.
struct Outcome {
  std::optional<fleet::MicroService> service;
  std::string text;                      // of a template
  std::shared_ptr<const Origin> header;  // of a template
  Findings findings;
};

Finding finding(Error error) { return {Severity::error, std::move(error), {}}; }

void append(Findings& all, Findings&& some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

std::shared_ptr<const Origin> read_header(const std::string& name, const std::string& text, Findings& findings) {
  auto header = header_of(text, name);
  if (!header) {
    findings.push_back(finding(std::move(header).error()));
    return nullptr;
  }
  return *header ? parse_origin(name, text, &**header, findings) : nullptr;
}

// Reads all files of a fleet, then puts together what they gave.
class Reader {
 public:
  Reader(const std::filesystem::path& folder, unsigned threads, const std::map<std::string, std::string>& instead)
      : folder_(folder), threads_(threads), instead_(instead) {}

  LoadedFleet read() {
    if (!check_folder()) return std::move(loaded_);
    listing_ = list_folder(folder_, loaded_.findings);
    const auto origin = read_origin(folder_, kFleetFile, loaded_.findings);
    if (origin) fleet::decode_fleet(origin, loaded_.fleet, loaded_.findings);
    // Without the names of fleet.yaml each service would be found wrong: then only its YAML is looked at.
    const bool readable = origin && (origin->root.is_map() || origin->root.is_null());
    read_files(readable ? &loaded_.fleet : nullptr);
    put_together();
    if (readable) fleet::check_fleet(loaded_.fleet, loaded_.findings);
    return std::move(loaded_);
  }

 private:
  bool check_folder() {
    std::error_code failed;
    const Source place{.file = folder_.string(), .line_text = {}};
    if (!std::filesystem::is_directory(folder_, failed)) {
      const bool missing = !failed || failed == std::errc::no_such_file_or_directory;
      const std::string reason =
          missing ? "there is no folder '" + folder_.string() + "'" : "the folder cannot be read: " + failed.message();
      loaded_.findings.push_back(finding(Error(reason, place).with_hint("--fleet DIR names the folder of a fleet")));
      return false;
    }
    if (std::filesystem::exists(std::filesystem::symlink_status(folder_ / kFleetFile, failed))) return true;
    loaded_.findings.push_back(
        finding(Error("there is no fleet.yaml in '" + folder_.string() + "', so it is not a fleet", place)
                    .with_hint("`sailmaker init DIR` writes a fleet to begin with; --fleet DIR names another folder")));
    return false;
  }

  void read_files(const fleet::Fleet* declared) {
    const std::size_t services = listing_.services.size();
    outcomes_.resize(services + listing_.templates.size());
    parallel_for(outcomes_.size(), threads_, [&](std::size_t i) {
      if (i < services) {
        read_service(listing_.services[i], declared, outcomes_[i]);
      } else {
        read_template(listing_.templates[i - services], outcomes_[i]);
      }
    });
  }

  void read_service(const Listing::Service& service, const fleet::Fleet* declared, Outcome& outcome) const {
    const auto text = instead_.find(service.file);
    const auto origin = text == instead_.end() ? read_origin(folder_, service.file, outcome.findings)
                                               : parse_origin(service.file, text->second, nullptr, outcome.findings);
    if (!origin || declared == nullptr) return;
    outcome.service = fleet::decode_service(origin, service.product, service.name, *declared, outcome.findings);
  }

  void read_template(const std::string& file, Outcome& outcome) const {
    auto text = read_text(folder_, file);
    if (!text) return outcome.findings.push_back(finding(std::move(text).error()));
    outcome.text = std::move(text).value();
    if (is_template(file)) outcome.header = read_header(file, outcome.text, outcome.findings);
  }

  static bool is_template(std::string_view file) {
    return file.ends_with(kTemplateEnding) && file.find('/', kTemplates.size()) == file.npos;
  }

  void put_together() {
    auto outcome = outcomes_.begin();
    for (std::size_t i = 0; i < listing_.services.size(); ++i, ++outcome) {
      if (outcome->service) loaded_.fleet.services.push_back(std::move(*outcome->service));
      append(loaded_.findings, std::move(outcome->findings));
    }
    for (const std::string& file : listing_.templates) add_template(file, *outcome++);
  }

  void add_template(const std::string& file, Outcome& outcome) {
    append(loaded_.findings, std::move(outcome.findings));
    const std::string path = file.substr(kTemplates.size());
    if (is_template(file)) {
      std::string name = path.substr(0, path.size() - kTemplateEnding.size());
      fleet::decode_template(std::move(name), file, outcome.text, std::move(outcome.header), loaded_.fleet,
                             loaded_.findings);
    }
    loaded_.fleet.sources.emplace(path, std::move(outcome.text));
  }

  const std::filesystem::path& folder_;
  unsigned threads_;
  const std::map<std::string, std::string>& instead_;
  LoadedFleet loaded_;
  Listing listing_;
  std::vector<Outcome> outcomes_;  // services, then templates, as listed
};

}  // namespace

bool LoadedFleet::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& each) { return each.severity == Severity::error; });
}

LoadedFleet read_folder(const std::filesystem::path& folder, unsigned threads,
                        const std::map<std::string, std::string>& instead) {
  return Reader(folder, threads, instead).read();
}

}  // namespace sailmaker::store
