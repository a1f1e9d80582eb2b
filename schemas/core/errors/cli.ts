import { errorEntries } from '../error-entry.ts'

export const cliErrors = errorEntries({
  HS_USAGE: {
    says: 'The command was not understood.',
    remedy: 'Run it with --help.',
    reaction: 'refuse',
    status: 400,
  },
  HS_NOT_RUNNING: {
    says: 'No running Homeostat was found for this data folder.',
    remedy: 'Start it with `homeostat up`, or name the folder of the one that runs with --data.',
    reaction: 'refuse',
  },
  HS_API_UNREACHABLE: {
    says: 'Homeostat runs, but its API does not answer.',
    remedy: 'Try again; if it stays, look at its output and at `homeostat doctor`.',
    reaction: 'wait',
  },
  HS_NOT_CONFIRMED: {
    says: 'Nothing was done, because nobody agreed.',
    remedy: 'Run it in a terminal and answer yes, or give --yes.',
    reaction: 'refuse',
  },
  HS_DATA_FOREIGN: {
    says: 'The folder does not belong to Homeostat.',
    remedy: 'Name an empty or new folder, or that of an installation, with --data.',
    reaction: 'stop-process',
  },
  HS_STOP_TIMEOUT: {
    says: 'The process was asked to stop and still runs.',
    remedy: 'Wait, or end it at once with `homeostat down --force`: the log survives that.',
    reaction: 'wait',
  },
  HS_STAGE_UNKNOWN: {
    says: 'There is no stage of this name.',
    remedy: 'Take one of those that the message names.',
    reaction: 'refuse',
    status: 404,
  },
  HS_LETTER_UNKNOWN: {
    says: 'There is no dead letter with this number.',
    remedy: 'Take a number from `homeostat dead-letters list`.',
    reaction: 'refuse',
    status: 404,
  },
  HS_LETTER_NOT_TAKEN: {
    says: 'The stage of this letter takes no requests.',
    remedy: 'Correct what made the record and send it again; the letter itself holds nothing up.',
    reaction: 'refuse',
    status: 422,
  },
  HS_LETTER_ASKED: {
    says: 'Somebody has asked for this letter already.',
    remedy: 'Wait until its stage has come to it; if it fails again there will be a new letter.',
    reaction: 'refuse',
    status: 409,
  },
  HS_FILE_UNREADABLE: {
    says: 'The file cannot be read.',
    remedy: 'Check the path and the permissions.',
    reaction: 'refuse',
    status: 400,
  },
  HS_BENCH_PEER_FAILED: {
    says: 'A program that is compared with Homeostat did not do its part.',
    remedy: 'Run it alone, as its README says; the message names what it said.',
    reaction: 'refuse',
  },
  HS_BENCH_TOPIC_OTHER: {
    says: 'The topic that the benchmark reads is not the one that it would make.',
    remedy: 'Delete it, or give the benchmark the number of frames that stands in it.',
    reaction: 'refuse',
  },
})
