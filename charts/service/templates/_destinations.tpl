{{/* d.destination $c into subset outside -- where a route sends to. From outside the port is named: a gateway has another. */}}
{{- define "d.destination" -}}
{{- $c := index . 0 -}}
{{- $destination := dict "host" $c.contract.host -}}
{{- if include "d.splits" $c -}}{{- $_ := set $destination "subset" (index . 2) -}}{{- end -}}
{{- if index . 3 -}}{{- $_ := set $destination "port" (dict "number" $c.port) -}}{{- end -}}
{{- $_ := set (index . 1) "destination" $destination -}}
{{- end -}}

{{/* d.splits $c -- whether there are subsets. */}}
{{- define "d.splits" -}}
{{- include "l.bool" (list . .values.destinationRule "enabled" "destinationRule.") -}}
{{- end -}}

{{/* d.mirrors $c -- whether the canary gets copies of requests, instead of some of the requests. */}}
{{- define "d.mirrors" -}}
{{- if gt .weight (int64 0) -}}
{{- include "l.bool" (list . .values.canary.mirror "enabled" "canary.mirror.") -}}
{{- end -}}
{{- end -}}

{{/*
d.weighted $c into outside -- sets into.route: main, baseline and canary with their weights. Main stands there even with weight
0, the others only if they get something: they may not be deployed.
*/}}
{{- define "d.weighted" -}}
{{- $c := index . 0 -}}
{{- $weights := dict "main" (int64 100) "baseline" (int64 0) "canary" (int64 0) -}}
{{- if not (include "d.mirrors" $c) -}}{{- include "l.weights" (list $c $weights) -}}{{- end -}}
{{- $routes := list -}}
{{- range $role := list "main" "baseline" "canary" -}}
{{- $weight := get $weights $role | int64 -}}
{{- if or (eq $role "main") (gt $weight (int64 0)) -}}
{{- $route := dict "weight" $weight -}}
{{- include "d.destination" (list $c $route $role (index $ 2)) -}}
{{- $routes = append $routes $route -}}
{{- end -}}
{{- end -}}
{{- $_ := set (index . 1) "route" $routes -}}
{{- end -}}

{{/* d.mirror $c into outside -- sets into.mirror, if the canary gets copies. */}}
{{- define "d.mirror" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- if include "d.mirrors" $c -}}
{{- $made := dict -}}
{{- include "d.destination" (list $c $made "canary" (index . 2)) -}}
{{- $_ := set $into "mirror" $made.destination -}}
{{- $percent := include "s.percent" (list $c $c.values.canary.mirror "percentage" "canary.mirror.") | int64 -}}
{{- $_ := set $into "mirrorPercentage" (dict "value" $percent) -}}
{{- end -}}
{{- end -}}

{{/* d.rule $c into -- the DestinationRule. All three subsets stay for ever, so that no route points at a missing one. */}}
{{- define "d.rule" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $rule := $c.values.destinationRule -}}
{{- include "s.object" (list $c $into "networking" "DestinationRule" $c.app $rule) -}}
{{- $subsets := list -}}
{{- range $role := list "main" "baseline" "canary" -}}
{{- $subset := dict "name" $role "labels" (dict (toString $c.values.roleLabel) $role) -}}
{{- include "d.subset" (list $c $subset (get $rule.subsets $role | default dict)) -}}
{{- $subsets = append $subsets $subset -}}
{{- end -}}
{{- range $name := include "l.keys" (list $c (omit $rule.subsets "main" "baseline" "canary") "destinationRule.subsets") | fromJsonArray -}}
{{- $subset := dict "name" $name "labels" dict -}}
{{- include "d.subset" (list $c $subset (get $rule.subsets $name)) -}}
{{- if not $subset.labels -}}
{{- include "l.problem" (list $c (printf "destinationRule.subsets.%s" $name) "needs labels: only main, baseline and canary have some of their own") -}}
{{- end -}}
{{- $subsets = append $subsets $subset -}}
{{- end -}}
{{- $policy := deepCopy $c.contract.trafficPolicy -}}
{{- include "l.merge" (list $policy $rule.trafficPolicy) -}}
{{- $_ := set $into "spec" (dict "host" $c.contract.host "subsets" $subsets) -}}
{{- if $policy -}}{{- $_ := set $into.spec "trafficPolicy" $policy -}}{{- end -}}
{{- end -}}

{{/* d.subset $c subset entry -- adds what the values say of a subset. */}}
{{- define "d.subset" -}}
{{- $subset := index . 1 -}}
{{- $entry := index . 2 -}}
{{- include "l.texts" (list $subset.labels (get $entry "labels" | default dict)) -}}
{{- include "l.raws" (list (index . 0) $subset $entry "" (list "trafficPolicy")) -}}
{{- end -}}
