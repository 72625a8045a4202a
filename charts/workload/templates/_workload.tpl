{{/* w.workload $c into -- the Deployment, StatefulSet, DaemonSet, CronJob or Job. */}}
{{- define "w.workload" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $_ := set $into "apiVersion" ($c.isJob | ternary "batch/v1" "apps/v1") -}}
{{- $_ := set $into "kind" $c.kind -}}
{{- $template := dict -}}
{{- include "w.podTemplate" (list $c $template) -}}
{{- $spec := dict -}}
{{- if $c.isJob -}}
{{- include "w.jobSpec" (list $c $spec $template) -}}
{{- if eq $c.kind "CronJob" -}}{{- include "w.cronJobSpec" (list $c $spec) -}}{{- end -}}
{{- else -}}
{{- $_ := set $spec "template" $template -}}
{{- include "w.setSpec" (list $c $spec) -}}
{{- end -}}
{{- include "w.metadata" (list $c $into (include "w.workloadName" (list $c $spec)) $c.values.workload) -}}
{{- if $c.versionLabel -}}
{{- $_ := set $into.metadata.labels "version" $c.versionLabel -}}
{{- $_ := set $into.metadata.labels "app.kubernetes.io/version" $c.versionLabel -}}
{{- end -}}
{{- $_ := set $into "spec" $spec -}}
{{- end -}}

{{/* w.metadata $c into name own -- l.metadata, with the application and the role as labels. */}}
{{- define "w.metadata" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- include "l.metadata" . -}}
{{- $labels := dict "app" $c.app (toString $c.values.roleLabel) $c.role -}}
{{- $_ := set $into.metadata "labels" (merge $into.metadata.labels $labels) -}}
{{- end -}}

{{/*
w.workloadName $c spec -- the name of the workload. A Job's ends in a hash of its spec: that is immutable, so another spec
needs another Job, and the same one is not run twice.
*/}}
{{- define "w.workloadName" -}}
{{- $c := index . 0 -}}
{{- if eq $c.kind "Job" -}}
{{- $suffix := include "l.text" (get $c.values.job "nameSuffix") | default (toJson (index . 1) | sha256sum | trunc 8) -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,18}[a-z0-9])?$" $suffix) -}}
{{- include "l.problem" (list $c "job.nameSuffix" (printf "must be at most 20 lower case letters, digits and -, not %q" $suffix)) -}}
{{- end -}}
{{- printf "%s-%s" $c.name $suffix -}}
{{- else -}}
{{- $c.name -}}
{{- end -}}
{{- end -}}

{{/* w.setSpec $c into -- the spec of a Deployment, StatefulSet or DaemonSet, but for its template. */}}
{{- define "w.setSpec" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $selector := dict -}}
{{- include "l.selector" (list $c $selector) -}}
{{- $_ := set $into "selector" (dict "matchLabels" $selector) -}}
{{- include "l.ints" (list $c $into $c.values.rollout "rollout." (list "minReadySeconds" "revisionHistoryLimit")) -}}
{{- if ne $c.kind "DaemonSet" -}}{{- include "w.replicas" . -}}{{- end -}}
{{- include "w.rollout" . -}}
{{- if eq $c.kind "StatefulSet" -}}{{- include "w.statefulSet" . -}}{{- end -}}
{{- end -}}

{{/*
w.replicas $c into -- sets into.replicas, but not where an autoscaler decides. Baseline and canary always have a number: their
clean-up scales them to 0, where an autoscaler rests, and the next canary must wake them up.
*/}}
{{- define "w.replicas" -}}
{{- $c := index . 0 -}}
{{- $full := include "l.int" (list $c $c.values "replicaCount" "") -}}
{{- if not (include "w.scales" $c) -}}
{{- $_ := set (index . 1) "replicas" (include "l.replicas" (list $c $full) | int64) -}}
{{- else if ne $c.role "main" -}}
{{- $full = max (int64 $full) (include "w.minReplicas" $c | int64) -}}
{{- $_ := set (index . 1) "replicas" (include "l.replicas" (list $c $full) | int64) -}}
{{- end -}}
{{- end -}}

{{/* w.rollout $c into -- how new pods replace old ones. */}}
{{- define "w.rollout" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $rollout := $c.values.rollout -}}
{{- $isDeployment := eq $c.kind "Deployment" -}}
{{- $other := $isDeployment | ternary "Recreate" "OnDelete" -}}
{{- $type := "RollingUpdate" -}}
{{- if include "l.isSet" $rollout.type -}}
{{- $type = include "l.choice" (list $c $rollout "type" "rollout." (list "RollingUpdate" $other)) -}}
{{- end -}}
{{- $strategy := dict "type" $type -}}
{{- if eq $type "RollingUpdate" -}}
{{- $rolling := dict -}}
{{- include "w.rolling" (list $c $rolling) -}}
{{- if $rolling -}}{{- $_ := set $strategy "rollingUpdate" $rolling -}}{{- end -}}
{{- end -}}
{{- $_ := set $into ($isDeployment | ternary "strategy" "updateStrategy") $strategy -}}
{{- if $isDeployment -}}
{{- include "l.ints" (list $c $into $rollout "rollout." (list "progressDeadlineSeconds")) -}}
{{- end -}}
{{- end -}}

