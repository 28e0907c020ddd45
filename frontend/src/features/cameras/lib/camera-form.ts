import * as z from 'zod/mini'
import type { ProblemError } from '@/api/problem'
import type { Camera, CameraChange, CameraInput } from '@/api/types'
import {
  RECORDING_FIELDS,
  recordingFaults,
  recordingFormOf,
  recordingInputOf,
  recordingShape,
} from './recording-form'

const fields = z.object({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  source_url: z.string().check(z.trim(), z.minLength(1), z.maxLength(2048)),
  enabled: z.boolean(),
  ai_enabled: z.boolean(),
  read_plates: z.boolean(),
  transcode: z.boolean(),
  /** Empty: none. */
  group: z.string(),
  ...recordingShape,
})

export const cameraSchema = fields.check(({ value, issues }) => {
  for (const [field, message] of recordingFaults(value)) {
    issues.push({ code: 'custom', path: [field], message, input: value[field] })
  }
})

export type CameraForm = z.infer<typeof cameraSchema>

export function formOf(camera: Camera | null): CameraForm {
  return {
    name: camera?.name ?? '',
    source_url: camera?.source_url ?? '',
    enabled: camera?.enabled ?? true,
    ai_enabled: camera?.ai.enabled ?? true,
    read_plates: camera?.ai.read_plates ?? true,
    transcode: camera?.live.transcode === 'when_needed',
    group: camera?.group ?? '',
    ...recordingFormOf(camera),
  }
}

/** A new camera as it is sent. */
export function inputOf(form: CameraForm): CameraInput {
  const { name, source_url, enabled, ai_enabled, read_plates, transcode, group } = form
  return {
    name,
    source_url,
    enabled,
    group: group || null,
    recording: recordingInputOf(form),
    ai: { enabled: ai_enabled, read_plates },
    live: { transcode: transcode ? 'when_needed' : 'never' },
  }
}

/** A change as it is sent: an address that was left as it is told stays out, so that its credentials stay. */
export function changeOf(form: CameraForm, camera: Camera): CameraChange {
  const { source_url, ...rest } = inputOf(form)
  return source_url === camera.source_url ? rest : { ...rest, source_url }
}

const FIELDS: Record<string, keyof CameraForm> = {
  name: 'name',
  source_url: 'source_url',
  enabled: 'enabled',
  'ai/enabled': 'ai_enabled',
  'ai/read_plates': 'read_plates',
  'live/transcode': 'transcode',
  group: 'group',
  ...RECORDING_FIELDS,
}

/** The problem's field errors by the form's fields, and what belongs to none of them. */
export function placeErrors(problem: ProblemError): {
  fields: [keyof CameraForm, string][]
  rest: string | null
} {
  const fields: [keyof CameraForm, string][] = []
  const rest: string[] = []
  for (const { pointer, detail } of problem.errors) {
    // Of a list, the entry that is wrong stands behind its field.
    const field = FIELDS[pointer.replace(/^#?\//, '').replace(/\/\d+$/, '')]
    if (field) fields.push([field, detail])
    else rest.push(detail)
  }
  if (fields.length === 0 && rest.length === 0) rest.push(problem.detail)
  return { fields, rest: rest.join(' ') || null }
}
