import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { Input } from '@/components/ui/input'
import { daysKey, gigabytesKey, type Values } from '../lib/retention-form'

/** More cameras than this are found by their names. */
const AT_A_GLANCE = 8

interface CameraLimitsProps {
  cameras: readonly Camera[]
  values: Values
  notes: ReadonlyMap<string, string>
  onChange: (key: string, value: string) => void
}

/** Days and gigabytes of each camera. */
export function CameraLimits({ cameras, values, notes, onChange }: CameraLimitsProps) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState('')
  const wanted = filter.toLowerCase()
  const hasNote = (id: string) => notes.has(daysKey(id)) || notes.has(gigabytesKey(id))
  // What is wrong is not filtered away.
  const shown = cameras.filter(({ id, name }) => name.toLowerCase().includes(wanted) || hasNote(id))
  if (cameras.length === 0) return null
  return (
    <div className="space-y-2">
      {cameras.length > AT_A_GLANCE && (
        <Input
          type="search"
          aria-label={t('storage.filter')}
          placeholder={t('storage.filter')}
          className="max-w-72"
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
      )}
      <div className="max-h-96 overflow-auto rounded-md border bg-panel">
        <table aria-label={t('storage.retention')} className="w-full text-left">
          <thead className="sticky top-0 bg-panel text-xs text-ink-faint">
            <tr className="border-b [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
              <th scope="col">{t('storage.columns.camera')}</th>
              <th scope="col">{t('storage.columns.days')}</th>
              <th scope="col">{t('storage.columns.gigabytes')}</th>
            </tr>
          </thead>
          <tbody className="divide-y">
            {shown.map(({ id, name }) => (
              <tr key={id} className="[&>td]:px-3 [&>td]:py-1.5 [&>td]:align-top">
                <td className="pt-3! font-medium">{name}</td>
                <Cell
                  label={t('storage.daysOf', { name })}
                  value={values[daysKey(id)]}
                  note={notes.get(daysKey(id))}
                  whole
                  onChange={(value) => onChange(daysKey(id), value)}
                />
                <Cell
                  label={t('storage.gigabytesOf', { name })}
                  value={values[gigabytesKey(id)]}
                  note={notes.get(gigabytesKey(id))}
                  placeholder={t('storage.noLimit')}
                  onChange={(value) => onChange(gigabytesKey(id), value)}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

interface CellProps {
  label: string
  value: string | undefined
  note: string | undefined
  placeholder?: string
  whole?: boolean
  onChange: (value: string) => void
}

function Cell({ label, value = '', note, placeholder, whole = false, onChange }: CellProps) {
  return (
    <td className="w-48">
      <Input
        type="number"
        min={whole ? 1 : 0}
        step={whole ? 1 : 'any'}
        aria-label={label}
        aria-invalid={note !== undefined}
        placeholder={placeholder}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      {note && (
        <p role="alert" className="mt-1 text-xs text-alarm">
          {note}
        </p>
      )}
    </td>
  )
}
