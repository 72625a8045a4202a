{{/*
w.sideContainers $c into -- sets into.initContainers and adds to into.containers. A native sidecar is an init container that
goes on running: it starts before the application and stops after it. Its order is -100 unless it has one.
*/}}
{{- define "w.sideContainers" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $sidecars := dict -}}
{{- include "w.allSidecars" (list $c $sidecars) -}}
{{- $all := dict -}}
{{- range $name := include "l.keys" (list $c $c.values.initContainers "initContainers") | fromJsonArray -}}
{{- $entry := get $c.values.initContainers $name -}}
{{- include "w.placeContainer" (list $c $all $name $entry "initContainers" 0 false) -}}
{{- end -}}
{{- $classic := list -}}
{{- range $name := include "l.keys" (list $c $sidecars "sidecars") | fromJsonArray -}}
{{- $entry := get $sidecars $name -}}
{{- if include "w.isNative" (list $c $entry $name) -}}
{{- include "w.placeContainer" (list $c $all $name $entry "sidecars" -100 true) -}}
{{- else -}}
{{- $container := dict -}}
{{- include "w.sideContainer" (list $c $container $name $entry (printf "sidecars.%s." $name)) -}}
{{- $classic = append $classic $container -}}
{{- end -}}
{{- end -}}
{{- $first := list -}}
{{- range $_, $container := $all -}}{{- $first = append $first $container -}}{{- end -}}
{{- if $first -}}{{- $_ := set $into "initContainers" $first -}}{{- end -}}
{{- $_ := set $into "containers" (concat $into.containers $classic) -}}
{{- include "w.checkContainerNames" (list $c (concat $first $into.containers)) -}}
{{- end -}}

{{/* w.placeContainer $c all name entry path order native -- adds a container to the dict all, under a key that sorts. */}}
{{- define "w.placeContainer" -}}
{{- $c := index . 0 -}}
{{- $name := index . 2 -}}
{{- $entry := index . 3 -}}
{{- $at := printf "%s.%s" (index . 4) $name -}}
{{- $container := dict -}}
{{- include "w.sideContainer" (list $c $container $name $entry (printf "%s." $at)) -}}
{{- if index . 6 -}}
{{- $_ := set $container "restartPolicy" "Always" -}}
{{- else if and (hasKey $container "lifecycle") (ne (get $container "restartPolicy") "Always") -}}
{{- include "l.problem" (list $c (printf "%s.lifecycle" $at) (printf "Kubernetes takes none for an init container; remove it, or move %s to sidecars" $name)) -}}
{{- end -}}
{{- $place := include "l.place" (list $c $entry $name $at (index . 5)) -}}
{{- $_ := set (index . 1) (printf "%s %s" $place (index . 4)) $container -}}
{{- end -}}

{{/* w.allSidecars $c into -- the sidecars of the values, and the log shipper. */}}
{{- define "w.allSidecars" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- range $name, $entry := $c.values.sidecars -}}{{- $_ := set $into $name $entry -}}{{- end -}}
{{- if include "w.logs" $c -}}
{{- if hasKey $into "logging" -}}
{{- include "l.problem" (list $c "sidecars.logging" "is the name of the log shipper; choose another, or logging.enabled: false") -}}
{{- end -}}
{{- $shipper := dict -}}
{{- include "w.logShipper" (list $c $shipper) -}}
{{- $_ := set $into "logging" $shipper -}}
{{- end -}}
{{- end -}}

{{/* w.isNative $c entry name -- "true" for a native sidecar. A job with any other would never end. */}}
{{- define "w.isNative" -}}
{{- $c := index . 0 -}}
{{- $entry := index . 1 -}}
{{- $path := printf "sidecars.%s." (index . 2) -}}
{{- $native := $c.native -}}
{{- if include "l.isSet" (get $entry "native") -}}
{{- $native = eq "true" (include "l.bool" (list $c $entry "native" $path)) -}}
{{- if and $native (not $c.native) -}}
{{- include "l.problem" (list $c (printf "%snative" $path) (printf "needs kubeVersion \"1.29\"; this is \"1.%d\"" $c.minor)) -}}
{{- end -}}
{{- end -}}
{{- if $native -}}
true
{{- else if $c.isJob -}}
{{- include "l.problem" (list $c (trimSuffix "." $path) (printf "would keep the %s running for ever; it must be native, which needs kubeVersion \"1.29\"" $c.kind)) -}}
{{- end -}}
{{- end -}}

{{/* w.checkContainerNames $c containers */}}
{{- define "w.checkContainerNames" -}}
{{- $c := index . 0 -}}
{{- $names := dict -}}
{{- range index . 1 -}}
{{- if hasKey $names .name -}}{{- include "l.problem" (list $c "sidecars" (printf "two containers are called %s" .name)) -}}{{- end -}}
{{- $_ := set $names .name true -}}
{{- end -}}
{{- end -}}

{{/* ---- the log shipper ---------------------------------------------------------------------------------------- */}}

{{/* w.logs $c -- "true" if a log shipper is wanted. */}}
{{- define "w.logs" -}}
{{- include "l.bool" (list . .values.logging "enabled" "logging.") -}}
{{- end -}}

{{/*
w.logShipper $c into -- the values of the sidecar that `logging` is short for. What its image must know it finds in
LOG_PATH, LOG_FORMAT and the downward API; files of logging.config are in /etc/logging.
*/}}
{{- define "w.logShipper" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $logging := $c.values.logging -}}
{{- if not (include "l.isSet" $logging.image) -}}
{{- include "l.problem" (list $c "logging.image" "required when logging is enabled. Example: image: harbor.example.com/devops/log-shipper:1.4.0") -}}
{{- end -}}
{{- $_ := set $into "image" $logging.image -}}
{{- $_ := set $into "resources" (get $logging "resources" | default dict) -}}
{{- $env := dict "LOG_PATH" $logging.path "LOG_FORMAT" $logging.format "APP_NAME" $c.app "APP_ROLE" $c.role -}}
{{- $_ := set $env "POD_NAME" (dict "field" "metadata.name") -}}
{{- $_ := set $env "POD_NAMESPACE" (dict "field" "metadata.namespace") -}}
{{- range $name, $value := get $logging "env" | default dict -}}{{- $_ := set $env $name $value -}}{{- end -}}
{{- $_ := set $into "env" $env -}}
{{- $mounts := dict "logs" (dict "mountPath" $logging.path) -}}
{{- if $logging.config -}}{{- $_ := set $mounts "logging-config" (dict "mountPath" "/etc/logging" "readOnly" true) -}}{{- end -}}
{{- $_ := set $into "volumeMounts" $mounts -}}
{{- end -}}

{{/* w.loggingVolumes $c -- the folder that the application writes its logs to, and the shipper's files. A JSON list. */}}
{{- define "w.loggingVolumes" -}}
{{- $volumes := list -}}
{{- if include "w.logs" . -}}
{{- $folder := dict -}}
{{- include "l.strings" (list . $folder .values.logging "logging." (list "sizeLimit")) -}}
{{- $volumes = append $volumes (dict "name" "logs" "emptyDir" $folder) -}}
{{- if .values.logging.config -}}
{{- $volumes = append $volumes (dict "name" "logging-config" "configMap" (dict "name" (printf "%s-logging" .name))) -}}
{{- end -}}
{{- end -}}
{{- toJson $volumes -}}
{{- end -}}
