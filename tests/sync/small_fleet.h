#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "generate/generator.h"
#include "pipeline/ids.h"
#include "sync/apply.h"
#include "sync/plan.h"
#include "target/memory.h"
#include "tests/generate/fleet_folder.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {

/// A fleet of four pipelines, `deploy` and `check` in dev and prod of azar/api, and a target in memory.
class SmallFleet : public testing::Test {
 protected:
  SmallFleet()
      : folder_({{"deploy.yaml.j2", small_pipeline("{{ stack }}-deploy", "description: v{{ version }}\n")},
                 {"check.yaml.j2", small_pipeline("{{ stack }}-check")}}),
        target_(target::make_memory()) {}

  Plan plan(const PlanOptions& options = {}) {
    const fleet::Fleet fleet = folder_.read();
    const generate::Generator generator(fleet);
    Planned made = make_plan(generator, fleet, *target_, options).value();
    for (const Finding& finding : made.findings) ADD_FAILURE() << to_text(finding.error);
    return std::move(made.plan);
  }

  void set_version(const std::string& version) {
    folder_.write("fleet.yaml", "vars: {version: " + version +
                                    "}\nstacks:\n  dev: {}\n  prod: {protected: true}\nproducts: {azar: {}}\n"
                                    "teams: {devops: {}}\ntarget: {type: directory, path: ./front50}\n");
  }

  static std::string id_of(const std::string& key) { return pipeline::pipeline_id(key); }

  /// The stored body; empty when there is none.
  std::string body(const std::string& key) {
    auto read = target_->read(id_of(key)).value();
    return read ? std::move(read->body) : std::string();
  }

  /// Somebody else changes a field of a stored pipeline.
  void change_by_hand(const std::string& key, std::string_view field, const Value& value) {
    const auto present = target_->read(id_of(key)).value();
    ASSERT_TRUE(present.has_value());
    Value pipeline = parse_json(present->body, key).value();
    pipeline.mutable_map().set(Value(field), value);
    const auto unchanged = target::Precondition::unchanged(present->version);
    ASSERT_EQ(target_->write(id_of(key), to_json(pipeline), unchanged).value(), target::Outcome::done);
  }

  void remove_by_hand(const std::string& key) {
    const auto present = target_->read(id_of(key)).value();
    ASSERT_TRUE(present.has_value());
    const auto unchanged = target::Precondition::unchanged(present->version);
    ASSERT_EQ(target_->remove(id_of(key), unchanged).value(), target::Outcome::done);
  }

  FleetFolder folder_;
  std::unique_ptr<target::Target> target_;
};

}  // namespace sailmaker::sync
