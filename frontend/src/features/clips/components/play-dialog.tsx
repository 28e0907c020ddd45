import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Clip } from '@/api/types'
import { Dialog } from '@/components/ui/dialog'
import { Spinner } from '@/components/ui/spinner'
import { formatFullInstant } from '@/lib/format'
import { openedClipQuery } from '../api/clips'

/** Plays while it is fetched, by the cookie of the clip. */
export function PlayDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const { t } = useTranslation()
  const { error, isSuccess } = useQuery(openedClipQuery(clip.id))
  const [isBroken, setIsBroken] = useState(false)
  const shown = clip.pieces?.[0]?.from ?? clip.from
  const failure = isBroken ? t('clips.unplayable') : !isSuccess && error?.message
  return (
    <Dialog
      open
      onClose={onClose}
      className="w-[min(94vw,60rem)]"
      title={clip.title || (clip.camera_name ?? t('clips.gone'))}
      description={t('clips.begins', { at: formatFullInstant(shown) })}
    >
      {failure && (
        <p role="alert" className="text-alarm">
          {failure}
        </p>
      )}
      {!failure && !isSuccess && (
        <div className="grid h-64 place-items-center">
          <Spinner />
        </div>
      )}
      {!failure && isSuccess && (
        <video
          src={clip.file ?? undefined}
          controls
          autoPlay
          aria-label={t('clips.video')}
          className="aspect-video max-h-[70vh] w-full bg-black"
          onError={() => setIsBroken(true)}
        />
      )}
    </Dialog>
  )
}
