import i18next from 'i18next'
import * as z from 'zod/mini'
import type { Camera, CameraInput } from '@/api/types'

export const MODES = ['continuous', 'event', 'off'] as const
export const SHORTEST_S = 5
export const LONGEST_S = 60

const mode = z.enum(MODES)

/** How a camera is recorded, as the form has it: no schedule is an empty one, seconds are as typed. */
export const recordingShape = {
  mode,
  schedule: z.string(),
  otherwise: mode,
  before_s: z.string(),
  after_s: z.string(),
  detections: z.boolean(),
  labels: z.array(z.string()),
  zones: z.array(z.string()),
  plates: z.boolean(),
  watch_lists: z.boolean(),
  camera_events: z.boolean(),
}

export type RecordingForm = {
  [Field in keyof typeof recordingShape]: z.infer<(typeof recordingShape)[Field]>
}

export function recordingFormOf(camera: Camera | null): RecordingForm {
  const { mode = 'off', schedule = null, otherwise = 'off', events } = camera?.recording ?? {}
  return {
    mode,
    schedule: schedule ?? '',
    otherwise,
    before_s: String(events?.before_s ?? 10),
    after_s: String(events?.after_s ?? 10),
    detections: events?.detections ?? true,
    labels: events?.labels ?? [],
    zones: events?.zones ?? [],
    plates: events?.plates ?? true,
    watch_lists: events?.watch_lists ?? true,
    camera_events: events?.camera_events ?? false,
  }
}

/** Whether at any time; what holds outside of a schedule counts where there is one. */
export function isOnEvents(form: Pick<RecordingForm, 'mode' | 'schedule' | 'otherwise'>): boolean {
  return form.mode === 'event' || (form.schedule !== '' && form.otherwise === 'event')
}

/** As it is sent. What says which events count is left as it is where none do. */
export function recordingInputOf(form: RecordingForm): CameraInput['recording'] {
  const { detections, labels, zones, plates, watch_lists, camera_events } = form
  const events = {
    ...{ before_s: Number(form.before_s), after_s: Number(form.after_s) },
    ...{ detections, labels, zones, plates, watch_lists, camera_events },
  }
  const recording = {
    mode: form.mode,
    schedule: form.schedule || null,
    otherwise: form.schedule ? form.otherwise : ('off' as const),
    ...(isOnEvents(form) ? { events } : {}),
  }
  // The document marks what has a default as always sent; the days stay as they are.
  return recording as CameraInput['recording']
}

type Faults = [keyof RecordingForm, string][]

/** What is wrong with what was typed; seconds that are not shown are not looked at. */
export function recordingFaults(form: RecordingForm): Faults {
  if (!isOnEvents(form)) return []
  const limits = { least: SHORTEST_S, most: LONGEST_S }
  return (['before_s', 'after_s'] as const)
    .filter((field) => !isWithin(form[field]))
    .map((field) => [field, i18next.t('cameras.recording.secondsFault', limits)])
}

function isWithin(typed: string): boolean {
  const seconds = Number(typed)
  return /^\d+$/.test(typed.trim()) && seconds >= SHORTEST_S && seconds <= LONGEST_S
}

/** The fields by the pointers of the API. */
export const RECORDING_FIELDS: Record<string, keyof RecordingForm> = {
  'recording/mode': 'mode',
  'recording/schedule': 'schedule',
  'recording/otherwise': 'otherwise',
  ...Object.fromEntries(
    (
      [
        'before_s',
        'after_s',
        'detections',
        'labels',
        'zones',
        'plates',
        'watch_lists',
        'camera_events',
      ] as const
    ).map((field) => [`recording/events/${field}`, field]),
  ),
}
