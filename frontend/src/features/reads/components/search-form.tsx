import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Camera } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import {
  CHOICES,
  CHOSEN,
  filtersOf,
  fromLocalInput,
  modeFor,
  MODES,
  toLocalInput,
  type Mode,
  type SearchState,
} from '../lib/search-state'

const ANY = 'any'
const TYPING_MS = 300

interface SearchFormProps {
  search: SearchState
  cameras: readonly Camera[]
  /** Undefined takes a filter away. */
  onChange: (change: Partial<SearchState>) => void
}

/** The filters; each takes effect at once, typing after a short rest. */
export function SearchForm({ search, cameras, onChange }: SearchFormProps) {
  const { t } = useTranslation()
  const { text, type } = useTyped(search.text ?? '', (next) =>
    onChange({ text: next || undefined }),
  )
  const mode = search.match ?? modeFor(text)
  const active = Object.values(filtersOf(search)).some(Boolean)
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ text: text || undefined })
      }}
      className="flex flex-wrap items-end gap-3 border-b bg-panel px-5 py-3"
    >
      <Field label={t('search.text')} className="w-64">
        {({ id }) => (
          <div className="relative">
            <Search className="absolute top-2 left-2.5 size-4 text-ink-faint" aria-hidden />
            <Input
              id={id}
              type="search"
              value={text}
              maxLength={64}
              placeholder={t('search.placeholder')}
              title={t('search.hint')}
              spellCheck={false}
              autoCapitalize="characters"
              onChange={(event) => type(event.target.value)}
              className="pl-8 font-mono uppercase placeholder:font-sans placeholder:normal-case"
            />
          </div>
        )}
      </Field>
      <Field label={t('search.match')} className="w-32">
        {({ id }) => (
          <Select
            id={id}
            value={mode}
            onChange={(value) => onChange({ match: value as Mode })}
            options={MODES.map((value) => ({ value, label: t(`search.modes.${value}`) }))}
          />
        )}
      </Field>
      <Field label={t('search.camera')} className="w-48">
        {({ id }) => (
          <Select
            id={id}
            value={search.camera ?? ANY}
            onChange={(value) => onChange({ camera: value === ANY ? undefined : value })}
            options={[
              { value: ANY, label: t('search.anyCamera') },
              ...cameras.map((camera) => ({ value: camera.id, label: camera.name })),
            ]}
          />
        )}
      </Field>
      {(['from', 'to'] as const).map((bound) => (
        <Field key={bound} label={t(`search.${bound}`)} className="w-48">
          {({ id }) => (
            <Input
              id={id}
              type="datetime-local"
              value={toLocalInput(search[bound])}
              onChange={(event) => onChange({ [bound]: fromLocalInput(event.target.value) })}
            />
          )}
        </Field>
      ))}
      {CHOSEN.map((choice) => (
        <Field key={choice} label={t(`search.${choice}`)} className="w-32">
          {({ id }) => (
            <Select
              id={id}
              value={search[choice] ?? ANY}
              onChange={(value) => onChange({ [choice]: value === ANY ? undefined : value })}
              options={[
                { value: ANY, label: t('search.any') },
                ...CHOICES[choice].map((value) => ({ value, label: t(`search.choices.${value}`) })),
              ]}
            />
          )}
        </Field>
      ))}
      {active && (
        <Button
          variant="ghost"
          onClick={() => {
            type('')
            onChange(filtersOf({}))
          }}
        >
          <X aria-hidden />
          {t('search.clear')}
        </Button>
      )}
    </form>
  )
}

/** Text as it is typed, told after a rest; follows the address when that changes by itself. */
function useTyped(told: string, tell: (text: string) => void) {
  const [typed, setTyped] = useState<string | null>(null)
  const newest = useRef(tell)
  useEffect(() => {
    newest.current = tell
  })
  useEffect(() => {
    if (typed === null) return
    const timer = setTimeout(() => {
      newest.current(typed)
      setTyped(null)
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return { text: typed ?? told, type: setTyped }
}
