import { ProblemError } from '@/api/problem'
import type { ReadFailure } from './media-read'

/** What a tile makes of a session that it did not get. */
export function sessionFailure(error: unknown): ReadFailure {
  if (!(error instanceof ProblemError)) return { failure: 'unreachable', detail: String(error) }
  const { status, code, detail } = error
  if (status === 401 || status === 403) return { failure: 'unauthorised', detail }
  if (status === 404) return { failure: 'not-found', detail }
  if (code === 'transcodings-full' || code === 'no-encoder') return { failure: code, detail }
  if (status === 409 || code === 'camera-disabled') return { failure: 'disabled', detail }
  return { failure: 'unreachable', detail }
}
