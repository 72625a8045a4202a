{{/*
s.begin $c -- fills the context with l.begin. Each file in this folder makes its own context from `dict "root" $`.
Afterwards also:
  protocol            http, http2, grpc or tcp
  isHttp              whether requests can be told apart, so whether there are routes, headers, timeouts
  serves, meshed      whether there is a Service; whether there are Istio objects
  port                number of the Service's port
  selector            labels of the pods
  hosts               host names for outside, in the order of their keys
  contract            what istioConfigVersion stands for; see _istio_v1.tpl
*/}}
{{- define "s.begin" -}}
{{- $_ := set . "maps" (include "s.maps" . | fromJsonArray) -}}
{{- include "l.begin" . -}}
{{- include "s.readParts" . -}}
{{- $v := .values -}}
{{- $isJob := has .kind (list "Job" "CronJob") -}}
{{- $_ := set . "protocol" (include "l.choice" (list . $v "protocol" "" (list "http" "http2" "grpc" "tcp"))) -}}
{{- $_ := set . "isHttp" (ne .protocol "tcp") -}}
{{- $_ := set . "serves" (not $isJob) -}}
{{- if include "l.isSet" $v.service.enabled -}}
{{- $_ := set . "serves" (eq "true" (include "l.bool" (list . $v.service "enabled" "service."))) -}}
{{- end -}}
{{- $_ := set . "meshed" (and (or .serves (not $isJob)) (eq "true" (include "l.bool" (list . $v.istio "enabled" "istio.")))) -}}
{{- $_ := set . "port" (include "s.port" (list . $v.service "port" "service.") | int64) -}}
{{- $_ := set . "selector" (dict "app" .app) -}}
{{- if $v.service.selector -}}
{{- $_ := set . "selector" dict -}}
{{- include "l.texts" (list .selector $v.service.selector) -}}
{{- end -}}
{{- $_ := set . "hosts" (include "s.hostNames" (list . $v.hosts "hosts") | fromJsonArray) -}}
{{- $version := include "l.choice" (list . $v "istioConfigVersion" "" (list "v1" "v2")) -}}
{{- include (printf "istio.%s" $version) . -}}
{{- end -}}

{{/* s.maps -- the keys of values.yaml whose values are maps; a test compares the list with the file. */}}
{{- define "s.maps" -}}
{{- list "labels" "annotations" "service" "istio" "hosts" "gateway" "virtualService" "canary" "destinationRule" "auth"
  "extraServiceObjects" | toJson -}}
{{- end -}}

{{/* s.parts -- the same for the maps inside them. A part comes after the one that holds it. */}}
{{- define "s.parts" -}}
{{- list "service.ports" "service.selector" "service.labels" "service.annotations" "istio.apiVersions" "gateway.selector"
  "gateway.http" "gateway.https" "gateway.labels" "gateway.annotations" "virtualService.mesh" "virtualService.mesh.extraHosts"
  "virtualService.mesh.labels" "virtualService.mesh.annotations" "virtualService.external" "virtualService.external.labels"
  "virtualService.external.annotations" "virtualService.retries" "virtualService.corsPolicy" "virtualService.headers"
  "virtualService.routes" "canary.mirror" "destinationRule.trafficPolicy" "destinationRule.subsets" "destinationRule.labels"
  "destinationRule.annotations" "auth.jwt" "auth.policies" "auth.labels" "auth.annotations" | toJson -}}
{{- end -}}

