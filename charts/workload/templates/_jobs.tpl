{{/* w.jobSpec $c into template -- the spec of a Job. */}}
{{- define "w.jobSpec" -}}
{{- $c := index . 0 -}}
{{- $into := index . 1 -}}
{{- $template := index . 2 -}}
{{- $job := $c.values.job -}}
{{- include "l.ints" (list $c $into $job "job."
    (list "backoffLimit" "activeDeadlineSeconds" "ttlSecondsAfterFinished" "completions" "parallelism")) -}}
{{- $policy := include "l.choice" (list $c $job "restartPolicy" "job." (list "Never" "OnFailure")) -}}
{{- if not (hasKey $template.spec "restartPolicy") -}}{{- $_ := set $template.spec "restartPolicy" $policy -}}{{- end -}}
{{- $rules := list -}}
{{- $map := get $job "podFailurePolicy" | default dict -}}
{{- range $name := include "l.keys" (list $c $map "job.podFailurePolicy") | fromJsonArray -}}
{{- $rule := dict -}}
{{- include "l.merge" (list $rule (omit (get $map $name) "enabled" "order")) -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- if $rules -}}
{{- $_ := set $into "podFailurePolicy" (dict "rules" $rules) -}}
{{- if ne $policy "Never" -}}{{- include "l.problem" (list $c "job.podFailurePolicy" "needs job.restartPolicy: Never") -}}{{- end -}}
{{- end -}}
{{- $_ := set $into "template" $template -}}
{{- end -}}

{{/* w.cronJobSpec $c spec -- makes of a Job's spec that of a CronJob. */}}
{{- define "w.cronJobSpec" -}}
{{- $c := index . 0 -}}
{{- $spec := index . 1 -}}
{{- $cron := $c.values.cronJob -}}
{{- $job := deepCopy $spec -}}
{{- range $key := keys $spec -}}{{- $_ := unset $spec $key -}}{{- end -}}
{{- $labels := dict -}}
{{- include "l.nameLabels" (list $c $labels) -}}
{{- include "l.texts" (list $labels $c.values.labels) -}}
{{- $_ := set $spec "jobTemplate" (dict "metadata" (dict "labels" $labels) "spec" $job) -}}
{{- include "l.strings" (list $c $spec $cron "cronJob." (list "schedule" "timeZone")) -}}
{{- $_ := set $spec "concurrencyPolicy" (include "l.choice" (list $c $cron "concurrencyPolicy" "cronJob." (list "Forbid" "Allow" "Replace"))) -}}
{{- include "l.ints" (list $c $spec $cron "cronJob." (list "startingDeadlineSeconds" "successfulJobsHistoryLimit" "failedJobsHistoryLimit")) -}}
{{- include "l.bools" (list $c $spec $cron "cronJob." (list "suspend")) -}}
{{- end -}}
