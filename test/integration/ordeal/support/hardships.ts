import type { ErrorCode } from '../../../../schemas/core/error-catalogue.ts'
import { kafkaHardships } from '../../../kafka/ordeal/support/kafka-hardships.ts'

/** Something that goes wrong, what Homeostat does about it, and the codes that say so. */
export interface Hardship {
  readonly group:
    | 'What a client sends'
    | 'What remote write sends'
    | 'Where and how it is sent'
    | 'What a Prometheus server answers'
    | 'What a scraped target answers'
    | 'What stands in the log'
    | 'What happens to the machine'
    | 'How a start on Kafka fails'
    | 'What happens to Kafka and the registry'
    | 'What stands in topics of Kafka'
  readonly comes: string
  readonly happens: string
  readonly codes: readonly ErrorCode[]
}

const NOTHING_WRITTEN = 'Refused; nothing of the request is written.'
const THIS_INSTANT = 'This instant gives nothing; everything else goes on.'
const TO_THE_LETTERS = 'It goes to `dead.letters` with its bytes; the task goes on.'

/** Every hardship that the tests in this folder, in test/kafka/ordeal and in test/e2e put an installation through; docs/guides/bad-input.md is made from it. */
export const hardships = {
  malformedJson: sent('JSON that breaks off, or is none', NOTHING_WRITTEN, 'HS_BODY_MALFORMED'),
  malformedNdjson: sent('NDJSON with a line that is not JSON', `${NOTHING_WRITTEN} The line is named.`, 'HS_BODY_MALFORMED'),
  notUtf8: sent('Bytes that are not UTF-8', NOTHING_WRITTEN, 'HS_BODY_MALFORMED'),
  malformedCsv: sent(
    'A CSV tape with a value that is not a number',
    'The play ends and names the line; what was read before is written.',
    'HS_TAPE_MALFORMED',
  ),
  csvOverHttp: sent('CSV to `POST /telemetry`', NOTHING_WRITTEN, 'HS_CONTENT_TYPE_UNSUPPORTED'),
  nanLiteral: sent('`NaN` or `Infinity` in JSON', NOTHING_WRITTEN, 'HS_BODY_MALFORMED'),
  notFinite: sent('`1e999`, `"NaN"` or null as a value', NOTHING_WRITTEN, 'HS_VALUE_NOT_FINITE'),
  huge: sent('1e308 as a value', NOTHING_WRITTEN, 'HS_VALUE_OUT_OF_RANGE'),
  emptyMetrics: sent('A frame without metrics, or no frame', NOTHING_WRITTEN, 'HS_FRAME_EMPTY'),
  manyMetrics: sent('10,000 metrics in one frame', NOTHING_WRITTEN, 'HS_FRAME_TOO_MANY_METRICS'),
  longName: sent('A metric whose name has 10 kB', NOTHING_WRITTEN, 'HS_METRIC_NAME_TOO_LONG'),
  proto: sent('Metrics named `__proto__`, `constructor`', 'Accepted: they are names like any other.'),
  protoKey: sent('A frame with the key `__proto__`', NOTHING_WRITTEN, 'HS_FRAME_MALFORMED'),
  largeRecord: sent('A frame that becomes a record of more than 1 MB', NOTHING_WRITTEN, 'HS_RECORD_TOO_LARGE'),
  largeBody: sent('A body of more than 4 MB', NOTHING_WRITTEN, 'HS_BODY_TOO_LARGE'),
  zipBomb: sent('A zip bomb', 'Refused at 16 MB, without ever holding more.', 'HS_BODY_TOO_LARGE'),
  cutGzip: sent('Gzip that breaks off', NOTHING_WRITTEN, 'HS_BODY_MALFORMED'),
  year1970: sent('A frame from 1970', NOTHING_WRITTEN, 'HS_FRAME_EXPIRED'),
  year3000: sent('A frame from the year 3000', NOTHING_WRITTEN, 'HS_FRAME_FUTURE'),
  backwards: sent(
    'Time that goes backwards',
    'Within 60 s of the newest frame it counts; older frames go to `telemetry.late` (`late`) and move nothing.',
  ),
  repeated: sent(
    'The same frame again, also with other values',
    'The first counts; the others go to `telemetry.late` (`repeated`) and move nothing.',
  ),
  sameKey: sent('The same request again with its Idempotency-Key', 'Answered as before; written once.'),
  keyReused: sent('Another body with a used Idempotency-Key', NOTHING_WRITTEN, 'HS_IDEMPOTENCY_KEY_REUSED'),
  cutRequest: sent('A connection that ends in the middle of a body', 'Nothing is written.'),

  writeNotSnappy: written('A body that is not Snappy, or is cut off', NOTHING_WRITTEN, 'HS_REMOTE_WRITE_NOT_SNAPPY'),
  writeBomb: written(
    'A body that unpacks to more than 32 MB',
    'Refused before anything is unpacked.',
    'HS_REMOTE_WRITE_TOO_LARGE',
  ),
  writeMalformed: written('Snappy with something else than a WriteRequest', NOTHING_WRITTEN, 'HS_REMOTE_WRITE_MALFORMED'),
  writeBusy: written(
    'More than the log can take now',
    '503 with Retry-After; the sender sends the same again, and it counts once.',
    'HS_REMOTE_WRITE_BUSY',
  ),
  writeStranger: written('A missing or a wrong token', NOTHING_WRITTEN, 'HS_REMOTE_WRITE_UNAUTHORIZED'),
  writeUnfit: written(
    'NaN, markers of the end of a series, `ALERTS`, native histograms, samples older than a day or from the future',
    'The rest is taken; these are counted. A refusal would make the sender throw away everything else.',
  ),

  foreignHost: door('A foreign Host header', 'Refused, whatever is asked.', 'HS_HOST_FOREIGN'),
  foreignOrigin: door('A foreign Origin header', 'Refused, whatever is asked.', 'HS_ORIGIN_FOREIGN'),
  tenant: door('A tenant in header, query or frame', NOTHING_WRITTEN, 'HS_TENANT_NOT_ALLOWED'),

  prometheusAway: asked('Nothing: it cannot be reached', `${THIS_INSTANT} It is asked again at the next.`, 'HS_PROM_UNREACHABLE'),
  prometheusHtml: asked('A page of HTML', THIS_INSTANT, 'HS_PROM_FOREIGN'),
  prometheusRefuses: asked(
    '401: the token is wrong',
    `${THIS_INSTANT} A file with a token is read anew at the next.`,
    'HS_PROM_UNAUTHORIZED',
  ),
  prometheusBusy: asked('429 or 503 with Retry-After', 'It is left alone for so long, an hour at most.', 'HS_PROM_BUSY'),
  prometheusFails: asked('500', THIS_INSTANT, 'HS_PROM_FAILED'),
  prometheusHalf: asked('Half an answer', 'Nothing of this query is taken.', 'HS_PROM_ANSWER_BROKEN'),
  prometheusLate: asked('Nothing within `timeoutMs`', 'What the other queries gave in time is taken.', 'HS_PROM_TIMEOUT'),
  prometheusEmpty: asked(
    'No series, or NaN alone',
    'There is no frame; values that are no numbers are counted.',
    'HS_PROM_EMPTY',
  ),
  prometheusMany: asked(
    '100,000 series of one query',
    'The first 20,000 in order of their names are taken (`maxSeries`).',
    'HS_PROM_SERIES_TOO_MANY',
  ),
  prometheusSkewed: asked('Answers with a clock that is a minute behind', 'They are taken; it is said.', 'HS_PROM_CLOCK_SKEW'),

  targetAway: scraped('Nothing: it cannot be reached', `${THIS_INSTANT} It is asked again at the next.`, 'HS_SCRAPE_UNREACHABLE'),
  targetHtml: scraped('A page of HTML', THIS_INSTANT, 'HS_SCRAPE_FOREIGN'),
  targetRefuses: scraped(
    '401: the token is wrong',
    `${THIS_INSTANT} A file with a token is read anew at the next.`,
    'HS_SCRAPE_UNAUTHORIZED',
  ),
  targetBusy: scraped('429 or 503 with Retry-After', 'It is left alone for so long, an hour at most.', 'HS_SCRAPE_BUSY'),
  targetFails: scraped('500', THIS_INSTANT, 'HS_SCRAPE_FAILED'),
  targetHalf: scraped(
    'Half a page',
    'Nothing of it is taken; the next rates are reckoned over the time since the last whole page.',
    'HS_SCRAPE_PAGE_BROKEN',
  ),
  targetMalformed: scraped(
    'A line that is not in the format',
    'Nothing of the page is taken; the line is named.',
    'HS_SCRAPE_PAGE_MALFORMED',
  ),
  targetLate: scraped('Nothing within `timeoutMs`', THIS_INSTANT, 'HS_SCRAPE_TIMEOUT'),
  targetEmpty: scraped(
    'No sample, or NaN alone',
    'There is no frame; values that are no numbers are counted.',
    'HS_SCRAPE_EMPTY',
  ),
  targetNoInfinity: scraped(
    'A histogram without `+Inf`',
    'The histogram is named and left out; the rest of the page is taken.',
    'HS_SCRAPE_HISTOGRAM_BROKEN',
  ),
  targetReset: scraped('A counter that begins anew', 'It gives no rate once.'),
  targetTwice: scraped('A series twice', 'The first is taken.', 'HS_SCRAPE_SERIES_TWICE'),
  targetMany: scraped(
    '100,000 series on one page',
    'The first 2,000 metrics of the page are taken, and stay the same ones; the target is named.',
    'HS_SCRAPE_METRICS_TOO_MANY',
  ),
  targetLarge: scraped('A page of more than 16 MB (`maxBytes`)', THIS_INSTANT, 'HS_SCRAPE_PAGE_TOO_LARGE'),
  targetSkewed: scraped('A page from a clock that is a minute behind', 'It is taken; it is said.', 'HS_SCRAPE_CLOCK_SKEW'),

  unknownSchema: logged('A record with an unknown schema id', TO_THE_LETTERS, 'HS_SCHEMA_UNKNOWN'),
  truncatedAvro: logged('Avro that breaks off', TO_THE_LETTERS, 'HS_RECORD_MALFORMED'),
  notAvro: logged('Bytes that are no record at all', TO_THE_LETTERS, 'HS_RECORD_MALFORMED'),
  foreignNan: logged('A frame of a foreign producer with NaN', TO_THE_LETTERS, 'HS_VALUE_NOT_FINITE'),
  foreignMany: logged(
    'A frame of a foreign producer with 10,000 metrics',
    'It goes to `telemetry.late` (`metric_cap`) and moves nothing.',
  ),
  foreignFuture: logged(
    'A frame of a foreign producer from the year 3000',
    'It goes to `telemetry.late` (`future`) and moves nothing.',
  ),
  overLimit: logged('An append of more than 1 MB', 'Refused; nothing of the append is written.', 'HS_RECORD_TOO_LARGE'),
  poisoned: logged(
    'A record at which a processor throws',
    `${TO_THE_LETTERS} Replayed after the correction, its output carries the id that it would have had.`,
    'HS_PROCESSOR_FAILED',
  ),

  secondStart: machine('A second start on the same data folder', 'Refused; the first goes on.', 'HS_LOG_LOCKED'),
  portInUse: machine('A port that is in use', 'Refused; nothing is left running, the folder is free.', 'HS_PORT_IN_USE'),
  databaseAway: machine(
    'PostgreSQL stops in mid-run and comes back',
    'Telemetry is taken and signals are made; what reads the database answers 503. Later the read models catch up.',
    'HS_DATABASE_UNAVAILABLE',
  ),
  diskLow: machine(
    'The disk is nearly full',
    'It is told below 1 GB; below 200 MB telemetry is refused with 507, and taken again when there is space.',
    'HS_DISK_LOW',
  ),
  diskFull: machine(
    'The disk is full',
    'Telemetry is refused with 507 and nothing of it is written; when there is space, everything goes on by itself.',
    'HS_DISK_FULL',
  ),
  pause: machine(
    'The process is stopped (SIGSTOP) and goes on an hour later',
    'The time jumps; no task fails and no signal is made of it. There are no frames of that hour.',
  ),
  terminated: machine(
    'SIGTERM',
    'A clean end with code 0: what was acknowledged is in the log, what was folded is committed. The next start goes on behind it.',
  ),
  killed: machine(
    'kill -9 at any moment',
    'The next start goes on. What was acknowledged is there; what was not may be sent again and counts once.',
  ),
  ...kafkaHardships,
} as const satisfies Readonly<Record<string, Hardship>>

function sent(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What a client sends', comes, happens, codes }
}

function written(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What remote write sends', comes, happens, codes }
}

function door(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'Where and how it is sent', comes, happens, codes }
}

function asked(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What a Prometheus server answers', comes, happens, codes }
}

function scraped(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What a scraped target answers', comes, happens, codes }
}

function logged(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What stands in the log', comes, happens, codes }
}

function machine(comes: string, happens: string, ...codes: ErrorCode[]): Hardship {
  return { group: 'What happens to the machine', comes, happens, codes }
}
