/** JSON on one line; bytes as base64. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, each) => (isBytes(each) ? Buffer.from(each.data).toString('base64') : each), indent)
}

/** What a Buffer has become before a replacer sees it. */
function isBytes(each: unknown): each is { readonly data: readonly number[] } {
  return (
    typeof each === 'object' &&
    each !== null &&
    'type' in each &&
    each.type === 'Buffer' &&
    'data' in each &&
    Array.isArray(each.data)
  )
}
