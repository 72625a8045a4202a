{{/*
w.istioInject $c -- whether Istio's proxy goes into the pods: "true", "false", or nothing, where the namespace decides. A job
gets one only if it asks, as the classic proxy never ends and keeps the job running.
*/}}
{{- define "w.istioInject" -}}
{{- $inject := include "l.text" (get .values.istioProxy "inject") -}}
{{- if not (has $inject (list "" "true" "false")) -}}
{{- include "l.problem" (list . "istioProxy.inject" (printf "must be true, false or \"\", not %q" $inject)) -}}
{{- end -}}
{{- if and .isJob (eq $inject "true") (not .native) -}}
{{- include "l.problem" (list . "istioProxy.inject" (printf "true would keep the %s running for ever; the proxy must be a native sidecar, which needs kubeVersion \"1.29\"" .kind)) -}}
{{- end -}}
{{- .isJob | ternary ($inject | default "false") $inject -}}
{{- end -}}

{{/*
w.istioAnnotations $c into -- what the proxy has to know. It drains for a little longer than the pod waits to stop, or the last
requests would find the application without its proxy.
*/}}
{{- define "w.istioAnnotations" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $proxy := $c.values.istioProxy -}}
{{- $inject := include "w.istioInject" $c -}}
{{- if ne $inject "false" -}}
{{- $config := dict -}}
{{- include "l.bools" (list $c $config $proxy "istioProxy." (list "holdApplicationUntilProxyStarts")) -}}
{{- $drain := include "l.text" (get $proxy "terminationDrainDuration") -}}
{{- if not $drain -}}{{- $drain = printf "%ds" (add 5 (include "w.preStopSeconds" $c | int64)) -}}{{- end -}}
{{- $_ := set $config "terminationDrainDuration" $drain -}}
{{- $_ := set $into "proxy.istio.io/config" (toYaml $config) -}}
{{- if and $c.isJob (eq $inject "true") -}}{{- $_ := set $into "sidecar.istio.io/nativeSidecar" "true" -}}{{- end -}}
{{- include "w.proxyResources" . -}}
{{- include "l.texts" (list $into (get $proxy "annotations" | default dict)) -}}
{{- end -}}
{{- end -}}

{{/* w.proxyResources $c into -- requests and limits of the proxy, which it takes from annotations. */}}
{{- define "w.proxyResources" -}}
{{- $into := index . 1 -}}
{{- $resources := get (index . 0).values.istioProxy "resources" | default dict -}}
{{- $requests := get $resources "requests" | default dict -}}
{{- $limits := get $resources "limits" | default dict -}}
{{- $names := dict "proxyCPU" (get $requests "cpu") "proxyMemory" (get $requests "memory")
  "proxyCPULimit" (get $limits "cpu") "proxyMemoryLimit" (get $limits "memory") -}}
{{- range $name, $value := $names -}}
{{- if include "l.isSet" $value -}}{{- $_ := set $into (printf "sidecar.istio.io/%s" $name) (include "l.text" $value) -}}{{- end -}}
{{- end -}}
{{- end -}}
