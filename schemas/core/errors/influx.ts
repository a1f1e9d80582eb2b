import { errorEntries } from '../error-entry.ts'

export const influxErrors = errorEntries({
  HS_INFLUX_UNREACHABLE: {
    says: 'The server of the Influx sink cannot be reached, or fails to answer.',
    remedy: 'Check its URL, that it runs, and what stands between; what it has not acknowledged is sent again.',
    reaction: 'wait',
  },
  HS_INFLUX_UNAUTHORIZED: {
    says: 'The server of the Influx sink refuses the token, or its absence.',
    remedy: 'Put a valid one into the file or variable that sinks.yaml names; it is read again at every attempt.',
    reaction: 'wait',
  },
  HS_INFLUX_FOREIGN: {
    says: 'What answers at the URL of the Influx sink does not take line protocol.',
    remedy: 'Give the URL below which `/api/v2/write` is, and an organisation and a bucket that exist.',
    reaction: 'wait',
  },
  HS_INFLUX_REFUSED: {
    says: 'The server of the Influx sink refuses a line.',
    remedy: 'Look at its own log for the type conflict or the limit; the line was left out and counted, the others were written.',
    reaction: 'wait',
  },
})
