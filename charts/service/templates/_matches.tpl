{{/*
m.matches $c into entry path -- sets into.matches: Istio's conditions of a route, of which one must hold. They come from
`match` and from the map `matches`.
*/}}
{{- define "m.matches" -}}
{{- $c := index . 0 -}}
{{- $entry := index . 2 -}}
{{- $path := index . 3 -}}
{{- $found := list -}}
{{- if $entry.match -}}
{{- $match := dict -}}
{{- include "m.match" (list $c $match $entry.match (printf "%s.match" $path)) -}}
{{- $found = append $found $match -}}
{{- end -}}
{{- $more := get $entry "matches" | default dict -}}
{{- range $name := include "l.keys" (list $c $more (printf "%s.matches" $path)) | fromJsonArray -}}
{{- $match := dict -}}
{{- include "m.match" (list $c $match (get $more $name) (printf "%s.matches.%s" $path $name)) -}}
{{- $found = append $found $match -}}
{{- end -}}
{{- if not $found -}}
{{- include "l.problem" (list $c $path "needs match or matches; without them it would take every request") -}}
{{- end -}}
{{- $_ := set (index . 1) "matches" $found -}}
{{- end -}}

{{/* m.match $c into entry path -- one condition; all that it names must hold. */}}
{{- define "m.match" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $path := index . 3 -}}
{{- $uri := dict -}}
{{- include "l.strings" (list $c $uri $entry "" (list "exact" "prefix" "regex")) -}}
{{- if $uri -}}
{{- include "m.text" (list $c $into "uri" $uri $path) -}}
{{- range $key := list "exact" "prefix" -}}
{{- if and (hasKey $uri $key) (not (hasPrefix "/" (get $uri $key))) -}}
{{- include "l.problem" (list $c (printf "%s.%s" $path $key) (printf "must begin with /, not %q" (get $uri $key))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if include "l.bool" (list $c $entry "ignoreCase" (printf "%s." $path)) -}}{{- $_ := set $into "ignoreUriCase" true -}}{{- end -}}
{{- if $entry.method -}}{{- $_ := set $into "method" (dict "exact" (upper $entry.method)) -}}{{- end -}}
{{- include "m.texts" (list $c $into "headers" $entry $path) -}}
{{- include "m.texts" (list $c $into "queryParams" $entry $path) -}}
{{- if include "l.isSet" $entry.port -}}
{{- $_ := set $into "port" (include "s.port" (list $c $entry "port" (printf "%s." $path)) | int64) -}}
{{- end -}}
{{- if not (omit $into "ignoreUriCase") -}}
{{- include "l.problem" (list $c $path "is empty, so it would take every request") -}}
{{- end -}}
{{- end -}}

{{/* m.texts $c into key entry path -- copies the map entry[key] of names to texts to match. */}}
{{- define "m.texts" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $key := index . 2 -}}
{{- $map := get (index . 3) $key | default dict -}}
{{- $path := printf "%s.%s" (index . 4) $key -}}
{{- $made := dict -}}
{{- range $name := include "l.keys" (list $c $map $path) | fromJsonArray -}}
{{- include "m.text" (list $c $made $name (get $map $name) (printf "%s.%s" $path $name)) -}}
{{- end -}}
{{- if $made -}}{{- $_ := set $into $key $made -}}{{- end -}}
{{- end -}}

{{/* m.text $c into key value path -- sets into[key]: how to compare a text. A plain text is compared whole. */}}
{{- define "m.text" -}}
{{- $value := index . 3 -}}
{{- $made := dict "exact" $value -}}
{{- if kindIs "map" $value -}}
{{- $made = dict -}}
{{- include "l.strings" (list (index . 0) $made $value "" (list "exact" "prefix" "regex")) -}}
{{- if ne 1 (len $made) -}}
{{- include "l.problem" (list (index . 0) (index . 4) "needs exactly one of exact, prefix and regex") -}}
{{- end -}}
{{- end -}}
{{- $_ := set (index . 1) (index . 2) $made -}}
{{- end -}}
