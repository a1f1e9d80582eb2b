/** The JSON that the API answers with. @throws when it answers with an error */
export async function ask<T>(url: string): Promise<T> {
  const answer = await fetch(url)
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url}: ${text}`)
  return JSON.parse(text) as T // the caller names what this route answers with
}

/** Sends frames as NDJSON; resolves when they are durable. */
export async function publish(url: string, frames: readonly object[]): Promise<void> {
  const answer = await fetch(`${url}/telemetry`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: frames.map((frame) => JSON.stringify(frame)).join('\n'),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
}
