{{/* w.scales $c -- "true" if there is a HorizontalPodAutoscaler. */}}
{{- define "w.scales" -}}
{{- if has .kind (list "Deployment" "StatefulSet") -}}{{- include "l.bool" (list . .values.autoscaling "enabled" "autoscaling.") -}}{{- end -}}
{{- end -}}

{{/* w.minReplicas $c -- autoscaling.minReplicas as text; replicaCount unless set, but at least 1. */}}
{{- define "w.minReplicas" -}}
{{- if include "l.isSet" (get .values.autoscaling "minReplicas") -}}
{{- include "l.int" (list . .values.autoscaling "minReplicas" "autoscaling.") -}}
{{- else -}}
{{- max 1 (include "l.int" (list . .values "replicaCount" "") | int64) -}}
{{- end -}}
{{- end -}}

{{/*
w.autoscaler $c into -- the HorizontalPodAutoscaler of this role. Baseline and canary get their share of its bounds; main
keeps them, see w.scalingBehavior.
*/}}
{{- define "w.autoscaler" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $scaling := $c.values.autoscaling -}}
{{- $_ := set $into "apiVersion" "autoscaling/v2" -}}
{{- $_ := set $into "kind" "HorizontalPodAutoscaler" -}}
{{- include "w.metadata" (list $c $into $c.name $scaling) -}}
{{- $least := include "w.minReplicas" $c -}}
{{- $most := $least -}}
{{- if include "l.isSet" (get $scaling "maxReplicas") -}}{{- $most = include "l.int" (list $c $scaling "maxReplicas" "autoscaling.") -}}{{- end -}}
{{- if ne $c.role "main" -}}
{{- $least = include "l.replicas" (list $c $least) -}}
{{- $most = include "l.replicas" (list $c $most) -}}
{{- end -}}
{{- $spec := dict "minReplicas" (int64 $least) "maxReplicas" (int64 $most) -}}
{{- $_ := set $spec "scaleTargetRef" (dict "apiVersion" "apps/v1" "kind" $c.kind "name" $c.name) -}}
{{- include "w.metrics" (list $c $spec) -}}
{{- include "w.scalingBehavior" (list $c $spec) -}}
{{- $_ := set $into "spec" $spec -}}
{{- end -}}

{{/*
w.metrics $c into -- cpu and memory of the main container, in percent of its requests, and the metrics of the values. Measured
on the container, as sidecars, the injected proxy among them, would blur it.
*/}}
{{- define "w.metrics" -}}
{{- $c := index . 0 -}}
{{- $scaling := $c.values.autoscaling -}}
{{- $metrics := list -}}
{{- range $name := list "cpu" "memory" -}}
{{- if include "l.isSet" (get $scaling $name) -}}
{{- $percent := include "l.int" (list $c $scaling $name "autoscaling.") | int64 -}}
{{- $source := dict "name" $name "target" (dict "type" "Utilization" "averageUtilization" $percent) -}}
{{- if ge $c.minor (int64 27) -}}
{{- $_ := set $source "container" (include "w.mainName" $c) -}}
{{- $metrics = append $metrics (dict "type" "ContainerResource" "containerResource" $source) -}}
{{- else -}}
{{- $metrics = append $metrics (dict "type" "Resource" "resource" $source) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $own := get $scaling "metrics" | default dict -}}
{{- range $name := include "l.keys" (list $c $own "autoscaling.metrics") | fromJsonArray -}}
{{- $metric := dict -}}
{{- include "l.merge" (list $metric (omit (get $own $name) "enabled" "order")) -}}
{{- $metrics = append $metrics $metric -}}
{{- end -}}
{{- if $metrics -}}
{{- $_ := set (index . 1) "metrics" $metrics -}}
{{- else -}}
{{- include "l.problem" (list $c "autoscaling" "needs one of cpu, memory and metrics") -}}
{{- end -}}
{{- end -}}

{{/*
w.scalingBehavior $c into -- main is not scaled down while a canary runs: the more traffic has moved away, the fewer pods it
would keep, and then one step gives all of it back.
*/}}
{{- define "w.scalingBehavior" -}}
{{- $c := index . 0 -}}
{{- $behavior := dict "scaleDown" (dict "stabilizationWindowSeconds" 300) -}}
{{- include "l.merge" (list $behavior (get $c.values.autoscaling "behavior" | default dict)) -}}
{{- if and (eq $c.role "main") (gt $c.weight 0) -}}
{{- include "l.merge" (list $behavior (dict "scaleDown" (dict "selectPolicy" "Disabled"))) -}}
{{- end -}}
{{- $_ := set (index . 1) "behavior" $behavior -}}
{{- end -}}

{{/* w.disrupts $c -- "true" if there is a PodDisruptionBudget. */}}
{{- define "w.disrupts" -}}
{{- if has .kind (list "Deployment" "StatefulSet") -}}{{- include "l.bool" (list . .values.pdb "enabled" "pdb.") -}}{{- end -}}
{{- end -}}

{{/*
w.disruptionBudget $c into -- the PodDisruptionBudget of this role. A percentage lets even a single pod be moved. A number in
minAvailable is meant for all pods; a role with a share of them keeps the default instead, as it may have fewer.
*/}}
{{- define "w.disruptionBudget" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $pdb := $c.values.pdb -}}
{{- $_ := set $into "apiVersion" "policy/v1" -}}
{{- $_ := set $into "kind" "PodDisruptionBudget" -}}
{{- include "w.metadata" (list $c $into $c.name $pdb) -}}
{{- $selector := dict -}}
{{- include "l.selector" (list $c $selector) -}}
{{- $spec := dict "selector" (dict "matchLabels" $selector) -}}
{{- range list "maxUnavailable" "minAvailable" -}}
{{- include "w.intOrPercent" (list $c $spec $pdb . "pdb.") -}}
{{- end -}}
{{- $isShare := or (ne $c.role "main") (gt $c.weight 0) -}}
{{- if and $isShare (hasKey $spec "minAvailable") (not (kindIs "string" $spec.minAvailable)) -}}{{- $_ := unset $spec "minAvailable" -}}{{- end -}}
{{- if not (or (hasKey $spec "maxUnavailable") (hasKey $spec "minAvailable")) -}}
{{- $_ := set $spec "maxUnavailable" "25%" -}}
{{- end -}}
{{- if ge $c.minor (int64 27) -}}
{{- include "l.strings" (list $c $spec $pdb "pdb." (list "unhealthyPodEvictionPolicy")) -}}
{{- end -}}
{{- $_ := set $into "spec" $spec -}}
{{- end -}}
