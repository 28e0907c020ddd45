import type { ProblemError } from '@/api/problem'
import type { Camera, Retention } from '@/api/types'

export const MOST_DAYS = 3650
export const LEAST_GIGABYTES = 0.001
export const MOST_GIGABYTES = 1_000_000_000

/** What is asked for, as the simulation takes it: days only where they are to be others. */
export interface RetentionWish {
  max_gigabytes: number | null
  cameras: { camera: string; max_gigabytes: number }[]
  retention_days: { camera: string; retention_days: number }[]
}

/** What stands in the fields, by their keys; an empty limit is none. */
export type Values = Readonly<Record<string, string>>
export type RetentionFault = 'days' | 'gigabytes'

type Kept = Pick<Camera, 'id' | 'recording'>

export const ALL = 'all'
export const daysKey = (camera: string) => `${camera}.days`
export const gigabytesKey = (camera: string) => `${camera}.gigabytes`

/** The fields as the server has them. */
export function storedValues(retention: Retention, cameras: readonly Kept[]): Values {
  const limits = new Map(retention.cameras.map((each) => [each.camera, each.max_gigabytes]))
  const values: Record<string, string> = { [ALL]: shown(retention.max_gigabytes) }
  for (const { id, recording } of cameras) {
    values[daysKey(id)] = shown(recording.retention_days)
    values[gigabytesKey(id)] = shown(limits.get(id))
  }
  return values
}

const shown = (limit: number | null | undefined) => (limit === null || !limit ? '' : String(limit))

/** Whether anything was typed that the server does not have. */
export function isChanged(stored: Values, edits: Values): boolean {
  return Object.entries(edits).some(([key, value]) => value.trim() !== (stored[key] ?? ''))
}

/** What is wrong, by the fields' keys. */
export function faultsOf(values: Values, cameras: readonly Kept[]): Map<string, RetentionFault> {
  const faults = new Map<string, RetentionFault>()
  const limitKeys = [ALL, ...cameras.map(({ id }) => gigabytesKey(id))]
  for (const key of limitKeys) {
    if (limitOf(values[key]) === undefined) faults.set(key, 'gigabytes')
  }
  for (const { id } of cameras) {
    if (daysOf(values[daysKey(id)]) === undefined) faults.set(daysKey(id), 'days')
  }
  return faults
}

/** The wish of fields in which nothing is wrong. Limits of cameras that are not listed here stay. */
export function wishOf(
  values: Values,
  retention: Retention,
  cameras: readonly Kept[],
): RetentionWish {
  const listed = new Set(cameras.map(({ id }) => id))
  const limits = cameras.flatMap(({ id }) => {
    const limit = limitOf(values[gigabytesKey(id)])
    return limit ? [{ camera: id, max_gigabytes: limit }] : []
  })
  return {
    max_gigabytes: limitOf(values[ALL]) ?? null,
    cameras: [...limits, ...retention.cameras.filter(({ camera }) => !listed.has(camera))],
    retention_days: cameras.flatMap(({ id, recording }) => {
      const days = daysOf(values[daysKey(id)])
      return days === undefined || days === recording.retention_days
        ? []
        : [{ camera: id, retention_days: days }]
    }),
  }
}

/** Whether the limits are to be others than they are, the days apart. */
export function hasOtherLimits(wish: RetentionWish, present: Retention): boolean {
  const limits = new Map(present.cameras.map((each) => [each.camera, each.max_gigabytes]))
  return (
    wish.max_gigabytes !== present.max_gigabytes ||
    wish.cameras.length !== limits.size ||
    wish.cameras.some((each) => limits.get(each.camera) !== each.max_gigabytes)
  )
}

/** The cameras that are to have as many days. */
export function daysTogether(wished: RetentionWish['retention_days']): Map<number, string[]> {
  const together = new Map<number, string[]>()
  for (const { camera, retention_days: days } of wished) {
    together.set(days, [...(together.get(days) ?? []), camera])
  }
  return together
}

/** The server's words by the fields' keys, and what belongs to none of them. */
export function placeProblem(
  problem: ProblemError,
  wish: RetentionWish,
): { fields: Map<string, string>; rest: string | null } {
  const fields = new Map<string, string>()
  const rest: string[] = []
  for (const { pointer, detail } of problem.errors) {
    const key = keyOf(pointer.replace(/^#?\//, '').split('/'), wish)
    if (key) fields.set(key, detail)
    else rest.push(detail)
  }
  if (fields.size === 0 && rest.length === 0) rest.push(problem.detail)
  return { fields, rest: rest.join(' ') || null }
}

function keyOf([list, at]: string[], wish: RetentionWish): string | null {
  if (list === 'max_gigabytes') return ALL
  const limited = list === 'cameras' ? wish.cameras[Number(at)] : undefined
  if (limited) return gigabytesKey(limited.camera)
  const kept = list === 'retention_days' ? wish.retention_days[Number(at)] : undefined
  return kept ? daysKey(kept.camera) : null
}

/** Null: none; undefined: not one. */
function limitOf(typed = ''): number | null | undefined {
  if (typed.trim() === '') return null
  const limit = Number(typed)
  return limit >= LEAST_GIGABYTES && limit <= MOST_GIGABYTES ? limit : undefined
}

function daysOf(typed = ''): number | undefined {
  const days = Number(typed)
  return /^\d+$/.test(typed.trim()) && days >= 1 && days <= MOST_DAYS ? days : undefined
}
