import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import type { Camera, Retention, RetentionSimulation } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { simulate } from '../api/retention'
import { useRetentionSave } from '../hooks/use-retention-save'
import {
  ALL,
  faultsOf,
  isChanged,
  placeProblem,
  storedValues,
  wishOf,
  type RetentionWish,
  type Values,
} from '../lib/retention-form'
import { CameraLimits } from './camera-limits'
import { SimulationDialog } from './simulation-dialog'

/** What would go, of which wish, and whether it was asked for by saving. */
interface Told {
  wish: RetentionWish
  simulation: RetentionSimulation
}

export function RetentionFields({
  retention,
  cameras,
}: {
  retention: Retention
  cameras: Camera[]
}) {
  const { t } = useTranslation()
  const [edits, setEdits] = useState<Values>({})
  const [notes, setNotes] = useState<ReadonlyMap<string, string>>(new Map())
  const [failure, setFailure] = useState<string | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const stored = storedValues(retention, cameras)
  const values = { ...stored, ...edits }
  const changed = isChanged(stored, edits)
  const forget = () => {
    setEdits({})
    setNotes(new Map())
    setFailure(null)
    setTold(null)
  }
  const fail = (error: Error, wish: RetentionWish) => {
    setTold(null)
    if (!(error instanceof ProblemError)) {
      setFailure(t('error.unreachable'))
      return
    }
    const { fields, rest } = placeProblem(error, wish)
    setNotes(fields)
    setFailure(rest)
  }
  const save = useRetentionSave(retention, { onSaved: forget, onFailed: fail })
  const ask = useMutation({
    mutationFn: ({ wish }: { wish: RetentionWish; saving: boolean }) => simulate(wish),
    onSuccess: (simulation, { wish, saving }) => {
      if (saving && simulation.files === 0) save.mutate(wish)
      else setTold({ wish, simulation })
    },
    onError: (error, { wish }) => fail(error, wish),
  })
  const look = (saving: boolean) => {
    const faults = faultsOf(values, cameras)
    setFailure(null)
    setNotes(new Map([...faults].map(([key, fault]) => [key, t(`storage.fault.${fault}`)])))
    if (faults.size === 0) ask.mutate({ wish: wishOf(values, retention, cameras), saving })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    look(true)
  }
  const change = (key: string, value: string) => {
    setEdits({ ...edits, [key]: value })
    setNotes(new Map([...notes].filter(([noted]) => noted !== key)))
  }
  const busy = ask.isPending || save.isPending
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      {failure && (
        <p role="alert" className="rounded-md border border-alarm/40 bg-alarm/10 p-2 text-alarm">
          {failure}
        </p>
      )}
      <Field
        className="max-w-72"
        label={t('storage.all')}
        hint={t('storage.allHint')}
        error={notes.get(ALL)}
      >
        {(props) => (
          <Input
            {...props}
            type="number"
            min={0}
            step="any"
            placeholder={t('storage.noLimit')}
            value={values[ALL] ?? ''}
            onChange={({ target }) => change(ALL, target.value)}
          />
        )}
      </Field>
      <CameraLimits cameras={cameras} values={values} notes={notes} onChange={change} />
      <div className="flex items-center justify-end gap-2">
        {ask.isPending && (
          <p role="status" className="mr-auto text-ink-soft">
            {t('storage.simulating')}
          </p>
        )}
        {changed && (
          <Button disabled={busy} onClick={forget}>
            {t('storage.discard')}
          </Button>
        )}
        <Button disabled={busy} onClick={() => look(false)}>
          {t('storage.simulate')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy || !changed}>
          {t('app.save')}
        </Button>
      </div>
      {told && (
        <SimulationDialog
          simulation={told.simulation}
          saving={save.isPending}
          onSave={changed ? () => save.mutate(told.wish) : null}
          onClose={() => setTold(null)}
        />
      )}
    </form>
  )
}
