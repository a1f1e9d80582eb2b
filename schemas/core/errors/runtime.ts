import { errorEntries } from '../error-entry.ts'

export const runtimeErrors = errorEntries({
  HS_TICK_MISSING: {
    says: 'The log has no tick yet: no process with a clock has worked on it.',
    remedy: 'Start a process with the role stages, which brings the clock; what waits goes on by itself then.',
    reaction: 'wait',
  },
  HS_VERSION_FOREIGN: {
    says: 'The task was last run by a version of the stage that is newer than this one, or not its ancestor.',
    remedy: 'Start the newer version, or go back on purpose with --adopt VERSION.',
    reaction: 'stop-task',
  },
  HS_STATE_LOST: {
    says: 'The state of the task is gone and its inputs no longer reach back to where it could be folded again.',
    remedy:
      'Restore a backup that has it, or start the stage afresh with `homeostat reset --stage NAME`: what was learned before is lost. Do not reset the stage audit, whose trail would begin anew: restore a backup, or copy `homeostat audit export` first.',
    reaction: 'stop-task',
  },
  HS_INPUT_CUT: {
    says: 'Records of a life cycle were removed before the task had read them.',
    remedy: 'Restore them from a backup, or start the stage afresh with `homeostat reset --stage NAME`.',
    reaction: 'stop-task',
  },
  HS_PROCESSOR_FAILED: {
    says: 'A processor threw while it folded a record.',
    remedy: 'Look at the letter with `homeostat dead-letters show`; replay it after the correction, or drop it.',
    reaction: 'dead-letter',
  },
  HS_KEY_BLOCKED_TOO_LONG: {
    says: 'More than 10,000 records wait behind a dead letter of one key.',
    remedy:
      'Start the stage afresh with `homeostat reset --stage NAME`; replay or drop letters before so much waits behind them.',
    reaction: 'stop-task',
  },
  HS_TASK_BUSY: {
    says: 'The task commits so often that its epochs and its outputs were never seen at one moment.',
    remedy: 'Ask again when less telemetry arrives.',
    reaction: 'refuse',
  },
  HS_TASK_STUCK: {
    says: 'The task has read nothing and restored nothing for too long.',
    remedy: 'It is opened again by itself; look at the log and the disk when it happens again.',
    reaction: 'reopen-task',
  },
  HS_DETECTION_STUCK: {
    says: 'Records wait for a task that makes no progress: nothing new is being found.',
    remedy: 'Look at the log of this process and restart it, which loses nothing; if it stays, tell us what stands in the log.',
    reaction: 'wait',
  },
  HS_CLOCK_SKEW: {
    says: 'The clock of this machine and the log disagree by more than 5 seconds.',
    remedy: 'Set the clock; no ticks are written until they agree.',
    reaction: 'wait',
  },
})
