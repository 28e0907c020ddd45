import createClient from 'openapi-fetch'
import { serverClock } from '@/lib/server-clock'
import type { paths as BackendPaths } from './generated/backend'
import type { paths as StreamingPaths } from './generated/streaming'
import { problemFrom, UnreachableError } from './problem'
import { session } from './session'

/**
 * `fetch` with the access token: renewed before it expires and once after a 401. Feeds the server clock.
 *
 * Raises UnreachableError when no answer came; answers with an error status are returned as they are.
 */
export async function authorisedFetch(
  input: Request | string,
  init?: RequestInit,
): Promise<Response> {
  const request = new Request(input, init)
  const token = await session.access()
  const first = await send(request.clone(), token)
  if (first.status !== 401 || !token) return first
  const renewed = await session.access(token)
  return renewed ? send(request, renewed) : first
}

async function send(request: Request, token: string | null): Promise<Response> {
  if (token) request.headers.set('authorization', `Bearer ${token}`)
  const sentAt = Date.now()
  try {
    const response = await fetch(request)
    serverClock.observe(response.headers.get('date'), sentAt, Date.now())
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new UnreachableError({ cause: error })
  }
}

const headers = { accept: 'application/json' }

/** The API of backend and streaming, typed by their documents. */
export const api = createClient<BackendPaths & StreamingPaths>({ fetch: authorisedFetch, headers })

interface Outcome {
  data?: unknown
  error?: unknown
  response: Response
}

/** The answer of a call. Raises ProblemError or UnreachableError. */
export async function answerOf<T extends Outcome>(
  call: Promise<T>,
): Promise<Exclude<T['data'], undefined>> {
  const { data, error, response } = await call
  if (!response.ok) throw problemFrom(response, error)
  return data as Exclude<T['data'], undefined>
}
