{{/*
r.parts $c into entry path -- all of a route but where it sends to. What the route does not say, the keys of virtualService
say for every route, and then the contract. A redirect or direct response has neither timeout nor retries. A timeout of 0s
is none: Istio wants such a route without the field.
*/}}
{{- define "r.parts" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $path := index . 3 -}}
{{- include "r.answer" . -}}
{{- $sends := not (or $into.redirect $into.directResponse) -}}
{{- if $sends -}}
{{- include "r.waiting" . -}}
{{- include "r.fault" . -}}
{{- end -}}
{{- include "r.cors" (list $c $into (get $entry "corsPolicy") (printf "%s.corsPolicy" $path)) -}}
{{- include "r.headers" (list $c $into (get $entry "headers") (printf "%s.headers" $path)) -}}
{{- if $entry.raw -}}{{- $_ := set $into "raw" $entry.raw -}}{{- end -}}
{{- end -}}

{{/* r.answer $c into entry path -- rewrite, redirect or directResponse. */}}
{{- define "r.answer" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $path := index . 3 -}}
{{- $used := list -}}
{{- range list "rewrite" "redirect" "directResponse" -}}{{- if get $entry . -}}{{- $used = append $used . -}}{{- end -}}{{- end -}}
{{- if gt (len $used) 1 -}}
{{- include "l.problem" (list $c $path (printf "has %s, but a route does one of them" (join " and " $used))) -}}
{{- else if has "rewrite" $used -}}
{{- $_ := set $into "rewrite" dict -}}
{{- include "l.strings" (list $c $into.rewrite $entry.rewrite "" (list "uri" "authority")) -}}
{{- else if has "redirect" $used -}}
{{- $_ := set $into "redirect" dict -}}
{{- include "l.strings" (list $c $into.redirect $entry.redirect "" (list "uri" "authority" "scheme")) -}}
{{- include "l.ints" (list $c $into.redirect $entry.redirect (printf "%s.redirect." $path) (list "port" "redirectCode")) -}}
{{- else if has "directResponse" $used -}}
{{- $_ := set $into "directResponse" (dict "status" (include "l.int" (list $c $entry.directResponse "status" (printf "%s.directResponse." $path)) | int64)) -}}
{{- if $entry.directResponse.body -}}
{{- $_ := set $into.directResponse "body" (dict "string" (include "l.text" $entry.directResponse.body)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* r.waiting $c into entry path -- timeout and retries. */}}
{{- define "r.waiting" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $path := index . 3 -}}
{{- $v := $c.values.virtualService -}}
{{- $own := include "s.duration" (list $c $entry "timeout" (printf "%s." $path)) -}}
{{- $all := include "s.duration" (list $c $v "timeout" "virtualService.") -}}
{{- $timeout := $own | default $all | default $c.contract.timeout -}}
{{- if and $timeout (not (regexMatch "^[0.]+(h|m|s|ms)$" $timeout)) -}}{{- $_ := set $into "timeout" $timeout -}}{{- end -}}
{{- $retries := deepCopy $c.contract.retries -}}
{{- include "r.retries" (list $c $retries $v.retries "virtualService.retries.") -}}
{{- include "r.retries" (list $c $retries (get $entry "retries" | default dict) (printf "%s.retries." $path)) -}}
{{- if $retries -}}
{{- if not (hasKey $retries "attempts") -}}
{{- include "l.problem" (list $c (printf "%s.retries.attempts" $path) "required: how often to try again") -}}
{{- else if eq $retries.attempts (int64 0) -}}
{{- $retries = dict "attempts" (int64 0) -}}
{{- end -}}
{{- $_ := set $into "retries" $retries -}}
{{- end -}}
{{- end -}}

{{/* r.retries $c into from prefix -- adds what one place says of retries. */}}
{{- define "r.retries" -}}
{{- include "l.ints" (list (index . 0) (index . 1) (index . 2) (index . 3) (list "attempts")) -}}
{{- $perTry := include "s.duration" (list (index . 0) (index . 2) "perTryTimeout" (index . 3)) -}}
{{- if $perTry -}}{{- $_ := set (index . 1) "perTryTimeout" $perTry -}}{{- end -}}
{{- include "l.strings" (list (index . 0) (index . 1) (index . 2) (index . 3) (list "retryOn")) -}}
{{- include "l.bools" (list (index . 0) (index . 1) (index . 2) (index . 3) (list "retryRemoteLocalities")) -}}
{{- end -}}

{{/* r.fault $c into entry path -- delays and errors made on purpose. */}}
{{- define "r.fault" -}}
{{- $c := index . 0 -}}
{{- $fault := get (index . 2) "fault" | default dict -}}
{{- $path := printf "%s.fault" (index . 3) -}}
{{- $made := dict -}}
{{- if $fault.delay -}}
{{- $percent := include "s.percent" (list $c $fault.delay "percentage" (printf "%s.delay." $path)) | int64 -}}
{{- $delay := include "s.duration" (list $c $fault.delay "fixedDelay" (printf "%s.delay." $path)) -}}
{{- if not $delay -}}{{- include "l.problem" (list $c (printf "%s.delay.fixedDelay" $path) "required, such as 5s") -}}{{- end -}}
{{- $_ := set $made "delay" (dict "percentage" (dict "value" $percent) "fixedDelay" $delay) -}}
{{- end -}}
{{- if $fault.abort -}}
{{- $percent := include "s.percent" (list $c $fault.abort "percentage" (printf "%s.abort." $path)) | int64 -}}
{{- $abort := dict "percentage" (dict "value" $percent) -}}
{{- include "l.ints" (list $c $abort $fault.abort (printf "%s.abort." $path) (list "httpStatus")) -}}
{{- include "l.strings" (list $c $abort $fault.abort "" (list "grpcStatus")) -}}
{{- if ne 2 (len $abort) -}}{{- include "l.problem" (list $c (printf "%s.abort" $path) "needs exactly one of httpStatus and grpcStatus") -}}{{- end -}}
{{- $_ := set $made "abort" $abort -}}
{{- end -}}
{{- if $made -}}{{- $_ := set (index . 1) "fault" $made -}}{{- end -}}
{{- end -}}

{{/* r.cors $c into own path -- who may call from a browser: the route's own policy, or that of all routes. */}}
{{- define "r.cors" -}}
{{- $c := index . 0 -}}
{{- $policy := index . 2 | default $c.values.virtualService.corsPolicy -}}
{{- $path := empty (index . 2) | ternary "virtualService.corsPolicy" (index . 3) -}}
{{- if $policy -}}
{{- $made := dict -}}
{{- $origins := list -}}
{{- $map := get $policy "allowOrigins" | default dict -}}
{{- range $name := include "l.keys" (list $c $map (printf "%s.allowOrigins" $path)) | fromJsonArray -}}
{{- $one := dict -}}
{{- include "m.text" (list $c $one "origin" (get $map $name) (printf "%s.allowOrigins.%s" $path $name)) -}}
{{- $origins = append $origins $one.origin -}}
{{- end -}}
{{- if not $origins -}}{{- include "l.problem" (list $c (printf "%s.allowOrigins" $path) "required: without an origin nobody is allowed anything") -}}{{- end -}}
{{- $_ := set $made "allowOrigins" $origins -}}
{{- include "s.lists" (list $made $policy (list "allowMethods" "allowHeaders" "exposeHeaders")) -}}
{{- include "l.bools" (list $c $made $policy (printf "%s." $path) (list "allowCredentials")) -}}
{{- $age := include "s.duration" (list $c $policy "maxAge" (printf "%s." $path)) -}}
{{- if $age -}}{{- $_ := set $made "maxAge" $age -}}{{- end -}}
{{- $_ := set (index . 1) "corsPolicy" $made -}}
{{- end -}}
{{- end -}}

{{/* r.headers $c into own path -- headers to set, add and remove; those of the route over those of all routes. */}}
{{- define "r.headers" -}}
{{- $made := dict -}}
{{- $places := list (index . 0).values.virtualService.headers (index . 2 | default dict) -}}
{{- range $side := list "request" "response" -}}
{{- $operations := dict -}}
{{- range $place := $places -}}
{{- $part := get $place $side | default dict -}}
{{- range $verb := list "set" "add" -}}
{{- $texts := get $operations $verb | default dict -}}
{{- include "l.texts" (list $texts (get $part $verb | default dict)) -}}
{{- if $texts -}}{{- $_ := set $operations $verb $texts -}}{{- end -}}
{{- end -}}
{{- if $part.remove -}}{{- $_ := set $operations "remove" (concat (get $operations "remove" | default list) $part.remove | uniq) -}}{{- end -}}
{{- end -}}
{{- if $operations -}}{{- $_ := set $made $side $operations -}}{{- end -}}
{{- end -}}
{{- if $made -}}{{- $_ := set (index . 1) "headers" $made -}}{{- end -}}
{{- end -}}
