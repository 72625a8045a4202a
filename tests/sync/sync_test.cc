#include <gtest/gtest.h>

#include <atomic>

#include "generate/generator.h"
#include "pipeline/ids.h"
#include "pipeline/mark.h"
#include "sync/apply.h"
#include "sync/plan.h"
#include "sync/plan_file.h"
#include "target/memory.h"
#include "tests/generate/fleet_folder.h"
#include "value/json.h"
#include "value/map.h"

namespace sailmaker::sync {
namespace {

const std::string kDeployId = pipeline::pipeline_id("azar/api/dev/deploy");

/// A fleet of four pipelines and a target in memory.
class Sync : public testing::Test {
 protected:
  Sync()
      : folder_({{"deploy.yaml.j2", small_pipeline("{{ stack }}-deploy", "description: v{{ version }}\n")},
                 {"check.yaml.j2", small_pipeline("{{ stack }}-check")}}),
        target_(target::make_memory()) {}

  Planned planned(const PlanOptions& options = {}) { return planned_on(*target_, options).value(); }

  Result<Planned> planned_on(target::Target& target, const PlanOptions& options = {}) {
    const fleet::Fleet fleet = folder_.read();
    const generate::Generator generator(fleet);
    return make_plan(generator, fleet, target, options);
  }

  Plan plan(const PlanOptions& options = {}) {
    Planned result = planned(options);
    for (const Finding& finding : result.findings) ADD_FAILURE() << to_text(finding.error);
    return std::move(result.plan);
  }

  Report apply_plan(const Plan& plan, const ApplyOptions& options = {}) {
    return apply(plan, *target_, options).value();
  }

  void sync() { EXPECT_TRUE(apply_plan(plan()).is_complete()); }

  void set_version(const std::string& version) {
    folder_.write("fleet.yaml", "vars: {version: " + version +
                                    "}\nstacks:\n  dev: {}\n  prod: {protected: true}\nproducts: {azar: {}}\n"
                                    "teams: {devops: {}}\ntarget: {type: directory, path: ./front50}\n");
  }

  Value stored(const std::string& id) {
    const auto read = target_->read(id).value();
    return read ? parse_json(read->body, id).value() : Value();
  }

  void store(const std::string& id, const Value& pipeline) {
    auto present = target_->read(id).value();
    const auto precondition =
        present ? target::Precondition::unchanged(present->version) : target::Precondition::absent();
    ASSERT_EQ(target_->write(id, to_json(pipeline), precondition).value(), target::Outcome::done);
  }

