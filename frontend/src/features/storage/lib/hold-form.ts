import type { ProblemError } from '@/api/problem'
import type { HoldInput } from '@/api/types'
import { localField } from '@/lib/format'

/** camera: '' until one is chosen; times are those of a `datetime-local` field. */
export interface HoldForm {
  camera: string
  from: string
  to: string
  reason: string
}

export const HOLD_FIELDS = ['camera', 'from', 'to', 'reason'] as const
export type HoldField = (typeof HOLD_FIELDS)[number]
export type HoldFault = 'camera' | 'time' | 'order' | 'reason'

const HOUR_MS = 3_600_000

/** The last hour of no camera yet. */
export function firstHold(now = Date.now()): HoldForm {
  const to = Math.floor(now / 60_000) * 60_000
  return { camera: '', from: localField(to - HOUR_MS), to: localField(to), reason: '' }
}

/** What is wrong, by field. A hold may end in the future: what is recorded until then stays too. */
export function holdFaults(form: HoldForm): Partial<Record<HoldField, HoldFault>> {
  const from = Date.parse(form.from)
  const to = Date.parse(form.to)
  return {
    ...(form.camera ? {} : { camera: 'camera' as const }),
    ...(Number.isNaN(from) ? { from: 'time' as const } : {}),
    ...(Number.isNaN(to) ? { to: 'time' as const } : to <= from ? { to: 'order' as const } : {}),
    ...(form.reason.trim() ? {} : { reason: 'reason' as const }),
  }
}

/** The hold of a form in which nothing is wrong. */
export function holdOf({ camera, from, to, reason }: HoldForm): HoldInput {
  return {
    camera,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    reason: reason.trim(),
  }
}

/** The server's words by field, and what belongs to none. */
export function placeHoldProblem(problem: ProblemError): {
  fields: Partial<Record<HoldField, string>>
  rest: string | null
} {
  const fields: Partial<Record<HoldField, string>> = {}
  const rest: string[] = []
  for (const { pointer, detail } of problem.errors) {
    const field = HOLD_FIELDS.find((name) => name === pointer.replace(/^#?\//, ''))
    if (field) fields[field] = detail
    else rest.push(detail)
  }
  if (Object.keys(fields).length === 0 && rest.length === 0) rest.push(problem.detail)
  return { fields, rest: rest.join(' ') || null }
}
