{{/*
What both charts share. This file is the same, byte for byte, in charts/workload and charts/service.

  - A helper takes a list of arguments, the context first: include "l.int" (list $c $from "seconds" "preStop.").
  - The context is a dict that l.begin fills:  {{- $c := dict "root" $ "maps" (list "env") }}{{- include "l.begin" $c }}
  - A helper that makes a map fills the dict `into` that it is given; the others return text.
  - What is wrong with the values is collected in $c.problems; l.fail reports it all at once.
  - Values are never used raw. An override from a pipeline is text, a number from a file is a float or, in Helm 3.18.0,
    a json.Number: l.text, l.int and l.bool make the same of each.
*/}}

{{/*
l.begin $c -- fills the context. Before, it holds `root`, what Helm hands to a template, and `maps`, the keys of values.yaml
whose values are maps. Afterwards also:
  values              .Values; each of `maps` is a map, whatever the values files did to it
  problems            what is wrong with the values, in the order found
  app                 name of the application
  kind, role          Deployment ...; main, baseline or canary
  name                name of this role's objects: the application's, with -baseline or -canary for the others
  weight, test        canaryWeight as a number, canaryTest as a boolean
  minor               the minor number of kubeVersion
*/}}
{{- define "l.begin" -}}
{{- $_ := set . "problems" list -}}
{{- $_ := set . "values" dict -}}
{{- include "l.readValues" . -}}
{{- $v := .values -}}
{{- $_ := set . "app" (include "l.text" (get $v "name") | default .root.Release.Name) -}}
{{- $_ := set . "kind" (include "l.choice" (list . $v "kind" "" (list "Deployment" "StatefulSet" "DaemonSet" "CronJob" "Job"))) -}}
{{- $_ := set . "role" (include "l.choice" (list . $v "role" "" (list "main" "baseline" "canary"))) -}}
{{- $_ := set . "name" (eq .role "main" | ternary .app (printf "%s-%s" .app .role)) -}}
{{- $_ := set . "test" (eq "true" (include "l.bool" (list . $v "canaryTest" ""))) -}}
{{- $_ := set . "weight" (include "l.int" (list . $v "canaryWeight" "") | int64) -}}
{{- include "l.checkWeight" . -}}
{{- include "l.readKubeVersion" . -}}
{{- include "l.checkNames" . -}}
{{- end -}}

{{/*
l.readValues $c -- copies .Values. `env:` with nothing under it in a values file deletes all variables of the files before
it, without a word from Helm; but then the key that values.yaml has is gone, and that can be seen.
*/}}
{{- define "l.readValues" -}}
{{- $c := . -}}
{{- range $key, $value := .root.Values -}}
{{- $_ := set $c.values $key $value -}}
{{- end -}}
{{- range $key := .maps -}}
{{- $value := get $c.values $key -}}
{{- if not (kindIs "map" $value) -}}
{{- if or (kindIs "invalid" $value) (not (hasKey $c.values $key)) -}}
{{- include "l.problem" (list $c $key (printf "is empty (null) in a values file; write %s: {} or delete the line" $key)) -}}
{{- else -}}
{{- include "l.problem" (list $c $key "must be a map of names to entries") -}}
{{- end -}}
{{- $_ := set $c.values $key dict -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* l.problem $c path sentence -- remembers a problem; the same one counts once. */}}
{{- define "l.problem" -}}
{{- $c := index . 0 -}}
{{- $text := printf "%s: %s" (index . 1) (index . 2) -}}
{{- if not (has $text $c.problems) -}}
{{- $_ := set $c "problems" (append $c.problems $text) -}}
{{- end -}}
{{- end -}}

{{/* l.fail $c -- ends the rendering with all problems, if there are any. */}}
{{- define "l.fail" -}}
{{- $count := len .problems -}}
{{- if $count -}}
{{- $head := printf "%s: %d problem%s in the values" .app $count (eq $count 1 | ternary "" "s") -}}
{{- fail (printf "\n%s\n  - %s\n" $head (join "\n  - " .problems)) -}}
{{- end -}}
{{- end -}}

{{/* ---- scalars ------------------------------------------------------------------------------------------------ */}}

{{/* l.text value -- a scalar as a person writes it: 20250811, not 2.0250811e+07. Nothing for null. */}}
{{- define "l.text" -}}
{{- if kindIs "float64" . -}}
{{- eq . (floor .) | ternary (printf "%.0f" .) (toJson .) -}}
{{- else if not (kindIs "invalid" .) -}}
{{- toString . -}}
{{- end -}}
{{- end -}}

