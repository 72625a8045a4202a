{{/*
w.container $c into name spec prefix -- a container from the keys that all containers have. `prefix` is where the spec
stands in the values, "" for the main container. The caller sets into.image.
*/}}
{{- define "w.container" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $spec := index . 3 -}}
{{- $prefix := index . 4 -}}
{{- $_ := set $into "name" (index . 2) -}}
{{- $_ := set $into "imagePullPolicy" (include "l.text" (get $spec "imagePullPolicy" | default $c.values.imagePullPolicy)) -}}
{{- include "l.strings" (list $c $into $spec $prefix (list "workingDir")) -}}
{{- range $key := list "command" "args" -}}
{{- $words := list -}}
{{- range get $spec $key | default list -}}{{- $words = append $words (include "l.text" .) -}}{{- end -}}
{{- if $words -}}{{- $_ := set $into $key $words -}}{{- end -}}
{{- end -}}
{{- include "w.env" (list $c $into (get $spec "env" | default dict) (printf "%senv" $prefix)) -}}
{{- include "w.envFrom" (list $c $into (get $spec "envFrom" | default dict) (printf "%senvFrom" $prefix)) -}}
{{- include "l.raws" (list $c $into $spec $prefix (list "resources" "lifecycle")) -}}
{{- $security := dict -}}
{{- include "l.merge" (list $security $c.values.securityContext) -}}
{{- include "l.merge" (list $security (get $spec "securityContext" | default dict)) -}}
{{- if $security -}}{{- $_ := set $into "securityContext" $security -}}{{- end -}}
{{- include "w.volumeMounts" (list $c $into (get $spec "volumeMounts" | default dict) (printf "%svolumeMounts" $prefix)) -}}
{{- end -}}

{{/* w.mainContainer $c into -- the application's own container. */}}
{{- define "w.mainContainer" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $v := $c.values -}}
{{- $spec := dict -}}
{{- range list "command" "args" "workingDir" "env" "resources" "lifecycle" -}}{{- $_ := set $spec . (get $v .) -}}{{- end -}}
{{- $_ := set $spec "envFrom" $v.envFrom -}}
{{- $_ := set $spec "volumeMounts" $v.volumeMounts -}}
{{- include "w.container" (list $c $into (include "w.mainName" $c) $spec "") -}}
{{- $_ := set $into "image" $c.image -}}
{{- include "w.configEnvFrom" . -}}
{{- include "w.mainPorts" . -}}
{{- include "w.mainProbes" . -}}
{{- include "w.preStop" . -}}
{{- include "l.merge" (list $into $v.containerPatch) -}}
{{- end -}}

{{- define "w.mainName" -}}
{{- include "l.text" .values.containerName | default .app -}}
{{- end -}}

