#include "store/listing.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace sailmaker::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTests = "templates/tests";
constexpr int kDeepestFolder = 16;
constexpr std::size_t kMostFiles = 1'000'000;

bool is_skipped(std::string_view name) {
  return name.starts_with('.') || name.starts_with('#') || name.ends_with('~') || name.ends_with(".swp");
}

class Lister {
 public:
  Lister(const fs::path& folder, fleet::Findings& findings) : folder_(folder), findings_(findings) {
    std::error_code failed;
    root_ = fs::canonical(folder, failed);
  }

  Listing list() {
    check_link("fleet.yaml");
    for (const Item& item : items_of("services")) list_product(item);
    list_templates("templates", 1);
    return std::move(listing_);
  }

 private:
  struct Item {
    std::string file;  // relative to the fleet
    std::string name;
    bool is_folder;
    bool is_link;
  };

  // A fleet may be mounted or shared by links, but its files are its own.
  bool leads_out(const fs::path& link) const {
    std::error_code failed;
    const fs::path goal = fs::canonical(link, failed);
    if (failed) return false;  // leads nowhere: reading it will say so
    return std::mismatch(root_.begin(), root_.end(), goal.begin(), goal.end()).first != root_.end();
  }

  // What is in a folder of the fleet, by name, without what is to be skipped; nothing for a folder that is not there.
  std::vector<Item> items_of(const std::string& name) {
    std::vector<Item> items;
    if (files_ > kMostFiles || !check_link(name)) return items;
    std::error_code failed;
    fs::directory_iterator iterator(folder_ / name, failed);
    for (; !failed && iterator != fs::directory_iterator(); iterator.increment(failed)) {
      std::string item = iterator->path().filename().string();
      if (is_skipped(item)) continue;
      std::string file = name;
      file.append("/").append(item);
      std::error_code unknown;
      const bool is_link = iterator->is_symlink(unknown);
      const bool is_folder = iterator->is_directory(unknown);
      items.push_back({std::move(file), std::move(item), is_folder, is_link});
      if (++files_ > kMostFiles) break;
    }
    if (failed && failed != std::errc::no_such_file_or_directory) {
      error("the folder cannot be read: " + failed.message(), name, "");
    }
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.name < b.name; });
    std::erase_if(items, [&](const Item& item) { return item.is_link && !check_link(item.file); });
    return items;
  }

  // False, with a finding, for a link that leads out.
  bool check_link(const std::string& name) {
    std::error_code failed;
    if (!fs::is_symlink(folder_ / name, failed) || !leads_out(folder_ / name)) return true;
    error("this symbolic link leads out of the fleet's folder", name, "put a copy there instead");
    return false;
  }

  void list_product(const Item& product) {
    if (product.is_folder) {
      for (const Item& item : items_of(product.file)) list_service(item, product.name);
    } else if (product.name.ends_with(".yaml") || product.name.ends_with(".yml")) {
      error("the file does not belong to a product", product.file, "move it to services/<product>/" + product.name);
    }
  }

  void list_service(const Item& item, const std::string& product) {
    const std::string_view name = item.name;
    if (item.is_folder) {
      error("this is a folder where service files belong", item.file,
            "a service is a file services/<product>/<service>.yaml");
    } else if (name.ends_with(".yml")) {
      error("the file does not end with .yaml, so it is not read", item.file,
            "rename it to " + std::string(name.substr(0, name.size() - 4)) + ".yaml");
    } else if (name.ends_with(".yaml")) {
      listing_.services.push_back({item.file, product, std::string(name.substr(0, name.size() - 5))});
    }
  }

  void list_templates(const std::string& name, int depth) {
    for (const Item& item : items_of(name)) {
      if (!item.is_folder && is_in_tests(name) && !item.name.ends_with(".j2")) {
        if (name == kTests) list_test(item);
      } else if (!item.is_folder) {
        listing_.templates.push_back(item.file);
        if (depth == 1) check_ending(item);
      } else if (depth < kDeepestFolder) {
        list_templates(item.file, depth + 1);
      } else if (!std::exchange(told_depth_, true)) {
        error("this is more than 16 folders deep", item.file, "a symbolic link may lead back to a folder above it");
      }
    }
  }

  // Tests and their golden files are no templates.
  static bool is_in_tests(std::string_view folder) {
    return folder.starts_with(kTests) && (folder.size() == kTests.size() || folder[kTests.size()] == '/');
  }

  void list_test(const Item& item) {
    const std::string_view name = item.name;
    if (name.ends_with(".yaml")) {
      listing_.tests.push_back(item.file);
    } else if (name.ends_with(".yml")) {
      error("the file does not end with .yaml, so its tests are not run", item.file,
            "rename it to " + std::string(name.substr(0, name.size() - 4)) + ".yaml");
    }
  }

  void check_ending(const Item& item) {
    for (const std::string_view ending : {".yml.j2", ".yaml", ".yml", ".yaml.jinja2", ".yaml.jinja"}) {
      if (!item.name.ends_with(ending)) continue;
      const std::string stem = item.name.substr(0, item.name.size() - ending.size());
      Error error("the file is not taken for a pipeline template, whose name ends with .yaml.j2", place(item.file));
      findings_.push_back({Severity::warning,
                           std::move(error).with_hint("rename it to " + stem + ".yaml.j2, or move it into a folder"),
                           {}});
      return;
    }
  }

  static Source place(const std::string& file) { return Source{.file = file, .line_text = {}}; }

  void error(std::string message, const std::string& file, std::string hint) {
    findings_.push_back({Severity::error, Error(std::move(message), place(file)).with_hint(std::move(hint)), {}});
  }

  const fs::path& folder_;
  fs::path root_;  // without links
  fleet::Findings& findings_;
  Listing listing_;
  std::size_t files_ = 0;
  bool told_depth_ = false;
};

}  // namespace

Listing list_folder(const fs::path& folder, fleet::Findings& findings) { return Lister(folder, findings).list(); }

}  // namespace sailmaker::store
