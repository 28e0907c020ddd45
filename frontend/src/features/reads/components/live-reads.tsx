import { ScanText, TriangleAlert, WifiOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useSocketState } from '@/api/live-events'
import type { PlateRead } from '@/api/types'
import { AuthorisedImage } from '@/components/authorised-image'
import { ErrorState } from '@/components/page-state'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'
import { formatInstant } from '@/lib/format'
import { useLiveReads } from '../hooks/use-live-reads'
import { Confidence } from './confidence'
import { PlateText } from './plate-text'

interface LiveReadsProps {
  /** Names of the cameras by id. */
  cameraNames: ReadonlyMap<string, string>
  onOpen: (read: PlateRead) => void
}

/** The rail of plates as they are read. */
export function LiveReads({ cameraNames, onOpen }: LiveReadsProps) {
  const { t } = useTranslation()
  const socket = useSocketState()
  const { data: reads, error, isPending, gap, refetch } = useLiveReads()
  return (
    <aside
      aria-label={t('reads.title')}
      data-testid="live-reads"
      className="flex h-full w-76 shrink-0 flex-col border-l bg-panel"
    >
      <header className="flex h-9 shrink-0 items-center justify-between border-b px-3">
        <h2 className="text-xs font-semibold text-ink-soft">{t('reads.title')}</h2>
        <span
          className={cn('size-2 rounded-full', socket === 'online' ? 'bg-live' : 'bg-warn')}
          title={t(`connection.${socket}`)}
        />
      </header>
      {socket === 'offline' && <Notice icon={WifiOff} text={t('reads.offline')} />}
      {gap && <Notice icon={TriangleAlert} text={t('reads.gap')} />}
      <div className="min-h-0 flex-1 overflow-y-auto">
        {isPending && <Placeholders />}
        {error && !reads && <ErrorState error={error} onRetry={() => void refetch()} />}
        {reads?.length === 0 && (
          <div className="flex h-full flex-col items-center justify-center gap-2 p-6 text-center text-ink-faint">
            <ScanText className="size-6" aria-hidden />
            <p className="text-xs">{t('reads.empty')}</p>
          </div>
        )}
        <ul>
          {reads?.map((read) => (
            <LiveRead
              key={read.id}
              read={read}
              cameraName={
                read.camera_name ?? cameraNames.get(read.camera) ?? t('reads.unknownCamera')
              }
              onOpen={() => onOpen(read)}
            />
          ))}
        </ul>
      </div>
    </aside>
  )
}

function LiveRead({
  read,
  cameraName,
  onOpen,
}: {
  read: PlateRead
  cameraName: string
  onOpen: () => void
}) {
  const { t } = useTranslation()
  return (
    <li data-testid="live-read" data-read-id={read.id} data-text={read.text}>
      <button
        type="button"
        onClick={onOpen}
        // The key makes a better revision light up once more.
        key={read.revision}
        className="flex w-full animate-arrive items-center gap-3 border-b border-line/70 px-3 py-2 text-left hover:bg-raised/70"
      >
        <AuthorisedImage
          src={versioned(read)}
          alt={t('reads.plateImage', { text: read.text })}
          className="h-9 w-24 shrink-0 rounded-sm bg-black object-contain"
        />
        <span className="min-w-0 flex-1">
          <span className="flex items-center justify-between gap-2">
            <PlateText read={read} className="truncate text-[15px] leading-5" />
            {!read.final && (
              <span
                className="size-1.5 shrink-0 animate-pulse rounded-full bg-accent"
                title={t('reads.reading')}
              />
            )}
          </span>
          <span className="flex items-center justify-between gap-2 text-[11px] text-ink-faint">
            <span className="truncate">{cameraName}</span>
            <time dateTime={read.seen_at} className="shrink-0 tabular-nums">
              {formatInstant(read.seen_at)}
            </time>
          </span>
          <Confidence
            share={read.confidence}
            label={t('reads.confidence')}
            className="text-[11px] text-ink-faint"
          />
        </span>
      </button>
    </li>
  )
}

/** The fragment is not sent: it only tells a better revision's picture from the one before. */
function versioned(read: PlateRead): string | null {
  return read.images.plate && `${read.images.plate}#${read.revision}`
}

function Notice({ icon: Icon, text }: { icon: typeof WifiOff; text: string }) {
  return (
    <p
      role="status"
      className="flex items-start gap-2 border-b border-warn/30 bg-warn/10 px-3 py-2 text-xs text-warn"
    >
      <Icon className="mt-px size-3.5 shrink-0" aria-hidden />
      {text}
    </p>
  )
}

function Placeholders() {
  return (
    <div className="space-y-px">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex items-center gap-3 px-3 py-2">
          <Skeleton className="h-9 w-24" />
          <div className="flex-1 space-y-2">
            <Skeleton className="h-3.5 w-24" />
            <Skeleton className="h-2.5 w-32" />
          </div>
        </div>
      ))}
    </div>
  )
}
