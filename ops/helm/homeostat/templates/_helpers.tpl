{{/* Name of everything that belongs to a release, short enough for a label with a role behind it. */}}
{{- define "homeostat.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "homeostat.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "homeostat.labels" -}}
{{ include "homeostat.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "homeostat.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "homeostat.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "homeostat.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* Secrets that every pod reads from files: where, and which key. */}}
{{- define "homeostat.secretFiles" -}}
{{- $files := dict "api-token" .Values.api.tokenSecret -}}
{{- with .Values.kafka -}}
{{- if .passwordSecret.name }}{{- $_ := set $files "kafka-password" .passwordSecret }}{{- end -}}
{{- if .caSecret.name }}{{- $_ := set $files "kafka-ca" .caSecret }}{{- end -}}
{{- end -}}
{{- with .Values.registry -}}
{{- if .passwordSecret.name }}{{- $_ := set $files "registry-password" .passwordSecret }}{{- end -}}
{{- if .caSecret.name }}{{- $_ := set $files "registry-ca" .caSecret }}{{- end -}}
{{- end -}}
{{- toJson $files -}}
{{- end -}}

{{/* What the process is told; every name stands in docs/reference/config.md or is POSTGRES_DSN. */}}
{{- define "homeostat.environment" -}}
- { name: HOMEOSTAT_DATA, value: /var/lib/homeostat/data }
- { name: HOMEOSTAT_SETTINGS, value: /etc/homeostat }
- { name: HOMEOSTAT_API_HOST, value: "0.0.0.0" }
- { name: HOMEOSTAT_API_TOKEN_FILE, value: /run/secrets/homeostat/api-token }
- name: POSTGRES_DSN
  valueFrom:
    secretKeyRef: {{ toJson .Values.postgres.dsnSecret }}
{{- with .Values.kafka }}
- { name: HOMEOSTAT_KAFKA_BROKERS, value: {{ quote .brokers }} }
- { name: HOMEOSTAT_KAFKA_PREFIX, value: {{ quote .prefix }} }
- { name: HOMEOSTAT_KAFKA_PARTITIONS, value: {{ int .partitions | quote }} }
- { name: HOMEOSTAT_KAFKA_REPLICATION, value: {{ int .replication | quote }} }
- { name: HOMEOSTAT_KAFKA_MANAGE_TOPICS, value: {{ quote .manageTopics }} }
- { name: HOMEOSTAT_KAFKA_SESSION_TIMEOUT_MS, value: {{ int .sessionTimeoutMs | quote }} }
- { name: HOMEOSTAT_KAFKA_TLS, value: {{ quote .tls }} }
{{- if .caSecret.name }}
- { name: HOMEOSTAT_KAFKA_CA_FILE, value: /run/secrets/homeostat/kafka-ca }
{{- end }}
{{- if .clientSecret.name }}
- { name: HOMEOSTAT_KAFKA_CERT_FILE, value: /run/secrets/homeostat-client/tls.crt }
- { name: HOMEOSTAT_KAFKA_KEY_FILE, value: /run/secrets/homeostat-client/tls.key }
{{- end }}
{{- if .saslMechanism }}
- { name: HOMEOSTAT_KAFKA_SASL_MECHANISM, value: {{ quote .saslMechanism }} }
- { name: HOMEOSTAT_KAFKA_SASL_USERNAME, value: {{ required "kafka.username belongs to kafka.saslMechanism" .username | quote }} }
- { name: HOMEOSTAT_KAFKA_PASSWORD_FILE, value: /run/secrets/homeostat/kafka-password }
{{- if not .passwordSecret.name }}{{ fail "kafka.passwordSecret.name belongs to kafka.saslMechanism" }}{{ end }}
{{- end }}
{{- end }}
{{- with .Values.registry }}
{{- if .url }}
- { name: HOMEOSTAT_REGISTRY, value: {{ quote .url }} }
{{- if .caSecret.name }}
- { name: HOMEOSTAT_REGISTRY_CA_FILE, value: /run/secrets/homeostat/registry-ca }
{{- end }}
{{- if .username }}
- { name: HOMEOSTAT_REGISTRY_USERNAME, value: {{ quote .username }} }
- { name: HOMEOSTAT_REGISTRY_PASSWORD_FILE, value: /run/secrets/homeostat/registry-password }
{{- if not .passwordSecret.name }}{{ fail "registry.passwordSecret.name belongs to registry.username" }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
