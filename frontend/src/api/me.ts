import { queryOptions, useQuery } from '@tanstack/react-query'
import { requestJson } from './http'
import type { Me, Verb } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => requestJson<Me>('GET', '/api/v1/me', { signal }),
  staleTime: 5 * 60_000,
})

/** Whether the signed-in person's role allows the verb at all; the server decides, this spares doors that stay shut. */
export function useMay(verb: Verb): boolean {
  return useQuery(meQuery).data?.verbs.includes(verb) ?? false
}
