import { serverClock } from '@/lib/server-clock'
import { problemOf, UnreachableError } from './problem'
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

type Query = Record<string, string | number | boolean | null | undefined>

/** Asks the API and gives the JSON body. Raises ProblemError or UnreachableError. */
export async function requestJson<T>(
  method: string,
  path: string,
  {
    query = {},
    body,
    signal,
    headers = {},
  }: {
    query?: Query
    body?: unknown
    signal?: AbortSignal | undefined
    headers?: Record<string, string>
  } = {},
): Promise<T> {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value))
  }
  const url = parameters.size ? `${path}?${parameters}` : path
  const response = await authorisedFetch(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  })
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as T
}
