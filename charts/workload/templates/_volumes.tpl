{{/*
w.volumes $c into -- sets into.volumes: those of `volumes`, of configMaps that are mounted, and those that the log shipper
needs. Also sets $c.volumeNames, what volumeMounts may refer to; so it must run before the containers.
*/}}
{{- define "w.volumes" -}}
{{- $c := index . 0 -}}
{{- $v := $c.values -}}
{{- $volumes := list -}}
{{- range $name := include "l.keys" (list $c $v.volumes "volumes") | fromJsonArray -}}
{{- $volume := dict "name" $name -}}
{{- include "w.volumeSource" (list $c $volume (get $v.volumes $name) (printf "volumes.%s" $name)) -}}
{{- $volumes = append $volumes $volume -}}
{{- end -}}
{{- range $key := include "l.keys" (list $c $v.configMaps "configMaps") | fromJsonArray -}}
{{- if include "l.isSet" (get $v.configMaps $key).mountPath -}}
{{- $name := include "w.configMapName" (list $c $key) -}}
{{- $volumes = append $volumes (dict "name" (printf "config-%s" $key) "configMap" (dict "name" $name)) -}}
{{- end -}}
{{- end -}}
{{- $volumes = concat $volumes (include "w.loggingVolumes" $c | fromJsonArray) -}}
{{- $names := dict -}}
{{- range $volumes -}}
{{- if hasKey $names .name -}}{{- include "l.problem" (list $c (printf "volumes.%s" .name) "is a name that configMaps or logging give to a volume of their own") -}}{{- end -}}
{{- $_ := set $names .name true -}}
{{- end -}}
{{- if eq $c.kind "StatefulSet" -}}
{{- range $name := include "l.keys" (list $c (get $v.statefulSet "volumeClaimTemplates" | default dict) "statefulSet.volumeClaimTemplates") | fromJsonArray -}}
{{- $_ := set $names $name true -}}
{{- end -}}
{{- end -}}
{{- $_ := set $c "volumeNames" $names -}}
{{- if $volumes -}}{{- $_ := set (index . 1) "volumes" $volumes -}}{{- end -}}
{{- end -}}

{{/* w.volumeSource $c into entry path -- short for Secrets, ConfigMaps and claims: their name; all else as Kubernetes has it. */}}
{{- define "w.volumeSource" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := dict -}}
{{- include "l.merge" (list $entry (omit (index . 2) "enabled" "order")) -}}
{{- if ne 1 (len $entry) -}}
{{- include "l.problem" (list $c (index . 3) (printf "needs exactly one source, such as emptyDir: {}; it has %s" (keys $entry | sortAlpha | join ", " | default "none"))) -}}
{{- end -}}
{{- range $kind, $source := $entry -}}
{{- if eq $kind "raw" -}}
{{- include "l.merge" (list $into $source) -}}
{{- else if eq $kind "claim" -}}
{{- $_ := set $into "persistentVolumeClaim" (dict "claimName" (include "l.text" $source)) -}}
{{- else if and (eq $kind "secret") (not (kindIs "map" $source)) -}}
{{- $_ := set $into "secret" (dict "secretName" (include "l.text" $source)) -}}
{{- else if and (eq $kind "configMap") (not (kindIs "map" $source)) -}}
{{- $_ := set $into "configMap" (dict "name" (include "w.configMapName" (list $c $source))) -}}
{{- else -}}
{{- $_ := set $into $kind $source -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* w.volumeMounts $c into map path -- sets into.volumeMounts, by (order, mountPath), so that /data comes before /data/x. */}}
{{- define "w.volumeMounts" -}}
{{- $c := index . 0 -}}
{{- $map := index . 2 -}}
{{- $path := index . 3 -}}
{{- $mounts := list -}}
{{- range $key, $entry := $map -}}
{{- $at := printf "%s.%s" $path $key -}}
{{- if include "l.on" (list $c $entry $at) -}}
{{- $mount := dict "name" (include "l.text" $entry.volume | default $key) -}}
{{- include "l.strings" (list $c $mount $entry "" (list "mountPath" "subPath" "subPathExpr" "mountPropagation")) -}}
{{- include "l.bools" (list $c $mount $entry (printf "%s." $at) (list "readOnly")) -}}
{{- if not (hasKey $c.volumeNames $mount.name) -}}
{{- include "l.problem" (list $c $at (printf "volume %s is not among volumes" $mount.name)) -}}
{{- end -}}
{{- if not $mount.mountPath -}}{{- include "l.problem" (list $c (printf "%s.mountPath" $at) "required. Example: mountPath: /data") -}}{{- end -}}
{{- $place := include "l.place" (list $c $entry (get $mount "mountPath" | default "") $at 0) -}}
{{- $mounts = append $mounts (dict "place" $place "mount" $mount) -}}
{{- end -}}
{{- end -}}
{{- if eq $path "volumeMounts" -}}{{- $mounts = concat $mounts (include "w.ownMounts" $c | fromJsonArray) -}}{{- end -}}
{{- include "w.sortMounts" (list $c (index . 1) $mounts $path) -}}
{{- end -}}

