import type { RecordMap } from '../../../schemas/generated/records.ts'
import type { RequestName } from '../../api/append-request.ts'
import type { Call } from '../instance/call-api.ts'

export interface Route extends Call {
  readonly path: string
}

type Requests = { readonly [K in RequestName]: (value: RecordMap[K]) => Route }

/** How each request is put to the API of a running instance. */
const routes: Requests = {
  MuteRequested: ({ until, ...mute }) => post('/mutes', { ...mute, until: String(until) }),
  UnmuteRequested: ({ mute, by, id }) => remove(`/mutes/${encodeURIComponent(mute)}`, { by, id }),
  AcknowledgeRequested: ({ signal, ...body }) => post(`/signals/${encodeURIComponent(signal)}/acknowledge`, body),
  FalseAlarmReported: ({ signal, ...body }) => post(`/signals/${encodeURIComponent(signal)}/false-alarm`, body),
  FalseAlarmWithdrawn: ({ signal, by, id }) => remove(`/signals/${encodeURIComponent(signal)}/false-alarm`, { by, id }),
}

export function routeOf<K extends RequestName>(type: K, value: RecordMap[K]): Route {
  return routes[type](value)
}

function post(path: string, body: object): Route {
  return { path, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function remove(path: string, query: Record<string, string>): Route {
  return { path: `${path}?${new URLSearchParams(query)}`, method: 'DELETE' }
}
