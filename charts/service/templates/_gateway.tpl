{{/* g.isOutside $c -- whether anything is served outside the mesh. */}}
{{- define "g.isOutside" -}}
{{- if and .meshed .isHttp .hosts (or (include "g.isMade" .) .values.gateway.name) -}}true{{- end -}}
{{- end -}}

{{/* g.isMade $c -- whether there is a Gateway of our own. */}}
{{- define "g.isMade" -}}
{{- if include "l.isSet" .values.gateway.enabled -}}
{{- include "l.bool" (list . .values.gateway "enabled" "gateway.") -}}
{{- else if and .hosts (not .values.gateway.name) -}}
true
{{- end -}}
{{- end -}}

{{/* g.name $c -- the Gateway that serves the hosts. */}}
{{- define "g.name" -}}
{{- .values.gateway.name | default .app -}}
{{- end -}}

{{/* g.gateway $c into -- the Gateway. */}}
{{- define "g.gateway" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $gateway := $c.values.gateway -}}
{{- include "s.object" (list $c $into "networking" "Gateway" $c.app $gateway) -}}
{{- $selector := dict -}}
{{- include "l.texts" (list $selector $gateway.selector) -}}
{{- if not $selector -}}
{{- include "l.problem" (list $c "gateway.selector" "is empty, so every gateway of the mesh would serve the hosts. Example: gateway.selector: {istio: ingressgateway}") -}}
{{- end -}}
{{- $servers := list -}}
{{- if include "l.bool" (list $c $gateway.http "enabled" "gateway.http.") -}}
{{- $server := dict -}}
{{- include "g.http" (list $c $server) -}}
{{- $servers = append $servers $server -}}
{{- end -}}
{{- if include "l.bool" (list $c $gateway.https "enabled" "gateway.https.") -}}
{{- $server := dict -}}
{{- include "g.https" (list $c $server) -}}
{{- $servers = append $servers $server -}}
{{- end -}}
{{- if not $servers -}}
{{- include "l.problem" (list $c "gateway" "neither http nor https is enabled, so it would serve nothing") -}}
{{- end -}}
{{- $_ := set $into "spec" (dict "selector" $selector "servers" $servers) -}}
{{- end -}}

{{/* g.server $c into name protocol -- begins a server: its port and hosts. */}}
{{- define "g.server" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $name := index . 2 -}}
{{- $number := include "s.port" (list $c (get $c.values.gateway $name) "port" (printf "gateway.%s." $name)) | int64 -}}
{{- $_ := set $into "port" (dict "number" $number "name" $name "protocol" (index . 3)) -}}
{{- $_ := set $into "hosts" $c.hosts -}}
{{- end -}}

{{/* g.http $c into -- the server for plain HTTP. */}}
{{- define "g.http" -}}
{{- $c := index . 0 -}}
{{- $gateway := $c.values.gateway -}}
{{- include "g.server" (list $c (index . 1) "http" "HTTP") -}}
{{- if include "l.bool" (list $c $gateway.http "httpsRedirect" "gateway.http.") -}}
{{- $_ := set (index . 1) "tls" (dict "httpsRedirect" true) -}}
{{- if not (include "l.bool" (list $c $gateway.https "enabled" "gateway.https.")) -}}
{{- include "l.problem" (list $c "gateway.http.httpsRedirect" "needs gateway.https.enabled: true, or the redirect leads nowhere") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* g.https $c into -- the server for HTTPS. */}}
{{- define "g.https" -}}
{{- $c := index . 0 -}}
{{- $https := $c.values.gateway.https -}}
{{- include "g.server" (list $c (index . 1) "https" "HTTPS") -}}
{{- $mode := include "l.choice" (list $c $https "mode" "gateway.https." (list "SIMPLE" "MUTUAL" "OPTIONAL_MUTUAL")) -}}
{{- $version := include "l.choice" (list $c $https "minProtocolVersion" "gateway.https." (list "TLSV1_2" "TLSV1_3" "TLSV1_1" "TLSV1_0")) -}}
{{- $name := include "l.text" $https.credentialName -}}
{{- if not $name -}}
{{- include "l.problem" (list $c "gateway.https.credentialName" "required: the Secret with the certificate, in the namespace of the ingress gateway") -}}
{{- end -}}
{{- $_ := set (index . 1) "tls" (dict "mode" $mode "credentialName" $name "minProtocolVersion" $version) -}}
{{- end -}}
