const locale = typeof navigator === 'undefined' ? 'en-GB' : navigator.language

const dayWord = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const minuteWord = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const secondWord = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})
const wholeWord = new Intl.DateTimeFormat(locale, {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** Day, month, year and time to a tenth of a second, local. */
export function pictureTime(atMs: number): string {
  const tenth = Math.floor((((atMs % 1000) + 1000) % 1000) / 100)
  return `${wholeWord.format(atMs)}.${tenth}`
}

export function wholeTime(atMs: number): string {
  return wholeWord.format(atMs)
}

/** A mark's word: as fine as the marks lie, and the day where one begins. */
export function tickWord(atMs: number, spanMs: number, zoneMs: number): string {
  if ((atMs + zoneMs) % 86_400_000 === 0) return dayWord.format(atMs)
  if (spanMs > 20 * 60_000) return minuteWord.format(atMs)
  if (spanMs > 12_000) return secondWord.format(atMs)
  const milliseconds = ((atMs % 1000) + 1000) % 1000
  return `${secondWord.format(atMs)}.${String(Math.round(milliseconds)).padStart(3, '0')}`
}

/** What local time is ahead of UTC at an instant. */
export function zoneAt(atMs: number): number {
  return -new Date(atMs).getTimezoneOffset() * 60_000
}

/** For a field of type datetime-local, which knows no zone. */
export function fieldText(atMs: number): string {
  return new Date(atMs + zoneAt(atMs)).toISOString().slice(0, 19)
}

/** 1.2 h, 3 min, 4 s. */
export function lengthWord(ms: number): string {
  const s = ms / 1000
  if (s < 90) return `${Math.max(1, Math.round(s))} s`
  if (s < 5400) return `${Math.round(s / 60)} min`
  if (s < 172_800) return `${(s / 3600).toFixed(1)} h`
  return `${Math.round(s / 86_400)} d`
}
