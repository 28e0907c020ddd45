import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { forecastQuery } from '@/api/forecast'
import type { Forecast } from '@/api/types'
import { ErrorState } from '@/components/page-state'
import { Skeleton } from '@/components/ui/skeleton'
import { formatBytes } from '@/lib/format'
import { retentionQuery } from '../api/retention'
import { daysAtPace, outlookOf } from '../lib/outlook'
import { Section } from './section'

const REFRESH_MS = 60_000

/** When the room is used up, and what takes it. */
export function ForecastSection() {
  const { t } = useTranslation()
  const forecast = useQuery({ ...forecastQuery, refetchInterval: REFRESH_MS })
  const { data, error, isPending } = forecast
  return (
    <Section title={t('storage.forecast')}>
      {isPending && <Skeleton className="h-24" />}
      {error && !data && <ErrorState error={error} onRetry={() => void forecast.refetch()} />}
      {data && (
        <div className="space-y-4">
          <Figures forecast={data} />
          <Stocks cameras={data.cameras} />
        </div>
      )}
    </Section>
  )
}

function Figures({ forecast }: { forecast: Forecast }) {
  const { t } = useTranslation()
  const { data: retention } = useQuery(retentionQuery)
  const outlook = outlookOf(forecast, retention ? retention.max_gigabytes !== null : true)
  const { disk_bytes: disk, disk_free_bytes: free } = forecast
  return (
    <dl className="grid gap-3 sm:grid-cols-3">
      <Figure
        label={t('storage.room')}
        value={
          outlook.kind === 'days'
            ? t('storage.outlook.days', { count: outlook.days })
            : t(`storage.outlook.${outlook.kind}`)
        }
        note={t(`storage.outlookHint.${outlook.kind}`)}
      />
      <Figure
        label={t('storage.stored')}
        value={formatBytes(forecast.stored_bytes)}
        note={t('storage.perDay', { size: formatBytes(forecast.bytes_per_day) })}
      />
      {disk !== null && free !== null ? (
        <Figure
          label={t('storage.disk')}
          value={formatBytes(free)}
          note={t('storage.diskOf', { size: formatBytes(disk) })}
          share={disk > 0 ? 1 - free / disk : 0}
        />
      ) : (
        <Figure label={t('storage.disk')} value="–" note={t('storage.diskUnseen')} />
      )}
    </dl>
  )
}

interface FigureProps {
  label: string
  value: string
  note: string
  /** How much of it is used, 0 to 1. */
  share?: number
}

function Figure({ label, value, note, share }: FigureProps) {
  const { t } = useTranslation()
  const percent = share === undefined ? null : Math.round(share * 100)
  return (
    <div className="rounded-md border bg-panel p-3">
      <dt className="text-xs font-medium text-ink-soft">{label}</dt>
      <dd>
        <p className="my-1 text-lg font-semibold tabular-nums">{value}</p>
        {percent !== null && (
          <div
            role="meter"
            aria-label={t('storage.diskUse')}
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
            className="mb-1 h-1.5 overflow-hidden rounded-full bg-raised"
          >
            <div
              className={percent > 90 ? 'h-full bg-alarm' : 'h-full bg-accent'}
              style={{ width: `${percent}%` }}
            />
          </div>
        )}
        <p className="text-xs text-ink-faint">{note}</p>
      </dd>
    </div>
  )
}

function Stocks({ cameras }: { cameras: Forecast['cameras'] }) {
  const { t } = useTranslation()
  if (cameras.length === 0) {
    return <p className="rounded-md border bg-panel p-4 text-ink-soft">{t('storage.noStock')}</p>
  }
  return (
    <div className="overflow-x-auto rounded-md border bg-panel">
      <table aria-label={t('storage.byCamera')} className="w-full text-left">
        <thead className="text-xs text-ink-faint">
          <tr className="border-b [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">{t('storage.columns.camera')}</th>
            <th scope="col" className="text-right">
              {t('storage.columns.stored')}
            </th>
            <th scope="col" className="text-right">
              {t('storage.columns.pace')}
            </th>
            <th scope="col" className="text-right">
              {t('storage.columns.reach')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {cameras.map((stock) => {
            const days = daysAtPace(stock)
            return (
              <tr key={stock.camera} className="[&>td]:px-3 [&>td]:py-1.5">
                <td className="font-medium">{stock.camera_name ?? t('storage.goneCamera')}</td>
                <td className="text-right tabular-nums">{formatBytes(stock.bytes)}</td>
                <td className="text-right tabular-nums">{formatBytes(stock.bytes_per_day)}</td>
                <td className="text-right text-ink-soft tabular-nums">
                  {days === null
                    ? '–'
                    : t('storage.reach', {
                        days: days.toLocaleString(undefined, {
                          maximumFractionDigits: days < 10 ? 1 : 0,
                        }),
                      })}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
