{{/* s.service $c into -- the Service. */}}
{{- define "s.service" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $service := $c.values.service -}}
{{- $_ := set $into "apiVersion" "v1" -}}
{{- $_ := set $into "kind" "Service" -}}
{{- include "l.metadata" (list $c $into $c.app $service) -}}
{{- $type := include "l.choice" (list $c $service "type" "service." (list "ClusterIP" "NodePort" "LoadBalancer")) -}}
{{- $spec := dict "type" $type "selector" $c.selector -}}
{{- include "s.ports" (list $c $spec (ne $type "ClusterIP")) -}}
{{- include "s.serviceChoice" (list $c $spec "sessionAffinity" (list "None" "ClientIP")) -}}
{{- include "s.serviceChoice" (list $c $spec "trafficDistribution" (list "PreferClose" "PreferSameZone" "PreferSameNode")) -}}
{{- include "s.serviceChoice" (list $c $spec "externalTrafficPolicy" (list "Cluster" "Local")) -}}
{{- include "s.lists" (list $spec $service (list "loadBalancerSourceRanges")) -}}
{{- if include "l.bool" (list $c $service "publishNotReadyAddresses" "service.") -}}
{{- $_ := set $spec "publishNotReadyAddresses" true -}}
{{- end -}}
{{- include "s.checkService" (list $c $spec) -}}
{{- $_ := set $into "spec" $spec -}}
{{- end -}}

{{/* s.serviceChoice $c spec key choices -- copies service[key], one of the choices, if it is set. */}}
{{- define "s.serviceChoice" -}}
{{- $c := index . 0 -}}
{{- if include "l.isSet" (get $c.values.service (index . 2)) -}}
{{- $_ := set (index . 1) (index . 2) (include "l.choice" (list $c $c.values.service (index . 2) "service." (index . 3))) -}}
{{- end -}}
{{- end -}}

{{/* s.checkService $c spec -- fields that only go with some types, or are newer than the cluster. */}}
{{- define "s.checkService" -}}
{{- $c := index . 0 -}}
{{- $spec := index . 1 -}}
{{- if and $spec.externalTrafficPolicy (eq $spec.type "ClusterIP") -}}
{{- include "l.problem" (list $c "service.externalTrafficPolicy" "needs service.type NodePort or LoadBalancer") -}}
{{- end -}}
{{- if and $spec.loadBalancerSourceRanges (ne $spec.type "LoadBalancer") -}}
{{- include "l.problem" (list $c "service.loadBalancerSourceRanges" "needs service.type LoadBalancer") -}}
{{- end -}}
{{- $since := get (dict "PreferClose" 31 "PreferSameZone" 34 "PreferSameNode" 34) ($spec.trafficDistribution | default "") -}}
{{- if $since -}}
{{- if lt $c.minor (int64 $since) -}}
{{- include "l.problem" (list $c "service.trafficDistribution" (printf "%s needs Kubernetes 1.%d; kubeVersion is %q" $spec.trafficDistribution $since (include "l.text" $c.values.kubeVersion))) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* s.ports $c spec outside -- sets spec.ports: that of the application, then service.ports. `outside`: whether nodes have ports. */}}
{{- define "s.ports" -}}
{{- $c := index . 0 -}}
{{- $service := $c.values.service -}}
{{- $main := dict "name" (include "s.portName" $c) "port" $c.port "protocol" "TCP" "targetPort" (include "s.targetPort" $c | int64) -}}
{{- $appProtocol := include "l.text" $service.appProtocol | default $c.contract.appProtocol -}}
{{- if $appProtocol -}}{{- $_ := set $main "appProtocol" $appProtocol -}}{{- end -}}
{{- include "s.nodePort" (list $c $main $service "service." (index . 2)) -}}
{{- $ports := list $main -}}
{{- range $name := include "l.keys" (list $c $service.ports "service.ports") | fromJsonArray -}}
{{- $port := dict "name" $name -}}
{{- include "s.extraPort" (list $c $port (get $service.ports $name) (printf "service.ports.%s." $name) (index $ 2)) -}}
{{- $ports = append $ports $port -}}
{{- end -}}
{{- include "s.checkPorts" (list $c $ports) -}}
{{- $_ := set (index . 1) "ports" $ports -}}
{{- end -}}

