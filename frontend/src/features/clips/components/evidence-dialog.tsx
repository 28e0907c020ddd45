import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Clip } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { buildEvidence, evidenceQuery, saveFile } from '../api/clips'

export function EvidenceDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const query = evidenceQuery(clip.id)
  const { data: evidence } = useQuery(query)
  const build = useMutation({
    mutationFn: () => buildEvidence(clip.id, reason),
    onSuccess: (made) => queries.setQueryData(query.queryKey, made),
  })
  const save = useMutation({
    mutationFn: (path: string) => saveFile(clip.id, path),
  })
  const error = build.error ?? save.error
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('clips.evidenceTitle')}
      description={t('clips.evidenceText')}
    >
      <div className="space-y-4">
        <Field label={t('clips.reason')} hint={t('clips.reasonHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {evidence && (
          <p role="status" className={evidence.state === 'failed' ? 'text-alarm' : undefined}>
            {t(`clips.state.${evidence.state}`)}
            {evidence.detail && `: ${evidence.detail}`}
          </p>
        )}
        {evidence?.fingerprint && (
          <p className="font-mono text-xs break-all text-ink-faint">{evidence.fingerprint}</p>
        )}
        {error && (
          <p role="alert" className="text-alarm">
            {error.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          {evidence?.file && (
            <Button
              disabled={save.isPending}
              onClick={() => evidence.file && save.mutate(evidence.file)}
            >
              {t('clips.save')}
            </Button>
          )}
          <Button variant="primary" disabled={build.isPending} onClick={() => build.mutate()}>
            {t('clips.build')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
