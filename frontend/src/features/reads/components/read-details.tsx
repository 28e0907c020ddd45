import { Copy, Search, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { PlateRead } from '@/api/types'
import { AuthorisedImage } from '@/components/authorised-image'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { formatFullInstant, formatShare } from '@/lib/format'
import { Confidence } from './confidence'
import { PlateText } from './plate-text'

interface ReadDetailsProps {
  read: PlateRead
  cameraName: string
  onClose: () => void
  onSearch: () => void
  onWatch: () => void
}

/** Everything about one read, beside the page it was opened from. */
export function ReadDetails({ read, cameraName, onClose, onSearch, onWatch }: ReadDetailsProps) {
  const { t } = useTranslation()
  const copy = async () => {
    await navigator.clipboard.writeText(read.text)
    toast.success(t('reads.copied'))
  }
  return (
    <Dialog
      open
      side
      onClose={onClose}
      title={<PlateText read={read} className="text-lg" />}
      className="max-w-lg"
    >
      <div className="space-y-4" data-testid="read-details">
        <AuthorisedImage
          src={read.images.scene ?? read.images.vehicle}
          alt={t('reads.sceneImage', { text: read.text })}
          className="aspect-video w-full rounded-md bg-black object-contain"
        />
        <AuthorisedImage
          src={read.images.plate}
          alt={t('reads.plateImage', { text: read.text })}
          className="mx-auto h-20 w-full max-w-72 rounded-md bg-black object-contain"
        />
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={onSearch}>
            <Search aria-hidden />
            {t('reads.searchThis')}
          </Button>
          <Button size="sm" onClick={onWatch}>
            <Video aria-hidden />
            {t('reads.showLive')}
          </Button>
          <Button size="sm" onClick={() => void copy()}>
            <Copy aria-hidden />
            {t('reads.copy')}
          </Button>
        </div>
        <dl className="grid grid-cols-[7rem_1fr] gap-y-2">
          <Row label={t('reads.camera')}>{cameraName}</Row>
          <Row label={t('reads.seenAt')}>
            <time dateTime={read.seen_at} className="tabular-nums">
              {formatFullInstant(read.seen_at)}
            </time>
          </Row>
          <Row label={t('reads.confidence')}>
            <Confidence share={read.confidence} label={t('reads.confidence')} />
          </Row>
          {read.why && <Row label={t('reads.why')}>{read.why}</Row>}
          {read.vehicle && (
            <Row label={t('reads.vehicle')}>
              {[read.vehicle.colour, read.vehicle.label].filter(Boolean).join(' ')}{' '}
              <span className="text-ink-faint">{formatShare(read.vehicle.confidence)}</span>
            </Row>
          )}
        </dl>
        <section>
          <h3 className="mb-2 text-xs font-medium text-ink-faint">{t('reads.candidates')}</h3>
          <Candidates read={read} />
        </section>
      </div>
    </Dialog>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Candidates({ read }: { read: PlateRead }) {
  return (
    <ol className="flex flex-wrap gap-1">
      {read.candidates.map((glyph, position) => (
        <li key={position} className="min-w-9 rounded border bg-canvas px-1.5 py-1 text-center">
          {glyph.slice(0, 3).map(([text, probability], rank) => (
            <span
              key={text}
              className={
                rank === 0
                  ? 'block font-mono text-base font-semibold'
                  : 'block font-mono text-[11px] text-ink-faint'
              }
            >
              {text}
              <span className="block font-sans text-[10px] font-normal text-ink-faint tabular-nums">
                {Math.round(probability * 100)}
              </span>
            </span>
          ))}
        </li>
      ))}
    </ol>
  )
}