{{/*
s.readParts $c -- makes sure that each of s.parts is a map. `http:` with nothing under it in a values file takes away the
whole part, which would look as if it had never been there.
*/}}
{{- define "s.readParts" -}}
{{- $c := . -}}
{{- range .maps -}}
{{- $_ := set $c.values . (deepCopy (get $c.values .)) -}}
{{- end -}}
{{- range $path := include "s.parts" . | fromJsonArray -}}
{{- $names := splitList "." $path -}}
{{- $holder := $c.values -}}
{{- range initial $names -}}{{- $holder = get $holder . -}}{{- end -}}
{{- if not (kindIs "map" (get $holder (last $names))) -}}
{{- include "l.empty" (list $c $path (printf "%s: {}" (last $names))) -}}
{{- $_ := set $holder (last $names) dict -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* s.port $c from key prefix -- from[key], the number of a port, as text. */}}
{{- define "s.port" -}}
{{- $number := include "l.int" . | int64 -}}
{{- if or (lt $number 1) (gt $number 65535) -}}
{{- if regexMatch "^[0-9]+$" (include "l.text" (get (index . 1) (index . 2))) -}}
{{- include "l.problem" (list (index . 0) (printf "%s%s" (index . 3) (index . 2)) (printf "must be a port from 1 to 65535, not %d" $number)) -}}
{{- end -}}
{{- end -}}
{{- $number -}}
{{- end -}}

{{/* s.hostNames $c map path -- the host names of a map, each once, in the order of their keys; a JSON list. */}}
{{- define "s.hostNames" -}}
{{- $c := index . 0 -}}
{{- $map := index . 1 -}}
{{- $path := index . 2 -}}
{{- $names := list -}}
{{- range $key := include "l.keys" (list $c $map $path) | fromJsonArray -}}
{{- $name := include "l.text" (get $map $key) -}}
{{- if not (regexMatch "^(\\*|(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$" $name) -}}
{{- include "l.problem" (list $c (printf "%s.%s" $path $key) (printf "must be a host name such as hello-app.example.com, not %q" $name)) -}}
{{- end -}}
{{- if not (has $name $names) -}}{{- $names = append $names $name -}}{{- end -}}
{{- end -}}
{{- toJson $names -}}
{{- end -}}

{{/* s.duration $c from key prefix -- from[key], a duration such as 5s or 1m30s, as text; nothing if it is not set. */}}
{{- define "s.duration" -}}
{{- $text := include "l.text" (get (index . 1) (index . 2)) -}}
{{- if and $text (not (regexMatch "^([0-9]+(\\.[0-9]+)?(h|m|s|ms))+$" $text)) -}}
{{- include "l.problem" (list (index . 0) (printf "%s%s" (index . 3) (index . 2)) (printf "must be a duration such as 5s, 500ms or 1m30s, not %q" $text)) -}}
{{- end -}}
{{- $text -}}
{{- end -}}

{{/* s.percent $c from key prefix -- from[key], 0 to 100, as text. */}}
{{- define "s.percent" -}}
{{- $number := include "l.int" . | int64 -}}
{{- if gt $number 100 -}}
{{- include "l.problem" (list (index . 0) (printf "%s%s" (index . 3) (index . 2)) (printf "%d is above 100" $number)) -}}
{{- end -}}
{{- $number -}}
{{- end -}}

{{/* s.lists into from keys -- copies the lists that are not empty. */}}
{{- define "s.lists" -}}
{{- $arguments := . -}}
{{- range $key := index . 2 -}}
{{- $value := get (index $arguments 1) $key -}}
{{- if $value -}}{{- $_ := set (index $arguments 0) $key $value -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* s.ownName $c suffix path -- <name>-<suffix>, the name of an object of its own. */}}
{{- define "s.ownName" -}}
{{- $c := index . 0 -}}
{{- $name := printf "%s-%s" $c.app (index . 1) -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$" $name) -}}
{{- include "l.problem" (list $c (index . 2) (printf "names the object %q, but a name has at most 63 lower case letters, digits and -" $name)) -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{/* s.object $c into group kind name own -- begins an Istio object: into gets apiVersion, kind, metadata and an empty spec. */}}
{{- define "s.object" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $_ := set $into "apiVersion" (get $c.contract (index . 2)) -}}
{{- $_ := set $into "kind" (index . 3) -}}
{{- include "l.metadata" (list $c $into (index . 4) (index . 5)) -}}
{{- $_ := set $into "spec" dict -}}
{{- end -}}
