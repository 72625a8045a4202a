#include "tests/target/places.h"

#include <ostream>

#include "target/directory.h"
#include "target/front50_marker.h"
#include "target/memory.h"
#include "tests/target/s3_place.h"
#include "tests/target/scratch.h"
#include "value/json.h"

namespace sailmaker::target {

namespace {

class DirectoryPlace : public Place {
 public:
  std::unique_ptr<Target> open() override { return make_directory(scratch_ / "front50"); }

  std::int64_t marker() override {
    const auto value = parse_json(text_of(file()), "marker");
    const Value* time = value ? value->find("lastModified") : nullptr;
    return time == nullptr ? 0 : time->as_integer();
  }

  void set_marker(std::int64_t milliseconds) override { put_text(file(), marker_text(milliseconds)); }

 private:
  std::filesystem::path file() const { return scratch_ / "front50/pipelines/last-modified.json"; }

  Scratch scratch_;
};

class MemoryPlace : public Place {
 public:
  std::unique_ptr<Target> open() override { return make_failing(*memory_, 0, 0, FailWhen::before); }
  std::int64_t marker() override { return marker_of(*memory_); }
  void set_marker(std::int64_t milliseconds) override { set_marker_of(*memory_, milliseconds); }

 private:
  std::unique_ptr<Target> memory_ = make_memory();
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const TestedKind& kind) { return out << kind.name; }

std::vector<TestedKind> tested_kinds() {
  return {
      {"directory", [] { return std::unique_ptr<Place>(std::make_unique<DirectoryPlace>()); }},
      {"memory", [] { return std::unique_ptr<Place>(std::make_unique<MemoryPlace>()); }},
      {"s3",
       [] {
         return make_s3_place({"full", true});
       }},
      {"s3_without_versions",
       [] {
         return make_s3_place({"full", false});
       }},
      {"s3_without_conditions",
       [] {
         return make_s3_place({"deaf", true});
       }},
      {"s3_without_either",
       [] {
         return make_s3_place({"deaf", false});
       }},
  };
}

}  // namespace sailmaker::target
