/**
 * Whether an error of kafkajs, or every part of it where it is an aggregate, is of the given type of Kafka's protocol. Part by part:
 * an aggregate may hold a harmless error beside one that matters.
 */
export function isErrorType(error: unknown, type: string): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.every((part) => isErrorType(part, type))
  return 'type' in error && error.type === type
}
