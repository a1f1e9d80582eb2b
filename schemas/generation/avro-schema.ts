/** The part of Avro's schema language that Homeostat uses, as it stands in an .avsc file. */
export type AvroSchema = string | AvroNamed | AvroCollection | AvroAnnotated | readonly AvroSchema[]

export type AvroNamed = AvroRecord | AvroEnum

export interface AvroRecord {
  readonly type: 'record'
  readonly name: string
  readonly namespace?: string
  readonly doc?: string
  readonly fields: readonly AvroField[]
}

export interface AvroField {
  readonly name: string
  readonly type: AvroSchema
  readonly doc?: string
  readonly default?: unknown
}

export interface AvroEnum {
  readonly type: 'enum'
  readonly name: string
  readonly symbols: readonly string[]
  readonly default?: string
}

export type AvroCollection =
  | { readonly type: 'array'; readonly items: AvroSchema }
  | { readonly type: 'map'; readonly values: AvroSchema }

/** A primitive with a logical type, such as timestamp-millis. */
export interface AvroAnnotated {
  readonly type: 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string' | 'boolean'
  readonly logicalType?: string
}
