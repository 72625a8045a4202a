#include "store/folder.h"

#include <gtest/gtest.h>

#include "store/test_files.h"
#include "tests/store/temporary_folder.h"

namespace sailmaker::store {
namespace {

namespace fs = std::filesystem;

// The findings, a line each, with a hint below where there is one.
std::string said(const LoadedFleet& loaded) {
  std::string text;
  for (const Finding& finding : loaded.findings) {
    text += (finding.severity == Severity::error ? "error " : "warning ") + to_line(finding.error) + "\n";
    if (!finding.error.hint.empty()) text += "  " + finding.error.hint + "\n";
  }
  return text;
}

TemporaryFolder& small_fleet(TemporaryFolder& folder) {
  folder.write("fleet.yaml", "stacks: {dev: {pipelines: [deploy]}}\nproducts: {azar: }\n");
  folder.write("services/azar/api.yaml", "stacks: {dev: }\n");
  folder.write("templates/deploy.yaml.j2", "name: x\n");
  return folder;
}

TEST(ReadFolder, SkipsWhatEditorsLeave) {
  TemporaryFolder folder;
  small_fleet(folder);
  for (const char* name : {"services/azar/api.yaml~", "services/azar/.#api.yaml", "services/azar/.api.yaml.swp",
                           "services/azar/#api.yaml#", "services/.git/x.yaml", "services/azar/.hidden.yaml",
                           "templates/.deploy.yaml.j2", "templates/deploy.yaml.j2~", "templates/x.swp"}) {
    folder.write(name, "{{{ not yaml");
  }
  folder.write("services/README.md", "read me");
  folder.write("services/azar/README.md", "read me");
  folder.write("templates/lib/deep/er.j2", "macro");
  const LoadedFleet loaded = read_folder(folder.path());
  EXPECT_EQ(said(loaded), "");
  EXPECT_FALSE(loaded.has_errors());
  EXPECT_EQ(entries(loaded.fleet).size(), 1U);
  std::string sources;
  for (const auto& [path, text] : loaded.fleet.sources) sources += path + "=" + text + ";";
  EXPECT_EQ(sources, "deploy.yaml.j2=name: x\n;lib/deep/er.j2=macro;");
}

TEST(ReadFolder, LeavesTestsAlone) {
  TemporaryFolder folder;
  small_fleet(folder);
  folder.write("templates/tests/deploy.yaml", "a: {key: azar/api/dev/deploy, expect: {error: x}}\n");
  folder.write("templates/tests/golden/a.yaml", "name: x\n");
  folder.write("templates/tests/old.yml", "");
  folder.write("templates/tests/lib.j2", "macro");
  folder.write("templates/tests2/b.yaml", "name: y\n");
  const LoadedFleet loaded = read_folder(folder.path());
  EXPECT_EQ(said(loaded),
            "error templates/tests/old.yml: the file does not end with .yaml, so its tests are not run\n"
            "  rename it to old.yaml\n");
  std::string sources;
  for (const auto& [path, text] : loaded.fleet.sources) sources += path + ";";
  EXPECT_EQ(sources, "deploy.yaml.j2;tests/lib.j2;tests2/b.yaml;");
  const LoadedTests tests = read_tests(folder.path(), loaded.fleet);
  ASSERT_EQ(tests.cases.size(), 1U);
  EXPECT_EQ(tests.cases[0].name, "a");
  EXPECT_EQ(tests.findings.size(), 0U);
}

TEST(ReadFolder, SaysWhereItLooked) {
  const TemporaryFolder folder;
  const std::string name = folder.path().string();
  EXPECT_EQ(said(read_folder(folder.path())),
            "error " + name + ": there is no fleet.yaml in '" + name + "', so it is not a fleet\n" +
                "  `sailmaker init DIR` writes a fleet to begin with; --fleet DIR names another folder\n");
  EXPECT_EQ(said(read_folder(folder.path() / "x")), "error " + name + "/x: there is no folder '" + name + "/x'\n" +
                                                        "  --fleet DIR names the folder of a fleet\n");
  folder.write("file", "");
  EXPECT_TRUE(read_folder(folder.path() / "file").has_errors());
}

TEST(ReadFolder, LinksMayNotLeadOut) {
  TemporaryFolder folder;
  small_fleet(folder);
  const TemporaryFolder outside;
  outside.write("secret.yaml", "password: x");
  fs::create_symlink(outside.path() / "secret.yaml", folder.path() / "services/azar/secret.yaml");
  fs::create_symlink(outside.path(), folder.path() / "services/other");
  fs::create_symlink(outside.path() / "secret.yaml", folder.path() / "templates/secret.j2");
  EXPECT_EQ(said(read_folder(folder.path())),
            "error services/other: this symbolic link leads out of the fleet's folder\n"
            "  put a copy there instead\n"
            "error services/azar/secret.yaml: this symbolic link leads out of the fleet's folder\n"
            "  put a copy there instead\n"
            "error templates/secret.j2: this symbolic link leads out of the fleet's folder\n"
            "  put a copy there instead\n");
  fs::remove_all(folder.path() / "templates");
  fs::remove_all(folder.path() / "services");
  fs::create_symlink(outside.path(), folder.path() / "templates");
  EXPECT_EQ(said(read_folder(folder.path())),
            "error templates: this symbolic link leads out of the fleet's folder\n"
            "  put a copy there instead\n"
            "error fleet.yaml:1:28: there is no template 'deploy'\n"
            "  a template is a file templates/deploy.yaml.j2\n");
}

// As Kubernetes mounts a ConfigMap: the files are links into a folder that begins with two dots.
TEST(ReadFolder, LinksInsideAreFine) {
  TemporaryFolder folder;
  small_fleet(folder);
  fs::create_directory(folder.path() / "..data");
  fs::rename(folder.path() / "fleet.yaml", folder.path() / "..data/fleet.yaml");
  fs::create_symlink("..data/fleet.yaml", folder.path() / "fleet.yaml");
  fs::create_symlink("azar", folder.path() / "services/hakuna");
  fs::create_symlink("nowhere", folder.path() / "templates/broken.j2");
  const TemporaryFolder elsewhere;
  fs::create_symlink(folder.path(), elsewhere.path() / "fleet");
  EXPECT_EQ(said(read_folder(elsewhere.path() / "fleet")),
            "error services/hakuna/api.yaml: product 'hakuna' is not declared in fleet.yaml\n"
            "  declare it in fleet.yaml under 'products'\n"
            "error templates/broken.j2: the file cannot be read: No such file or directory\n");
}

TEST(ReadFolder, LinksInCirclesEnd) {
  TemporaryFolder folder;
  small_fleet(folder);
  fs::create_directory_symlink("..", folder.path() / "templates/again");
  EXPECT_TRUE(read_folder(folder.path()).has_errors());
}

TEST(ReadFolder, SaysWhatCannotBeRead) {
  TemporaryFolder folder;
  small_fleet(folder);
  folder.write("services/azar/latin.yaml", "# sch\xF6n\n");
  folder.write("templates/lib/latin.j2", "sch\xF6n\n");
  folder.write("templates/big.j2", std::string((16 << 20) + 1, 'x'));
  EXPECT_EQ(said(read_folder(folder.path())),
            "error services/azar/latin.yaml:1:6: the file is not UTF-8: byte 0xF6\n"
            "  save the file as UTF-8\n"
            "error templates/big.j2: the file is larger than 16 MB, which is the most for a file\n"
            "error templates/lib/latin.j2:1:4: the file is not UTF-8: byte 0xF6\n"
            "  save the file as UTF-8\n");
}

TEST(ReadFolder, FleetYamlThatIsBrokenLeavesOutWhatFollowsFromIt) {
  TemporaryFolder folder;
  small_fleet(folder);
  folder.write("fleet.yaml", "stacks: {dev: [\n");
  folder.write("services/azar/bad.yaml", "a: 1\na: 2\n");
  const LoadedFleet loaded = read_folder(folder.path());
  EXPECT_TRUE(loaded.has_errors());
  ASSERT_EQ(loaded.findings.size(), 2U) << said(loaded);
  EXPECT_EQ(loaded.findings[0].error.source->file, "fleet.yaml");
  EXPECT_EQ(loaded.findings[1].error.source->file, "services/azar/bad.yaml");
}

TEST(ReadFolder, ManyServicesComeInOrder) {
  TemporaryFolder folder;
  small_fleet(folder);
  for (int i = 0; i < 300; ++i) folder.write("services/azar/s" + std::to_string(i) + ".yaml", "stacks: {dev: }\n");
  const LoadedFleet loaded = read_folder(folder.path(), 4);
  EXPECT_EQ(said(loaded), "");
  ASSERT_EQ(loaded.fleet.services.size(), 301U);
  for (std::size_t i = 1; i < 301; ++i) EXPECT_LT(loaded.fleet.services[i - 1].name, loaded.fleet.services[i].name);
}

TEST(ReadFolder, TheExampleHasNoFindings) {
  const fs::path example = fs::path(SAILMAKER_SOURCE_DIR) / "examples/fleet";
  const LoadedFleet loaded = read_folder(example);
  EXPECT_EQ(said(loaded), "");
  EXPECT_GE(entries(loaded.fleet).size(), 12U);
}

}  // namespace
}  // namespace sailmaker::store