{{/* w.ownMounts $c -- what the main container mounts without being asked: ConfigMaps, claims, the folder of the logs. */}}
{{- define "w.ownMounts" -}}
{{- $c := . -}}
{{- $v := .values -}}
{{- $paths := dict -}}
{{- range $key := include "l.keys" (list $c $v.configMaps "configMaps") | fromJsonArray -}}
{{- if include "l.isSet" (get $v.configMaps $key).mountPath -}}
{{- $_ := set $paths (printf "config-%s" $key) (include "l.text" (get $v.configMaps $key).mountPath) -}}
{{- end -}}
{{- end -}}
{{- if eq $c.kind "StatefulSet" -}}
{{- $claims := get $v.statefulSet "volumeClaimTemplates" | default dict -}}
{{- range $key := include "l.keys" (list $c $claims "statefulSet.volumeClaimTemplates") | fromJsonArray -}}
{{- if include "l.isSet" (get $claims $key).mountPath -}}{{- $_ := set $paths $key (include "l.text" (get $claims $key).mountPath) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if include "w.logs" $c -}}{{- $_ := set $paths "logs" (include "l.text" $v.logging.path) -}}{{- end -}}
{{- $mounts := list -}}
{{- range $name, $path := $paths -}}
{{- $mounts = append $mounts (dict "place" (include "l.place" (list $c "" $path "" 0)) "mount" (dict "name" $name "mountPath" $path)) -}}
{{- end -}}
{{- toJson $mounts -}}
{{- end -}}

{{/* w.sortMounts $c into mounts path -- sets into.volumeMounts from dicts of place and mount; a path is there once. */}}
{{- define "w.sortMounts" -}}
{{- $c := index . 0 -}}
{{- $path := index . 3 -}}
{{- $byPlace := dict -}}
{{- $seen := dict -}}
{{- range index . 2 -}}
{{- $where := get .mount "mountPath" | default "" -}}
{{- if hasKey $seen $where -}}
{{- include "l.problem" (list $c $path (printf "%s and %s are both mounted at %s" (get $seen $where) .mount.name $where)) -}}
{{- end -}}
{{- $_ := set $seen $where .mount.name -}}
{{- $_ := set $byPlace (printf "%s %s" .place .mount.name) .mount -}}
{{- end -}}
{{- $mounts := list -}}
{{- range $_, $mount := $byPlace -}}{{- $mounts = append $mounts $mount -}}{{- end -}}
{{- if $mounts -}}{{- $_ := set (index . 1) "volumeMounts" $mounts -}}{{- end -}}
{{- end -}}

{{/* w.configMapName $c key -- the object of one of configMaps; any other name is that of somebody else's ConfigMap. */}}
{{- define "w.configMapName" -}}
{{- $c := index . 0 -}}
{{- $key := include "l.text" (index . 1) -}}
{{- $own := include "l.on" (list $c (get $c.values.configMaps $key | default nil) (printf "configMaps.%s" $key)) -}}
{{- eq $own "true" | ternary (printf "%s-%s" $c.name $key) $key -}}
{{- end -}}

{{/* w.configEnvFrom $c into -- adds the configMaps that say envFrom: true before the container's own envFrom, which wins. */}}
{{- define "w.configEnvFrom" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $maps := $c.values.configMaps -}}
{{- $sources := list -}}
{{- range $key := include "l.keys" (list $c $maps "configMaps") | fromJsonArray -}}
{{- if include "l.bool" (list $c (get $maps $key) "envFrom" (printf "configMaps.%s." $key)) -}}
{{- $sources = append $sources (dict "configMapRef" (dict "name" (include "w.configMapName" (list $c $key)))) -}}
{{- end -}}
{{- end -}}
{{- $sources = concat $sources (get $into "envFrom" | default list) -}}
{{- if $sources -}}{{- $_ := set $into "envFrom" $sources -}}{{- end -}}
{{- end -}}
