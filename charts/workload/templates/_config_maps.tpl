{{/* w.configMaps $c into -- sets into.objects: the ConfigMaps of the values and of the log shipper. */}}
{{- define "w.configMaps" -}}
{{- $c := index . 0 -}}
{{- $maps := $c.values.configMaps -}}
{{- $objects := list -}}
{{- range $key := include "l.keys" (list $c $maps "configMaps") | fromJsonArray -}}
{{- $object := dict "apiVersion" "v1" "kind" "ConfigMap" -}}
{{- $entry := get $maps $key -}}
{{- include "w.checkConfigMap" (list $c $key $entry) -}}
{{- include "w.metadata" (list $c $object (include "w.configMapName" (list $c $key)) $entry) -}}
{{- include "w.configData" (list $c $object $entry (printf "configMaps.%s." $key)) -}}
{{- include "l.raws" (list $c $object $entry "" (list "binaryData")) -}}
{{- if include "l.bool" (list $c $entry "immutable" (printf "configMaps.%s." $key)) -}}{{- $_ := set $object "immutable" true -}}{{- end -}}
{{- $objects = append $objects $object -}}
{{- end -}}
{{- if and (include "w.logs" $c) $c.values.logging.config -}}
{{- $object := dict "apiVersion" "v1" "kind" "ConfigMap" -}}
{{- include "w.metadata" (list $c $object (printf "%s-logging" $c.name) dict) -}}
{{- include "w.configData" (list $c $object (dict "data" $c.values.logging.config) "logging.") -}}
{{- $objects = append $objects $object -}}
{{- end -}}
{{- $_ := set (index . 1) "objects" $objects -}}
{{- end -}}

{{/* w.configData $c into entry prefix -- sets into.data; with template: true what is in {{ }} is evaluated. */}}
{{- define "w.configData" -}}
{{- $c := index . 0 -}}
{{- $entry := index . 2 -}}
{{- $isTemplate := include "l.bool" (list $c $entry "template" (index . 3)) -}}
{{- $data := dict -}}
{{- range $file, $content := get $entry "data" | default dict -}}
{{- if not (kindIs "invalid" $content) -}}
{{- $text := include "l.text" $content -}}
{{- if $isTemplate -}}{{- $text = tpl $text $c.root -}}{{- end -}}
{{- $_ := set $data $file $text -}}
{{- end -}}
{{- end -}}
{{- $_ := set (index . 1) "data" $data -}}
{{- end -}}

{{/* w.configChecksum $c -- a hash of the data of the ConfigMaps, whose change restarts the pods. Nothing if there are none. */}}
{{- define "w.configChecksum" -}}
{{- $c := . -}}
{{- $all := dict -}}
{{- range $key := include "l.keys" (list $c .values.configMaps "configMaps") | fromJsonArray -}}
{{- $entry := get $c.values.configMaps $key -}}
{{- if or (not (hasKey $entry "checksum")) (include "l.bool" (list $c $entry "checksum" (printf "configMaps.%s." $key))) -}}
{{- $object := dict -}}
{{- include "w.configData" (list $c $object $entry (printf "configMaps.%s." $key)) -}}
{{- $_ := set $all $key (list $object.data (get $entry "binaryData" | default dict)) -}}
{{- end -}}
{{- end -}}
{{- if include "w.logs" $c -}}
{{- if .values.logging.config -}}{{- $_ := set $all "logging" .values.logging.config -}}{{- end -}}
{{- end -}}
{{- if $all -}}{{- toJson $all | sha256sum -}}{{- end -}}
{{- end -}}

{{/* w.checkConfigMap $c key entry */}}
{{- define "w.checkConfigMap" -}}
{{- $key := index . 1 -}}
{{- if or (gt (len $key) 50) (not (regexMatch "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" $key)) -}}
{{- include "l.problem" (list (index . 0) (printf "configMaps.%s" $key) "is no name; use at most 50 lower case letters, digits and -") -}}
{{- end -}}
{{- if and (eq $key "logging") (include "w.logs" (index . 0)) -}}
{{- include "l.problem" (list (index . 0) "configMaps.logging" "is the ConfigMap of the log shipper; choose another name") -}}
{{- end -}}
{{- end -}}
