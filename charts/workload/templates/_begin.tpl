{{/*
w.begin $c -- fills the context with l.begin. Each file in this folder makes its own context from `dict "root" $`.
Afterwards also: versionLabel, the version as the value of a label; isJob, whether the pods come to an end by themselves;
native, whether the cluster knows sidecars that are init containers. The weight is 0 for all but Deployments: nothing stands
beside them that could take pods' work over.
*/}}
{{- define "w.begin" -}}
{{- $_ := set . "maps" (include "w.maps" . | fromJsonArray) -}}
{{- include "l.begin" . -}}
{{- if ne .kind "Deployment" -}}{{- $_ := set . "weight" (int64 0) -}}{{- end -}}
{{- $_ := set . "isJob" (has .kind (list "Job" "CronJob")) -}}
{{- $_ := set . "native" (ge .minor (int64 29)) -}}
{{- $image := dict "image" .values.image "version" .values.version -}}
{{- include "w.image" (list . $image "") -}}
{{- $_ := set . "image" $image.reference -}}
{{- $_ := set . "versionLabel" (include "l.labelValue" $image.version) -}}
{{- end -}}

{{/* w.maps -- the keys of values.yaml whose values are maps; a test compares the list with the file. */}}
{{- define "w.maps" -}}
{{- list "labels" "annotations" "extraObjects" "rollout" "workload" "selectorLabels" "podLabels" "podAnnotations"
  "nodeSelector" "tolerations" "affinity" "topologySpread" "dnsConfig" "hostAliases" "imagePullSecrets" "serviceAccount"
  "podSecurityContext" "ports" "env" "envFrom" "resources" "securityContext" "probes" "preStop" "lifecycle" "volumes"
  "volumeMounts" "configMaps" "initContainers" "sidecars" "logging" "istioProxy" "autoscaling" "pdb" "statefulSet" "job"
  "cronJob" "containerPatch" "podSpecPatch" | toJson -}}
{{- end -}}

{{/*
w.image $c holder prefix -- reads `image` and `version` of the dict holder. Sets `reference`, what to pull, and `version`, its tag or
digest as text. The version wins over a tag or digest in the image.
*/}}
{{- define "w.image" -}}
{{- $holder := index . 1 -}}
{{- $image := include "l.text" $holder.image -}}
{{- $version := include "l.text" $holder.version -}}
{{- $digest := regexFind "@.*$" $image -}}
{{- $repository := trimSuffix $digest $image -}}
{{- $tag := regexFind ":[^/:]*$" $repository -}}
{{- $repository = trimSuffix $tag $repository -}}
{{- include "w.checkImage" (list (index . 0) (index . 2) $image $repository $version) -}}
{{- $written := trimPrefix "@" $digest | default (trimPrefix ":" $tag) -}}
{{- $reference := $image -}}
{{- if $version -}}
{{- $reference = printf "%s%s%s" $repository (hasPrefix "sha256:" $version | ternary "@" ":") $version -}}
{{- else if kindIs "string" $holder.version -}}
{{- include "l.problem" (list (index . 0) (printf "%sversion" (index . 2)) "is empty; the pipeline's parameter for it has no value") -}}
{{- else if and $image (not $written) -}}
{{- include "l.problem" (list (index . 0) (printf "%sversion" (index . 2)) (printf "required, as image %q has neither tag nor digest" $image)) -}}
{{- end -}}
{{- $_ := set $holder "reference" $reference -}}
{{- $_ := set $holder "version" ($version | default $written) -}}
{{- end -}}

{{/* w.checkImage $c prefix image repository version */}}
{{- define "w.checkImage" -}}
{{- $c := index . 0 -}}
{{- $image := index . 2 -}}
{{- $version := index . 4 -}}
{{- $tag := "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}" -}}
{{- $digest := "sha256:[0-9a-f]{64}" -}}
{{- if not $image -}}
{{- include "l.problem" (list $c (printf "%simage" (index . 1)) "required. Example: image: harbor.example.com/team/hello-app") -}}
{{- else if not (regexMatch (printf "^[a-zA-Z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)*(:%s)?(@%s)?$" $tag $digest) $image) -}}
{{- include "l.problem" (list $c (printf "%simage" (index . 1)) (printf "must be registry/repository, optionally with :tag or @sha256:digest, not %q" $image)) -}}
{{- end -}}
{{- if and $version (not (regexMatch (printf "^(%s|%s)$" $tag $digest) $version)) -}}
{{- include "l.problem" (list $c (printf "%sversion" (index . 1)) (printf "must be a tag or sha256:digest, not %q" $version)) -}}
{{- end -}}
{{- end -}}
