import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { ProblemError } from '@/api/problem'
import type { Camera } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { fieldClass, Input } from '@/components/ui/input'
import { randomKey } from '@/lib/random-key'
import { holdsQuery, placeHold } from '../api/holds'
import {
  firstHold,
  HOLD_FIELDS,
  holdFaults,
  holdOf,
  placeHoldProblem,
  type HoldField,
  type HoldForm,
} from '../lib/hold-form'

type Notes = Partial<Record<HoldField, string>>

export function NewHoldDialog({ cameras, onClose }: { cameras: Camera[]; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [form, setForm] = useState<HoldForm>(firstHold)
  const [notes, setNotes] = useState<Notes>({})
  const [failure, setFailure] = useState<string | null>(null)
  // One hold, however often it is sent.
  const [key, setKey] = useState(randomKey)
  const place = useMutation({
    mutationFn: () => placeHold(holdOf(form), key),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: holdsQuery.queryKey })
      toast.success(t('storage.hold.placed'))
      onClose()
    },
    onError: (error) => {
      if (!(error instanceof ProblemError)) {
        setFailure(t('error.unreachable'))
        return
      }
      const { fields, rest } = placeHoldProblem(error)
      setNotes(fields)
      setFailure(rest)
    },
  })
  const change = (next: Partial<HoldForm>) => {
    setForm({ ...form, ...next })
    setNotes({})
    setFailure(null)
    setKey(randomKey())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const faults = holdFaults(form)
    const wrong = HOLD_FIELDS.flatMap((field) => {
      const fault = faults[field]
      return fault ? [[field, t(`storage.hold.fault.${fault}`)] as const] : []
    })
    setNotes(Object.fromEntries(wrong))
    if (wrong.length === 0) place.mutate()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('storage.hold.title')}
      description={t('storage.holdsText')}
    >
      <form onSubmit={submit} noValidate className="space-y-4">
        {failure && (
          <p role="alert" className="rounded-md border border-alarm/40 bg-alarm/10 p-2 text-alarm">
            {failure}
          </p>
        )}
        <Field label={t('storage.hold.camera')} error={notes.camera}>
          {(control) => (
            <select
              {...control}
              className={fieldClass}
              value={form.camera}
              onChange={({ target }) => change({ camera: target.value })}
            >
              <option value="">{t('storage.hold.choose')}</option>
              {cameras.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          {(['from', 'to'] as const).map((end) => (
            <Field
              key={end}
              label={t(`storage.hold.${end}`)}
              hint={end === 'to' ? t('storage.hold.toHint') : undefined}
              error={notes[end]}
            >
              {(control) => (
                <Input
                  {...control}
                  type="datetime-local"
                  step={1}
                  value={form[end]}
                  onChange={({ target }) => change({ [end]: target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <Field
          label={t('storage.hold.reason')}
          hint={t('storage.hold.reasonHint')}
          error={notes.reason}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={form.reason}
              onChange={({ target }) => change({ reason: target.value })}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={place.isPending}>
            {t('storage.hold.place')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