{{/* l.isSet value -- "true", but nothing for null and for empty text. 0 and false are set. */}}
{{- define "l.isSet" -}}
{{- if not (kindIs "invalid" .) -}}
{{- if ne "" (toString .) -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* l.empty $c path what -- the problem of a key whose value somebody took away. */}}
{{- define "l.empty" -}}
{{- include "l.problem" (list (index . 0) (index . 1) (printf "is empty (null) in a values file; write %s or delete the line" (index . 2))) -}}
{{- end -}}

{{/* l.int $c from key prefix -- from[key], a whole number of at least 0, as text; prefix completes the path in messages. */}}
{{- define "l.int" -}}
{{- $c := index . 0 -}}
{{- $path := printf "%s%s" (index . 3) (index . 2) -}}
{{- $text := include "l.text" (get (index . 1) (index . 2)) -}}
{{- if regexMatch "^(0|[1-9][0-9]{0,9})$" $text -}}
{{- $text -}}
{{- else -}}
{{- if eq "" $text -}}
{{- include "l.empty" (list $c $path "a whole number") -}}
{{- else -}}
{{- include "l.problem" (list $c $path (printf "must be a whole number, not %q" $text)) -}}
{{- end -}}
0
{{- end -}}
{{- end -}}

{{/* l.bool $c from key prefix -- "true" or nothing. Text is taken at its word, so "false" from a pipeline is false. */}}
{{- define "l.bool" -}}
{{- $text := include "l.text" (get (index . 1) (index . 2)) -}}
{{- if eq "true" $text -}}
true
{{- else if not (has $text (list "false" "")) -}}
{{- include "l.problem" (list (index . 0) (printf "%s%s" (index . 3) (index . 2)) (printf "must be true or false, not %q" $text)) -}}
{{- end -}}
{{- end -}}

{{/* l.choice $c from key prefix choices -- from[key], one of the choices; the first of them when it is wrong. */}}
{{- define "l.choice" -}}
{{- $text := include "l.text" (get (index . 1) (index . 2)) -}}
{{- $choices := index . 4 -}}
{{- if has $text $choices -}}
{{- $text -}}
{{- else -}}
{{- include "l.problem" (list (index . 0) (printf "%s%s" (index . 3) (index . 2)) (printf "must be one of %s, not %q" (join ", " $choices) $text)) -}}
{{- first $choices -}}
{{- end -}}
{{- end -}}

{{/* ---- maps --------------------------------------------------------------------------------------------------- */}}

