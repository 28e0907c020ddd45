import { LayoutGrid } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What surrounds every step of signing in. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <main className="grid h-full place-items-center overflow-y-auto bg-canvas p-6">
      <div className="w-full max-w-80">
        <div className="mb-6 flex items-center gap-3">
          <span className="grid size-10 place-items-center rounded-lg bg-accent text-accent-ink">
            <LayoutGrid className="size-5" aria-hidden />
          </span>
          <div>
            <p className="text-lg leading-tight font-semibold tracking-tight">{t('app.name')}</p>
            <p className="text-xs text-ink-faint">{t('login.subtitle')}</p>
          </div>
        </div>
        {children}
      </div>
    </main>
  )
}

export const PANEL =
  'space-y-4 rounded-lg border border-line bg-panel p-5 shadow-xl shadow-black/10'
