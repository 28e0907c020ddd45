import { useMutation } from '@tanstack/react-query'
import { Download, Film } from 'lucide-react'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import type { SharedClip } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Spinner } from '@/components/ui/spinner'
import { formatFullInstant } from '@/lib/format'
import { openShared } from '../api/clips'

const AGAIN_MS = 3000

/** What somebody without an account sees of a clip: nothing, until the code is right. */
export function SharedClipPage({ secret }: { secret: string }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => openShared(secret, code),
  })
  const isPreparing = data?.state === 'preparing'
  useEffect(() => {
    if (!isPreparing) return
    const timer = setTimeout(mutate, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [isPreparing, data, mutate])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <main className="grid h-full place-items-center overflow-auto bg-canvas p-6">
      {data ? (
        <Opened clip={data} />
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
          <Field label={t('clips.code')} error={error ? saying(error, t) : undefined}>
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

function Opened({ clip }: { clip: SharedClip }) {
  const { t } = useTranslation()
  return (
    <section className="w-full max-w-4xl space-y-3">
      <h1 className="text-base font-semibold">{clip.title || clip.camera_name}</h1>
      <p className="text-ink-soft">
        {clip.camera_name}, {formatFullInstant(clip.from)} – {formatFullInstant(clip.to)}.{' '}
        {t('shared.for', { name: clip.recipient, at: formatFullInstant(clip.expires_at) })}
      </p>
      {clip.state === 'ready' && (
        <>
          {/* Recordings have no captions. */}
          {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
          <video src={clip.file} controls className="max-h-[70vh] w-full bg-black" />
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