{{/* w.rolling $c into -- maxSurge and maxUnavailable, or the partition of a StatefulSet. */}}
{{- define "w.rolling" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $rollout := $c.values.rollout -}}
{{- if eq $c.kind "StatefulSet" -}}
{{- include "l.ints" (list $c $into $rollout "rollout." (list "partition")) -}}
{{- else -}}
{{- range list "maxSurge" "maxUnavailable" -}}
{{- include "w.intOrPercent" (list $c $into $rollout . "rollout.") -}}
{{- end -}}
{{- if eq $c.kind "Deployment" -}}
{{- if not (hasKey $into "maxSurge") -}}{{- $_ := set $into "maxSurge" "25%" -}}{{- end -}}
{{- if not (hasKey $into "maxUnavailable") -}}{{- $_ := set $into "maxUnavailable" 0 -}}{{- end -}}
{{- else -}}
{{- $surges := and (hasKey $into "maxSurge") (not (include "w.isZero" $into.maxSurge)) -}}
{{- if not (hasKey $into "maxSurge") -}}{{- $_ := set $into "maxSurge" 0 -}}{{- end -}}
{{- if not (hasKey $into "maxUnavailable") -}}{{- $_ := set $into "maxUnavailable" ($surges | ternary 0 1) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* w.isZero value -- "true" for 0 and 0%. */}}
{{- define "w.isZero" -}}
{{- if has (toString .) (list "0" "0%") -}}true{{- end -}}
{{- end -}}

{{/* w.intOrPercent $c into from key prefix -- copies a number or a percentage, if it is set. */}}
{{- define "w.intOrPercent" -}}
{{- $key := index . 3 -}}
{{- $text := include "l.text" (get (index . 2) $key) -}}
{{- if regexMatch "^(0|[1-9][0-9]{0,8})$" $text -}}
{{- $_ := set (index . 1) $key (int64 $text) -}}
{{- else if regexMatch "^(0|[1-9][0-9]?|100)%$" $text -}}
{{- $_ := set (index . 1) $key $text -}}
{{- else if $text -}}
{{- include "l.problem" (list (index . 0) (printf "%s%s" (index . 4) $key) (printf "must be a whole number or a percentage such as 25%%, not %q" $text)) -}}
{{- end -}}
{{- end -}}

{{/* w.statefulSet $c into -- what only a StatefulSet has. */}}
{{- define "w.statefulSet" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $set := $c.values.statefulSet -}}
{{- $_ := set $into "serviceName" (include "l.text" (get $set "serviceName") | default (printf "%s-headless" $c.app)) -}}
{{- include "l.strings" (list $c $into $set "statefulSet." (list "podManagementPolicy")) -}}
{{- if ge $c.minor (int64 27) -}}
{{- include "l.raws" (list $c $into (dict "persistentVolumeClaimRetentionPolicy" $set.pvcRetention) "" (list "persistentVolumeClaimRetentionPolicy")) -}}
{{- end -}}
{{- $templates := get $set "volumeClaimTemplates" | default dict -}}
{{- $claims := list -}}
{{- range $name := include "l.keys" (list $c $templates "statefulSet.volumeClaimTemplates") | fromJsonArray -}}
{{- $claim := dict -}}
{{- include "w.claim" (list $c $claim $name (get $templates $name)) -}}
{{- $claims = append $claims $claim -}}
{{- end -}}
{{- if $claims -}}{{- $_ := set $into "volumeClaimTemplates" $claims -}}{{- end -}}
{{- end -}}

{{/* w.claim $c into name entry -- a claim. Its labels are immutable, so nothing that changes is among them. */}}
{{- define "w.claim" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 3 -}}
{{- $path := printf "statefulSet.volumeClaimTemplates.%s" (index . 2) -}}
{{- $spec := dict "accessModes" (get $entry "accessModes" | default (list "ReadWriteOnce")) -}}
{{- include "l.strings" (list $c $spec $entry "" (list "storageClassName" "volumeMode")) -}}
{{- if not (include "l.isSet" $entry.size) -}}{{- include "l.problem" (list $c (printf "%s.size" $path) "required. Example: size: 10Gi") -}}{{- end -}}
{{- $_ := set $spec "resources" (dict "requests" (dict "storage" (include "l.text" $entry.size))) -}}
{{- $_ := set $into "metadata" (dict "name" (index . 2) "labels" (dict "app" $c.app "app.kubernetes.io/name" $c.app)) -}}
{{- $_ := set $into "spec" $spec -}}
{{- end -}}
