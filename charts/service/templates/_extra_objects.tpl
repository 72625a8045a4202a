{{/* s.extraObjects $c into -- sets into.objects: whole manifests of the values, with the labels of all objects added. */}}
{{- define "s.extraObjects" -}}
{{- $c := index . 0 -}}
{{- $map := $c.values.extraServiceObjects -}}
{{- $objects := list -}}
{{- range $name := include "l.keys" (list $c $map "extraServiceObjects") | fromJsonArray -}}
{{- $entry := get $map $name -}}
{{- $path := printf "extraServiceObjects.%s" $name -}}
{{- $object := dict -}}
{{- include "l.merge" (list $object (omit $entry "enabled" "order" "template")) -}}
{{- if include "l.bool" (list $c $entry "template" (printf "%s." $path)) -}}
{{- $object = tpl (toYaml $object) $c.root | fromYaml -}}
{{- end -}}
{{- if not (and $object.apiVersion $object.kind) -}}
{{- include "l.problem" (list $c $path "needs apiVersion and kind") -}}
{{- end -}}
{{- $metadata := get $object "metadata" | default dict -}}
{{- $made := dict -}}
{{- include "l.metadata" (list $c $made (get $metadata "name" | default $name) (pick $metadata "labels" "annotations")) -}}
{{- include "l.merge" (list $made.metadata (omit $metadata "labels" "annotations")) -}}
{{- $_ := set $object "metadata" $made.metadata -}}
{{- $objects = append $objects $object -}}
{{- end -}}
{{- $_ := set (index . 1) "objects" $objects -}}
{{- end -}}
