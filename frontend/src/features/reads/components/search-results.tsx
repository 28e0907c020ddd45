import { useInfiniteQuery } from '@tanstack/react-query'
import { ScanText, SearchX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import type { PlateRead } from '@/api/types'
import { AuthorisedImage } from '@/components/authorised-image'
import { ErrorState, PageState } from '@/components/page-state'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'
import { formatInstant } from '@/lib/format'
import { plateSearchQuery } from '../api/plates'
import { filtersOf, type SearchState } from '../lib/search-state'
import { Confidence } from './confidence'
import { PlateText } from './plate-text'
import { ReasonForm } from './reason-form'
import { Relevance } from './relevance'

interface SearchResultsProps {
  search: SearchState
  onOpen: (read: PlateRead) => void
}

/** What was found, best or newest first; more comes as one scrolls. */
export function SearchResults({ search, onOpen }: SearchResultsProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const query = useInfiniteQuery(plateSearchQuery(search, reason))
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const reads = data?.pages.flatMap((page) => page.items) ?? []
  const best = Math.max(0, ...reads.map(({ score }) => score ?? 0))
  const filtered = Object.values(filtersOf(search)).some(Boolean)

  if (isPending) return <Placeholders />
  if (error instanceof ProblemError && error.code === 'reason-required') {
    return <ReasonForm onGiven={setReason} />
  }
  if (error && reads.length === 0) {
    return <ErrorState error={error} onRetry={() => void query.refetch()} />
  }
  if (reads.length === 0) {
    return filtered ? (
      <PageState icon={SearchX} title={t('search.emptyTitle')} text={t('search.empty')} />
    ) : (
      <PageState icon={ScanText} title={t('search.startTitle')} text={t('search.start')} />
    )
  }
  return (
    <>
      {reason && (
        <div className="flex items-center gap-2 border-b px-5 py-1 text-xs text-ink-faint">
          <span className="truncate">{t('search.reasonGiven', { reason })}</span>
          <Button size="sm" variant="ghost" onClick={() => setReason('')}>
            {t('search.reasonChange')}
          </Button>
        </div>
      )}
      <table
        data-testid="search-results"
        className={cn('w-full text-left', query.isPlaceholderData && 'opacity-60')}
      >
        <thead className="sticky top-0 z-10 bg-canvas text-xs text-ink-faint">
          <tr className="border-b [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            {COLUMNS.map((column) => (
              <th
                key={column}
                scope="col"
                className={cn(
                  column === 'plate' && 'w-40 pl-5!',
                  column === 'scene' && 'w-28',
                  column === 'why' && 'hidden xl:table-cell',
                )}
              >
                {column === 'score' && best === 0
                  ? t('reads.confidence')
                  : t(`search.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reads.map((read) => (
            <Result key={read.id} read={read} best={best} onOpen={() => onOpen(read)} />
          ))}
        </tbody>
      </table>
      <div className="flex justify-center p-4 text-xs text-ink-faint">
        {hasNextPage ? (
          <MoreButton busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />
        ) : (
          t('search.end')
        )}
      </div>
    </>
  )
}

const COLUMNS = ['plate', 'scene', 'text', 'score', 'why', 'camera', 'time'] as const

interface ResultProps {
  read: PlateRead
  /** The highest score of the search. */
  best: number
  onOpen: () => void
}

function Result({ read, best, onOpen }: ResultProps) {
  const { t } = useTranslation()
  return (
    <tr
      data-testid="search-result"
      data-text={read.text}
      onClick={onOpen}
      className="cursor-pointer border-b hover:bg-panel [&>td]:px-3 [&>td]:py-1.5"
    >
      <td className="pl-5!">
        <AuthorisedImage
          src={read.images.plate}
          alt={t('reads.plateImage', { text: read.text })}
          className="h-10 w-32 rounded-sm bg-black object-contain"
        />
      </td>
      <td>
        <AuthorisedImage
          src={read.images.scene ?? read.images.vehicle}
          alt={t('reads.sceneImage', { text: read.text })}
          className="h-12 w-21 rounded-sm bg-black"
        />
      </td>
      <td>
        <button
          type="button"
          className="text-left"
          aria-label={t('reads.details', { text: read.text })}
        >
          <PlateText read={read} className="text-base" />
        </button>
      </td>
      <td className="text-ink-soft">
        {read.score === null ? (
          <Confidence share={read.confidence} label={t('reads.confidence')} />
        ) : (
          <Relevance score={read.score} best={best} />
        )}
      </td>
      <td className="hidden max-w-80 text-xs text-ink-faint xl:table-cell">{read.why}</td>
      <td className="text-ink-soft">{read.camera_name ?? t('reads.unknownCamera')}</td>
      <td className="text-ink-soft tabular-nums">
        <time dateTime={read.seen_at}>{formatInstant(read.seen_at)}</time>
      </td>
    </tr>
  )
}

/** Asks for more by itself when it comes into sight. */
function MoreButton({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const { t } = useTranslation()
  const element = useRef<HTMLDivElement>(null)
  const newest = useRef(onMore)
  useEffect(() => {
    newest.current = onMore
  })
  useEffect(() => {
    if (busy || !element.current) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) newest.current()
      },
      { rootMargin: '400px' },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [busy])
  return (
    <div ref={element}>
      <Button size="sm" disabled={busy} onClick={onMore}>
        {t(busy ? 'search.loadingMore' : 'search.more')}
      </Button>
    </div>
  )
}

function Placeholders() {
  return (
    <div className="space-y-3 p-5">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="flex items-center gap-4">
          <Skeleton className="h-10 w-32" />
          <Skeleton className="h-12 w-21" />
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-4 flex-1" />
        </div>
      ))}
    </div>
  )
}
