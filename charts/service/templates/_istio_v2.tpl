{{/*
istio.v2 $c -- sets the contract that _istio_v1.tpl describes. Beside stable apiVersions: a host name that does not depend on the
namespace of who reads it, names of routes for metrics and logs, limits on waiting, retries that cannot do a thing twice,
and a pod that fails taken out for a while.
*/}}
{{- define "istio.v2" -}}
{{- $contract := dict "named" true "appProtocol" .protocol -}}
{{- $_ := set $contract "host" (printf "%s.%s.svc.cluster.local" .app .root.Release.Namespace) -}}
{{- $_ := set $contract "networking" (.values.istio.apiVersions.networking | default "networking.istio.io/v1") -}}
{{- $_ := set $contract "security" (.values.istio.apiVersions.security | default "security.istio.io/v1") -}}
{{- $_ := set $contract "timeout" "15s" -}}
{{- $retryOn := "connect-failure,refused-stream,unavailable,reset-before-request" -}}
{{- $_ := set $contract "retries" (dict "attempts" (int64 2) "perTryTimeout" "5s" "retryOn" $retryOn) -}}
{{- $pool := dict "tcp" (dict "connectTimeout" "3s" "tcpKeepalive" (dict "time" "300s" "interval" "60s")) -}}
{{- if .isHttp -}}{{- $_ := set $pool "http" (dict "idleTimeout" "300s") -}}{{- end -}}
{{- $policy := dict "connectionPool" $pool "loadBalancer" (dict "simple" "LEAST_REQUEST") -}}
{{- if ge (include "istio.pods" . | int64) (int64 3) -}}
{{- $outlier := dict "consecutive5xxErrors" (int64 5) "interval" "10s" "baseEjectionTime" "30s" "maxEjectionPercent" (int64 50) -}}
{{- $_ := set $policy "outlierDetection" $outlier -}}
{{- end -}}
{{- $_ := set $contract "trafficPolicy" $policy -}}
{{- $_ := set . "contract" $contract -}}
{{- end -}}

{{/*
istio.pods $c -- the least number of pods, by the keys of the workload chart in the same values file: with one or two pods,
taking a failing one out would leave too few. A DaemonSet has many. What is wrong with those keys that chart says.
*/}}
{{- define "istio.pods" -}}
{{- $pods := include "l.text" (get .values "replicaCount") -}}
{{- $scaling := get .values "autoscaling" -}}
{{- if kindIs "map" $scaling -}}
{{- if eq "true" (include "l.text" $scaling.enabled) -}}
{{- $pods = include "l.text" $scaling.minReplicas | default $pods -}}
{{- end -}}
{{- end -}}
{{- if eq .kind "DaemonSet" -}}
3
{{- else -}}
{{- regexMatch "^[0-9]{1,6}$" $pods | ternary $pods "2" -}}
{{- end -}}
{{- end -}}
