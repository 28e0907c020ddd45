import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Clip, ClipShare, NewClipShare } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { formatFullInstant } from '@/lib/format'
import { revokeShare, shareClip, sharesQuery } from '../api/clips'

const HOURS = ['1', '24', '168', '720'] as const

export function ShareDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const query = sharesQuery(clip.id)
  const { data: shares = [] } = useQuery(query)
  const [recipient, setRecipient] = useState('')
  const [hours, setHours] = useState<string>('24')
  const [watermark, setWatermark] = useState(true)
  const [now] = useState(Date.now)
  const refresh = () => queries.invalidateQueries({ queryKey: query.queryKey })
  const share = useMutation({
    mutationFn: () =>
      shareClip(clip.id, {
        recipient: recipient.trim(),
        // A minute less: the clocks of both sides differ.
        expires_at: new Date(Date.now() + Number(hours) * 3_600_000 - 60_000).toISOString(),
        watermark,
      }),
    onSuccess: refresh,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => revokeShare(clip.id, id),
    onSettled: refresh,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    share.mutate()
  }
  return (
    <Dialog open onClose={onClose} title={t('clips.shareTitle')} description={t('clips.shareText')}>
      {share.data ? (
        <Made made={share.data} />
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <Field label={t('clips.recipient')}>
            {(control) => (
              <Input
                {...control}
                required
                maxLength={120}
                value={recipient}
                onChange={(event) => setRecipient(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('clips.expires')}>
            {(control) => (
              <Select
                id={control.id}
                value={hours}
                onChange={setHours}
                options={HOURS.map((value) => ({ value, label: t(`clips.hours.${value}`) }))}
              />
            )}
          </Field>
          <Switch
            checked={watermark}
            onChange={setWatermark}
            label={t('clips.watermark')}
            hint={t('clips.watermarkHint')}
          />
          {share.error && (
            <p role="alert" className="text-alarm">
              {share.error.message}
            </p>
          )}
          <div className="flex justify-end">
            <Button
              type="submit"
              variant="primary"
              disabled={share.isPending || recipient.trim() === ''}
            >
              {t('clips.makeLink')}
            </Button>
          </div>
        </form>
      )}
      {shares.length > 0 && (
        <ul aria-label={t('clips.links')} className="mt-5 divide-y border-t">
          {shares.map((each) => (
            <ShareRow
              key={each.id}
              share={each}
              now={now}
              onRevoke={() => revoke.mutate(each.id)}
              disabled={revoke.isPending}
            />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Made({ made }: { made: NewClipShare }) {
  const { t } = useTranslation()
  return (
    <div role="status" className="space-y-3">
      <Field label={t('clips.link')}>
        {(control) => (
          <Input
            {...control}
            readOnly
            className="font-mono text-xs"
            value={`${window.location.origin}${made.link}`}
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <Field label={t('clips.code')} hint={t('clips.codeHint')}>
        {(control) => (
          <Input
            {...control}
            readOnly
            className="font-mono text-base"
            value={made.code}
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
    </div>
  )
}

interface ShareRowProps {
  share: ClipShare
  now: number
  disabled: boolean
  onRevoke: () => void
}

function ShareRow({ share, now, disabled, onRevoke }: ShareRowProps) {
  const { t } = useTranslation()
  const isOver = share.revoked_at !== null || Date.parse(share.expires_at) <= now
  const state = share.revoked_at ? 'revoked' : isOver ? 'expired' : share.state
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{share.recipient}</p>
        <p className="text-xs text-ink-faint">
          {t(`clips.shareState.${state}`, { at: formatFullInstant(share.expires_at) })},{' '}
          {t('clips.opened', { count: share.opened })}
        </p>
      </div>
      {!isOver && (
        <Button size="sm" variant="danger" disabled={disabled} onClick={onRevoke}>
          {t('clips.revoke')}
        </Button>
      )}
    </li>
  )
}
