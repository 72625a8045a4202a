#include "cli/commands.h"

namespace sailmaker::cli {

namespace {

const Operand kSelector{"SELECTOR", false,
                        "which pipelines: a key product/service/stack/template with globs, such as azar/*/prod or "
                        "'*/*/dev/deploy*'; several with commas between them; all without one"};

constexpr Option kOutputPlan{"output",
                             'o',
                             "FORMAT",
                             "text|yaml|json|diff|name|markdown",
                             "text",
                             "",
                             "text: a readable difference; yaml: the changed paths with old and new value; json: one "
                             "document; diff: unified, of YAML; name: the keys; markdown: for a pull request, at most "
                             "65,000 characters"};

constexpr Option kTarget{"target", '\0', "NAME", "", "", "", "in a fleet with several targets: this one alone"};

constexpr Option kFull{
    "full", '\0', "", "", "", "", "show each pipeline's difference whole, also where many have the same"};

constexpr Option kPrune{
    "prune", '\0', "", "", "", "", "also delete stored pipelines that Sailmaker wrote and the fleet no longer has"};
constexpr Option kExplainErrors{
    "explain-errors", '\0', "", "", "", "", "an error of a template lists the variables at its place"};
constexpr Option kForcePrune{
    "force-prune", '\0', "", "", "", "", "the same, even when that is more than half of what is stored"};

constexpr Option kKeepRuns{"keep-runs",
                           '\0',
                           "N",
                           "",
                           "1000",
                           "SAILMAKER_KEEP_RUNS",
                           "afterwards remove the records of all but the newest N runs of the target; 0 keeps all"};

const std::vector<Option> kCommon{
    {"fleet", 'C', "DIR", "", ".", "SAILMAKER_FLEET", "the fleet's folder"},
    {"threads", 'j', "N", "", "0", "SAILMAKER_THREADS", "threads to work with; 0 means one for each core"},
    {"color", '\0', "WHEN", "auto|always|never", "auto", "",
     "colored output; auto: on a terminal, unless NO_COLOR is set"},
    {"quiet", 'q', "", "", "", "", "say nothing but results and errors"},
    {"verbose", 'v', "", "", "", "", "say more: whole new pipelines in a plan, every place of a finding"},
    {"help", 'h', "", "", "", "", "show help and exit"},
};

const std::vector<Command> kCommands{
    {"init",
     "write an example fleet that works at once",
     "Writes a small, complete fleet into DIR, which must be new or empty: two products, three microservices, four "
     "stacks, templates for deployments and canaries, the Helm charts that these use with values for them, and a "
     "directory as the target. Read its README.md next.",
     {{"DIR", true, "the folder to write to"}},
     {},
     {"sailmaker init demo", "sailmaker plan --fleet demo"},
     run_init},
    {"validate",
     "check pipelines: of the fleet, in files, or stored",
     "Generates the selected pipelines and reports everything that is wrong with the fleet, the templates and the "
     "pipelines, each with file, line and column. With --file, checks pipelines from anywhere instead, without a "
     "fleet: "
     "JSON or YAML with one pipeline, a list, or what spin and Gate print; folders are searched for .json, .yaml and "
     ".yml, and - is standard input. With --stored, checks what the fleet's target holds, whoever wrote it; a selector "
     "is then an application, APPLICATION/NAME with globs, or a key. Whatever is checked together must fit together: "
     "names, references, circles. Writes nothing. Exit code 1 when there are errors.",
     {{"SELECTOR or FILE", false,
       "which pipelines, as a key with globs: azar/*/prod; with --file: files and folders; all without one", true}},
     {{"file", '\0', "", "", "", "", "the words are files and folders with pipelines, whoever wrote them"},
      {"stored", '\0', "", "", "", "", "check what the fleet's target holds"},
      {"live", '\0', "", "", "", "",
       "also ask the running Spinnaker for accounts, applications and pipelines; the target must be gate or front50"},
      {"target", '\0', "NAME", "", "", "", "with --stored or --live, in a fleet with several targets: this one alone"},
      {"output", 'o', "FORMAT", "text|json|sarif|github", "text", "",
       "text; json: one document with findings[]; sarif: SARIF 2.1.0, for code scanning; github: annotations for a "
       "pull request, printed by a job of GitHub Actions"},
      kExplainErrors},
     {"sailmaker validate", "sailmaker validate 'azar/*/prod' -o github",
      "sailmaker validate --file pipelines/ one.json", "spin pipeline list -a api | sailmaker validate --file -",
      "sailmaker validate --stored api", "sailmaker validate --live"},
     run_validate},
    {"render",
     "print generated pipelines",
     "Prints the selected pipelines as they would be written. Reads no target, so a pipeline that is stored under "
     "another id shows the id that its key makes.",
     {kSelector},
     {{"output", 'o', "FORMAT", "text|yaml|json|name", "yaml", "",
       "yaml; json: one array; text: what the templates make, before it is read as YAML; name: the keys"},
      kExplainErrors},
     {"sailmaker render azar/my-microservice/prod/deploy", "sailmaker render -o json | jq '.[].name'"},
     run_render},
    {"plan",
     "show what a sync would do",
     "Generates the selected pipelines, compares each with what the target holds, and shows the difference. Writes "
     "nothing but the file that --out names. The last line counts the changes.",
     {kSelector},
     {kOutputPlan,
      kFull,
      {"out", '\0', "FILE", "", "", "", "save the plan, for `sailmaker sync --plan FILE`"},
      {"detailed-exitcode", '\0', "", "", "", "", "exit code 0: no changes, 1: error, 2: changes"},
      kTarget,
      kPrune,
      kForcePrune,
      kExplainErrors},
     {"sailmaker plan", "sailmaker plan '*/*/dev' -o diff", "sailmaker plan --out today.plan"},
     run_plan},
    {"sync",
     "plan, ask, and carry it out",
     "Shows the plan, asks, and writes. Each stored pipeline is compared once more right before it is written: what "
     "somebody else changed since the plan was made is left alone and reported. A failure does not stop the others, "
     "and the next sync completes what this one could not. Ctrl-C finishes what is under way and reports. Deletes "
     "nothing without --prune, and never a pipeline that Sailmaker did not write. In a fleet with several targets each "
     "is planned and written by itself: one that fails does not keep the others from being written, and the exit code "
     "is then 1. A pipeline that moves is deleted in its old target only when it is in the new one.",
     {kSelector},
     {{"yes", 'y', "", "", "", "", "do not ask; needed where there is no terminal"},
      {"plan", '\0', "FILE", "", "", "", "carry out this saved plan, exactly, instead of making a new one"},
      {"overwrite-drift", '\0', "", "", "", "", "also write pipelines that somebody changed outside Sailmaker"},
      {"writers", '\0', "N", "", "0", "", "writes under way at once; 0 means as many as serve the target best"},
      kKeepRuns,
      kTarget,
      kPrune,
      kForcePrune,
      kOutputPlan,
      kFull},
     {"sailmaker sync", "sailmaker sync --yes 'azar/*/dev'", "sailmaker sync --plan today.plan --yes"},
     run_sync},
    {"adopt",
     "take over stored pipelines that are what the fleet makes",
     "Finds stored pipelines without Sailmaker's mark that have the application and name of one of the fleet. Where "
     "what "
     "is stored and what the fleet makes agree, writes the mark and nothing else: from then on it is Sailmaker's. "
     "Where "
     "they differ, prints the difference and writes nothing; a sync would write what the fleet says. Also lists what "
     "is "
     "stored and not in the fleet at all.",
     {kSelector},
     {{"dry-run", '\0', "", "", "", "", "show what it would do, and end"},
      {"yes", 'y', "", "", "", "", "do not ask; needed where there is no terminal"},
      {"writers", '\0', "N", "", "0", "", "writes under way at once; 0 means as many as serve the target best"},
      kKeepRuns,
      kTarget,
      kOutputPlan,
      kFull},
     {"sailmaker adopt --dry-run", "sailmaker adopt 'azar/*/dev'", "sailmaker adopt --yes"},
     run_adopt},
    {"migrate",
     "copy stored pipelines from one target to another",
     "Copies pipelines with their ids, whoever wrote them, and reads all of them back to verify. --from and --to take "
     "a "
     "target section as fleet.yaml has it, or `target` for the fleet's own, or the name of one of its targets; ${NAME} "
     "is filled in from the environment. "
     "What the other target holds under the same id and is different is shown and left alone, unless "
     "--overwrite-drift. "
     "A migration that was cut short goes on when it is run again. What Spinnaker owns (updateTs and the like) and "
     "earlier versions are not copied. Stop changes in Spinnaker meanwhile, then change `target:` in fleet.yaml. A "
     "selector is an application, APPLICATION/NAME with globs, or a key.",
     {{"SELECTOR", false, "which stored pipelines; all without one"}},
     {{"from", '\0', "TARGET", "", "target", "", "where to copy from"},
      {"to", '\0', "TARGET", "", "", "", "where to copy to"},
      {"dry-run", '\0', "", "", "", "", "show what it would do, and end"},
      {"yes", 'y', "", "", "", "", "do not ask; needed where there is no terminal"},
      {"overwrite-drift", '\0', "", "", "", "", "also overwrite what is different there"},
      {"writers", '\0', "N", "", "0", "", "writes under way at once; 0 means as many as serve the target best"},
      kKeepRuns,
      kOutputPlan,
      kFull},
     {"sailmaker migrate --to '{type: sql, url: \"${FRONT50_URL}\"}'",
      "sailmaker migrate --from '{type: s3, bucket: spinnaker, prefix: front50}' --to target --dry-run"},
     run_migrate},
    {"infer",
     "propose a fleet that makes pipelines which are stored",
     "Reads stored pipelines that no fleet has yet, groups those that are alike, and writes into DIR, which must be "
     "new "
     "or "
     "empty, a template for each group and the variables of each microservice. A name's word such as prod is taken for "
     "the "
     "stack, the application for the microservice. Then it makes all pipelines from DIR and compares them with what is "
     "stored: a pipeline that would not come out the same is left out, and why is said. Nothing is written to the "
     "target; `sailmaker adopt` does that. A selector is an application, or APPLICATION/NAME with globs.",
     {{"DIR", true, "the folder to write the fleet to"},
      {"SELECTOR", false, "which stored pipelines; all without one"}},
     {{"from", '\0', "TARGET", "", "target", "", "where to read: `target` for the fleet's own, or a target section"},
      {"stacks", '\0', "NAMES", "", "", "",
       "the words that are stacks, with commas between them, instead of the usual "
       "ones (dev, qa, stage, prod, ...)"},
      {"product", '\0', "NAME", "", "", "", "the product of all microservices, instead of one that names tell"}},
     {"sailmaker infer fleet --from '{type: s3, bucket: spinnaker, prefix: front50}'",
      "sailmaker infer fleet 'matcher/*deploy*' --stacks test,live"},
     run_infer},
    {"drift",
     "show stored pipelines that are not what was written last",
     "Reads all that is stored and shows the pipelines that somebody changed outside Sailmaker: what they changed, "
     "compared with the body that Sailmaker wrote last, and who and when where the store knows. A sync leaves such "
     "pipelines alone. Ways out, for each pipeline: `sync --overwrite-drift` writes what the fleet says. --keep makes "
     "the fleet say what is stored: each changed field becomes an override in the microservice's file, whose "
     "difference is shown before it is written; with a KEY and PATHs, those fields alone. `drift: {ignore: [PATH]}` in "
     "fleet.yaml leaves fields to people for good. docs/sync.md says more.",
     {kSelector, {"PATH", false, "with --keep and one KEY: a changed field, as this command prints it", true}},
     {{"keep", '\0', "", "", "", "", "write what was changed into the fleet, as overrides"},
      {"dry-run", '\0', "", "", "", "", "with --keep: show what it would write, and end"},
      {"yes", 'y', "", "", "", "", "with --keep: do not ask; needed where there is no terminal"},
      {"output", 'o', "FORMAT", "text|json|name", "text", "", "how to print it; name: the keys"},
      {"detailed-exitcode", '\0', "", "", "", "", "exit code 0: no drift, 1: error, 2: drift"},
      kTarget},
     {"sailmaker drift", "sailmaker drift 'azar/*/prod' -o json", "sailmaker drift --detailed-exitcode -q",
      "sailmaker drift --keep azar/my-microservice/prod/deploy limitConcurrent"},
     run_drift},
    {"history",
     "list runs, or the versions of a pipeline",
     "Without a word, the runs: each sync and rollback leaves a record beside the pipelines, with who began it, when, "
     "and what became of each change. With the id of a run, all its changes. With a KEY (or the id of a stored "
     "pipeline), its versions: a number that counts back from 0, which is what is stored now; when, who, and what "
     "changed; the run that wrote it, when Sailmaker did. Versions come from the store, or from the records of runs "
     "where the store keeps none. Works while templates are broken, as it reads fleet.yaml alone.",
     {{"KEY or RUN", false, "product/service/stack/template, the id of a stored pipeline, or the id of a run"}},
     {{"diff", '\0', "N", "", "", "", "show what version N changed, whole"},
      {"limit", '\0', "N", "", "20", "", "so many of the newest"},
      kTarget,
      {"output", 'o', "FORMAT", "text|json", "text", "", "how to print it"}},
     {"sailmaker history", "sailmaker history azar/my-microservice/prod/deploy",
      "sailmaker history azar/my-microservice/prod/deploy --diff 1", "sailmaker history 20261127t101502-ab12cd"},
     run_history},
    {"rollback",
     "write an earlier version of a pipeline, or undo a whole run",
     "With a KEY, writes the version before the one that is stored, or --to N of `sailmaker history KEY`; a deleted "
     "pipeline comes back. With the id of a RUN, undoes all that it did: what it created is deleted, what it updated "
     "gets its earlier body, what it deleted comes back, in every target that it wrote to. What somebody changed since "
     "that run is shown and left alone, "
     "unless --overwrite-drift. Of a run that was killed, what is stored tells what there is to undo. Like a sync it "
     "shows the plan, asks, compares once more before each write, and leaves a record, so a rollback can be rolled "
     "back. The next sync writes what the fleet says again: change the fleet as well. Works while templates are "
     "broken.",
     {{"KEY or RUN", true, "product/service/stack/template, the id of a stored pipeline, or the id of a run"}},
     {{"to", '\0', "N", "", "1", "", "the version, as `sailmaker history KEY` numbers them"},
      {"dry-run", '\0', "", "", "", "", "show what it would do, and end"},
      {"yes", 'y', "", "", "", "", "do not ask; needed where there is no terminal"},
      {"overwrite-drift", '\0', "", "", "", "", "also overwrite what somebody changed since the run"},
      {"writers", '\0', "N", "", "0", "", "writes under way at once; 0 means as many as serve the target best"},
      kKeepRuns,
      kTarget,
      kOutputPlan,
      kFull},
     {"sailmaker rollback azar/my-microservice/prod/deploy", "sailmaker rollback 20261127t101502-ab12cd --dry-run",
      "sailmaker rollback 20261127t101502-ab12cd --yes"},
     run_rollback},
    {"test",
     "run the tests of the templates",
     "Makes the pipelines that templates/tests/*.yaml name, with the variables that stand there, and compares them "
     "with "
     "what is expected: values at paths, a whole pipeline in a golden file, or an error. A file is a map from names to "
     "tests; the microservice of a key need not exist:\n"
     "  production checks the branch:\n"
     "    key: azar/anything/prod/deploy\n"
     "    vars: {only_branch: master}\n"
     "    expect: {paths: {\"stages[0].type\": checkPreconditions}, golden: prod-deploy.yaml}\n"
     "Exit code 1 when a test fails. docs/guide.md says more.",
     {{"NAME", false, "only tests whose file and name, FILE: NAME, hold this text"}},
     {{"output", 'o', "FORMAT", "text|json|junit", "text", "", "text; one JSON document; or XML as JUnit writes it"},
      {"update", '\0', "", "", "", "", "write the golden files anew where the pipelines differ from them"}},
     {"sailmaker test", "sailmaker test 'checks the branch'", "sailmaker test --update"},
     run_test},
    {"bake",
     "show the manifests that a pipeline's bakes make",
     "Runs Helm as Spinnaker's Rosco does for the bakeManifest stages of one pipeline, with charts and values files of "
     "this machine, and prints the objects. Needs Helm 3 or 4. Parameters of the pipeline come from --set, or are "
     "their "
     "defaults; an expression that needs more than parameters and texts is an error. The chart is DIR/NAME or "
     "DIR/NAME-VERSION.tgz in the folder of --charts, a values file stands at its path in the folder of --values, "
     "with or without the first folder of that path. With --diff, prints what differs from the manifests of another "
     "state, object by object: `stored` is the pipeline as the target holds it, a folder is another checkout of the "
     "fleet, with its own charts and values unless options name others. --diff-values and --diff-charts compare with "
     "other values or charts. docs/charts.md says more.",
     {{"KEY", true, "the pipeline: product/service/stack/template"}},
     {{"stage", '\0', "REFID", "", "", "", "this stage alone"},
      {"set", '\0', "PARAMETER=VALUE", "", "", "", "a parameter of the pipeline", true},
      {"values", '\0', "DIR", "", "", "",
       "stands for the values repository; without it, values/ in the fleet's folder"},
      {"charts", '\0', "DIR", "", "", "",
       "where the charts are; without it, charts/ in the fleet's folder or the nearest above it"},
      {"helm", '\0', "FILE", "", "", "SAILMAKER_HELM", "Helm's binary; without it, helm or helm3 on PATH"},
      {"diff", '\0', "BEFORE", "", "", "", "compare with `stored`, or with the fleet in this folder"},
      {"diff-values", '\0', "DIR", "", "", "", "compare with other values files"},
      {"diff-charts", '\0', "DIR", "", "", "", "compare with other charts"},
      {"detailed-exitcode", '\0', "", "", "", "", "with --diff: exit code 0: no difference, 1: error, 2: difference"},
      {"output", 'o', "FORMAT", "yaml|json|command", "yaml", "",
       "yaml, with --diff a unified diff; json: one document; command: the command lines alone, which needs no Helm"},
      kTarget},
     {"sailmaker bake azar/my-microservice/dev/deploy --set version=1.4.2",
      "sailmaker bake azar/my-microservice/prod/deploy --set version=1.4.2 --stage bake-deploy -v",
      "sailmaker bake azar/my-microservice/prod/deploy --set version=1.4.2 --diff stored"},
     run_bake},
    {"explain",
     "show where a variable or a field of a pipeline comes from",
     "Without PATH, for each variable of one pipeline: its value, the layer, file and line that set it, and what it "
     "hides; and for each cron trigger its next three runs. With PATH, for one field: the template lines that wrote "
     "it, through macros and includes, what these are "
     "made of, the conditions and loops around them, the variables all these come to, and the layer that sets each; or "
     "that the linker or a default put it there.",
     {{"KEY", true, "the pipeline: product/service/stack/template"},
      {"PATH", false,
       "the field: stages[2].account, or with a stage's refId or name in place of the number: stages.deploy.account"}},
     {{"output", 'o', "FORMAT", "text|yaml|json", "text", "", "how to print it"}},
     {"sailmaker explain azar/my-microservice/prod/deploy",
      "sailmaker explain azar/my-microservice/prod/deploy stages.deploy.account"},
     run_explain},
    {"jinja",
     "render one template",
     "Renders a template, from FILE or from standard input, as a fleet would: an undefined variable is an error, and "
     "the filters for pipelines (to_yaml, spel, semver_compare, ...) are there. Templates that it includes or imports "
     "are looked up beside it. With --jsonl, reads one JSON request a line and answers one JSON line each.",
     {{"FILE", false, "the template; standard input without one, or for -"}},
     {{"vars", '\0', "FILE", "", "", "", "variables, YAML or JSON; of several files the later wins", true},
      {"set", '\0', "NAME=VALUE", "", "", "", "one variable, its value read as YAML; wins over --vars", true},
      {"templates", '\0', "DIR", "", "", "", "where included and imported templates are, if not beside FILE"},
      {"undefined", '\0', "KIND", "strict|plain|chainable|debug", "strict", "", "what an undefined variable does"},
      {"trim-blocks", '\0', "", "", "", "", "drop the newline after a block tag"},
      {"lstrip-blocks", '\0', "", "", "", "", "drop the blanks before a block tag"},
      kExplainErrors,
      {"jsonl", '\0', "", "", "", "", "many templates: a JSON request a line, see docs/jinja-protocol.md"}},
     {"echo 'Hello {{ name }}' | sailmaker jinja --set name=Spinnaker",
      "sailmaker jinja --vars common.yaml --vars prod.yaml template.j2"},
     run_jinja},
    {"completion",
     "print a completion script for a shell",
     "Prints a script that completes commands, options and their values.",
     {{"SHELL", true, "bash, zsh or fish"}},
     {},
     {"source <(sailmaker completion bash)", "sailmaker completion fish > ~/.config/fish/completions/sailmaker.fish"},
     run_completion},
    {"man",
     "print the manual page",
     "Prints the manual page in roff, made from the same table as this help.",
     {},
     {},
     {"sailmaker man | man -l -", "sailmaker man > /usr/local/share/man/man1/sailmaker.1"},
     run_man},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

std::span<const Option> common_options() { return kCommon; }

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

}  // namespace sailmaker::cli
