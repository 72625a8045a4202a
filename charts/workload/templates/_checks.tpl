{{/* w.check $c -- what no single value shows: combinations that Kubernetes refuses, or takes and then does harm with. */}}
{{- define "w.check" -}}
{{- include "w.checkRole" . -}}
{{- include "w.checkStop" . -}}
{{- include "w.checkRollout" . -}}
{{- include "w.checkScaling" . -}}
{{- include "w.checkDisruption" . -}}
{{- include "w.checkSchedule" . -}}
{{- end -}}

{{/* w.checkRole $c -- only Deployments can stand side by side. */}}
{{- define "w.checkRole" -}}
{{- if ne .role "main" -}}
{{- if ne .kind "Deployment" -}}
{{- include "l.problem" (list . "role" (printf "%s is only for kind Deployment; a %s has no second one beside it" .role .kind)) -}}
{{- else if and .test (eq .role "baseline") -}}
{{- include "l.problem" (list . "role" "baseline has no share in a two-way split (canaryTest: true)") -}}
{{- end -}}
{{- if and .values.selectorLabels (not (hasKey .values.selectorLabels (toString .values.roleLabel))) -}}
{{- include "l.problem" (list . "selectorLabels" (printf "has no %s, so main would count the pods of %s as its own; there can be no canary until the selector has it" .values.roleLabel .role)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* w.checkStop $c -- the grace period covers the wait before the stop and the stop itself. */}}
{{- define "w.checkStop" -}}
{{- $grace := include "l.int" (list . .values "terminationGracePeriodSeconds" "") | int64 -}}
{{- $wait := include "w.preStopSeconds" . | int64 -}}
{{- if and (gt $wait 0) (le $grace (add $wait 5)) -}}
{{- include "l.problem" (list . "terminationGracePeriodSeconds" (printf "%d must be more than the %d seconds of preStop and 5 more; the application would be killed while it stops" $grace $wait)) -}}
{{- end -}}
{{- end -}}

{{/* w.checkRollout $c -- a rollout that can take a step, and has the time to. */}}
{{- define "w.checkRollout" -}}
{{- $rolling := dict -}}
{{- if has .kind (list "Deployment" "DaemonSet") -}}
{{- include "w.rolling" (list . $rolling) -}}
{{- $stuck := and (include "w.isZero" $rolling.maxSurge) (include "w.isZero" $rolling.maxUnavailable) -}}
{{- $both := not (or (include "w.isZero" $rolling.maxSurge) (include "w.isZero" $rolling.maxUnavailable)) -}}
{{- if $stuck -}}
{{- include "l.problem" (list . "rollout" "maxSurge and maxUnavailable are both 0, so no pod could ever be replaced") -}}
{{- else if and $both (eq .kind "DaemonSet") -}}
{{- include "l.problem" (list . "rollout" "a DaemonSet has either maxSurge or maxUnavailable; set the other to 0") -}}
{{- end -}}
{{- end -}}
{{- if eq .kind "Deployment" -}}{{- include "w.checkDeadline" . -}}{{- end -}}
{{- end -}}

{{/* w.checkDeadline $c -- a Deployment must not count as failed while its pods still start. */}}
{{- define "w.checkDeadline" -}}
{{- $deadline := include "l.int" (list . .values.rollout "progressDeadlineSeconds" "rollout.") | int64 -}}
{{- $startup := get .values.probes "startup" | default dict -}}
{{- if and $startup (include "l.on" (list . $startup "probes.startup")) (not $startup.raw) -}}
{{- $numbers := dict "periodSeconds" 10 "failureThreshold" 3 "initialDelaySeconds" 0 -}}
{{- include "l.ints" (list . $numbers $startup "probes.startup." (list "periodSeconds" "failureThreshold" "initialDelaySeconds")) -}}
{{- $budget := add $numbers.initialDelaySeconds (mul $numbers.periodSeconds $numbers.failureThreshold) -}}
{{- if le $deadline $budget -}}
{{- include "l.problem" (list . "rollout.progressDeadlineSeconds" (printf "%d must be more than the %d seconds that probes.startup gives a pod to start" $deadline $budget)) -}}
{{- end -}}
{{- end -}}
{{- $ready := include "l.int" (list . .values.rollout "minReadySeconds" "rollout.") | int64 -}}
{{- if le $deadline $ready -}}
{{- include "l.problem" (list . "rollout.progressDeadlineSeconds" (printf "%d must be more than rollout.minReadySeconds, which is %d" $deadline $ready)) -}}
{{- end -}}
{{- end -}}

{{/* w.checkScaling $c -- bounds in order, and something to measure against. */}}
{{- define "w.checkScaling" -}}
{{- $scaling := .values.autoscaling -}}
{{- if include "w.scales" . -}}
{{- $least := include "w.minReplicas" . | int64 -}}
{{- if lt $least 1 -}}{{- include "l.problem" (list . "autoscaling.minReplicas" "must be at least 1") -}}{{- end -}}
{{- if not (include "l.isSet" (get $scaling "maxReplicas")) -}}
{{- include "l.problem" (list . "autoscaling.maxReplicas" "required when autoscaling is enabled") -}}
{{- else if gt $least (include "l.int" (list . $scaling "maxReplicas" "autoscaling.") | int64) -}}
{{- include "l.problem" (list . "autoscaling.maxReplicas" (printf "%s is below minReplicas, which is %d (replicaCount unless set)" (include "l.text" $scaling.maxReplicas) $least)) -}}
{{- end -}}
{{- include "w.checkRequests" . -}}
{{- else if include "l.bool" (list . $scaling "enabled" "autoscaling.") -}}
{{- include "l.problem" (list . "autoscaling.enabled" (printf "is only for Deployment and StatefulSet, not for %s" .kind)) -}}
{{- end -}}
{{- end -}}

{{/* w.checkRequests $c -- a percentage is one of the request; Kubernetes takes the limit where there is none. */}}
{{- define "w.checkRequests" -}}
{{- $c := . -}}
{{- $requests := get .values.resources "requests" | default dict -}}
{{- $limits := get .values.resources "limits" | default dict -}}
{{- range $name := list "cpu" "memory" -}}
{{- if include "l.isSet" (get $c.values.autoscaling $name) -}}
{{- if not (or (include "l.isSet" (get $requests $name)) (include "l.isSet" (get $limits $name))) -}}
{{- include "l.problem" (list $c (printf "resources.requests.%s" $name) (printf "required, as autoscaling.%s is a percentage of it" $name)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* w.checkDisruption $c -- a budget that lets nodes be drained. */}}
{{- define "w.checkDisruption" -}}
{{- $pdb := .values.pdb -}}
{{- if include "w.disrupts" . -}}
{{- if and (include "l.isSet" (get $pdb "maxUnavailable")) (include "l.isSet" (get $pdb "minAvailable")) -}}
{{- include "l.problem" (list . "pdb" "has both maxUnavailable and minAvailable; set one of them to null") -}}
{{- else -}}
{{- $pods := include "w.leastPods" . | int64 -}}
{{- $least := include "l.text" (get $pdb "minAvailable") -}}
{{- if or (eq $least "100%") (and (regexMatch "^[1-9][0-9]{0,8}$" $least) (ge (int64 $least) $pods) (gt $pods 0)) -}}
{{- include "l.problem" (list . "pdb.minAvailable" (printf "%s of %d pods would keep nodes from being drained; use less, or maxUnavailable" $least $pods)) -}}
{{- end -}}
{{- if include "w.isZero" (include "l.text" (get $pdb "maxUnavailable")) -}}
{{- include "l.problem" (list . "pdb.maxUnavailable" "0 would keep nodes from being drained; use at least 1") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* w.leastPods $c -- how few pods there are when all is well, as text. */}}
{{- define "w.leastPods" -}}
{{- if include "w.scales" . -}}
{{- include "w.minReplicas" . -}}
{{- else -}}
{{- include "l.int" (list . .values "replicaCount" "") -}}
{{- end -}}
{{- end -}}

{{/* w.checkSchedule $c -- when a CronJob runs. */}}
{{- define "w.checkSchedule" -}}
{{- if eq .kind "CronJob" -}}
{{- $schedule := include "l.text" (get .values.cronJob "schedule") -}}
{{- if not $schedule -}}
{{- include "l.problem" (list . "cronJob.schedule" `required for kind CronJob. Example: schedule: "30 4 * * *"`) -}}
{{- else if contains "TZ=" $schedule -}}
{{- include "l.problem" (list . "cronJob.schedule" "must not hold a time zone; use cronJob.timeZone") -}}
{{- else if not (regexMatch "^(@(hourly|daily|midnight|weekly|monthly|yearly|annually)|@every [0-9a-z.]+|([0-9A-Za-z*/,?-]+ +){4}[0-9A-Za-z*/,?-]+)$" $schedule) -}}
{{- include "l.problem" (list . "cronJob.schedule" (printf "must have five fields (minute hour day month weekday), not %q" $schedule)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
