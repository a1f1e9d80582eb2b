/** A partition; its topic is named as Kafka knows it. */
export interface Place {
  readonly topic: string
  readonly partition: number
}

export function placeKey({ topic, partition }: Place): string {
  return `${partition}/${topic}`
}
