import { useTranslation } from 'react-i18next'
import { useConfiguresAll, useMay } from '@/api/me'
import { ForbiddenState } from '@/components/page-state'
import { ForecastSection } from './forecast-section'
import { HoldsSection } from './holds-section'
import { RetentionSection } from './retention-section'

/** What the recordings take, what bounds them, and what is held: each for whom the server lets. */
export function StoragePage() {
  const { t } = useTranslation()
  const configuresAll = useConfiguresAll()
  const mayHold = useMay('export')
  if (!configuresAll && !mayHold) return <ForbiddenState />
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 border-b bg-panel px-5">
        <h1 className="text-base font-semibold">{t('storage.title')}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="mx-auto max-w-5xl space-y-8 p-5">
          {configuresAll && <ForecastSection />}
          {configuresAll && <RetentionSection />}
          {mayHold && <HoldsSection />}
        </div>
      </div>
    </div>
  )
}
