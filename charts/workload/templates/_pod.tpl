{{/* w.podTemplate $c into -- the template of the pods: metadata and spec, with the patches of the values applied last. */}}
{{- define "w.podTemplate" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $spec := dict -}}
{{- include "w.volumes" (list $c $spec) -}}
{{- $main := dict -}}
{{- include "w.mainContainer" (list $c $main) -}}
{{- $_ := set $spec "containers" (list $main) -}}
{{- include "w.sideContainers" (list $c $spec) -}}
{{- include "w.podPlacement" (list $c $spec) -}}
{{- include "w.podSettings" (list $c $spec) -}}
{{- include "l.merge" (list $spec $c.values.podSpecPatch) -}}
{{- $metadata := dict -}}
{{- include "w.podLabels" (list $c $metadata) -}}
{{- include "w.podAnnotations" (list $c $metadata) -}}
{{- $_ := set $into "metadata" $metadata -}}
{{- $_ := set $into "spec" $spec -}}
{{- end -}}

{{/* w.podLabels $c into -- no label of the chart among them: a new chart must not restart the pods of the company. */}}
{{- define "w.podLabels" -}}
{{- $c := index . 0 -}}
{{- $labels := dict -}}
{{- include "l.nameLabels" (list $c $labels) -}}
{{- if $c.versionLabel -}}
{{- $_ := set $labels "version" $c.versionLabel -}}
{{- $_ := set $labels "app.kubernetes.io/version" $c.versionLabel -}}
{{- end -}}
{{- if not $c.isJob -}}
{{- $_ := set $labels "app" $c.app -}}
{{- $_ := set $labels (toString $c.values.roleLabel) $c.role -}}
{{- end -}}
{{- $inject := include "w.istioInject" $c -}}
{{- if $inject -}}{{- $_ := set $labels "sidecar.istio.io/inject" $inject -}}{{- end -}}
{{- include "l.texts" (list $labels $c.values.labels) -}}
{{- include "l.texts" (list $labels $c.values.podLabels) -}}
{{- include "l.selector" (list $c $labels) -}}
{{- $_ := set (index . 1) "labels" $labels -}}
{{- end -}}

{{/* w.podAnnotations $c into */}}
{{- define "w.podAnnotations" -}}
{{- $c := index . 0 -}}
{{- $annotations := dict -}}
{{- include "w.istioAnnotations" (list $c $annotations) -}}
{{- $checksum := include "w.configChecksum" $c -}}
{{- if $checksum -}}{{- $_ := set $annotations "checksum/config" $checksum -}}{{- end -}}
{{- include "l.texts" (list $annotations $c.values.annotations) -}}
{{- include "l.texts" (list $annotations $c.values.podAnnotations) -}}
{{- if $annotations -}}{{- $_ := set (index . 1) "annotations" $annotations -}}{{- end -}}
{{- end -}}

{{/* w.podPlacement $c into -- where pods may run, and how they are spread. */}}
{{- define "w.podPlacement" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $v := $c.values -}}
{{- $selector := dict -}}
{{- include "l.texts" (list $selector $v.nodeSelector) -}}
{{- if $selector -}}{{- $_ := set $into "nodeSelector" $selector -}}{{- end -}}
{{- include "l.raws" (list $c $into $v "" (list "affinity")) -}}
{{- $tolerations := list -}}
{{- range $name := include "l.keys" (list $c $v.tolerations "tolerations") | fromJsonArray -}}
{{- $entry := get $v.tolerations $name -}}
{{- $toleration := dict -}}
{{- include "l.strings" (list $c $toleration $entry "" (list "key" "operator" "value" "effect")) -}}
{{- include "l.ints" (list $c $toleration $entry (printf "tolerations.%s." $name) (list "tolerationSeconds")) -}}
{{- $tolerations = append $tolerations $toleration -}}
{{- end -}}
{{- if $tolerations -}}{{- $_ := set $into "tolerations" $tolerations -}}{{- end -}}
{{- if ne $c.kind "DaemonSet" -}}{{- include "w.topologySpread" . -}}{{- end -}}
{{- end -}}

