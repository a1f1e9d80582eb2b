// Generated from the .avsc files by `node --import tsx schemas/generate.ts`; do not edit.
/** Says that somebody has seen an open signal. */
export interface AcknowledgeRequested {
  /** Idempotency key: a request that comes twice with the same id is one request. */
  readonly id: string
  /** Id of the signal. */
  readonly signal: string
  /** Empty when nothing was said. */
  readonly note: string
  /** Who asks. */
  readonly by: string
}

export type ActOutcome = 'asked' | 'done' | 'unknown'

/** Something was done to the installation, or asked of it, that has no record of its own among the requests. */
export interface ActDone {
  /** Such as letter.replay, log.reset, configuration.change. */
  readonly act: string
  readonly outcome: ActOutcome
  /** Who did it, as they called themselves. */
  readonly by: string
  /** What it was done to. */
  readonly object: string
  readonly details: Readonly<Record<string, string>>
  readonly at: number
}

export type Outcome = 'asked' | 'accepted' | 'refused' | 'done' | 'unknown'

export interface Cause {
  /** Its ce_id, or its position where it has none. */
  readonly id: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** One act in the chain of its tenant: each entry holds the hash of the one before, so that none can be changed, moved or left out unseen. */
export interface AuditEntry {
  /** Which fields the hash covers; 1: all fields of this record but the hash itself. */
  readonly form: number
  readonly tenant: string
  /** Counts the entries of the tenant from 1, without gaps. */
  readonly n: number
  /** Event time of the act. */
  readonly at: number
  /** Such as letter.replay, log.reset, configuration.change. */
  readonly act: string
  readonly outcome: Outcome
  /** Who did or asked it, as they called themselves. */
  readonly actor: string
  /** What it was done to. */
  readonly object: string
  /** What else there is to know. What people have written, and what may be secret, stands here as sha256:HEX of its UTF-8 bytes. */
  readonly details: Readonly<Record<string, string>>
  /** The record that was the act. */
  readonly cause: Cause
  /** Hash of the entry before; 64 zeros in the first. */
  readonly previous: string
  /** SHA-256 of the entry's canonical JSON without this field, 64 hexadecimal digits in lower case. */
  readonly hash: string
}

/** A signature over the newest entry of a chain, and so over all entries before it. */
export interface AuditHead {
  readonly tenant: string
  /** Number of the entry. */
  readonly n: number
  /** Hash of the entry. */
  readonly hash: string
  /** When it was signed, by the clock of the process that signed. */
  readonly at: number
  /** Which key has signed: SHA-256 of the public key in SPKI DER, 64 hexadecimal digits. */
  readonly key: string
  /** Ed25519 over the head's canonical JSON without this field, base64. */
  readonly signature: string
}

/** What the metrics of one source did in a quarter of an hour or an hour, one entry a metric in every list. Bars of one source, width and start add up: one that came after the others holds what was late, or metrics that had no room. */
export interface Bar {
  readonly source: string
  /** A multiple of the width since 1970 UTC; the first instant that counts. */
  readonly start: number
  /** 900000 or 3600000. */
  readonly widthMs: number
  /** Names, as in frames; only those that were measured. */
  readonly metrics: readonly string[]
  /** Samples. */
  readonly count: readonly number[]
  readonly min: readonly number[]
  readonly max: readonly number[]
  /** Of all samples; never outside of min and max. */
  readonly mean: readonly number[]
  /** The sample that came last. */
  readonly last: readonly number[]
}

/** A record that a stage could not fold, whole and with the reason. */
export interface DeadLetter {
  readonly stage: string
  /** Empty: the record could not be decoded. */
  readonly processor: string
  /** Partition number of the task. */
  readonly task: number
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly at: number
  readonly code: string
  readonly reason: string
  /** Of the writer's schema, when known. */
  readonly fingerprint: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

/** Asks a stage to give up a dead-lettered record and to go on with what its key has waiting behind it. */
export interface DropLetter {
  readonly stage: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Which failed; empty when the record could not be decoded. */
  readonly processor: string
  /** Who asked. */
  readonly by: string
}

export interface OutputCount {
  readonly topic: string
  readonly count: number
}

export interface Range {
  /** Index of the input topic in the stage's list. */
  readonly input: number
  readonly from: number
  /** Exclusive: the next offset. */
  readonly to: number
}

export interface Cut {
  readonly ranges: readonly Range[]
}

export interface LetterRef {
  readonly input: number
  readonly offset: number
  readonly key: string
  /** Empty: the record could not be decoded. */
  readonly processor: string
  /** Which timer failed, when the record is a tick. */
  readonly timer: string
}

export interface Welcome {
  readonly input: number
  readonly offset: number
}

/** What one commit of a task consumed, so that it can be folded again in the same order. */
export interface Epoch {
  /** Counts from 1 without gaps. */
  readonly n: number
  readonly version: string
  /** How many records the stage emitted to which topic in this commit. */
  readonly outputs: readonly OutputCount[]
  /** In order; each was merged by event time and folded whole. */
  readonly cuts: readonly Cut[]
  /** Positions that went to the dead letters, to be obeyed when folded again. */
  readonly letters: readonly LetterRef[]
  /** Frames that opened a source: how many sources there were is not known when single keys are folded again. */
  readonly welcomes: readonly Welcome[]
  /** Ranges that retention had removed before they were read. */
  readonly gaps: readonly Range[]
}

/** Says that an open signal was no trouble: its episode ends, and its like must be more surprising for some time. */
export interface FalseAlarmReported {
  /** Idempotency key: a request that comes twice with the same id is one request. */
  readonly id: string
  /** Id of the signal. */
  readonly signal: string
  /** Empty when nothing was said. */
  readonly note: string
  /** Who asks. */
  readonly by: string
}

/** Takes a reported false alarm back. */
export interface FalseAlarmWithdrawn {
  /** Idempotency key: a request that comes twice with the same id is one request. */
  readonly id: string
  /** Id of the signal that was reported. */
  readonly signal: string
  /** Who asks. */
  readonly by: string
}

export type Phase = 'raised' | 'cleared' | 'unknown'

export type Method = 'ewma' | 'level_shift' | 'unknown' | 'novelty' | 'stuck' | 'missing' | 'seasonal' | 'rule'

export type Severity = 'info' | 'warning' | 'critical' | 'unknown'

/** What a detector says of one series, before the alarm budget decides whether a person hears of it. */
export interface Finding {
  readonly source: string
  readonly metric: string
  readonly at: number
  readonly phase: Phase
  readonly method: Method
  readonly severity: Severity
  /** How surprising: 0 to 1, higher is worse. */
  readonly score: number
  readonly value: number
  readonly expected: number
  /** Lower edge of the expected band. */
  readonly low: number
  /** Upper edge of the expected band. */
  readonly high: number
  /** Start of the window that the finding speaks of. */
  readonly from: number
  /** One sentence for a person. */
  readonly hint: string
  /** Name of the rule that spoke; null for what a detector found by itself. */
  readonly rule: string | null
}

/** Every metric of one source at one instant. */
export interface Frame {
  /** What was measured: a host, a service, a device. */
  readonly source: string
  /** Event time, milliseconds since 1970 UTC. */
  readonly at: number
  /** Metric name to value; labelled series as name{k="v"}, keys sorted. */
  readonly metrics: Readonly<Record<string, number>>
  /** What is known of the source, such as its region. */
  readonly labels: Readonly<Record<string, string>>
}

export type LateReason = 'repeated' | 'late' | 'expired' | 'future' | 'source_cap' | 'metric_cap' | 'unknown'

/** A frame that moved nothing, with the reason. */
export interface LateFrame {
  readonly source: string
  readonly at: number
  /** repeated: (source, at) was seen; late: older than the grace; expired: older than the forget time; future: ahead of its own arrival; *_cap: over a configured cap. */
  readonly reason: LateReason
  /** What was measured: milliseconds late or early, or the count that exceeded the cap. */
  readonly value: number
  /** What is allowed, in the same unit. */
  readonly limit: number
  readonly arrival: number
  readonly metrics: Readonly<Record<string, number>>
  readonly labels: Readonly<Record<string, string>>
}

/** From here on new episodes of what is named call nobody. */
export interface MuteBegan {
  /** Id of the mute. */
  readonly id: string
  /** A name, in which * stands for any text. */
  readonly source: string
  /** A name, in which * stands for any text. */
  readonly metric: string
  readonly at: number
  readonly until: number
  readonly reason: string
  /** Who asks. */
  readonly by: string
}

/** A mute is over, and what still lasts is raised. */
export interface MuteEnded {
  /** Id of the mute. */
  readonly id: string
  readonly at: number
  /** Who ended it; empty when its time was over. */
  readonly by: string
  /** How many signals it has held back. */
  readonly held: number
  /** How many of them still lasted and were raised now. */
  readonly raised: number
}

/** Asks that new episodes of what is named call nobody until a moment. */
export interface MuteRequested {
  /** Idempotency key, and from then on the id of the mute. */
  readonly id: string
  /** A name, in which * stands for any text. */
  readonly source: string
  /** A name, in which * stands for any text; * alone is every metric. */
  readonly metric: string
  /** When it ends by itself. */
  readonly until: number
  /** Why, for whoever finds it. */
  readonly reason: string
  /** Who asks. */
  readonly by: string
}

/** A process took over a task. Its offset is the fencing token; it repeats where the task stands. */
export interface Opened {
  readonly task: string
  readonly host: string
  /** Version of the stage that will fold from here. */
  readonly version: string
  /** Versions that ran before, newest first. */
  readonly ancestors: readonly string[]
}

/** Every state that changed up to epoch `start` has been written since: folding again may begin behind it. Closes a base, and moves on with the rolling snapshots. */
export interface RefoldPoint {
  readonly task: string
  /** Epoch after which folding begins. */
  readonly start: number
  /** Epoch of the commit that holds this record: no snapshot before it is younger. */
  readonly end: number
  readonly version: string
  /** Offset in the epochs topic from which to look for epoch start + 1. */
  readonly epochOffset: number
  /** The time that the task knew at `start`; 0 before the first tick. */
  readonly tick: number
  /** Next offset of each input after epoch `start`. */
  readonly position: readonly number[]
}

/** Asks a stage to fold a dead-lettered record, and what its key has waiting behind it, now. */
export interface ReplayLetter {
  readonly stage: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Which failed; empty when the record could not be decoded. */
  readonly processor: string
  /** Who asked. */
  readonly by: string
}

/** A request was obeyed. */
export interface RequestAccepted {
  /** Id of the request. */
  readonly request: string
  /** Record type of the request. */
  readonly type: string
  /** When it was decided, in event time. */
  readonly at: number
  /** Who asks. */
  readonly by: string
}

/** A request was refused and has changed nothing. */
export interface RequestRefused {
  /** Id of the request. */
  readonly request: string
  /** Record type of the request. */
  readonly type: string
  /** When it was decided, in event time. */
  readonly at: number
  /** Who asks. */
  readonly by: string
  /** Stable code of the refusal. */
  readonly code: string
  /** What was wrong; empty when there is nothing to name. */
  readonly value: string
  /** What is allowed; empty when there is nothing to name. */
  readonly limit: string
  /** One sentence for a person. */
  readonly reason: string
}

/** How a rule stands with one source; told when it changes. */
export interface RuleStanding {
  readonly rule: string
  readonly source: string
  readonly at: number
  /** Series of the source that the rule watches; 0 when it does so no longer. */
  readonly series: number
  /** How many of them are as the rule warns of. */
  readonly firing: number
}

/** From the first tick behind it these are the rules, and no others. */
export interface RulesChanged {
  readonly id: string
  readonly at: number
  /** Who changed them. */
  readonly by: string
  /** SHA-256 of the rules, hexadecimal: equal rules have equal digests. */
  readonly digest: string
  /** Each as JSON with all of its settings, in the order of the document. */
  readonly rules: readonly string[]
}

/** An episode of one series: raised, and later cleared under the same id. */
export interface Signal {
  /** The same for raised and cleared. */
  readonly id: string
  readonly source: string
  readonly metric: string
  readonly at: number
  readonly phase: Phase
  readonly method: Method
  readonly severity: Severity
  readonly score: number
  readonly value: number
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly from: number
  readonly hint: string
  /** Why no person was called: faint, muted, false_alarm, budget, burst, duplicate; null when it was let through. */
  readonly held: string | null
  /** Name of the rule that spoke; null for what a detector found by itself. */
  readonly rule: string | null
}

export type Mark = 'acknowledged' | 'false_alarm' | 'withdrawn' | 'unknown'

/** A person has said something of a signal. */
export interface SignalMarked {
  /** Id of the signal. */
  readonly id: string
  readonly at: number
  readonly mark: Mark
  /** Who said it. */
  readonly by: string
  /** Empty when nothing was said. */
  readonly note: string
  /** Until when what is like a false alarm must be more surprising. */
  readonly until: number | null
}

export interface TimerState {
  readonly name: string
  readonly at: number
}

export interface ProcessorState {
  readonly processor: string
  readonly stateVersion: number
  /** The state, in snapshots of the first version; empty in all others. */
  readonly bytes: Buffer
  /** Bytes of the state, in packed. */
  readonly size: number
  readonly timers: readonly TimerState[]
}

export interface SeenFrames {
  readonly newest: number
  readonly recent: readonly number[]
}

export interface WaitingRef {
  readonly input: number
  readonly offset: number
}

export interface WindowRef {
  readonly type: string
  readonly input: number
  readonly offsets: readonly number[]
}

/** The state of one key after an epoch, over all processors of a stage. */
export interface Snapshot {
  readonly key: string
  readonly epoch: number
  readonly version: string
  readonly states: readonly ProcessorState[]
  /** Bytes of each list of names that the states refer to by number, in packed. */
  readonly lists: readonly number[]
  /** The states in their order, then the lists, deflated (RFC 1951). In a list each name is its length (two bytes, little-endian) and UTF-8. */
  readonly packed: Buffer
  /** Telemetry only: newest event time and those within the grace. */
  readonly seen: SeenFrames | null
  /** Positions that wait behind a dead letter of this key, the letter first. */
  readonly waiting: readonly WaitingRef[]
  /** Offsets of what the windows held; the records are read again from the log. */
  readonly windows: readonly WindowRef[]
}

/** A source was silent for so long that its state ended. */
export interface SourceForgotten {
  readonly source: string
  /** When it was forgotten (time of the tick). */
  readonly at: number
  /** Event time of its last frame. */
  readonly lastAt: number
}

/** How much of a source a processor has learned; sent when the share passes a step, never as an alarm. */
export interface SourceLearning {
  readonly source: string
  readonly at: number
  readonly processor: string
  /** Metrics past their warm-up. */
  readonly learned: number
  /** Metrics known. */
  readonly total: number
}

/** The first frame of a source, or the first after it was forgotten. */
export interface SourceSeen {
  readonly source: string
  readonly at: number
  /** How many metrics its first frame had. */
  readonly metrics: number
}

/** It is now this late. */
export interface Tick {
  readonly at: number
}

/** Asks that a mute ends now. */
export interface UnmuteRequested {
  /** Idempotency key: a request that comes twice with the same id is one request. */
  readonly id: string
  /** Id of the mute. */
  readonly mute: string
  /** Who asks. */
  readonly by: string
}

/** The records that may stand in a topic, by short name. */
export interface RecordMap {
  AcknowledgeRequested: AcknowledgeRequested
  ActDone: ActDone
  AuditEntry: AuditEntry
  AuditHead: AuditHead
  Bar: Bar
  DeadLetter: DeadLetter
  DropLetter: DropLetter
  Epoch: Epoch
  FalseAlarmReported: FalseAlarmReported
  FalseAlarmWithdrawn: FalseAlarmWithdrawn
  Finding: Finding
  Frame: Frame
  LateFrame: LateFrame
  MuteBegan: MuteBegan
  MuteEnded: MuteEnded
  MuteRequested: MuteRequested
  Opened: Opened
  RefoldPoint: RefoldPoint
  ReplayLetter: ReplayLetter
  RequestAccepted: RequestAccepted
  RequestRefused: RequestRefused
  RuleStanding: RuleStanding
  RulesChanged: RulesChanged
  Signal: Signal
  SignalMarked: SignalMarked
  Snapshot: Snapshot
  SourceForgotten: SourceForgotten
  SourceLearning: SourceLearning
  SourceSeen: SourceSeen
  Tick: Tick
  UnmuteRequested: UnmuteRequested
}

export type RecordName = keyof RecordMap

/** Full names, which are also the subjects in the registry and the CloudEvents types. */
export const fullNames: Readonly<Record<RecordName, string>> = {
  AcknowledgeRequested: 'homeostat.control.AcknowledgeRequested',
  ActDone: 'homeostat.control.ActDone',
  AuditEntry: 'homeostat.audit.AuditEntry',
  AuditHead: 'homeostat.audit.AuditHead',
  Bar: 'homeostat.telemetry.Bar',
  DeadLetter: 'homeostat.runtime.DeadLetter',
  DropLetter: 'homeostat.runtime.DropLetter',
  Epoch: 'homeostat.runtime.Epoch',
  FalseAlarmReported: 'homeostat.control.FalseAlarmReported',
  FalseAlarmWithdrawn: 'homeostat.control.FalseAlarmWithdrawn',
  Finding: 'homeostat.sense.Finding',
  Frame: 'homeostat.telemetry.Frame',
  LateFrame: 'homeostat.telemetry.LateFrame',
  MuteBegan: 'homeostat.control.MuteBegan',
  MuteEnded: 'homeostat.control.MuteEnded',
  MuteRequested: 'homeostat.control.MuteRequested',
  Opened: 'homeostat.runtime.Opened',
  RefoldPoint: 'homeostat.runtime.RefoldPoint',
  ReplayLetter: 'homeostat.runtime.ReplayLetter',
  RequestAccepted: 'homeostat.control.RequestAccepted',
  RequestRefused: 'homeostat.control.RequestRefused',
  RuleStanding: 'homeostat.policy.RuleStanding',
  RulesChanged: 'homeostat.policy.RulesChanged',
  Signal: 'homeostat.sense.Signal',
  SignalMarked: 'homeostat.sense.SignalMarked',
  Snapshot: 'homeostat.runtime.Snapshot',
  SourceForgotten: 'homeostat.telemetry.SourceForgotten',
  SourceLearning: 'homeostat.telemetry.SourceLearning',
  SourceSeen: 'homeostat.telemetry.SourceSeen',
  Tick: 'homeostat.runtime.Tick',
  UnmuteRequested: 'homeostat.control.UnmuteRequested',
}

/** The Avro schemas of the .avsc files without their comments: what is registered and written with. */
export const recordSchemas: Readonly<Record<RecordName, object>> = {
  AcknowledgeRequested: {"type":"record","name":"AcknowledgeRequested","namespace":"homeostat.control","fields":[{"name":"id","type":"string"},{"name":"signal","type":"string"},{"name":"note","type":"string"},{"name":"by","type":"string"}]},
  ActDone: {"type":"record","name":"ActDone","namespace":"homeostat.control","fields":[{"name":"act","type":"string"},{"name":"outcome","type":{"type":"enum","name":"ActOutcome","symbols":["asked","done","unknown"],"default":"unknown"}},{"name":"by","type":"string"},{"name":"object","type":"string"},{"name":"details","type":{"type":"map","values":"string"},"default":{}},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]},
  AuditEntry: {"type":"record","name":"AuditEntry","namespace":"homeostat.audit","fields":[{"name":"form","type":"int"},{"name":"tenant","type":"string"},{"name":"n","type":"long"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"act","type":"string"},{"name":"outcome","type":{"type":"enum","name":"Outcome","symbols":["asked","accepted","refused","done","unknown"],"default":"unknown"}},{"name":"actor","type":"string"},{"name":"object","type":"string"},{"name":"details","type":{"type":"map","values":"string"}},{"name":"cause","type":{"type":"record","name":"Cause","fields":[{"name":"id","type":"string"},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"}]}},{"name":"previous","type":"string"},{"name":"hash","type":"string"}]},
  AuditHead: {"type":"record","name":"AuditHead","namespace":"homeostat.audit","fields":[{"name":"tenant","type":"string"},{"name":"n","type":"long"},{"name":"hash","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"key","type":"string"},{"name":"signature","type":"string"}]},
  Bar: {"type":"record","name":"Bar","namespace":"homeostat.telemetry","fields":[{"name":"source","type":"string"},{"name":"start","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"widthMs","type":"int"},{"name":"metrics","type":{"type":"array","items":"string"}},{"name":"count","type":{"type":"array","items":"int"}},{"name":"min","type":{"type":"array","items":"double"}},{"name":"max","type":{"type":"array","items":"double"}},{"name":"mean","type":{"type":"array","items":"double"}},{"name":"last","type":{"type":"array","items":"double"}}]},
  DeadLetter: {"type":"record","name":"DeadLetter","namespace":"homeostat.runtime","fields":[{"name":"stage","type":"string"},{"name":"processor","type":"string"},{"name":"task","type":"int"},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"code","type":"string"},{"name":"reason","type":"string"},{"name":"fingerprint","type":"string"},{"name":"key","type":["null","bytes"],"default":null},{"name":"value","type":["null","bytes"],"default":null},{"name":"headers","type":{"type":"map","values":"string"},"default":{}}]},
  DropLetter: {"type":"record","name":"DropLetter","namespace":"homeostat.runtime","fields":[{"name":"stage","type":"string"},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"},{"name":"processor","type":"string"},{"name":"by","type":"string"}]},
  Epoch: {"type":"record","name":"Epoch","namespace":"homeostat.runtime","fields":[{"name":"n","type":"long"},{"name":"version","type":"string"},{"name":"outputs","type":{"type":"array","items":{"type":"record","name":"OutputCount","fields":[{"name":"topic","type":"string"},{"name":"count","type":"int"}]}}},{"name":"cuts","type":{"type":"array","items":{"type":"record","name":"Cut","fields":[{"name":"ranges","type":{"type":"array","items":{"type":"record","name":"Range","fields":[{"name":"input","type":"int"},{"name":"from","type":"long"},{"name":"to","type":"long"}]}}}]}}},{"name":"letters","default":[],"type":{"type":"array","items":{"type":"record","name":"LetterRef","fields":[{"name":"input","type":"int"},{"name":"offset","type":"long"},{"name":"key","type":"string"},{"name":"processor","type":"string"},{"name":"timer","type":"string","default":""}]}}},{"name":"welcomes","default":[],"type":{"type":"array","items":{"type":"record","name":"Welcome","fields":[{"name":"input","type":"int"},{"name":"offset","type":"long"}]}}},{"name":"gaps","default":[],"type":{"type":"array","items":"Range"}}]},
  FalseAlarmReported: {"type":"record","name":"FalseAlarmReported","namespace":"homeostat.control","fields":[{"name":"id","type":"string"},{"name":"signal","type":"string"},{"name":"note","type":"string"},{"name":"by","type":"string"}]},
  FalseAlarmWithdrawn: {"type":"record","name":"FalseAlarmWithdrawn","namespace":"homeostat.control","fields":[{"name":"id","type":"string"},{"name":"signal","type":"string"},{"name":"by","type":"string"}]},
  Finding: {"type":"record","name":"Finding","namespace":"homeostat.sense","fields":[{"name":"source","type":"string"},{"name":"metric","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"phase","type":{"type":"enum","name":"Phase","symbols":["raised","cleared","unknown"],"default":"unknown"}},{"name":"method","type":{"type":"enum","name":"Method","symbols":["ewma","level_shift","unknown","novelty","stuck","missing","seasonal","rule"],"default":"unknown"}},{"name":"severity","type":{"type":"enum","name":"Severity","symbols":["info","warning","critical","unknown"],"default":"unknown"}},{"name":"score","type":"double"},{"name":"value","type":"double"},{"name":"expected","type":"double"},{"name":"low","type":"double"},{"name":"high","type":"double"},{"name":"from","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"hint","type":"string"},{"name":"rule","type":["null","string"],"default":null}]},
  Frame: {"type":"record","name":"Frame","namespace":"homeostat.telemetry","fields":[{"name":"source","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"metrics","type":{"type":"map","values":"double"}},{"name":"labels","type":{"type":"map","values":"string"},"default":{}}]},
  LateFrame: {"type":"record","name":"LateFrame","namespace":"homeostat.telemetry","fields":[{"name":"source","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reason","type":{"type":"enum","name":"LateReason","symbols":["repeated","late","expired","future","source_cap","metric_cap","unknown"],"default":"unknown"}},{"name":"value","type":"double"},{"name":"limit","type":"double"},{"name":"arrival","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"metrics","type":{"type":"map","values":"double"}},{"name":"labels","type":{"type":"map","values":"string"},"default":{}}]},
  MuteBegan: {"type":"record","name":"MuteBegan","namespace":"homeostat.control","fields":[{"name":"id","type":"string"},{"name":"source","type":"string"},{"name":"metric","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"until","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reason","type":"string"},{"name":"by","type":"string"}]},
  MuteEnded: {"type":"record","name":"MuteEnded","namespace":"homeostat.control","fields":[{"name":"id","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"by","type":"string"},{"name":"held","type":"long"},{"name":"raised","type":"long"}]},
  MuteRequested: {"type":"record","name":"MuteRequested","namespace":"homeostat.control","fields":[{"name":"id","type":"string"},{"name":"source","type":"string"},{"name":"metric","type":"string"},{"name":"until","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"reason","type":"string"},{"name":"by","type":"string"}]},
  Opened: {"type":"record","name":"Opened","namespace":"homeostat.runtime","fields":[{"name":"task","type":"string"},{"name":"host","type":"string"},{"name":"version","type":"string"},{"name":"ancestors","type":{"type":"array","items":"string"}}]},
  RefoldPoint: {"type":"record","name":"RefoldPoint","namespace":"homeostat.runtime","fields":[{"name":"task","type":"string"},{"name":"start","type":"long"},{"name":"end","type":"long"},{"name":"version","type":"string"},{"name":"epochOffset","type":"long"},{"name":"tick","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"position","type":{"type":"array","items":"long"}}]},
  ReplayLetter: {"type":"record","name":"ReplayLetter","namespace":"homeostat.runtime","fields":[{"name":"stage","type":"string"},{"name":"topic","type":"string"},{"name":"partition","type":"int"},{"name":"offset","type":"long"},{"name":"processor","type":"string"},{"name":"by","type":"string"}]},
  RequestAccepted: {"type":"record","name":"RequestAccepted","namespace":"homeostat.control","fields":[{"name":"request","type":"string"},{"name":"type","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"by","type":"string"}]},
  RequestRefused: {"type":"record","name":"RequestRefused","namespace":"homeostat.control","fields":[{"name":"request","type":"string"},{"name":"type","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"by","type":"string"},{"name":"code","type":"string"},{"name":"value","type":"string"},{"name":"limit","type":"string"},{"name":"reason","type":"string"}]},
  RuleStanding: {"type":"record","name":"RuleStanding","namespace":"homeostat.policy","fields":[{"name":"rule","type":"string"},{"name":"source","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"series","type":"int"},{"name":"firing","type":"int"}]},
  RulesChanged: {"type":"record","name":"RulesChanged","namespace":"homeostat.policy","fields":[{"name":"id","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"by","type":"string"},{"name":"digest","type":"string"},{"name":"rules","type":{"type":"array","items":"string"}}]},
  Signal: {"type":"record","name":"Signal","namespace":"homeostat.sense","fields":[{"name":"id","type":"string"},{"name":"source","type":"string"},{"name":"metric","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"phase","type":{"type":"enum","name":"Phase","symbols":["raised","cleared","unknown"],"default":"unknown"}},{"name":"method","type":{"type":"enum","name":"Method","symbols":["ewma","level_shift","unknown","novelty","stuck","missing","seasonal","rule"],"default":"unknown"}},{"name":"severity","type":{"type":"enum","name":"Severity","symbols":["info","warning","critical","unknown"],"default":"unknown"}},{"name":"score","type":"double"},{"name":"value","type":"double"},{"name":"expected","type":"double"},{"name":"low","type":"double"},{"name":"high","type":"double"},{"name":"from","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"hint","type":"string"},{"name":"held","type":["null","string"],"default":null},{"name":"rule","type":["null","string"],"default":null}]},
  SignalMarked: {"type":"record","name":"SignalMarked","namespace":"homeostat.sense","fields":[{"name":"id","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"mark","type":{"type":"enum","name":"Mark","symbols":["acknowledged","false_alarm","withdrawn","unknown"],"default":"unknown"}},{"name":"by","type":"string"},{"name":"note","type":"string"},{"name":"until","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null}]},
  Snapshot: {"type":"record","name":"Snapshot","namespace":"homeostat.runtime","fields":[{"name":"key","type":"string"},{"name":"epoch","type":"long"},{"name":"version","type":"string"},{"name":"states","type":{"type":"array","items":{"type":"record","name":"ProcessorState","fields":[{"name":"processor","type":"string"},{"name":"stateVersion","type":"int"},{"name":"bytes","type":"bytes","default":""},{"name":"size","type":"int","default":0},{"name":"timers","type":{"type":"array","items":{"type":"record","name":"TimerState","fields":[{"name":"name","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]}}}]}}},{"name":"lists","default":[],"type":{"type":"array","items":"int"}},{"name":"packed","default":"","type":"bytes"},{"name":"seen","default":null,"type":["null",{"type":"record","name":"SeenFrames","fields":[{"name":"newest","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"recent","type":{"type":"array","items":"long"}}]}]},{"name":"waiting","default":[],"type":{"type":"array","items":{"type":"record","name":"WaitingRef","fields":[{"name":"input","type":"int"},{"name":"offset","type":"long"}]}}},{"name":"windows","default":[],"type":{"type":"array","items":{"type":"record","name":"WindowRef","fields":[{"name":"type","type":"string"},{"name":"input","type":"int"},{"name":"offsets","type":{"type":"array","items":"long"}}]}}}]},
  SourceForgotten: {"type":"record","name":"SourceForgotten","namespace":"homeostat.telemetry","fields":[{"name":"source","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"lastAt","type":{"type":"long","logicalType":"timestamp-millis"}}]},
  SourceLearning: {"type":"record","name":"SourceLearning","namespace":"homeostat.telemetry","fields":[{"name":"source","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"processor","type":"string"},{"name":"learned","type":"int"},{"name":"total","type":"int"}]},
  SourceSeen: {"type":"record","name":"SourceSeen","namespace":"homeostat.telemetry","fields":[{"name":"source","type":"string"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"metrics","type":"int"}]},
  Tick: {"type":"record","name":"Tick","namespace":"homeostat.runtime","fields":[{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}}]},
  UnmuteRequested: {"type":"record","name":"UnmuteRequested","namespace":"homeostat.control","fields":[{"name":"id","type":"string"},{"name":"mute","type":"string"},{"name":"by","type":"string"}]},
}
