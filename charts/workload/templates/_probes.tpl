{{/* w.mainProbes $c into -- the probes of the main container. A job that ends by itself has those it asks for only. */}}
{{- define "w.mainProbes" -}}
{{- $c := index . 0 -}}
{{- $v := $c.values -}}
{{- if not $c.isJob -}}
{{- $spec := dict "probes" $v.probes "containerPort" $v.containerPort "healthCheckPath" $v.healthCheckPath -}}
{{- include "w.probes" (list $c (index . 1) $spec "") -}}
{{- end -}}
{{- end -}}

{{/* w.probes $c into spec prefix -- startupProbe, readinessProbe and livenessProbe from spec.probes. */}}
{{- define "w.probes" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $spec := index . 2 -}}
{{- $prefix := index . 3 -}}
{{- $probes := get $spec "probes" | default dict -}}
{{- range $kind := list "startup" "readiness" "liveness" -}}
{{- $entry := get $probes $kind -}}
{{- $at := printf "%sprobes.%s" $prefix $kind -}}
{{- if and $entry (include "l.on" (list $c $entry $at)) -}}
{{- $probe := dict -}}
{{- if $entry.raw -}}
{{- include "l.merge" (list $probe $entry.raw) -}}
{{- else -}}
{{- include "w.probeAction" (list $c $probe $entry $spec $at) -}}
{{- include "l.ints" (list $c $probe $entry (printf "%s." $at)
    (list "initialDelaySeconds" "periodSeconds" "timeoutSeconds" "failureThreshold" "successThreshold" "terminationGracePeriodSeconds")) -}}
{{- end -}}
{{- $_ := set $into (printf "%sProbe" $kind) $probe -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
w.probeAction $c into entry spec path -- what a probe does: exec, grpc or tcp if the entry says so, else HTTP if there is a
path, else TCP.
*/}}
{{- define "w.probeAction" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $spec := index . 3 -}}
{{- $path := include "l.text" (get $entry "path" | default (get $spec "healthCheckPath")) -}}
{{- if $entry.exec -}}
{{- $_ := set $into "exec" (dict "command" $entry.exec) -}}
{{- else if kindIs "map" $entry.grpc -}}
{{- $grpc := dict -}}
{{- include "l.strings" (list $c $grpc $entry.grpc "" (list "service")) -}}
{{- include "w.probePort" (list $c $grpc $entry $spec (index . 4)) -}}
{{- $_ := set $into "grpc" $grpc -}}
{{- else if or (not $path) (include "l.bool" (list $c $entry "tcp" (printf "%s." (index . 4)))) -}}
{{- $tcp := dict -}}
{{- include "w.probePort" (list $c $tcp $entry $spec (index . 4)) -}}
{{- $_ := set $into "tcpSocket" $tcp -}}
{{- else -}}
{{- $http := dict "path" $path -}}
{{- include "w.probePort" (list $c $http $entry $spec (index . 4)) -}}
{{- include "l.strings" (list $c $http $entry "" (list "scheme")) -}}
{{- $headers := list -}}
{{- range $name, $value := get $entry "headers" | default dict -}}
{{- if not (kindIs "invalid" $value) -}}{{- $headers = append $headers (dict "name" $name "value" (include "l.text" $value)) -}}{{- end -}}
{{- end -}}
{{- if $headers -}}{{- $_ := set $http "httpHeaders" $headers -}}{{- end -}}
{{- $_ := set $into "httpGet" $http -}}
{{- end -}}
{{- end -}}

{{/* w.probePort $c into entry spec path -- sets port: the probe's own, a number or a name, else containerPort. */}}
{{- define "w.probePort" -}}
{{- $c := index . 0 -}}
{{- $port := include "l.text" (get (index . 2) "port") | default (include "l.text" (get (index . 3) "containerPort")) -}}
{{- if regexMatch "^[1-9][0-9]*$" $port -}}
{{- $_ := set (index . 1) "port" (int64 $port) -}}
{{- else if $port -}}
{{- $_ := set (index . 1) "port" $port -}}
{{- else if hasKey (index . 3) "healthCheckPath" -}}
{{- $_ := set (index . 1) "port" 1 -}}
{{- else -}}
{{- include "l.problem" (list $c (printf "%s.port" (index . 4)) "required, as there is no containerPort here") -}}
{{- end -}}
{{- end -}}

{{/*
w.preStop $c into -- waits before the application is told to stop, until nobody sends it requests any more: endpoints and
proxies hear of the end of a pod at the same time as the pod itself.
*/}}
{{- define "w.preStop" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $seconds := include "w.preStopSeconds" $c | int64 -}}
{{- $lifecycle := get $into "lifecycle" | default dict -}}
{{- if and (gt $seconds 0) (not (hasKey $lifecycle "preStop")) -}}
{{- $native := ge $c.minor (int64 30) -}}
{{- $mode := include "l.choice" (list $c $c.values.preStop "mode" "preStop." (list "auto" "sleep" "exec" "none")) -}}
{{- if and (eq $mode "sleep") (not $native) -}}
{{- include "l.problem" (list $c "preStop.mode" (printf "sleep needs kubeVersion \"1.30\"; this is \"1.%d\". Use auto or exec" $c.minor)) -}}
{{- end -}}
{{- if or (eq $mode "sleep") (and (eq $mode "auto") $native) -}}
{{- $_ := set $lifecycle "preStop" (dict "sleep" (dict "seconds" $seconds)) -}}
{{- else -}}
{{- $_ := set $lifecycle "preStop" (dict "exec" (dict "command" (list "/bin/sleep" (toString $seconds)))) -}}
{{- end -}}
{{- $_ := set $into "lifecycle" $lifecycle -}}
{{- end -}}
{{- end -}}

{{/*
w.preStopSeconds $c -- how long the pod waits before it stops; 0 for a job, and where preStop.mode is none. A sleep in
lifecycle.preStop counts instead.
*/}}
{{- define "w.preStopSeconds" -}}
{{- $stop := get .values.lifecycle "preStop" | default dict -}}
{{- $own := get (get $stop "sleep" | default dict) "seconds" -}}
{{- if .isJob -}}
0
{{- else if include "l.isSet" $own -}}
{{- include "l.int" (list . (dict "seconds" $own) "seconds" "lifecycle.preStop.sleep.") -}}
{{- else if eq "none" (include "l.text" (get .values.preStop "mode")) -}}
0
{{- else -}}
{{- include "l.int" (list . .values.preStop "seconds" "preStop.") -}}
{{- end -}}
{{- end -}}
