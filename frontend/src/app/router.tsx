import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import * as z from 'zod/mini'
import { eventSocket } from '@/api/live-events'
import { session } from '@/api/session'
import { ErrorState, NotFoundState } from '@/components/page-state'
import { Spinner } from '@/components/ui/spinner'
import { lenient } from '@/lib/lenient'
import { parseSearch, stringifySearch } from '@/lib/search-text'
import { LAYOUTS } from '@/features/mosaics/lib/layouts'
import { REFUSALS, RETURN_STEPS } from '@/features/sign-in/lib/provider-return'
import { searchSchema } from '@/features/reads/lib/search-state'
import { Shell } from './shell'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundState })

/** Only addresses of our own: a link must not lead people elsewhere after they have signed in. */
const ownPath = lenient(z.string().check(z.regex(/^\/(?![/\\])/)))

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: z.object({
    from: ownPath,
    step: lenient(z.enum(RETURN_STEPS)),
    failure: lenient(z.enum(REFUSALS)),
  }),
  component: lazyRouteComponent(() => import('./routes/login')),
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: ({ location }) => {
    if (session.present) {
      eventSocket.start()
      return
    }
    const from = location.href === '/' ? undefined : location.href
    throw redirect({ to: '/login', search: { from } })
  },
})

const index = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/mosaics', replace: true })
  },
})

const mosaicSearch = z.object({
  layout: lenient(z.enum(LAYOUTS)),
  page: lenient(z.pipe(z.coerce.number(), z.int().check(z.minimum(0)))),
  camera: lenient(z.uuid()),
  transport: lenient(z.enum(['hls', 'webrtc'])),
})

const MosaicRoute = lazyRouteComponent(() => import('./routes/mosaic'))

const mosaics = createRoute({
  getParentRoute: () => signedIn,
  path: '/mosaics',
  validateSearch: mosaicSearch,
  component: MosaicRoute,
})

const mosaic = createRoute({
  getParentRoute: () => signedIn,
  path: '/mosaics/$mosaicId',
  validateSearch: mosaicSearch,
  component: MosaicRoute,
})

const plates = createRoute({
  getParentRoute: () => signedIn,
  path: '/plates',
  validateSearch: searchSchema,
  component: lazyRouteComponent(() => import('./routes/plates')),
})

const playback = createRoute({
  getParentRoute: () => signedIn,
  path: '/playback',
  validateSearch: z.object({
    cameras: lenient(z.string().check(z.regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36})*$/))),
    at: lenient(z.iso.datetime({ offset: true })),
  }),
  component: lazyRouteComponent(() => import('./routes/playback')),
})

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('./routes/account')),
})

const cameras = createRoute({
  getParentRoute: () => signedIn,
  path: '/cameras',
  component: lazyRouteComponent(() => import('./routes/cameras')),
})

const clips = createRoute({
  getParentRoute: () => signedIn,
  path: '/clips',
  component: lazyRouteComponent(() => import('./routes/clips')),
})

const storage = createRoute({
  getParentRoute: () => signedIn,
  path: '/storage',
  component: lazyRouteComponent(() => import('./routes/storage')),
})

/** For people without an account. */
const sharedClip = createRoute({
  getParentRoute: () => root,
  path: '/shared/$secret',
  component: lazyRouteComponent(() => import('./routes/shared-clip')),
})

export const router = createRouter({
  routeTree: root.addChildren([
    login,
    sharedClip,
    signedIn.addChildren([
      index,
      mosaics,
      mosaic,
      playback,
      plates,
      clips,
      cameras,
      storage,
      account,
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingComponent: () => (
    <div className="grid h-full place-items-center">
      <Spinner />
    </div>
  ),
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
