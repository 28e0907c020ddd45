import { queryOptions, useQuery } from '@tanstack/react-query'
import { answerOf, api } from './http'
import type { Verb } from './types'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/me', { signal })),
  staleTime: 5 * 60_000,
})

/** Whether the signed-in person's role allows the verb at all; the server decides, this spares doors that stay shut. */
export function useMay(verb: Verb): boolean {
  return useQuery(meQuery).data?.verbs.includes(verb) ?? false
}

/** Whether the signed-in person configures every camera, which is what concerns all of them at once wants. */
export function useConfiguresAll(): boolean {
  const me = useQuery(meQuery).data
  return (
    me !== undefined && me.verbs.includes('configure') && (me.role === 'admin' || me.all_cameras)
  )
}
