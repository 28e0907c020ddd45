import { localField } from '@/lib/format'

/** What is asked for, as the API takes it. */
export interface ClipWish {
  cameras: string[]
  from: string
  to: string
  title: string
  exact: boolean
}

export interface ClipForm {
  cameras: string[]
  from: string
  to: string
  title: string
  exact: boolean
}

export type ClipFault = 'cameras' | 'from' | 'order' | 'long' | 'future'

const LONGEST_MS = 3_600_000

/** The wish of a form, whose times are those of a `datetime-local` field, or what is wrong with it. */
export function wishOf(form: ClipForm, now = Date.now()): ClipWish | ClipFault {
  if (form.cameras.length === 0) return 'cameras'
  const from = Date.parse(form.from)
  const to = Date.parse(form.to)
  if (Number.isNaN(from) || Number.isNaN(to)) return 'from'
  if (to <= from) return 'order'
  if (to - from > LONGEST_MS) return 'long'
  if (to > now + 1000) return 'future'
  return {
    cameras: form.cameras,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    title: form.title.trim(),
    exact: form.exact,
  }
}

/** The last minute, as far as it is surely recorded. */
export function firstForm(now = Date.now()): ClipForm {
  const to = Math.floor(now / 1000) * 1000 - 5000
  return {
    cameras: [],
    from: localField(to - 60_000),
    to: localField(to),
    title: '',
    exact: false,
  }
}