{{/*
w.topologySpread $c into -- the constraints of topologySpread, each with this role's selector. With matchLabelKeys the old
pods of a rollout do not count, so that it does not end lopsided.
*/}}
{{- define "w.topologySpread" -}}
{{- $c := index . 0 -}}
{{- $map := $c.values.topologySpread -}}
{{- $revision := dict "Deployment" "pod-template-hash" "StatefulSet" "controller-revision-hash" -}}
{{- $constraints := list -}}
{{- range $name := include "l.keys" (list $c $map "topologySpread") | fromJsonArray -}}
{{- $entry := get $map $name -}}
{{- $selector := dict -}}
{{- include "l.selector" (list $c $selector) -}}
{{- $constraint := dict "labelSelector" (dict "matchLabels" $selector) -}}
{{- if and (hasKey $revision $c.kind) (ge $c.minor (int64 27)) -}}
{{- $_ := set $constraint "matchLabelKeys" (list (get $revision $c.kind)) -}}
{{- end -}}
{{- include "l.merge" (list $constraint (omit $entry "enabled" "order" "maxSkew" "minDomains")) -}}
{{- include "l.ints" (list $c $constraint $entry (printf "topologySpread.%s." $name) (list "maxSkew" "minDomains")) -}}
{{- $constraints = append $constraints $constraint -}}
{{- end -}}
{{- if $constraints -}}{{- $_ := set (index . 1) "topologySpreadConstraints" $constraints -}}{{- end -}}
{{- end -}}

{{/* w.podSettings $c into -- the rest of the pod spec. */}}
{{- define "w.podSettings" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $v := $c.values -}}
{{- include "l.strings" (list $c $into $v "" (list "priorityClassName" "runtimeClassName" "schedulerName" "dnsPolicy")) -}}
{{- include "l.bools" (list $c $into $v "" (list "enableServiceLinks")) -}}
{{- range list "hostNetwork" "shareProcessNamespace" -}}
{{- if include "l.bool" (list $c $v . "") -}}{{- $_ := set $into . true -}}{{- end -}}
{{- end -}}
{{- include "l.raws" (list $c $into $v "" (list "dnsConfig")) -}}
{{- if $v.podSecurityContext -}}
{{- include "l.raws" (list $c $into (dict "securityContext" $v.podSecurityContext) "" (list "securityContext")) -}}
{{- end -}}
{{- $_ := set $into "automountServiceAccountToken" (eq "true" (include "l.bool" (list $c $v.serviceAccount "automountToken" "serviceAccount."))) -}}
{{- $account := include "w.serviceAccountName" $c -}}
{{- if $account -}}{{- $_ := set $into "serviceAccountName" $account -}}{{- end -}}
{{- $_ := set $into "terminationGracePeriodSeconds" (include "l.int" (list $c $v "terminationGracePeriodSeconds" "") | int64) -}}
{{- $aliases := list -}}
{{- range $ip, $names := $v.hostAliases -}}
{{- if $names -}}{{- $aliases = append $aliases (dict "ip" $ip "hostnames" $names) -}}{{- end -}}
{{- end -}}
{{- if $aliases -}}{{- $_ := set $into "hostAliases" $aliases -}}{{- end -}}
{{- $secrets := list -}}
{{- range $name, $on := $v.imagePullSecrets -}}
{{- if include "l.bool" (list $c $v.imagePullSecrets $name "imagePullSecrets.") -}}{{- $secrets = append $secrets (dict "name" $name) -}}{{- end -}}
{{- end -}}
{{- if $secrets -}}{{- $_ := set $into "imagePullSecrets" $secrets -}}{{- end -}}
{{- end -}}

{{/* w.serviceAccountName $c -- nothing for the namespace's default. */}}
{{- define "w.serviceAccountName" -}}
{{- $account := .values.serviceAccount -}}
{{- $name := include "l.text" (get $account "name") -}}
{{- if and (not $name) (include "l.bool" (list . $account "create" "serviceAccount.")) -}}{{- $name = .app -}}{{- end -}}
{{- $name -}}
{{- end -}}
