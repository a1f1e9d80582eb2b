import { errorEntries } from '../error-entry.ts'

export const scrapeErrors = errorEntries({
  HS_SCRAPE_UNREACHABLE: {
    says: 'The target cannot be reached.',
    remedy: 'Check its address, that it runs, and what stands between; it is asked again at every interval.',
    reaction: 'wait',
  },
  HS_SCRAPE_TLS: {
    says: 'The certificate of the target is not trusted.',
    remedy: 'Name the file of the authority that signed it as `caFile`, and use the host name that the certificate has.',
    reaction: 'wait',
  },
  HS_SCRAPE_TIMEOUT: {
    says: 'The target did not give its page in time.',
    remedy: 'Raise `timeoutMs`, which must stay below the interval, or ask it less often.',
    reaction: 'wait',
  },
  HS_SCRAPE_UNAUTHORIZED: {
    says: 'The target refuses the token, the password, or their absence.',
    remedy: 'Put a valid one into the file or variable that the configuration names; a file is read again at every interval.',
    reaction: 'wait',
  },
  HS_SCRAPE_BUSY: {
    says: 'The target asks to be left alone for a while (429 or 503).',
    remedy: 'Nothing, if it passes: its Retry-After is respected. Otherwise ask less often.',
    reaction: 'wait',
  },
  HS_SCRAPE_FAILED: {
    says: 'The target failed to answer.',
    remedy: 'Look at its own log; it is asked again at every interval.',
    reaction: 'wait',
  },
  HS_SCRAPE_FOREIGN: {
    says: 'What answers at this address is no page of metrics.',
    remedy: 'Give the whole address of the page, usually …/metrics; a login page or a proxy in between needs a token.',
    reaction: 'wait',
  },
  HS_SCRAPE_PAGE_BROKEN: {
    says: 'The page of the target ends in the middle.',
    remedy: 'Look for a proxy that cuts answers off, or for a target that dies while it writes; nothing of half a page is taken.',
    reaction: 'wait',
  },
  HS_SCRAPE_PAGE_MALFORMED: {
    says: 'A line of the page is not in the text format of Prometheus.',
    remedy: 'Correct the exporter; the message has the line. Nothing of such a page is taken.',
    reaction: 'wait',
  },
  HS_SCRAPE_PAGE_TOO_LARGE: {
    says: 'The page of the target is larger than is read of one.',
    remedy: 'Have the exporter give less, or raise `maxBytes`; nothing of it was taken.',
    reaction: 'wait',
  },
  HS_SCRAPE_EMPTY: {
    says: 'The page of the target has no value that can be used.',
    remedy: 'If it should, look at the page with `homeostat connect scrape` and at the rules `keep` and `drop`.',
    reaction: 'wait',
  },
  HS_SCRAPE_METRICS_TOO_MANY: {
    says: 'A target has more metrics than a frame may have.',
    remedy: 'Leave out what nobody looks at, by `keep` and `drop`; the first 2,000 of the page were taken, and stay.',
    reaction: 'wait',
  },
  HS_SCRAPE_HISTOGRAM_BROKEN: {
    says: 'A histogram has no bucket for everything (`le="+Inf"`).',
    remedy: 'Correct the exporter, or leave the histogram out by `drop`; the rest of the page was taken.',
    reaction: 'wait',
  },
  HS_SCRAPE_SERIES_TWICE: {
    says: 'Two series of a page get the same metric name.',
    remedy: 'Keep the label that tells them apart, or correct the exporter; the first of them was taken.',
    reaction: 'wait',
  },
  HS_SCRAPE_CLOCK_SKEW: {
    says: 'The clock of the target and that of this machine differ.',
    remedy: 'Set both by NTP; values are dated by the clock of this machine.',
    reaction: 'wait',
  },
})
