{{/* a.authentication $c into -- the RequestAuthentication: whose tokens are believed. */}}
{{- define "a.authentication" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $auth := $c.values.auth -}}
{{- include "s.object" (list $c $into "security" "RequestAuthentication" $c.app $auth) -}}
{{- $rules := list -}}
{{- range $name := include "a.issuers" $c | fromJsonArray -}}
{{- $rule := dict -}}
{{- include "a.rule" (list $c $rule (get $auth.jwt $name) (printf "auth.jwt.%s." $name)) -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- $_ := set $into "spec" (dict "selector" (dict "matchLabels" $c.selector) "jwtRules" $rules) -}}
{{- end -}}

{{/* a.issuers $c -- the keys of auth.jwt that are on; a JSON list. */}}
{{- define "a.issuers" -}}
{{- include "l.keys" (list . .values.auth.jwt "auth.jwt") -}}
{{- end -}}

{{/* a.rule $c into entry prefix -- one issuer's tokens. */}}
{{- define "a.rule" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $prefix := index . 3 -}}
{{- include "l.strings" (list $c $into $entry $prefix (list "issuer" "jwksUri" "jwks" "outputPayloadToHeader")) -}}
{{- include "s.lists" (list $into $entry (list "audiences" "fromParams" "fromCookies")) -}}
{{- include "l.bools" (list $c $into $entry $prefix (list "forwardOriginalToken")) -}}
{{- include "a.headerList" (list $into "fromHeaders" $entry "name" "prefix") -}}
{{- include "a.headerList" (list $into "outputClaimToHeaders" $entry "header" "claim") -}}
{{- $timeout := include "s.duration" (list $c $entry "timeout" $prefix) -}}
{{- if $timeout -}}{{- $_ := set $into "timeout" $timeout -}}{{- end -}}
{{- if not $into.issuer -}}{{- include "l.problem" (list $c (printf "%sissuer" $prefix) "required: who makes the tokens") -}}{{- end -}}
{{- if and $into.jwksUri $into.jwks -}}
{{- include "l.problem" (list $c (trimSuffix "." $prefix) "has both jwksUri and jwks; keep one") -}}
{{- end -}}
{{- end -}}

{{/* a.headerList into key entry name value -- a map of headers as Istio's list of {name: header, value: text}. */}}
{{- define "a.headerList" -}}
{{- $arguments := . -}}
{{- $texts := dict -}}
{{- include "l.texts" (list $texts (get (index . 2) (index . 1) | default dict)) -}}
{{- $items := list -}}
{{- range $header, $text := $texts -}}
{{- $item := dict (index $arguments 3) $header -}}
{{- if $text -}}{{- $_ := set $item (index $arguments 4) $text -}}{{- end -}}
{{- $items = append $items $item -}}
{{- end -}}
{{- if $items -}}{{- $_ := set (index . 0) (index . 1) $items -}}{{- end -}}
{{- end -}}

{{/* a.policies $c into -- sets into.policies: all AuthorizationPolicies. */}}
{{- define "a.policies" -}}
{{- $c := index . 0 -}}
{{- $map := $c.values.auth.policies -}}
{{- $made := list -}}
{{- if include "l.bool" (list $c $c.values.auth "requireJwt" "auth.") -}}
{{- $policy := dict -}}
{{- include "a.requireJwt" (list $c $policy) -}}
{{- $made = append $made $policy -}}
{{- end -}}
{{- range $name := include "l.keys" (list $c $map "auth.policies") | fromJsonArray -}}
{{- $policy := dict -}}
{{- include "a.policy" (list $c $policy $name (get $map $name)) -}}
{{- $made = append $made $policy -}}
{{- end -}}
{{- $_ := set (index . 1) "policies" $made -}}
{{- end -}}

{{/* a.begin $c into suffix path -- a policy without rules yet, for the pods of all roles. */}}
{{- define "a.begin" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $name := include "s.ownName" (list $c (index . 2) (index . 3)) -}}
{{- include "s.object" (list $c $into "security" "AuthorizationPolicy" $name $c.values.auth) -}}
{{- $_ := set $into "spec" (dict "selector" (dict "matchLabels" $c.selector)) -}}
{{- end -}}

