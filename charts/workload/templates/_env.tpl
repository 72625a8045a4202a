{{/*
w.env $c into env path -- sets into.env: the list that Kubernetes wants, from a map of variables. A variable comes after
those that it uses.
*/}}
{{- define "w.env" -}}
{{- $c := index . 0 -}}
{{- $env := index . 2 -}}
{{- $path := index . 3 -}}
{{- $variables := list -}}
{{- $order := dict "keys" (include "l.keys" (list $c $env $path) | fromJsonArray) -}}
{{- include "w.envOrder" (list $c $order $env $path) -}}
{{- range $name := $order.keys -}}
{{- $variable := dict "name" $name -}}
{{- include "w.envEntry" (list $c $variable (get $env $name) (printf "%s.%s" $path $name)) -}}
{{- $variables = append $variables $variable -}}
{{- end -}}
{{- if $variables -}}{{- $_ := set (index . 1) "env" $variables -}}{{- end -}}
{{- end -}}

{{/* w.envEntry $c into entry path -- sets value or valueFrom of one variable; into.name is there. */}}
{{- define "w.envEntry" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $path := index . 3 -}}
{{- if has $into.name (list "true" "false") -}}
{{- include "l.problem" (list $c $path (printf "is called %s; names such as Y, N, ON, OFF, YES and NO need quotes" $into.name)) -}}
{{- else if not (regexMatch "^[A-Za-z_.-][A-Za-z0-9_.-]*$" $into.name) -}}
{{- include "l.problem" (list $c $path "is no name for a variable; use letters, digits, _, - and ., and begin with no digit") -}}
{{- end -}}
{{- if kindIs "map" $entry -}}
{{- include "w.envSource" . -}}
{{- else -}}
{{- $_ := set $into "value" (include "l.text" $entry) -}}
{{- end -}}
{{- end -}}

{{/* w.envSource $c into entry path -- the same for a variable that is a map: value, or where the value comes from. */}}
{{- define "w.envSource" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $used := list -}}
{{- range list "value" "secret" "configMap" "field" "resource" "valueFrom" -}}
{{- if and (hasKey $entry .) (not (kindIs "invalid" (get $entry .))) -}}{{- $used = append $used . -}}{{- end -}}
{{- end -}}
{{- include "w.checkOneSource" (list $c (index . 3) $used) -}}
{{- $from := dict -}}
{{- $key := include "l.text" $entry.key | default $into.name -}}
{{- if has "valueFrom" $used -}}
{{- include "l.merge" (list $from $entry.valueFrom) -}}
{{- else if has "secret" $used -}}
{{- $_ := set $from "secretKeyRef" (dict "name" (include "l.text" $entry.secret) "key" $key) -}}
{{- include "l.bools" (list $c $from.secretKeyRef $entry (printf "%s." (index . 3)) (list "optional")) -}}
{{- else if has "configMap" $used -}}
{{- $_ := set $from "configMapKeyRef" (dict "name" (include "w.configMapName" (list $c $entry.configMap)) "key" $key) -}}
{{- include "l.bools" (list $c $from.configMapKeyRef $entry (printf "%s." (index . 3)) (list "optional")) -}}
{{- else if has "field" $used -}}
{{- $_ := set $from "fieldRef" (dict "fieldPath" (include "l.text" $entry.field)) -}}
{{- else if has "resource" $used -}}
{{- $_ := set $from "resourceFieldRef" (dict "resource" (include "l.text" $entry.resource)) -}}
{{- end -}}
{{- if $from -}}
{{- $_ := set $into "valueFrom" $from -}}
{{- else -}}
{{- $_ := set $into "value" (include "l.text" $entry.value) -}}
{{- end -}}
{{- end -}}

{{/* w.checkOneSource $c path used -- a map that is merged from two files may say two things. */}}
{{- define "w.checkOneSource" -}}
{{- $used := index . 2 -}}
{{- if not $used -}}
{{- include "l.problem" (list (index . 0) (index . 1) "needs one of value, secret, configMap, field, resource and valueFrom") -}}
{{- else if gt (len $used) 1 -}}
{{- $advice := eq "value" (first $used) | ternary `Add "value: null", or write the literal as a plain scalar` (printf `Add "%s: null"` (first $used)) -}}
{{- include "l.problem" (list (index . 0) (index . 1) (printf "has both %s (from an earlier file) and %s. %s" (first $used) (index $used 1) $advice)) -}}
{{- end -}}
{{- end -}}

