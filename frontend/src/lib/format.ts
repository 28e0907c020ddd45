const locale = typeof navigator === 'undefined' ? 'en-GB' : navigator.language

const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })

/** The time of day for today, else day and time. */
export function formatInstant(iso: string, now = new Date()): string {
  const at = new Date(iso)
  return at.toDateString() === now.toDateString() ? clockTime.format(at) : dayAndTime.format(at)
}

export function formatFullInstant(iso: string): string {
  return dayAndTime.format(new Date(iso))
}

/** 0.937 → 94 %; never 100 % for what is not quite sure. */
export function formatShare(share: number): string {
  const percent = share >= 1 ? 100 : Math.min(99, Math.round(share * 100))
  return `${percent} %`
}

/** 4 s, 3 min, 2 h, 5 d. */
export function formatAge(seconds: number): string {
  const s = Math.max(0, seconds)
  if (s < 90) return `${Math.round(s)} s`
  if (s < 90 * 60) return `${Math.round(s / 60)} min`
  if (s < 36 * 3600) return `${Math.round(s / 3600)} h`
  return `${Math.round(s / 86400)} d`
}

/** 1,3 MB in the reader's way of writing; a GB is 10⁹ bytes. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const shown = value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })
  return `${shown} ${units[unit]}`
}

/** An instant for a `datetime-local` field, in the reader's time zone. */
export function localField(at: number): string {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 19)
}
