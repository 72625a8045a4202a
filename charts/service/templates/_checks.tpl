{{/* s.hasMesh $c -- whether there is a VirtualService for the mesh. */}}
{{- define "s.hasMesh" -}}
{{- if .meshed -}}
{{- include "l.bool" (list . .values.virtualService.mesh "enabled" "virtualService.mesh.") -}}
{{- end -}}
{{- end -}}

{{/* s.check $c -- what no single value shows. */}}
{{- define "s.check" -}}
{{- include "s.checkOutside" . -}}
{{- include "s.checkSubsets" . -}}
{{- if not .isHttp -}}{{- include "s.checkTcp" . -}}{{- end -}}
{{- $header := .values.canary.header -}}
{{- if and $header (not (regexMatch "^[a-z0-9][-a-z0-9_.]*$" $header)) -}}
{{- include "l.problem" (list . "canary.header" (printf "must be the name of a header such as x-canary, in lower case, not %q" $header)) -}}
{{- end -}}
{{- range $name, $entry := .values.virtualService.routes -}}
{{- include "s.checkRoute" (list $ $name $entry) -}}
{{- end -}}
{{- end -}}

{{/* s.checkOutside $c -- hosts have somebody who serves them, and a Gateway has hosts. */}}
{{- define "s.checkOutside" -}}
{{- $gateway := .values.gateway -}}
{{- $isMade := include "g.isMade" . -}}
{{- if and $gateway.name $isMade -}}
{{- include "l.problem" (list . "gateway.name" "names an existing Gateway, but gateway.enabled is true; keep one of them") -}}
{{- else if and .hosts (not $isMade) (not $gateway.name) -}}
{{- include "l.problem" (list . "hosts" "nobody would serve them: gateway.enabled is false and gateway.name is empty") -}}
{{- else if and $isMade (not .hosts) -}}
{{- include "l.problem" (list . "gateway.enabled" "true, but hosts is empty. Example: hosts: {public: hello-app.example.com}") -}}
{{- end -}}
{{- if and $gateway.name (not (regexMatch "^([a-z0-9]([-a-z0-9]*[a-z0-9])?/)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$" $gateway.name)) -}}
{{- include "l.problem" (list . "gateway.name" (printf "must be namespace/name or name, not %q" $gateway.name)) -}}
{{- end -}}
{{- if and .hosts (not .meshed) -}}
{{- $why := printf "a %s has no Service that could be called; with service.enabled: true it has one" .kind -}}
{{- if or .serves (not (has .kind (list "Job" "CronJob"))) -}}{{- $why = "need Istio's objects; remove istio.enabled: false" -}}{{- end -}}
{{- include "l.problem" (list . "hosts" $why) -}}
{{- end -}}
{{- end -}}

{{/* s.checkSubsets $c -- nothing asks for a subset that is not there. */}}
{{- define "s.checkSubsets" -}}
{{- if not (include "d.splits" .) -}}
{{- if gt .weight (int64 0) -}}
{{- include "l.problem" (list . "destinationRule.enabled" "false, so there are no subsets, but canaryWeight asks for a canary") -}}
{{- end -}}
{{- if .values.canary.header -}}
{{- include "l.problem" (list . "destinationRule.enabled" "false, so there are no subsets, but canary.header chooses one") -}}
{{- end -}}
{{- end -}}
{{- range $role := list "main" "baseline" "canary" -}}
{{- $subset := get $.values.destinationRule.subsets $role -}}
{{- if and (kindIs "map" $subset) (not (include "l.on" (list $ $subset (printf "destinationRule.subsets.%s" $role)))) -}}
{{- include "l.problem" (list $ (printf "destinationRule.subsets.%s.enabled" $role) "cannot be false: a route may point at each of main, baseline and canary") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* s.checkTcp $c -- a tcp service has no requests. */}}
{{- define "s.checkTcp" -}}
{{- $v := .values -}}
{{- $used := dict "hosts" .hosts "canary.header" $v.canary.header "canary.mirror.enabled" (include "d.mirrors" .) "auth.requireJwt" (include "l.bool" (list . $v.auth "requireJwt" "auth.")) -}}
{{- range list "timeout" "retries" "corsPolicy" "headers" "routes" -}}
{{- $_ := set $used (printf "virtualService.%s" .) (get $v.virtualService .) -}}
{{- end -}}
{{- range $path, $value := $used -}}
{{- if $value -}}{{- include "l.problem" (list $ $path "needs protocol http, http2 or grpc; with tcp there are no requests to tell apart") -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* s.checkRoute $c name entry -- a route is for somebody. */}}
{{- define "s.checkRoute" -}}
{{- $c := index . 0 -}}
{{- $entry := index . 2 -}}
{{- $path := printf "virtualService.routes.%s" (index . 1) -}}
{{- if eq "default" (index . 1) -}}
{{- include "l.problem" (list $c $path "is the name of the route for all the rest; choose another") -}}
{{- end -}}
{{- if include "l.on" (list $c $entry $path) -}}
{{- if not (or (include "r.isFor" (list $c $entry true $path)) (include "r.isFor" (list $c $entry false $path))) -}}
{{- include "l.problem" (list $c $path "is neither for the mesh nor external, so it does nothing; use enabled: false") -}}
{{- end -}}
{{- end -}}
{{- end -}}