{{/*
a.requireJwt $c into -- the policy that refuses requests without a token. It denies what has none, instead of allowing what
has one: an ALLOW would deny everything that the other policies do not name. It looks at the application's port alone, as on a
port that is not HTTP, or not for users, such as that of metrics, nobody has a token.
*/}}
{{- define "a.requireJwt" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $paths := $c.values.auth.publicPaths -}}
{{- include "a.begin" (list $c $into "require-jwt" "auth.requireJwt") -}}
{{- $operation := dict "ports" (list (include "s.targetPort" $c | trim)) -}}
{{- if $paths -}}{{- $_ := set $operation "notPaths" $paths -}}{{- end -}}
{{- $from := list (dict "source" (dict "notRequestPrincipals" (list "*"))) -}}
{{- $rule := dict "from" $from "to" (list (dict "operation" $operation)) -}}
{{- $_ := set $into.spec "action" "DENY" -}}
{{- $_ := set $into.spec "rules" (list $rule) -}}
{{- if hasKey $c.values.auth.policies "require-jwt" -}}
{{- include "l.problem" (list $c "auth.policies.require-jwt" "is the name of the policy of auth.requireJwt; choose another") -}}
{{- end -}}
{{- if not (include "a.issuers" $c | fromJsonArray) -}}
{{- include "l.problem" (list $c "auth.requireJwt" "needs an issuer in auth.jwt; otherwise every request would be refused") -}}
{{- end -}}
{{- end -}}

{{/* a.policy $c into name entry -- one of auth.policies. */}}
{{- define "a.policy" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $entry := index . 3 -}}
{{- $path := printf "auth.policies.%s" (index . 2) -}}
{{- include "a.begin" (list $c $into (index . 2) $path) -}}
{{- $action := include "l.choice" (list $c $entry "action" (printf "%s." $path) (list "ALLOW" "DENY" "CUSTOM" "AUDIT")) -}}
{{- $_ := set $into.spec "action" $action -}}
{{- if and (eq $action "CUSTOM") (not $entry.provider) -}}
{{- include "l.problem" (list $c (printf "%s.provider" $path) "required with action CUSTOM: the name of an extension provider of the mesh") -}}
{{- else if and $entry.provider (ne $action "CUSTOM") -}}
{{- include "l.problem" (list $c (printf "%s.provider" $path) "only goes with action CUSTOM") -}}
{{- end -}}
{{- if $entry.provider -}}{{- $_ := set $into.spec "provider" (dict "name" $entry.provider) -}}{{- end -}}
{{- include "a.rules" (list $c $into.spec (get $entry "rules" | default dict) (printf "%s.rules" $path) $action) -}}
{{- end -}}

{{/* a.rules $c spec map path action -- sets spec.rules. An ALLOW without rules allows nothing, which is a way to lock a door. */}}
{{- define "a.rules" -}}
{{- $c := index . 0 -}}
{{- $map := index . 2 -}}
{{- $rules := list -}}
{{- range $name := include "l.keys" (list $c $map (index . 3)) | fromJsonArray -}}
{{- $entry := get $map $name -}}
{{- $rule := dict -}}
{{- include "a.items" (list $rule "from" $entry "source") -}}
{{- include "a.items" (list $rule "to" $entry "operation") -}}
{{- include "a.conditions" (list $rule $entry) -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- if $rules -}}
{{- $_ := set (index . 1) "rules" $rules -}}
{{- else if ne (index . 4) "ALLOW" -}}
{{- include "l.problem" (list $c (index . 3) (printf "required with action %s, which does nothing without" (index . 4))) -}}
{{- end -}}
{{- end -}}

{{/* a.items rule key entry wrapper -- sets rule[key] from a map of names: [{wrapper: item}]. */}}
{{- define "a.items" -}}
{{- $wrapper := index . 3 -}}
{{- $items := list -}}
{{- range $name, $item := get (index . 2) (index . 1) | default dict -}}
{{- if $item -}}{{- $items = append $items (dict $wrapper $item) -}}{{- end -}}
{{- end -}}
{{- if $items -}}{{- $_ := set (index . 0) (index . 1) $items -}}{{- end -}}
{{- end -}}

{{/* a.conditions rule entry -- sets rule.when from a map of Istio's keys. */}}
{{- define "a.conditions" -}}
{{- $conditions := list -}}
{{- range $key, $condition := get (index . 1) "when" | default dict -}}
{{- if $condition -}}
{{- $made := dict "key" $key -}}
{{- include "s.lists" (list $made $condition (list "values" "notValues")) -}}
{{- $conditions = append $conditions $made -}}
{{- end -}}
{{- end -}}
{{- if $conditions -}}{{- $_ := set (index . 0) "when" $conditions -}}{{- end -}}
{{- end -}}
