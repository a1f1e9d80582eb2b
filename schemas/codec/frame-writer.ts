import { HomeostatError } from '../core/homeostat-error.ts'
import { isUsable, wrongValue } from './check-values.ts'
import type { FrameView } from './codec.ts'
import { type FrameTemplate, frameTemplate, isTemplateOf } from './frame-template.ts'
import { RecentMap } from './recent-map.ts'
import { writeLong } from './write-long.ts'

/**
 * Writes frames with the current schema, byte for byte as avsc does. The names and labels of a source are written once and then reused;
 * only time and values change. A names array that was handed over must not be changed afterwards.
 */
export class FrameWriter {
  private readonly templates: RecentMap<string, FrameTemplate>

  constructor(
    private readonly schemaId: number,
    limitBytes: number,
  ) {
    this.templates = new RecentMap(limitBytes)
  }

  /**
   * @throws HS_RECORD_INVALID when a metric occurs twice, the time is no integer, or names and values differ in number;
   *   HS_VALUE_NOT_FINITE, HS_VALUE_OUT_OF_RANGE
   */
  write(frame: FrameView): Buffer {
    const { source, at, values } = frame
    if (!Number.isInteger(at) || Math.abs(at) > 2 ** 52)
      throw invalid(source, `the time ${at} is not a whole number of milliseconds`)
    if (frame.names.length !== values.length) throw invalid(source, `${values.length} values for ${frame.names.length} metrics`)
    const { bytes, view, positions, timeAt } = this.templateFor(frame)
    writeLong(bytes, timeAt, at)
    let usable = true
    for (let index = 0; index < positions.length; index++) {
      const value = values[index]
      usable = usable && isUsable(value)
      view.setFloat64(positions[index], value, true)
    }
    if (!usable) throw wrongValue(source, frame.names, values)
    const frameBytes = Buffer.allocUnsafe(bytes.length)
    frameBytes.set(bytes)
    return frameBytes
  }

  private templateFor(frame: FrameView): FrameTemplate {
    const known = this.templates.get(frame.source)
    if (known !== undefined && isTemplateOf(known, frame)) return known
    if (new Set(frame.names).size < frame.names.length) throw invalid(frame.source, 'a metric occurs twice')
    const template = frameTemplate(this.schemaId, frame)
    this.templates.set(frame.source, template, 400 + template.bytes.length + frame.names.length * 40)
    return template
  }
}

function invalid(source: string, what: string): HomeostatError {
  return new HomeostatError('HS_RECORD_INVALID', { message: `The frame of ${source.slice(0, 100)} cannot be written: ${what}.` })
}
