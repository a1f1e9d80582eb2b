import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { eventHeaders } from '../../../../schemas/cloudevents/event-headers.ts'
import { eventTimeOf } from '../../../../schemas/cloudevents/event-time-of.ts'
import { parseEventHeaders } from '../../../../schemas/cloudevents/parse-event-headers.ts'

const event = {
  id: '0198c0de-1111-5222-8333-444455556666',
  type: 'Signal',
  source: '/homeostat/sense/0/ewma',
  time: Date.UTC(2026, 10, 21, 9, 58, 0, 7),
  tenant: 'default',
} as const

test('should write an event as CloudEvents headers in binary mode', () => {
  assert.equal(eventHeaders({ ...event, region: 'eu' }), {
    ce_specversion: '1.0',
    ce_id: '0198c0de-1111-5222-8333-444455556666',
    ce_type: 'homeostat.sense.Signal',
    ce_source: '/homeostat/sense/0/ewma',
    ce_time: '2026-11-21T09:58:00.007Z',
    ce_tenant: 'default',
    ce_traceparent: '00-0198c0de111152228333444455556666-0198c0de11115222-01',
    ce_region: 'eu',
  })
})

test('should continue the trace of the cause, with the first eight bytes of its own id as span', () => {
  const cause = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00'
  assert.is(
    eventHeaders({ ...event, traceparent: cause }).ce_traceparent,
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0198c0de11115222-00',
  )
})

test('should take the correlation id as trace when the cause has none', () => {
  const correlationId = 'aaaaaaaa-bbbb-5ccc-8ddd-eeeeeeeeeeee'
  const expected = '00-aaaaaaaabbbb5ccc8dddeeeeeeeeeeee-0198c0de11115222-01'
  assert.is(eventHeaders({ ...event, correlationId, traceparent: 'nonsense' }).ce_traceparent, expected)
})

test('should leave the trace out when the id is not a uuid', () => {
  assert.not('ce_traceparent' in eventHeaders({ ...event, id: 'order 17' }))
})

test('should read back what it wrote', () => {
  const optional = fc.option(fc.string({ minLength: 1 }), { nil: undefined })
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.integer({ min: 0, max: 4e12 }),
      optional,
      optional,
      optional,
      (id, time, correlationId, causationId, region) => {
        const headers = eventHeaders({ ...event, id, time, correlationId, causationId, region })
        const { traceparent, ...rest } = parseEventHeaders(headers) ?? {}
        assert.equal(rest, { ...event, id, time, correlationId, causationId, region })
        assert.is(traceparent, headers.ce_traceparent)
      },
    ),
  )
})

test('should not take headers for an event when an attribute is missing or not known', () => {
  const headers = eventHeaders(event)
  for (const name of ['ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_tenant']) {
    const { [name]: _, ...without } = headers
    assert.is(parseEventHeaders(without), undefined)
  }
  assert.is(parseEventHeaders({ ...headers, ce_type: 'someone.Else' }), undefined)
})

test('should read times in RFC 3339 alone', () => {
  assert.is(eventTimeOf({ ce_time: '2026-11-21T10:58:00.007+01:00' }), event.time)
  for (const time of ['2026-11-21', '21 Nov 2026', '2026-11-21T09:58:00', '2026-99-21T09:58:00Z', '']) {
    assert.is(eventTimeOf({ ce_time: time }), undefined)
  }
  assert.is(eventTimeOf({}), undefined)
})

test.run()