{{/*
w.envNeeds $c entry path names -- the variables among `names` (a dict) that an entry uses: $(NAME) in its literal, and
dependsOn. $$(NAME) is an escape. A JSON list.
*/}}
{{- define "w.envNeeds" -}}
{{- $c := index . 0 -}}
{{- $entry := index . 1 -}}
{{- $path := index . 2 -}}
{{- $names := index . 3 -}}
{{- $needs := list -}}
{{- $isMap := kindIs "map" $entry -}}
{{- $text := include "l.text" ($isMap | ternary (get ($isMap | ternary $entry dict) "value") $entry) -}}
{{- range regexFindAll `\$\$|\$\([A-Za-z0-9_.-]+\)` $text -1 -}}
{{- $name := trimPrefix "$(" . | trimSuffix ")" -}}
{{- if hasKey $names $name -}}{{- $needs = append $needs $name -}}{{- end -}}
{{- end -}}
{{- if $isMap -}}
{{- $wanted := $entry.dependsOn -}}
{{- range (kindIs "slice" $wanted | ternary $wanted (compact (list $wanted))) -}}
{{- if hasKey $names (toString .) -}}
{{- $needs = append $needs (toString .) -}}
{{- else -}}
{{- include "l.problem" (list $c (printf "%s.dependsOn" $path) (printf "%s is not a variable here" .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- uniq $needs | toJson -}}
{{- end -}}

{{/*
w.envOrder $c order env path -- puts order.keys, which are by (order, key), so that each comes after those it needs:
again and again the first of them that waits for nothing. `ready` are keys that were passed over and may come now.
*/}}
{{- define "w.envOrder" -}}
{{- $order := index . 1 -}}
{{- $keys := $order.keys -}}
{{- $graph := dict -}}
{{- include "w.envGraph" (list (index . 0) $graph $keys (index . 2) (index . 3)) -}}
{{- $sorted := list -}}
{{- range $at, $key := $keys -}}
{{- if eq 0 (get $graph.waits $key) -}}
{{- $ready := list (printf "%06d %s" $at $key) -}}
{{- range $keys -}}
{{- if not $ready -}}{{- break -}}{{- end -}}
{{- $next := substr 7 (first $ready | len) (first $ready) -}}
{{- $ready = rest $ready -}}
{{- $sorted = append $sorted $next -}}
{{- range $waiting := get $graph.users $next | default list -}}
{{- $left := sub (get $graph.waits $waiting) 1 | int -}}
{{- $_ := set $graph.waits $waiting $left -}}
{{- if and (eq 0 $left) (lt (get $graph.places $waiting) $at) -}}
{{- $ready = sortAlpha (append $ready (printf "%06d %s" (get $graph.places $waiting) $waiting)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if lt (len $sorted) (len $keys) -}}
{{- include "w.envCycle" (list (index . 0) $graph $keys $sorted (index . 3)) -}}
{{- else -}}
{{- $_ := set $order "keys" $sorted -}}
{{- end -}}
{{- end -}}

{{/*
w.envGraph $c graph keys env path -- fills graph: places (where a key stands), waits (for how many others it waits) and
users (which keys wait for it).
*/}}
{{- define "w.envGraph" -}}
{{- $c := index . 0 -}}
{{- $env := index . 3 -}}
{{- $path := index . 4 -}}
{{- $places := dict -}}
{{- $waits := dict -}}
{{- $users := dict -}}
{{- range $at, $key := index . 2 -}}{{- $_ := set $places $key $at -}}{{- end -}}
{{- range $key := index . 2 -}}
{{- $needs := without (include "w.envNeeds" (list $c (get $env $key) (printf "%s.%s" $path $key) $places) | fromJsonArray) $key -}}
{{- $_ := set $waits $key (len $needs) -}}
{{- range $needs -}}
{{- $_ := set $users . (append (get $users . | default list) $key) -}}
{{- end -}}
{{- end -}}
{{- $_ := set (index . 1) "places" $places -}}
{{- $_ := set (index . 1) "waits" $waits -}}
{{- $_ := set (index . 1) "users" $users -}}
{{- end -}}

{{/* w.envCycle $c graph keys sorted path -- names the variables of the circle, without those that only wait for it. */}}
{{- define "w.envCycle" -}}
{{- $graph := index . 1 -}}
{{- $sorted := index . 3 -}}
{{- $left := list -}}
{{- range index . 2 -}}
{{- if not (has . $sorted) -}}{{- $left = append $left . -}}{{- end -}}
{{- end -}}
{{- range index . 2 -}}
{{- $kept := list -}}
{{- range $key := $left -}}
{{- range get $graph.users $key | default list -}}
{{- if has . $left -}}{{- $kept = append $kept $key -}}{{- break -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if eq (len $kept) (len $left) -}}{{- break -}}{{- end -}}
{{- $left = $kept -}}
{{- end -}}
{{- include "l.problem" (list (index . 0) (index . 4) (printf "circular $(VAR) references among: %s" (join ", " $left))) -}}
{{- end -}}

{{/*
w.envFrom $c into envFrom path -- sets into.envFrom: all keys of Secrets and ConfigMaps as variables; a later source wins
over an earlier one.
*/}}
{{- define "w.envFrom" -}}
{{- $c := index . 0 -}}
{{- $map := index . 2 -}}
{{- $sources := list -}}
{{- $path := index . 3 -}}
{{- range $key := include "l.keys" (list $c $map $path) | fromJsonArray -}}
{{- $entry := get $map $key -}}
{{- $at := printf "%s.%s" $path $key -}}
{{- $source := dict -}}
{{- include "l.strings" (list $c $source $entry "" (list "prefix")) -}}
{{- if eq (include "l.isSet" $entry.secret) (include "l.isSet" $entry.configMap) -}}
{{- include "l.problem" (list $c $at "needs one of secret and configMap") -}}
{{- else if include "l.isSet" $entry.secret -}}
{{- $_ := set $source "secretRef" (dict "name" (include "l.text" $entry.secret)) -}}
{{- include "l.bools" (list $c $source.secretRef $entry (printf "%s." $at) (list "optional")) -}}
{{- else -}}
{{- $_ := set $source "configMapRef" (dict "name" (include "w.configMapName" (list $c $entry.configMap))) -}}
{{- include "l.bools" (list $c $source.configMapRef $entry (printf "%s." $at) (list "optional")) -}}
{{- end -}}
{{- $sources = append $sources $source -}}
{{- end -}}
{{- if $sources -}}{{- $_ := set (index . 1) "envFrom" $sources -}}{{- end -}}
{{- end -}}
