{{/*
r.virtualService $c into outside -- the VirtualService for the mesh, or the one for hosts outside of it. Both have the same
routes and weights.
*/}}
{{- define "r.virtualService" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $outside := index . 2 -}}
{{- $v := $c.values.virtualService -}}
{{- $name := $outside | ternary (printf "%s-external" $c.app) $c.app -}}
{{- include "s.object" (list $c $into "networking" "VirtualService" $name ($outside | ternary $v.external $v.mesh)) -}}
{{- $spec := $into.spec -}}
{{- if $outside -}}
{{- $_ := set $spec "hosts" $c.hosts -}}
{{- $_ := set $spec "gateways" (list (include "g.name" $c)) -}}
{{- else -}}
{{- $more := include "s.hostNames" (list $c $v.mesh.extraHosts "virtualService.mesh.extraHosts") | fromJsonArray -}}
{{- $_ := set $spec "hosts" (concat (list $c.contract.host) $more | uniq) -}}
{{- $_ := set $spec "gateways" (list "mesh") -}}
{{- end -}}
{{- if $c.isHttp -}}
{{- include "r.http" (list $c $spec $outside) -}}
{{- else -}}
{{- $route := dict -}}
{{- include "d.weighted" (list $c $route false) -}}
{{- $_ := set $spec "tcp" (list $route) -}}
{{- end -}}
{{- end -}}

{{/* r.http $c spec outside -- sets spec.http: the routes in their order, and last the one for all the rest. */}}
{{- define "r.http" -}}
{{- $c := index . 0 -}}
{{- $outside := index . 2 -}}
{{- $routes := $c.values.virtualService.routes -}}
{{- $made := dict "routes" list -}}
{{- range $name := include "l.keys" (list $c $routes "virtualService.routes") | fromJsonArray -}}
{{- $entry := get $routes $name -}}
{{- $path := printf "virtualService.routes.%s" $name -}}
{{- if include "r.isFor" (list $c $entry $outside $path) -}}
{{- include "m.matches" (list $c $made $entry $path) -}}
{{- include "r.variants" (list $c $made $name $entry $outside $path) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $made "matches" list -}}
{{- include "r.variants" (list $c $made "default" dict $outside "virtualService") -}}
{{- $_ := set (index . 1) "http" $made.routes -}}
{{- end -}}

{{/* r.isFor $c entry outside path -- whether a route is for this side: for both, unless mesh or external is false. */}}
{{- define "r.isFor" -}}
{{- $key := index . 2 | ternary "external" "mesh" -}}
{{- if not (include "l.isSet" (get (index . 1) $key)) -}}
true
{{- else -}}
{{- include "l.bool" (list (index . 0) (index . 1) $key (printf "%s." (index . 3))) -}}
{{- end -}}
{{- end -}}

{{/*
r.variants $c made name entry outside path -- appends to made.routes the route `entry`, under the conditions made.matches. When
canary.header is set, each of the roles comes before it, for requests that ask for it.
*/}}
{{- define "r.variants" -}}
{{- $c := index . 0 -}}
{{- $made := index . 1 -}}
{{- $name := index . 2 -}}
{{- $outside := index . 4 -}}
{{- $base := dict -}}
{{- include "r.parts" (list $c $base (index . 3) (index . 5)) -}}
{{- $sends := not (or $base.redirect $base.directResponse) -}}
{{- $header := include "l.text" $c.values.canary.header -}}
{{- if and $sends $header -}}
{{- range $role := $c.test | ternary (list "main" "canary") (list "main" "baseline" "canary") -}}
{{- $asked := dict "weight" (int64 100) -}}
{{- include "d.destination" (list $c $asked $role $outside) -}}
{{- $route := merge (dict "route" (list $asked)) (deepCopy $base) -}}
{{- include "r.place" (list $c $made $route (printf "%s-%s" $name $role) (dict $header (dict "exact" $role))) -}}
{{- end -}}
{{- end -}}
{{- if $sends -}}
{{- include "d.weighted" (list $c $base $outside) -}}
{{- include "d.mirror" (list $c $base $outside) -}}
{{- end -}}
{{- include "r.place" (list $c $made $base $name dict) -}}
{{- end -}}

{{/* r.place $c made route name headers -- appends a route; each of made.matches, if there are any, also asks for the headers. */}}
{{- define "r.place" -}}
{{- $c := index . 0 -}}
{{- $made := index . 1 -}}
{{- $route := index . 2 -}}
{{- $headers := index . 4 -}}
{{- $matches := list -}}
{{- range $made.matches -}}
{{- $match := deepCopy . -}}
{{- if $headers -}}{{- $_ := set $match "headers" (merge (deepCopy $headers) (get $match "headers" | default dict)) -}}{{- end -}}
{{- $matches = append $matches $match -}}
{{- end -}}
{{- if and $headers (not $matches) -}}{{- $matches = list (dict "headers" $headers) -}}{{- end -}}
{{- if $matches -}}{{- $_ := set $route "match" $matches -}}{{- end -}}
{{- if $c.contract.named -}}{{- $_ := set $route "name" (index . 3) -}}{{- end -}}
{{- include "l.merge" (list $route (get $route "raw" | default dict)) -}}
{{- $_ := set $made "routes" (append $made.routes (omit $route "raw")) -}}
{{- end -}}