  FleetFolder folder_;
  std::unique_ptr<target::Target> target_;
};

TEST_F(Sync, ReadsNothingThatTheListingShowsUnchanged) {
  sync();
  // The first call is the listing; any other fails.
  const auto listing_only = target::make_failing(*target_, 2, 1000, target::FailWhen::before);
  const auto unchanged = planned_on(*listing_only);
  ASSERT_TRUE(unchanged) << unchanged.error().message;
  EXPECT_TRUE(unchanged->plan.changes.empty());
  EXPECT_EQ(unchanged->plan.unchanged, 4U);
  set_version("2");
  const auto reading = target::make_failing(*target_, 2, 1000, target::FailWhen::before);
  EXPECT_FALSE(planned_on(*reading));
}

TEST_F(Sync, ComparesWhatIsStoredInOtherWords) {
  sync();
  // As Front50 gives it back: other bytes, another version, nothing changed.
  Value pipeline = stored(kDeployId);
  pipeline.mutable_map().set("updateTs", "1700000000000");
  store(kDeployId, pipeline);
  EXPECT_TRUE(plan().changes.empty());
}

TEST_F(Sync, CreatesThenHasNothingToDo) {
  const Plan first = plan();
  EXPECT_EQ(first.count(Action::create), 4U);
  EXPECT_EQ(first.changes[0].key, "azar/api/dev/deploy");
  EXPECT_FALSE(first.changes[0].is_protected);
  EXPECT_TRUE(first.changes[2].is_protected);
  EXPECT_TRUE(apply_plan(first).is_complete());
  const Plan second = plan();
  EXPECT_TRUE(second.changes.empty());
  EXPECT_EQ(second.unchanged, 4U);
}

TEST_F(Sync, UpdatesShowOnlyWhatDiffers) {
  sync();
  set_version("1.1.0");
  const Plan update = plan();
  ASSERT_EQ(update.changes.size(), 2U);
  ASSERT_EQ(update.changes[0].differences.size(), 1U);
  EXPECT_EQ(sailmaker::to_string(update.changes[0].differences[0].path), "description");
  EXPECT_EQ(update.changes[0].differences[0].after.as_string(), "v1.1.0");
  EXPECT_TRUE(apply_plan(update).is_complete());
  EXPECT_EQ(stored(kDeployId).find("description")->as_string(), "v1.1.0");
}

TEST_F(Sync, TheSamePlanOnAnyNumberOfThreads) {
  std::string first;
  for (const unsigned threads : {1U, 2U, 7U}) {
    PlanOptions options;
    options.threads = threads;
    Plan made = plan(options);
    made.made_at = 0;
    const std::string text = to_json(encode(made));
    if (first.empty()) first = text;
    EXPECT_EQ(text, first);
  }
}

TEST_F(Sync, DoesNotOverwriteWhatMovedOn) {
  sync();
  set_version("1.1.0");
  const Plan update = plan();
  Value changed = stored(kDeployId);
  changed.mutable_map().set("description", "by hand");
  store(kDeployId, changed);
  const Report report = apply_plan(update);
  EXPECT_EQ(report.count(Fate::moved_on), 1U);
  EXPECT_EQ(report.count(Fate::done), 1U);
  EXPECT_EQ(stored(kDeployId).find("description")->as_string(), "by hand");
}

TEST_F(Sync, DoesNotCreateOverWhatAppearedMeanwhile) {
  const Plan first = plan();
  store(kDeployId, Map{{"id", kDeployId}, {"name", "x"}, {"application", "y"}});
  const Report report = apply_plan(first);
  EXPECT_EQ(report.count(Fate::moved_on), 1U);
  EXPECT_EQ(stored(kDeployId).find("name")->as_string(), "x");
}

TEST_F(Sync, LeavesDriftAlone) {
  sync();
  Value changed = stored(kDeployId);
  changed.mutable_map().set("description", "by hand");
  store(kDeployId, changed);
  const Plan update = plan();
  ASSERT_EQ(update.changes.size(), 1U);
  EXPECT_TRUE(update.changes[0].drifted);
  EXPECT_EQ(apply_plan(update).count(Fate::drifted), 1U);
  EXPECT_EQ(stored(kDeployId).find("description")->as_string(), "by hand");
  ApplyOptions options;
  options.drift = Drift::overwrite;
  EXPECT_TRUE(apply_plan(update, options).is_complete());
  EXPECT_TRUE(plan().changes.empty());
}

TEST_F(Sync, RemovesLastAndOnlyWhatIsMarked) {
  sync();
  store("stranger", Map{{"id", "stranger"}, {"name", "mine"}, {"application", "z"}});
  folder_.write("services/azar/api.yaml",
                "team: devops\nnamespace: api\ngit_repo: r\nstacks:\n  dev: {pipelines: [deploy, check]}\n  prod: "
                "{pipelines: [deploy]}\n");
  set_version("3.0.0");
  EXPECT_EQ(plan().orphans, std::vector<std::string>{"azar/api/prod/check"});
  PlanOptions options;
  options.prune = Prune::yes;
  const Plan prune = plan(options);
  ASSERT_EQ(prune.changes.size(), 3U);
  EXPECT_EQ(prune.changes[2].action, Action::remove);
  EXPECT_TRUE(apply_plan(prune).is_complete());
  EXPECT_FALSE(stored("stranger").is_null());
  EXPECT_TRUE(stored(pipeline::pipeline_id("azar/api/prod/check")).is_null());
}

TEST_F(Sync, RefusesToRemoveMoreThanHalfUnlessForced) {
  sync();
  folder_.write("services/azar/api.yaml",
                "team: devops\nnamespace: api\ngit_repo: r\nstacks:\n  dev: {pipelines: [deploy]}\n");
  PlanOptions options;
  options.prune = Prune::yes;
  EXPECT_TRUE(planned(options).has_errors());
  options.prune = Prune::forced;
  EXPECT_EQ(plan(options).count(Action::remove), 3U);
}

TEST_F(Sync, AdoptsByNameWhateverTheCase) {
  store("old-id", Map{{"id", "old-id"}, {"name", "DEV-deploy"}, {"application", "API"}, {"index", 4}});
  const Plan first = plan();
  ASSERT_EQ(first.changes[0].id, "old-id");
  EXPECT_TRUE(first.changes[0].adopted);
  EXPECT_TRUE(apply_plan(first).is_complete());
  EXPECT_EQ(stored("old-id").find("index")->as_integer(), 4);
  EXPECT_TRUE(stored(kDeployId).is_null());
  EXPECT_TRUE(plan().changes.empty());
}

TEST_F(Sync, ARenameKeepsTheId) {
  sync();
  folder_.write("templates/deploy.yaml.j2", small_pipeline("{{ stack }}-renamed"));
  const Plan update = plan();
  EXPECT_EQ(update.count(Action::create), 0U);
  EXPECT_EQ(update.count(Action::update), 2U);
  EXPECT_EQ(update.changes[0].id, kDeployId);
}

TEST_F(Sync, RefusesANameThatIsTaken) {
  sync();
  store("theirs", Map{{"id", "theirs"}, {"name", "DEV-renamed"}, {"application", "API"}});
  EXPECT_FALSE(planned().has_errors());
  folder_.write("templates/deploy.yaml.j2", small_pipeline("{{ stack }}-renamed"));
  const Planned result = planned();
  ASSERT_TRUE(result.has_errors());
  EXPECT_EQ(to_text(result.findings[0]),
            R"(error: the target holds another pipeline called 'DEV-renamed' in the application 'API': theirs
 --> templates/deploy.yaml.j2:2:7
  |
2 | name: "{{ stack }}-renamed"
  |       ^
  rendered as azar/api/dev/deploy.yaml:2:7
  pipeline: azar/api/dev/deploy
  hint: this pipeline is stored under an id of its own, so the other one cannot be taken over; rename or remove one of the two
  rule: duplicate-name
)");
}

TEST_F(Sync, WarnsOfATwinThatIsStoredBesideAPipelineThatStays) {
  sync();
  store("theirs", Map{{"id", "theirs"}, {"name", "dev-deploy"}, {"application", "api"}});
  const Planned result = planned();
  EXPECT_FALSE(result.has_errors());
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_EQ(result.findings[0].error.message,
            "the target holds another pipeline called 'dev-deploy' in the application 'api': theirs");
}

TEST_F(Sync, RefusesToChooseBetweenTwoStoredPipelines) {
  for (const char* id : {"one", "two"}) {
    store(id, Map{{"id", id}, {"name", "dev-deploy"}, {"application", "api"}});
  }
  const Planned result = planned();
  ASSERT_TRUE(result.has_errors());
  EXPECT_NE(result.findings[0].error.message.find("one and two"), std::string::npos);
}

TEST_F(Sync, ReplacesWhatCannotBeReadOnlyWhenAskedTo) {
  ASSERT_TRUE(target_->write(kDeployId, "{\"id\": ", target::Precondition::absent()).ok());
  const Plan first = plan();
  EXPECT_EQ(first.changes[0].action, Action::update);
  EXPECT_EQ(apply_plan(first).count(Fate::drifted), 1U);
}

TEST_F(Sync, StopsBetweenWrites) {
  const Plan first = plan();
  std::atomic<bool> stop{false};
  ApplyOptions options;
  options.writers = 1;
  options.stop = &stop;
  options.progress = [&](std::size_t done, std::size_t) { stop = done == 2; };
  const Report report = apply_plan(first, options);
  EXPECT_EQ(report.count(Fate::done), 2U);
  EXPECT_EQ(report.count(Fate::not_begun), 2U);
  sync();
  EXPECT_TRUE(plan().changes.empty());
}

TEST_F(Sync, APlanToShowSaysTheSameAndWritesNothing) {
  sync();
  set_version("1.1.0");
  PlanOptions options;
  options.purpose = Purpose::show;
  const Plan shown = plan(options);
  Plan whole = plan();
  whole.made_at = shown.made_at;
  EXPECT_EQ(to_json(summary(shown)), to_json(summary(whole)));
  EXPECT_EQ(apply_plan(shown).count(Fate::failed), 2U);
  EXPECT_EQ(stored(kDeployId).find("description")->as_string(), "v1.0.0");
}

TEST_F(Sync, RefusesAPlanOfAnotherTarget) {
  Plan first = plan();
  first.target = "directory /elsewhere";
  EXPECT_FALSE(apply(first, *target_, {}).ok());
}

TEST_F(Sync, SavedPlansComeBackAsTheyWere) {
  sync();
  set_version("1.1.0");
  const Plan update = plan();
  const std::string text = to_json(encode(update));
  const auto back = decode_plan(text, "saved");
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(to_json(encode(*back)), text);
  EXPECT_EQ(to_json(summary(*back)), to_json(summary(update)));
  EXPECT_TRUE(apply_plan(*back).is_complete());
  EXPECT_TRUE(plan().changes.empty());
}

/// The n-th call to the target fails, before or after its work, in planning or in writing: nothing is half done, what
/// the report calls done is stored, and the next sync completes the rest.
class SyncFailing : public Sync, public testing::WithParamInterface<target::FailWhen> {};

TEST_P(SyncFailing, AnyCallMayFail) {
  sync();
  set_version("1.1.0");
  folder_.write("services/azar/api.yaml",
                "team: devops\nnamespace: api\ngit_repo: r\nstacks:\n  dev: {pipelines: [deploy, check]}\n  prod: "
                "{pipelines: [deploy]}\n");
  PlanOptions options;
  options.prune = Prune::yes;
  options.threads = 1;
  int failures = 0;
  for (int call = 1; call <= 12; ++call) {
    const auto failing = target::make_failing(*target_, call, 1, GetParam());
    set_version("1." + std::to_string(call) + ".0");
    const auto made = planned_on(*failing, options);
    if (!made) {
      ++failures;
      continue;
    }
    ApplyOptions apply_options;
    apply_options.writers = 1;
    const auto report = apply(made->plan, *failing, apply_options);
    if (!report || !report->is_complete()) ++failures;
    if (!report) continue;
    for (std::size_t i = 0; i < report->changes.size(); ++i) {
      if (report->changes[i].fate == Fate::done && made->plan.changes[i].action == Action::update) {
        EXPECT_EQ(to_json(stored(made->plan.changes[i].id)), made->plan.changes[i].after);
      }
    }
  }
  EXPECT_GE(failures, 5);
  ApplyOptions last;
  last.drift = Drift::keep;
  EXPECT_TRUE(apply_plan(plan(options), last).is_complete());
  EXPECT_TRUE(plan(options).changes.empty());
}

INSTANTIATE_TEST_SUITE_P(BeforeAndAfter, SyncFailing,
                         testing::Values(target::FailWhen::before, target::FailWhen::after));

}  // namespace
}  // namespace sailmaker::sync