{{/* l.ints $c into from prefix keys -- copies the numbers among keys that are set. */}}
{{- define "l.ints" -}}
{{- $arguments := . -}}
{{- range $key := index . 4 -}}
{{- if include "l.isSet" (get (index $arguments 2) $key) -}}
{{- $_ := set (index $arguments 1) $key (include "l.int" (list (index $arguments 0) (index $arguments 2) $key (index $arguments 3)) | int64) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* l.strings $c into from prefix keys -- copies the texts among keys that are set. */}}
{{- define "l.strings" -}}
{{- $arguments := . -}}
{{- range $key := index . 4 -}}
{{- if include "l.isSet" (get (index $arguments 2) $key) -}}
{{- $_ := set (index $arguments 1) $key (include "l.text" (get (index $arguments 2) $key)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* l.bools $c into from prefix keys -- copies the booleans among keys that are set. */}}
{{- define "l.bools" -}}
{{- $arguments := . -}}
{{- range $key := index . 4 -}}
{{- if include "l.isSet" (get (index $arguments 2) $key) -}}
{{- $_ := set (index $arguments 1) $key (eq "true" (include "l.bool" (list (index $arguments 0) (index $arguments 2) $key (index $arguments 3)))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* l.raws $c into from prefix keys -- copies maps and lists that are not empty as they are, but without nulls in maps. */}}
{{- define "l.raws" -}}
{{- $arguments := . -}}
{{- range $key := index . 4 -}}
{{- $value := get (index $arguments 2) $key -}}
{{- if kindIs "map" $value -}}
{{- $copy := dict -}}
{{- include "l.merge" (list $copy $value) -}}
{{- if $copy -}}{{- $_ := set (index $arguments 1) $key $copy -}}{{- end -}}
{{- else if $value -}}
{{- $_ := set (index $arguments 1) $key $value -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
l.merge into from -- merges deep, as Helm merges values files: maps merge, all else replaces, null removes. Unlike Sprig's
mergeOverwrite it lets 0, false and "" win, and it does not change `from`.
*/}}
{{- define "l.merge" -}}
{{- $into := index . 0 -}}
{{- range $key, $value := index . 1 -}}
{{- if kindIs "invalid" $value -}}
{{- $_ := unset $into $key -}}
{{- else if kindIs "map" $value -}}
{{- if not (kindIs "map" (get $into $key)) -}}{{- $_ := set $into $key dict -}}{{- end -}}
{{- include "l.merge" (list (get $into $key) $value) -}}
{{- else -}}
{{- $_ := set $into $key $value -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* l.texts into from -- copies a map of labels or annotations: values as text, without nulls. */}}
{{- define "l.texts" -}}
{{- $into := index . 0 -}}
{{- range $key, $value := index . 1 -}}
{{- if kindIs "invalid" $value -}}
{{- $_ := unset $into $key -}}
{{- else -}}
{{- $_ := set $into $key (include "l.text" $value) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* l.on $c entry path -- "true", but nothing for null and for a map that says enabled: false. */}}
{{- define "l.on" -}}
{{- $entry := index . 1 -}}
{{- if kindIs "map" $entry -}}
{{- if not (hasKey $entry "enabled") -}}
true
{{- else -}}
{{- include "l.bool" (list (index . 0) $entry "enabled" (printf "%s." (index . 2))) -}}
{{- end -}}
{{- else if not (kindIs "invalid" $entry) -}}
true
{{- end -}}
{{- end -}}

{{/* l.place $c entry key path default -- text that sorts as (order, key) does. Only a map has an order. */}}
{{- define "l.place" -}}
{{- $entry := index . 1 -}}
{{- $order := index . 4 -}}
{{- if kindIs "map" $entry -}}
{{- if hasKey $entry "order" -}}
{{- $text := include "l.text" (get $entry "order") -}}
{{- if regexMatch "^-?(0|[1-9][0-9]{0,5})$" $text -}}
{{- $order = int64 $text -}}
{{- else -}}
{{- include "l.problem" (list (index . 0) (printf "%s.order" (index . 3)) (printf "must be a whole number from -999999 to 999999, not %q" $text)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- printf "%07d %s" (add 1000000 $order) (index . 2) -}}
{{- end -}}

{{/*
l.keys $c map path -- the keys of a map whose entries are on, by (order, key); a JSON list, for fromJsonArray.
*/}}
{{- define "l.keys" -}}
{{- $c := index . 0 -}}
{{- $path := index . 2 -}}
{{- $places := list -}}
{{- range $key, $entry := index . 1 -}}
{{- $at := printf "%s.%s" $path $key -}}
{{- if include "l.on" (list $c $entry $at) -}}
{{- $places = append $places (include "l.place" (list $c $entry $key $at 0)) -}}
{{- end -}}
{{- end -}}
{{- $keys := list -}}
{{- range sortAlpha $places -}}
{{- $keys = append $keys (substr 8 (len .) .) -}}
{{- end -}}
{{- toJson $keys -}}
{{- end -}}

{{/* ---- names and labels --------------------------------------------------------------------------------------- */}}

{{/* l.checkNames $c -- the application's name begins all others, so it must fit the strictest of them. */}}
{{- define "l.checkNames" -}}
{{- $rule := "must be at most 42 lower case letters, digits and -, begin with a letter and not end in -" -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]{0,40}[a-z0-9])?$" .app) -}}
{{- include "l.problem" (list . "name" (printf "%s; it is %q" $rule .app)) -}}
{{- end -}}
{{- $label := include "l.text" (get .values "roleLabel") -}}
{{- if not (regexMatch "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$" $label) -}}
{{- include "l.problem" (list . "roleLabel" (printf "must be a label key such as example.com/app-role, not %q" $label)) -}}
{{- end -}}
{{- end -}}

{{/* l.labelValue text -- made fit to be the value of a label: at most 63 of A-Z a-z 0-9 . _ -, alphanumeric at both ends. */}}
{{- define "l.labelValue" -}}
{{- regexReplaceAll "[^A-Za-z0-9._-]" . "_" | trunc 63 | trimAll "._-" -}}
{{- end -}}

{{/*
l.labels $c into -- the labels of every object of both charts. No version: what is not the workload's does not have one.
*/}}
{{- define "l.labels" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- include "l.nameLabels" . -}}
{{- $_ := set $into "helm.sh/chart" (printf "%s-%s" $c.root.Chart.Name $c.root.Chart.Version | include "l.labelValue") -}}
{{- include "l.texts" (list $into $c.values.labels) -}}
{{- end -}}

{{/* l.nameLabels $c into -- which application, release and stack something belongs to. */}}
{{- define "l.nameLabels" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $_ := set $into "app.kubernetes.io/name" $c.app -}}
{{- $_ := set $into "app.kubernetes.io/instance" (include "l.labelValue" $c.root.Release.Name) -}}
{{- $stack := include "l.text" (get $c.values "stack") | include "l.labelValue" -}}
{{- if $stack -}}{{- $_ := set $into "stack" $stack -}}{{- end -}}
{{- end -}}

{{/*
l.metadata $c into name own -- the metadata of an object: its name, the namespace, the labels and annotations of every
object, and over them those of `own`, a map with labels and annotations (or without).
*/}}
{{- define "l.metadata" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $own := index . 3 -}}
{{- $labels := dict -}}
{{- $annotations := dict -}}
{{- include "l.labels" (list $c $labels) -}}
{{- include "l.texts" (list $labels (get $own "labels" | default dict)) -}}
{{- include "l.texts" (list $annotations $c.values.annotations) -}}
{{- include "l.texts" (list $annotations (get $own "annotations" | default dict)) -}}
{{- $metadata := dict "name" (index . 2) "namespace" $c.root.Release.Namespace "labels" $labels -}}
{{- if $annotations -}}{{- $_ := set $metadata "annotations" $annotations -}}{{- end -}}
{{- $_ := set $into "metadata" $metadata -}}
{{- end -}}

{{/* ---- Kubernetes, weights, pods ------------------------------------------------------------------------------ */}}

{{/* l.readKubeVersion $c -- sets minor from kubeVersion. */}}
{{- define "l.readKubeVersion" -}}
{{- $text := include "l.text" (get .values "kubeVersion") -}}
{{- $good := regexMatch "^1\\.(2[5-9]|[3-9][0-9])$" $text -}}
{{- if not $good -}}
{{- include "l.problem" (list . "kubeVersion" (printf "must be the oldest minor version to support, from \"1.25\" up and in quotes, not %q" $text)) -}}
{{- end -}}
{{- $_ := set . "minor" ($good | ternary (trimPrefix "1." $text) "30" | int64) -}}
{{- end -}}

{{/* l.checkWeight $c -- canaryWeight within what canaryTest allows. */}}
{{- define "l.checkWeight" -}}
{{- $most := .test | ternary 100 50 -}}
{{- if gt .weight (int64 $most) -}}
{{- if .test -}}
{{- include "l.problem" (list . "canaryWeight" (printf "%d is above 100" .weight)) -}}
{{- else if gt .weight (int64 100) -}}
{{- include "l.problem" (list . "canaryWeight" (printf "%d is above 50" .weight)) -}}
{{- else -}}
{{- $left := sub 100 (mul 2 .weight) -}}
{{- include "l.problem" (list . "canaryWeight" (printf "%d is above 50; baseline and canary get %d %% each, so main would get %d %%. Use canaryTest: true for a two-way split" .weight .weight $left)) -}}
{{- end -}}
{{- $_ := set . "weight" (int64 0) -}}
{{- end -}}
{{- end -}}

{{/*
l.weights $c into -- the percent of the traffic that main, baseline and canary get; together 100.
A canary is compared with a baseline of its own size; a canary test (canaryTest) has no baseline.
*/}}
{{- define "l.weights" -}}
{{- $c := index . 0 -}}
{{- $baseline := $c.test | ternary (int64 0) $c.weight -}}
{{- $_ := set (index . 1) "baseline" $baseline -}}
{{- $_ := set (index . 1) "canary" $c.weight -}}
{{- $_ := set (index . 1) "main" (sub (sub 100 $c.weight) $baseline) -}}
{{- end -}}

{{/*
l.replicas $c full -- how many of `full` pods this role needs, as text. Without a weight, all of them. Otherwise its share
rounded down and one more, so that no role with traffic is without a pod, but never more than `full`. Main keeps all its
pods in a canary test.
*/}}
{{- define "l.replicas" -}}
{{- $c := index . 0 -}}
{{- $full := int64 (index . 1) -}}
{{- $isMain := eq $c.role "main" -}}
{{- if or (eq $c.weight 0) (and $isMain $c.test) -}}
{{- $full -}}
{{- else -}}
{{- $share := $isMain | ternary (sub 100 (mul 2 $c.weight)) $c.weight -}}
{{- min $full (add 1 (div (mul $full $share) 100)) -}}
{{- end -}}
{{- end -}}

{{/*
l.selector $c into -- the labels that select this role's pods. They are immutable, so nothing that changes is among them.
Pods of jobs have no `app`: the Service selects by it and must never find them.
*/}}
{{- define "l.selector" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- if has $c.kind (list "Job" "CronJob") -}}
{{- $_ := set $into "app.kubernetes.io/name" $c.app -}}
{{- else if and (hasKey $c.values "selectorLabels") $c.values.selectorLabels -}}
{{- include "l.texts" (list $into $c.values.selectorLabels) -}}
{{- if ne $c.role "main" -}}{{- $_ := set $into (toString $c.values.roleLabel) $c.role -}}{{- end -}}
{{- else -}}
{{- $_ := set $into "app" $c.app -}}
{{- if eq $c.kind "Deployment" -}}
{{- $_ := set $into (toString $c.values.roleLabel) $c.role -}}
{{- end -}}
{{- end -}}
{{- end -}}
