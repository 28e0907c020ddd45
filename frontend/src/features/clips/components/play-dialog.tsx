import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Clip } from '@/api/types'
import { Dialog } from '@/components/ui/dialog'
import { Spinner } from '@/components/ui/spinner'
import { formatFullInstant } from '@/lib/format'
import { fileOf } from '../api/clips'

/** Plays what was fetched whole: an element cannot send the access token. */
export function PlayDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const { t } = useTranslation()
  const [url, setUrl] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const { file } = clip
  useEffect(() => {
    if (!file) return
    const aborted = new AbortController()
    let made: string | null = null
    fileOf(file, aborted.signal).then(
      (fetched) => {
        made = fetched
        if (aborted.signal.aborted) URL.revokeObjectURL(fetched)
        else setUrl(fetched)
      },
      (error: unknown) => {
        if (!aborted.signal.aborted) setFailure(error instanceof Error ? error.message : '')
      },
    )
    return () => {
      aborted.abort()
      if (made) URL.revokeObjectURL(made)
    }
  }, [file])
  const shown = clip.pieces?.[0]?.from ?? clip.from
  return (
    <Dialog
      open
      onClose={onClose}
      className="w-[min(94vw,60rem)]"
      title={clip.title || (clip.camera_name ?? t('clips.gone'))}
      description={t('clips.begins', { at: formatFullInstant(shown) })}
    >
      {failure !== null && (
        <p role="alert" className="text-alarm">
          {failure}
        </p>
      )}
      {url ? (
        // Recordings have no captions.
        // eslint-disable-next-line jsx-a11y/media-has-caption
        <video src={url} controls autoPlay className="max-h-[70vh] w-full bg-black" />
      ) : (
        failure === null && (
          <div className="grid h-64 place-items-center">
            <Spinner />
          </div>
        )
      )}
    </Dialog>
  )
}
