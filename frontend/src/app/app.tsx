import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Toaster } from 'sonner'
import { session } from '@/api/session'
import { TooltipProvider } from '@/components/ui/tooltip'
import { useTheme } from '@/lib/theme'
import { queryClient } from './query-client'
import { router } from './router'

// Whoever is signed out, here or in another tab, comes to the login and from there back to where they were.
session.onChange((signedIn) => {
  if (signedIn) return
  queryClient.clear()
  const { pathname, href } = router.state.location
  if (pathname !== '/login') void router.navigate({ to: '/login', search: { from: href } })
})

export function App() {
  const theme = useTheme((state) => state.theme)
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delayDuration={350}>
        <RouterProvider router={router} />
        <Toaster theme={theme} position="bottom-center" />
      </TooltipProvider>
    </QueryClientProvider>
  )
}