{{/* w.sideContainer $c into name spec prefix -- an init container or a sidecar; without an image it runs the application's. */}}
{{- define "w.sideContainer" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $spec := index . 3 -}}
{{- $prefix := index . 4 -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" (index . 2)) -}}
{{- include "l.problem" (list $c (trimSuffix "." $prefix) "is no name for a container; use at most 63 lower case letters, digits and -") -}}
{{- end -}}
{{- include "w.container" . -}}
{{- if include "l.isSet" $spec.image -}}
{{- $image := dict "image" $spec.image "version" $spec.version -}}
{{- include "w.image" (list $c $image $prefix) -}}
{{- $_ := set $into "image" $image.reference -}}
{{- else -}}
{{- $_ := set $into "image" $c.image -}}
{{- end -}}
{{- $ports := list -}}
{{- range $port := include "w.portList" (list $c (get $spec "ports" | default dict) (printf "%sports" $prefix)) | fromJsonArray -}}
{{- $ports = append $ports $port -}}
{{- end -}}
{{- if $ports -}}{{- $_ := set $into "ports" $ports -}}{{- end -}}
{{- include "w.probes" (list $c $into $spec $prefix) -}}
{{- include "l.merge" (list $into (get $spec "patch" | default dict)) -}}
{{- end -}}

{{/* w.mainPorts $c into -- containerPort, named as its protocol, then the other ports. */}}
{{- define "w.mainPorts" -}}
{{- $c := index . 0 -}}
{{- $v := $c.values -}}
{{- $ports := list -}}
{{- if include "l.isSet" $v.containerPort -}}
{{- $port := include "w.portNumber" (list $c $v "containerPort" "") | int64 -}}
{{- $ports = append $ports (dict "name" (include "w.protocol" $c) "containerPort" $port "protocol" "TCP") -}}
{{- else if not $c.isJob -}}
{{- include "l.problem" (list $c "containerPort" "required. Example: containerPort: 8080") -}}
{{- end -}}
{{- $ports = concat $ports (include "w.portList" (list $c $v.ports "ports") | fromJsonArray) -}}
{{- include "w.checkPorts" (list $c $ports) -}}
{{- if $ports -}}{{- $_ := set (index . 1) "ports" $ports -}}{{- end -}}
{{- end -}}

{{- define "w.protocol" -}}
{{- include "l.choice" (list . .values "protocol" "" (list "http" "http2" "grpc" "tcp")) -}}
{{- end -}}

{{/* w.portList $c map path -- a JSON list of container ports; an entry is a number, or a map of port and protocol. */}}
{{- define "w.portList" -}}
{{- $c := index . 0 -}}
{{- $map := index . 1 -}}
{{- $path := index . 2 -}}
{{- $ports := list -}}
{{- range $name := include "l.keys" (list $c $map $path) | fromJsonArray -}}
{{- $entry := get $map $name -}}
{{- $at := printf "%s.%s" $path $name -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$" $name) -}}
{{- include "l.problem" (list $c $at "is no name for a port; use at most 15 lower case letters, digits and -") -}}
{{- end -}}
{{- $port := dict "name" $name "protocol" "TCP" -}}
{{- if kindIs "map" $entry -}}
{{- include "l.strings" (list $c $port $entry "" (list "protocol")) -}}
{{- $_ := set $port "containerPort" (include "w.portNumber" (list $c $entry "port" (printf "%s." $at)) | int64) -}}
{{- else -}}
{{- $_ := set $port "containerPort" (include "w.portNumber" (list $c $map $name (printf "%s." $path)) | int64) -}}
{{- end -}}
{{- $ports = append $ports $port -}}
{{- end -}}
{{- toJson $ports -}}
{{- end -}}

{{/* w.portNumber $c from key prefix -- as text. */}}
{{- define "w.portNumber" -}}
{{- $text := include "l.int" . -}}
{{- if or (lt (int64 $text) 1) (gt (int64 $text) 65535) -}}
{{- if regexMatch "^[0-9]+$" (include "l.text" (get (index . 1) (index . 2))) -}}
{{- include "l.problem" (list (index . 0) (printf "%s%s" (index . 3) (index . 2)) (printf "must be a port from 1 to 65535, not %s" $text)) -}}
{{- end -}}
{{- end -}}
{{- $text -}}
{{- end -}}

{{/* w.checkPorts $c ports -- names and numbers are each there once. */}}
{{- define "w.checkPorts" -}}
{{- $c := index . 0 -}}
{{- $names := dict -}}
{{- range index . 1 -}}
{{- $number := printf "%s/%s" (include "l.text" .containerPort) .protocol -}}
{{- if hasKey $names .name -}}
{{- include "l.problem" (list $c (printf "ports.%s" .name) "is also the name of containerPort, which is called as protocol is; choose another name") -}}
{{- else if hasKey $names $number -}}
{{- include "l.problem" (list $c (printf "ports.%s" .name) (printf "port %s is also that of %s" $number (get $names $number))) -}}
{{- end -}}
{{- $_ := set $names .name true -}}
{{- $_ := set $names $number .name -}}
{{- end -}}
{{- end -}}
