import type { OnvifDescription } from '@/api/types'

export interface OnvifAccount {
  service_url: string
  username: string
  password: string
}

export type Profile = OnvifDescription['profiles'][number]

/** The largest picture as the main stream, the smallest of the others beside it. */
export function proposed(profiles: readonly Profile[]): { main: string; sub: string } {
  const streams = profiles
    .filter(({ uri }) => uri)
    .sort((one, other) => sizeOf(other) - sizeOf(one))
  const main = streams[0]
  const sub = streams.length > 1 ? streams.at(-1) : undefined
  return { main: main?.token ?? '', sub: sub?.token ?? '' }
}

/** The stream's address with user and password; without them where it leads to another host than was asked. */
export function streamUrl(uri: string, account: OnvifAccount): string {
  const rest = /^([a-z]+):\/\/(?:[^/@]*@)?(.*)$/i.exec(uri)
  if (!rest || !account.username) return uri
  const [, scheme = '', place = ''] = rest
  if (hostOf(place) !== hostOf(account.service_url.replace(/^[a-z]+:\/\//i, ''))) return uri
  const user = encodeURIComponent(account.username)
  return `${scheme}://${user}:${encodeURIComponent(account.password)}@${place}`
}

export function profileLabel({ name, codec, width, height, fps }: Profile): string {
  const size = width && height ? `${width}×${height}` : null
  const rate = fps ? `${fps} fps` : null
  return [name, codec, size, rate].filter(Boolean).join(' · ')
}

function sizeOf({ width, height }: Profile): number {
  return (width ?? 0) * (height ?? 0)
}

function hostOf(place: string): string {
  return (/^(\[[^\]]*\]|[^:/?#]*)/.exec(place)?.[0] ?? '').toLowerCase()
}
