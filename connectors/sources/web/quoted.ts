/** A short, harmless piece of what somebody else has written: so many characters at most. */
export function quoted(text: string, most = 120): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return JSON.stringify(line.length > most ? `${line.slice(0, most)}…` : line)
}
