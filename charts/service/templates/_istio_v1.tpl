{{/*
istio.v1 $c -- sets the contract: everything in which the versions of istioConfigVersion differ.
  networking, security   apiVersions
  host                   the name by which the objects call the Service
  named                  whether routes have names
  timeout, retries       of a route that says nothing
  trafficPolicy          of the DestinationRule, under that of the values
  appProtocol            of the Service's port

Frozen: what v1 renders does not change. A new wish is a new version, in a file like this one.
*/}}
{{- define "istio.v1" -}}
{{- $contract := dict "host" .app "named" false "timeout" "" "retries" dict "trafficPolicy" dict "appProtocol" "" -}}
{{- $_ := set $contract "networking" (.values.istio.apiVersions.networking | default "networking.istio.io/v1beta1") -}}
{{- $_ := set $contract "security" (.values.istio.apiVersions.security | default "security.istio.io/v1beta1") -}}
{{- $_ := set . "contract" $contract -}}
{{- end -}}
