#include "pipeline/schema_kinds.h"
#include "pipeline/schema_stages.h"

namespace sailmaker::pipeline {

namespace {

constexpr Field kMonikerFields[] = {
    Field("app", kText, "The application.").required(),   Field("cluster", kSomeText, "The cluster."),
    Field("detail", kSomeText, "Free text of the name."), Field("stack", kSomeText, "The stack of the name."),
    Field("sequence", kAny, "Belongs to Spinnaker."),
};

constexpr Field kCloud = Field("cloudProvider", kText, "Always `kubernetes`.").required().one_of("kubernetes");
constexpr Field kAccount = Field("account", kText, "The Kubernetes account.").required();
constexpr Field kSkip = Field("skipExpressionEvaluation", kFlag,
                              "Leave `${...}` in the manifest alone. With `spelEvaluator: v3` manifests as text are "
                              "evaluated all the same.")
                            .otherwise("false");
constexpr Field kArtifactId = Field("manifestArtifactId", kSomeText,
                                    "The artifact that is the manifest. Hides `manifestArtifact`, also when "
                                    "it is empty.");
constexpr Field kArtifact =
    Field("manifestArtifact", kSomeMap, "The manifest as an inline artifact; needs an account.").of(kArtifactShape);
constexpr Field kArtifactAccount =
    Field("manifestArtifactAccount", kSomeText, "The account that reads the inline artifact.");
constexpr Field kRequiredIds =
    Field("requiredArtifactIds", kSomeTexts, "Artifacts that must be there, mostly images to put in.");

constexpr Field kRequiredFields[] = {
    Field("expectedArtifactId", kSomeText, "An expected artifact."),
    Field("artifact", kSomeMap, "Or an inline one.").of(kArtifactShape),
};
constexpr Shape kRequiredShape = {"this required artifact", kRequiredFields, ""};
constexpr Field kRequired = Field("requiredArtifacts", kSomeMaps, "The same, also inline.").of(kRequiredShape);

constexpr Field kInputFields[] = {
    Field("id", kSomeText, "An expected artifact. Hides `artifact`, also when it is empty."),
    Field("artifact", kSomeMap, "Or an inline one.").of(kArtifactShape),
    Field("account", kSomeText, "The account that reads it."),
};
constexpr Shape kInput = {"this input artifact", kInputFields, ""};

constexpr Field kSelectorFields[] = {
    Field("key", kText, "The label.").required(),
    Field("kind", kText, "How it is compared.")
        .required()
        .one_of("ANY EQUALS NOT_EQUALS CONTAINS NOT_CONTAINS EXISTS NOT_EXISTS"),
    Field("values", kSomeTexts, "What it is compared with."),
};
constexpr Shape kSelector = {"this label selector", kSelectorFields, ""};
constexpr Field kSelectorsFields[] = {Field("selectors", kMaps | kNull | kSpel, "All must hold.").of(kSelector)};
constexpr Shape kSelectors = {"labelSelectors", kSelectorsFields, ""};

constexpr Field kBakeManifest[] = {
    Field("templateRenderer", kText, "What bakes, in capitals. Orca refuses KUSTOMIZE5, which Rosco has.")
        .required()
        .one_of("HELM2 HELM3 HELMFILE KUSTOMIZE KUSTOMIZE4"),
    Field("inputArtifacts", kSomeMaps, "The chart or template first, then values files; later ones win.").of(kInput),
    Field("inputArtifact", kSomeMap, "A single one, for Kustomize; used when there are no `inputArtifacts`.")
        .of(kInput),
    Field("outputName", kSomeText, "Helm's release name."),
    Field("namespace", kSomeText, "Passed as --namespace."),
    Field("overrides", kSomeMap, "Values for --set-string, joined by commas without escaping."),
    Field("evaluateOverrideExpressions", kFlag, "Evaluate expressions in `overrides` once more.").otherwise("false"),
    Field("rawOverrides", kFlag, "--set in place of --set-string: numbers and booleans stay what they are.")
        .otherwise("false"),
    Field("includeCRDs", kFlag, "--include-crds, with HELM3 and HELMFILE.").otherwise("false"),
    Field("apiVersions", kSomeText, "Passed as one argument."),
    Field("kubeVersion", kSomeText, "Passed as one argument."),
    Field("helmChartFilePath", kSomeText, "The chart's folder in a repository artifact."),
    Field("kustomizeFilePath", kSomeText, "The kustomization file."),
    Field("helmfileFilePath", kSomeText, "The helmfile."),
    Field("environment", kSomeText, "Helmfile's environment."),
    Field("stateValuesArtifacts", kSomeMaps, "Deck writes it, Orca does not send it on."),
};

constexpr Field kTrafficOptionFields[] = {
    Field("namespace", kSomeText, "Where the services are."),
    Field("services", kSomeTexts, "`service NAME` for each service that gets the traffic."),
    Field("enableTraffic", kFlag, "Send traffic to what was deployed.").otherwise("false"),
    Field("strategy", kSomeText, "What becomes of earlier versions. `redblack` is an old name of `bluegreen`.")
        .one_of("none bluegreen highlander redblack")
        .otherwise("\"none\""),
};
constexpr Shape kTrafficOptions = {"trafficManagement.options", kTrafficOptionFields, ""};
constexpr Field kTrafficFields[] = {
    Field("enabled", kFlag, "Switches `options` on.").otherwise("false"),
    Field("options", kSomeMap, "Must be there when `enabled` is true.").of(kTrafficOptions),
};
constexpr Shape kTraffic = {"trafficManagement", kTrafficFields, ""};

constexpr Field kDeployManifest[] = {
    kAccount,
    kCloud,
    Field("source", kText, "Where the manifest is.").required().one_of("text artifact"),
    Field("moniker", kMap | kSpel, "Its `app` is the application.").required().of(kMonikerShape),
    Field("manifests", kList | kMap | kNull | kSpel, "The manifests themselves, with `source: text`."),
    kArtifactId,
    kArtifact,
    kArtifactAccount,
    Field("namespaceOverride", kSomeText, "The namespace for everything that is deployed."),
    kRequiredIds,
    kRequired,
    Field("enableArtifactBinding", kFlag, "Put images of bound artifacts into the manifest.").otherwise("true"),
    Field("trafficManagement", kSomeMap, "What happens to earlier versions of ReplicaSets.").of(kTraffic),
    Field("labelSelectors", kSomeMap, "Deploy only what has these labels.").of(kSelectors),
    Field("allowNothingSelected", kFlag, "It is no failure when no manifest has them.").otherwise("false"),
    Field("skipSpecTemplateLabels", kFlag, "Do not add Spinnaker's labels to pod templates.").otherwise("false"),
    Field("versioned", kFlag, "Whether resources get a version of their own."),
    Field("stableManifestTimeoutMinutes", kSomeNumber, "How long to wait until it is stable.").otherwise("30"),
    Field("noOutput", kFlag, "Keep the manifests out of the stage's outputs.").otherwise("false"),
    Field("relationships", kAny, "Of old versions.").deprecated("write `trafficManagement`"),
    kSkip,
};

constexpr Field kTarget[] = {
    kAccount,
    kCloud,
    Field("mode", kSomeText, "How the target is chosen.").one_of("static dynamic label"),
    Field("manifestName", kSomeText, "static: `kind name`, the kind in small letters."),
    Field("location", kSomeText, "The namespace."),
    Field("kind", kSomeText, "dynamic: the kind of resource."),
    Field("cluster", kSomeText, "dynamic: `kind name` of the cluster."),
    Field("criteria", kSomeText, "dynamic: which one of the cluster.")
        .one_of("oldest newest second_newest largest smallest"),
    Field("app", kSomeText, "The application."),
    Field("kinds", kSomeTexts, "label: the kinds to look at."),
    Field("labelSelectors", kSomeMap, "label: the labels to look for.").of(kSelectors),
};

// kTarget with more fields, at compile time.
template <std::size_t N>
struct TargetAnd {
  Field fields[std::size(kTarget) + N];
};
template <std::size_t... T, std::size_t... I, std::size_t N>
constexpr TargetAnd<N> join(const Field (&more)[N], std::index_sequence<T...>, std::index_sequence<I...>) {
  return {{kTarget[T]..., more[I]...}};
}
template <std::size_t N>
constexpr TargetAnd<N> target_and(const Field (&more)[N]) {
  return join(more, std::make_index_sequence<std::size(kTarget)>(), std::make_index_sequence<N>());
}

constexpr Field kDeleteOptionFields[] = {
    Field("cascading", kFlag, "Delete what belongs to it too.").otherwise("true"),
    Field("gracePeriodSeconds", kSomeNumber, "How long pods may take."),
    Field("orphanDependents", kFlag, "Keep what belongs to it."),
};
constexpr Shape kDeleteOptions = {"these options", kDeleteOptionFields, ""};
constexpr auto kDeleteManifest = target_and({
    Field("options", kSomeMap, "How to delete.").of(kDeleteOptions),
});
constexpr auto kScaleManifest = target_and({
    Field("replicas", kNumeric | kSpel, "How many.").required(),
});
constexpr Field kPatchOptionFields[] = {
    Field("mergeStrategy", kSomeText, "How the patch is put on.")
        .one_of("strategic merge json")
        .otherwise("\"strategic\""),
    Field("record", kFlag, "Note the change in the resource's annotations.").otherwise("true"),
};
constexpr Shape kPatchOptions = {"these options", kPatchOptionFields, ""};
constexpr auto kPatchManifest = target_and({
    Field("source", kSomeText, "Where the patch is.").one_of("text artifact"),
    Field("patchBody", kList | kMap | kNull | kSpel, "The patch, with `source: text`."),
    kArtifactId,
    kArtifact,
    kArtifactAccount,
    kRequiredIds,
    kRequired,
    Field("options", kSomeMap, "How to patch.").of(kPatchOptions),
    kSkip,
});
constexpr auto kUndoRollout = target_and({
    Field("numRevisionsBack", kSomeNumber, "How many revisions to go back."),
    Field("revision", kSomeNumber, "Or the revision to go to."),
});
constexpr auto kToggle = target_and({
    Field("targetPercentage", kSomeNumber, "How many instances, in percent."),
    Field("loadBalancers", kSomeTexts, "The services to join or leave."),
});

constexpr Field kFindArtifacts[] = {
    kAccount,
    kCloud,
    Field("manifestName", kText, "`kind name`.").required(),
    Field("location", kText, "The namespace.").required(),
    Field("mode", kSomeText, "`static`.").one_of("static dynamic"),
    Field("app", kSomeText, "The application."),
    Field("kind", kSomeText, "Written by Deck."),
    Field("cluster", kSomeText, "Written by Deck."),
    Field("criteria", kSomeText, "Written by Deck."),
};

constexpr Field kRunJob[] = {
    kAccount,
    Field("credentials", kText, "The same account once more.").required(),
    Field("application", kText, "The application.").required(),
    kCloud,
    Field("source", kSomeText, "Where the Job is.").one_of("text artifact").otherwise("\"text\""),
    Field("manifest", kSomeMap, "The Job, with `source: text`."),
    kArtifactId,
    kArtifact,
    kArtifactAccount,
    kRequiredIds,
    kRequired,
    Field("consumeArtifactSource", kSomeText, "What to read when the Job is done.")
        .one_of("none propertyFile artifact")
        .otherwise("\"none\""),
    Field("propertyFile", kSomeText, "The container whose log holds properties."),
    Field("consumeArtifactId", kSomeText, "The artifact that holds properties."),
    Field("consumeArtifact", kSomeMap, "Or an inline one.").of(kArtifactShape),
    Field("consumeArtifactAccount", kSomeText, "The account that reads it."),
};

constexpr Shape kShapes[] = {
    {"bakeManifest", kBakeManifest, "Makes manifests of a chart or kustomization: one artifact, `embedded/base64`."},
    {"deleteManifest", kDeleteManifest.fields, "Deletes resources."},
    {"deployManifest", kDeployManifest, "Applies manifests and waits until they are stable."},
    {"disableManifest", kToggle.fields, "Takes a ReplicaSet out of its services."},
    {"enableManifest", kToggle.fields, "Puts a ReplicaSet into its services."},
    {"findArtifactsFromResource", kFindArtifacts, "Finds the images of a running resource."},
    {"patchManifest", kPatchManifest.fields, "Patches a resource."},
    {"pauseRolloutManifest", kTarget, "Pauses a rollout."},
    {"resumeRolloutManifest", kTarget, "Resumes a rollout."},
    {"rollingRestartManifest", kTarget, "Restarts the pods of a Deployment one after the other."},
    {"runJobManifest", kRunJob, "Runs a Job and waits for it. Orca knows it by its alias only.", {}, "runJob"},
    {"scaleManifest", kScaleManifest.fields, "Sets the number of replicas."},
    {"undoRolloutManifest", kUndoRollout.fields, "Goes back to an earlier revision; static targets only."},
};

}  // namespace

constexpr Shape kMonikerShape = {"this moniker", kMonikerFields, ""};

std::span<const Shape> kubernetes_stages() { return kShapes; }

}  // namespace sailmaker::pipeline
