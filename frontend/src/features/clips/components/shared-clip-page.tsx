import { useMutation, useQuery } from '@tanstack/react-query'
import { Download, Film } from 'lucide-react'
import { useCallback, useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import type { SharedClip } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Spinner } from '@/components/ui/spinner'
import { formatFullInstant } from '@/lib/format'
import { openShared, sharedFileQuery } from '../api/clips'

const AGAIN_MS = 3000

/** What somebody without an account sees of a clip: nothing, until the code is right. */
export function SharedClipPage({ secret }: { secret: string }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  // Beside the mutation, whose own data is gone while it is asked again.
  const [clip, setClip] = useState<SharedClip | null>(null)
  const [wasOpen, setWasOpen] = useState(false)
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => openShared(secret, code),
    onSuccess: setClip,
    onError: (problem) => {
      if (problem instanceof ProblemError) setClip(null)
    },
  })
  const isPreparing = clip?.state === 'preparing'
  useEffect(() => {
    if (!isPreparing) return
    const timer = setInterval(mutate, AGAIN_MS)
    return () => clearInterval(timer)
  }, [isPreparing, mutate])
  const close = useCallback(() => {
    setClip(null)
    setCode('')
    setWasOpen(true)
  }, [])
  const said = error ? saying(error, t) : wasOpen ? t('shared.again') : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setWasOpen(false)
    mutate()
  }
  return (
    <main className="grid h-full place-items-center overflow-auto bg-canvas p-6">
      {clip ? (
        <Opened clip={clip} onBroken={close} />
      ) : (
        <form
          onSubmit={submit}
          className="w-full max-w-sm space-y-4 rounded-lg border bg-panel p-6 shadow-xl"
        >
          <h1 className="flex items-center gap-2 text-base font-semibold">
            <Film className="size-5 text-accent" aria-hidden />
            {t('shared.title')}
          </h1>
          <p className="text-ink-soft">{t('shared.text')}</p>
          <Field label={t('clips.code')} error={said}>
            {(control) => (
              <Input
                {...control}
                autoComplete="off"
                autoCapitalize="characters"
                maxLength={40}
                required
                className="font-mono text-base"
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            )}
          </Field>
          <Button
            type="submit"
            variant="primary"
            className="w-full"
            disabled={isPending || code.trim() === ''}
          >
            {t('shared.open')}
          </Button>
        </form>
      )}
    </main>
  )
}

function saying(error: Error, t: ReturnType<typeof useTranslation>['t']): string {
  if (!(error instanceof ProblemError)) return t('error.unreachable')
  if (error.code === 'wrong-code') return t('shared.wrong')
  if (error.status === 429) return t('shared.locked')
  return error.status === 404 ? t('shared.over') : error.message
}

interface OpenedProps {
  clip: SharedClip
  /** The video is not given out, or not playable: an hour is over, or the link was revoked. */
  onBroken: () => void
}

function Opened({ clip, onBroken }: OpenedProps) {
  const { t } = useTranslation()
  const isReady = clip.state === 'ready'
  const { data: isGiven = true } = useQuery({ ...sharedFileQuery(clip.file), enabled: isReady })
  useEffect(() => {
    if (!isGiven) onBroken()
  }, [isGiven, onBroken])
  return (
    <section className="w-full max-w-4xl space-y-3">
      <h1 className="text-base font-semibold">{clip.title || clip.camera_name}</h1>
      <p className="text-ink-soft">
        {clip.camera_name}, {formatFullInstant(clip.from)} – {formatFullInstant(clip.to)}.{' '}
        {t('shared.for', { name: clip.recipient, at: formatFullInstant(clip.expires_at) })}
      </p>
      {isReady && (
        <>
          <video
            src={clip.file}
            controls
            aria-label={t('clips.video')}
            className="aspect-video max-h-[70vh] w-full bg-black"
            onError={onBroken}
          />
          <Button asChild>
            <a href={clip.file} download>
              <Download aria-hidden />
              {t('clips.save')}
            </a>
          </Button>
        </>
      )}
      {clip.state === 'preparing' && (
        <p role="status" className="flex items-center gap-2">
          <Spinner />
          {t('shared.preparing')}
        </p>
      )}
      {clip.state === 'failed' && (
        <p role="alert" className="text-alarm">
          {t('shared.failed')}
        </p>
      )}
    </section>
  )
}
