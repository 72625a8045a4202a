{{/* w.extraObjects $c into -- sets into.objects: whole manifests of the values, with the labels of all objects added. */}}
{{- define "w.extraObjects" -}}
{{- $c := index . 0 -}}
{{- $map := $c.values.extraObjects -}}
{{- $objects := list -}}
{{- range $name := include "l.keys" (list $c $map "extraObjects") | fromJsonArray -}}
{{- $entry := get $map $name -}}
{{- $prefix := printf "extraObjects.%s." $name -}}
{{- if or (eq $c.role "main") (include "l.bool" (list $c $entry "everyRole" $prefix)) -}}
{{- $object := dict -}}
{{- include "l.merge" (list $object (omit $entry "enabled" "order" "everyRole" "template")) -}}
{{- if include "l.bool" (list $c $entry "template" $prefix) -}}
{{- $object = tpl (toYaml $object) $c.root | fromYaml -}}
{{- end -}}
{{- if not (and $object.apiVersion $object.kind) -}}
{{- include "l.problem" (list $c (trimSuffix "." $prefix) "needs apiVersion and kind") -}}
{{- end -}}
{{- include "w.extraMetadata" (list $c $object $name) -}}
{{- $objects = append $objects $object -}}
{{- end -}}
{{- end -}}
{{- $_ := set (index . 1) "objects" $objects -}}
{{- end -}}

{{/* w.extraMetadata $c object name -- completes the metadata of a manifest; what it says itself stays. */}}
{{- define "w.extraMetadata" -}}
{{- $c := index . 0 -}}
{{- $object := index . 1 -}}
{{- $metadata := get $object "metadata" | default dict -}}
{{- $own := dict "labels" (get $metadata "labels") "annotations" (get $metadata "annotations") -}}
{{- $made := dict -}}
{{- include "l.metadata" (list $c $made (get $metadata "name" | default (index . 2)) $own) -}}
{{- $_ := unset $made.metadata "namespace" -}}
{{- include "l.merge" (list $made.metadata (omit $metadata "labels" "annotations")) -}}
{{- $_ := set $object "metadata" $made.metadata -}}
{{- end -}}
