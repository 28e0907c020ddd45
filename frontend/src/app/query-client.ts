import { QueryClient } from '@tanstack/react-query'
import { ProblemError } from '@/api/problem'

/** Tries again what may pass by itself; what the server refused stays refused. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < 3 && !(error instanceof ProblemError && error.status < 500),
    },
  },
})
