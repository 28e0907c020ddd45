import * as z from 'zod/mini'
import { lenient } from '@/lib/lenient'

export const MODES = ['fuzzy', 'wildcard', 'prefix', 'exact'] as const
export type Mode = (typeof MODES)[number]

/** What a read may be chosen by, beside its text, camera and time; the values are those of the API. */
export const CHOICES = {
  vehicle: ['car', 'motorcycle', 'bus', 'truck', 'bicycle'],
  colour: ['black', 'grey', 'white', 'red', 'brown', 'yellow', 'green', 'blue'],
  direction: ['towards', 'away', 'left', 'right'],
} as const
export type Choice = keyof typeof CHOICES
export const CHOSEN = Object.keys(CHOICES) as Choice[]

/** What is searched; it lives in the address, so that a search is a link. Wrong values are left out. */
export const searchSchema = z.object({
  text: lenient(z.string().check(z.maxLength(64))),
  match: lenient(z.enum(MODES)),
  camera: lenient(z.uuid()),
  from: lenient(z.iso.datetime({ offset: true })),
  to: lenient(z.iso.datetime({ offset: true })),
  vehicle: lenient(z.enum(CHOICES.vehicle)),
  colour: lenient(z.enum(CHOICES.colour)),
  direction: lenient(z.enum(CHOICES.direction)),
  read: lenient(z.uuid()),
})

export type SearchState = z.infer<typeof searchSchema>

/** What the API is asked: the open details are no filter, and a mode without text would say nothing. Each is named. */
export function filtersOf(search: SearchState) {
  const { text, match, camera, from, to, vehicle, colour, direction } = search
  const wanted = text?.trim()
  return {
    camera,
    from,
    to,
    vehicle,
    colour,
    direction,
    text: wanted || undefined,
    match: wanted ? (match ?? modeFor(wanted)) : undefined,
  }
}

/** Wildcards mean a pattern, anything else similar plates. */
export function modeFor(text: string): Mode {
  return /[?*]/.test(text) ? 'wildcard' : 'fuzzy'
}

/** An instant as the value of a datetime-local input, in local time, and back. */
export function toLocalInput(iso: string | undefined): string {
  if (!iso) return ''
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function fromLocalInput(value: string): string | undefined {
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