{{/* s.portName $c -- <protocol>-<name>: Istio reads the protocol from it. */}}
{{- define "s.portName" -}}
{{- $name := include "l.text" .values.service.portName | default (printf "%s-%s" .protocol .app) -}}
{{- $spoken := first (splitList "-" $name) -}}
{{- if and .values.service.portName (not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" $name)) -}}
{{- include "l.problem" (list . "service.portName" (printf "must be at most 63 lower case letters, digits and -, not %q" $name)) -}}
{{- else if ne $spoken .protocol -}}
{{- include "l.problem" (list . "service.portName" (printf "%q tells Istio the protocol %s, but protocol is %s; begin it with %s-" $name $spoken .protocol .protocol)) -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{/* s.targetPort $c -- containerPort, which a Service cannot do without. */}}
{{- define "s.targetPort" -}}
{{- if include "l.isSet" .values.containerPort -}}
{{- include "s.port" (list . .values "containerPort" "") -}}
{{- else -}}
{{- include "l.problem" (list . "containerPort" "required: the port that the application listens to. Example: containerPort: 8080") -}}
0
{{- end -}}
{{- end -}}

{{/* s.nodePort $c port from prefix outside -- sets port.nodePort from from.nodePort. */}}
{{- define "s.nodePort" -}}
{{- $c := index . 0 -}}
{{- $prefix := index . 3 -}}
{{- if include "l.isSet" (index . 2).nodePort -}}
{{- $_ := set (index . 1) "nodePort" (include "s.port" (list $c (index . 2) "nodePort" $prefix) | int64) -}}
{{- if not (index . 4) -}}
{{- include "l.problem" (list $c (printf "%snodePort" $prefix) "needs service.type NodePort or LoadBalancer") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* s.extraPort $c port entry prefix outside -- completes one of service.ports; port.name is there. */}}
{{- define "s.extraPort" -}}
{{- $c := index . 0 -}}
{{- $port := index . 1 -}}
{{- $entry := index . 2 -}}
{{- $prefix := index . 3 -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" $port.name) -}}
{{- include "l.problem" (list $c (trimSuffix "." $prefix) "a port's name has at most 63 lower case letters, digits and -") -}}
{{- end -}}
{{- $_ := set $port "port" (include "s.port" (list $c $entry "port" $prefix) | int64) -}}
{{- $target := include "l.text" $entry.targetPort | default (toString $port.port) -}}
{{- if regexMatch "^[0-9]+$" $target -}}
{{- $_ := set $port "targetPort" (include "s.port" (list $c (dict "targetPort" $target) "targetPort" $prefix) | int64) -}}
{{- else -}}
{{- $_ := set $port "targetPort" $target -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$" $target) -}}
{{- include "l.problem" (list $c (printf "%stargetPort" $prefix) (printf "must be a number or the name of a container's port, at most 15 lower case letters, digits and -, not %q" $target)) -}}
{{- end -}}
{{- end -}}
{{- $_ := set $port "protocol" "TCP" -}}
{{- if $entry.protocol -}}
{{- $_ := set $port "protocol" (include "l.choice" (list $c $entry "protocol" $prefix (list "TCP" "UDP" "SCTP"))) -}}
{{- end -}}
{{- include "l.strings" (list $c $port $entry $prefix (list "appProtocol")) -}}
{{- include "s.nodePort" (list $c $port $entry $prefix (index . 4)) -}}
{{- end -}}

{{/* s.checkPorts $c ports -- names and numbers are there once. */}}
{{- define "s.checkPorts" -}}
{{- $c := index . 0 -}}
{{- $seen := dict -}}
{{- range index . 1 -}}
{{- $number := printf "%d/%s" .port .protocol -}}
{{- if and (hasKey $seen $number) (gt .port 0) -}}
{{- include "l.problem" (list $c (printf "service.ports.%s" .name) (printf "port %s is already that of %s" $number (get $seen $number))) -}}
{{- end -}}
{{- $_ := set $seen $number .name -}}
{{- end -}}
{{- if hasKey $c.values.service.ports (include "s.portName" $c) -}}
{{- include "l.problem" (list $c (printf "service.ports.%s" (include "s.portName" $c)) "is the name of the application's own port; set it with service.port and containerPort") -}}
{{- end -}}
{{- end -}}

{{/* s.hasHeadless $c -- whether there is a second Service for the pods one by one, as a StatefulSet needs. */}}
{{- define "s.hasHeadless" -}}
{{- if include "l.isSet" .values.service.headless -}}
{{- include "l.bool" (list . .values.service "headless" "service.") -}}
{{- else if eq .kind "StatefulSet" -}}
true
{{- end -}}
{{- end -}}

{{/* s.headless $c into -- the Service that gives every pod a name of its own. */}}
{{- define "s.headless" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- include "s.service" (list $c $into) -}}
{{- include "l.metadata" (list $c $into (printf "%s-headless" $c.app) $c.values.service) -}}
{{- $ports := list -}}
{{- range $into.spec.ports -}}{{- $ports = append $ports (omit . "nodePort") -}}{{- end -}}
{{- $kept := dict "type" "ClusterIP" "clusterIP" "None" "selector" $c.selector "ports" $ports -}}
{{- if $into.spec.publishNotReadyAddresses -}}{{- $_ := set $kept "publishNotReadyAddresses" true -}}{{- end -}}
{{- $_ := set $into "spec" $kept -}}
{{- end -}}
