import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Plus, Scale } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { camerasQuery } from '@/api/cameras'
import type { Hold } from '@/api/types'
import { ErrorState, PageState } from '@/components/page-state'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { formatFullInstant } from '@/lib/format'
import { holdsQuery } from '../api/holds'
import { NewHoldDialog } from './new-hold-dialog'
import { ReleaseHoldDialog } from './release-hold-dialog'
import { Section } from './section'

type Open = { kind: 'new' } | { kind: 'release'; hold: Hold; name: string } | null

/** What stays whatever the limits say. */
export function HoldsSection() {
  const { t } = useTranslation()
  const holds = useInfiniteQuery(holdsQuery)
  const { data: cameras = [] } = useQuery(camerasQuery)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const listed = holds.data?.pages.flatMap(({ items }) => items)
  const nameOf = (id: string) =>
    cameras.find((camera) => camera.id === id)?.name ?? t('storage.goneCamera')
  const add = (
    <Button onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden />
      {t('storage.placeHold')}
    </Button>
  )
  return (
    <Section title={t('storage.holds')} text={t('storage.holdsText')} action={add}>
      {holds.isPending && <Skeleton className="h-20" />}
      {holds.error && !listed && (
        <ErrorState error={holds.error} onRetry={() => void holds.refetch()} />
      )}
      {listed?.length === 0 && (
        <PageState icon={Scale} title={t('storage.noHoldsTitle')} text={t('storage.noHolds')} />
      )}
      {listed && listed.length > 0 && (
        <div className="overflow-x-auto rounded-md border bg-panel">
          <table aria-label={t('storage.holds')} className="w-full text-left">
            <thead className="text-xs text-ink-faint">
              <tr className="border-b [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
                <th scope="col">{t('storage.hold.columns.what')}</th>
                <th scope="col">{t('storage.hold.columns.reason')}</th>
                <th scope="col">{t('storage.hold.columns.by')}</th>
                <th scope="col">
                  <span className="sr-only">{t('storage.hold.columns.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {listed.map((hold) => (
                <HoldRow
                  key={hold.id}
                  hold={hold}
                  name={nameOf(hold.camera)}
                  onRelease={() => setOpen({ kind: 'release', hold, name: nameOf(hold.camera) })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {holds.hasNextPage && (
        <Button
          className="mt-3"
          disabled={holds.isFetchingNextPage}
          onClick={() => void holds.fetchNextPage()}
        >
          {t('storage.hold.more')}
        </Button>
      )}
      {open?.kind === 'new' && <NewHoldDialog cameras={cameras} onClose={close} />}
      {open?.kind === 'release' && (
        <ReleaseHoldDialog hold={open.hold} name={open.name} onClose={close} />
      )}
    </Section>
  )
}

interface HoldRowProps {
  hold: Hold
  name: string
  onRelease: () => void
}

function HoldRow({ hold, name, onRelease }: HoldRowProps) {
  const { t } = useTranslation()
  const from = formatFullInstant(hold.from)
  const to = formatFullInstant(hold.to)
  return (
    <tr className="[&>td]:px-3 [&>td]:py-2 [&>td]:align-top">
      <td>
        <span className="font-medium">{name}</span>
        <p className="text-xs text-ink-faint">{t('storage.hold.time', { from, to })}</p>
      </td>
      <td className="max-w-80 break-words">{hold.reason}</td>
      <td className="text-ink-soft">
        {t('storage.hold.by', { name: hold.placed_by, at: formatFullInstant(hold.placed_at) })}
        {hold.released_at && (
          <p className="text-xs text-ink-faint">
            {t('storage.hold.released', {
              name: hold.released_by,
              at: formatFullInstant(hold.released_at),
            })}
          </p>
        )}
      </td>
      <td className="text-right">
        {!hold.released_at && (
          <Button
            size="sm"
            variant="danger"
            aria-label={t('storage.hold.releaseOf', { name })}
            onClick={onRelease}
          >
            {t('storage.hold.release')}
          </Button>
        )}
      </td>
    </tr>
  )
}
