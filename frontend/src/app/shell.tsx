import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import {
  Cctv,
  Film,
  HardDrive,
  History,
  LayoutGrid,
  LogOut,
  MonitorPlay,
  Moon,
  ScanSearch,
  Settings,
  ShieldCheck,
  Sun,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { useLiveCameraStates } from '@/api/cameras'
import { meQuery, useMay } from '@/api/me'
import { session } from '@/api/session'
import { ErrorState } from '@/components/page-state'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { Tooltip } from '@/components/ui/tooltip'
import { useTheme } from '@/lib/theme'
import { ConnectionState, OfflineBanner } from './connection-state'

/** What surrounds every page of somebody signed in. */
export function Shell() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  useLiveCameraStates()

  if (me.isPending) {
    return (
      <div className="grid h-full place-items-center">
        <Spinner className="size-7" />
      </div>
    )
  }
  if (!me.data) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />
  return (
    <div className="flex h-full">
      <a
        href="#content"
        className="absolute -top-20 left-2 z-50 rounded bg-accent px-3 py-1 text-accent-ink focus:top-2"
      >
        {t('app.skip')}
      </a>
      <Navigation />
      <div className="flex min-w-0 flex-1 flex-col">
        <OfflineBanner />
        <main id="content" className="min-h-0 flex-1 overflow-hidden">
          <Outlet />
        </main>
      </div>
    </div>
  )
}

function Navigation() {
  const { t } = useTranslation()
  const maySearch = useMay('search')
  const mayPlay = useMay('playback')
  const mayExport = useMay('export')
  const mayConfigure = useMay('configure')
  return (
    <nav
      aria-label={t('app.navigation')}
      className="flex w-14 shrink-0 flex-col items-center gap-1 border-r bg-panel py-2"
    >
      <span
        className="mb-2 grid size-9 place-items-center rounded-lg bg-accent/15 text-accent"
        title={t('app.name')}
      >
        <LayoutGrid className="size-5" aria-hidden />
      </span>
      <NavigationLink to="/mosaics" icon={MonitorPlay} label={t('app.mosaic')} />
      {mayPlay && <NavigationLink to="/playback" icon={History} label={t('app.playback')} />}
      {maySearch && <NavigationLink to="/plates" icon={ScanSearch} label={t('app.plates')} />}
      {mayExport && <NavigationLink to="/clips" icon={Film} label={t('app.clips')} />}
      <NavigationLink to="/cameras" icon={Cctv} label={t('app.cameras')} />
      {(mayConfigure || mayExport) && (
        <NavigationLink to="/storage" icon={HardDrive} label={t('app.storage')} />
      )}
      <div className="mt-auto flex flex-col items-center gap-1">
        <ConnectionState />
        <ThemeButton />
        {mayConfigure && (
          <Tooltip label={t('app.admin')} side="right">
            <Button asChild variant="ghost" size="icon" className="size-10">
              <a href="/admin/" aria-label={t('app.admin')}>
                <Settings className="size-5!" />
              </a>
            </Button>
          </Tooltip>
        )}
        <AccountMenu />
      </div>
    </nav>
  )
}

interface NavigationLinkProps {
  to: '/mosaics' | '/playback' | '/plates' | '/clips' | '/cameras' | '/storage'
  icon: LucideIcon
  label: string
}

function NavigationLink({ to, icon: Icon, label }: NavigationLinkProps) {
  return (
    <Link
      to={to}
      className="group flex w-12 flex-col items-center gap-0.5 rounded-md py-1.5 text-[10px] text-ink-faint transition-colors hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-accent"
    >
      <Icon className="size-5" aria-hidden />
      {label}
    </Link>
  )
}

function ThemeButton() {
  const { t } = useTranslation()
  const { theme, toggle } = useTheme()
  const label = t(theme === 'dark' ? 'app.lightTheme' : 'app.darkTheme')
  const Icon = theme === 'dark' ? Sun : Moon
  return (
    <Tooltip label={label} side="right">
      <Button variant="ghost" size="icon" className="size-10" aria-label={label} onClick={toggle}>
        <Icon className="size-5!" />
      </Button>
    </Tooltip>
  )
}

function AccountMenu() {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const navigate = useNavigate()
  if (!me) return null
  const signOut = async () => {
    await session.signOut()
    await navigate({ to: '/login' })
  }
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          aria-label={t('app.account', { name: me.username })}
          className="mt-1 grid size-8 place-items-center rounded-full bg-accent/20 text-xs font-semibold text-ink uppercase"
        >
          {me.username.slice(0, 2)}
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="right"
          align="end"
          sideOffset={8}
          className="z-50 min-w-48 animate-appear rounded-md border border-line-strong/60 bg-panel p-1 shadow-xl shadow-black/30"
        >
          <div className="border-b px-2 py-1.5">
            <p className="font-medium">{me.username}</p>
            <p className="text-xs text-ink-faint">{t(`app.role.${me.role}`)}</p>
          </div>
          <DropdownMenu.Item
            onSelect={() => void navigate({ to: '/account' })}
            className="mt-1 flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 outline-none data-[highlighted]:bg-raised"
          >
            <ShieldCheck className="size-4" aria-hidden />
            {t('app.accountPage')}
          </DropdownMenu.Item>
          <DropdownMenu.Item
            onSelect={() => void signOut()}
            className="flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 outline-none data-[highlighted]:bg-raised"
          >
            <LogOut className="size-4" aria-hidden />
            {t('app.signOut')}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
