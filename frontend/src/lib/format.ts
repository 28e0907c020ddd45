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
