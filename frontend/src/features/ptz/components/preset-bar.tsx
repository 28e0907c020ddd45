import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BookmarkPlus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { deletePreset, gotoPreset, presetsQuery, savePreset } from '../api/ptz'

interface PresetBarProps {
  cameraId: string
  disabled: boolean
  failed: (error: unknown) => void
}

/** The positions that the camera keeps: choosing one turns to it. */
export function PresetBar({ cameraId, disabled, failed }: PresetBarProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState('')
  const [name, setName] = useState<string | null>(null)
  const presets = useQuery(presetsQuery(cameraId)).data ?? []
  const changed = () => queries.invalidateQueries({ queryKey: presetsQuery(cameraId).queryKey })
  const turn = useMutation({
    mutationFn: (token: string) => gotoPreset(cameraId, token),
    onError: failed,
  })
  const save = useMutation({
    mutationFn: (wanted: string) => savePreset(cameraId, wanted),
    onSuccess: async (saved) => {
      setName(null)
      await changed()
      setChosen(saved.token)
    },
    onError: failed,
  })
  const remove = useMutation({
    mutationFn: (token: string) => deletePreset(cameraId, token),
    onSuccess: () => {
      setChosen('')
      return changed()
    },
    onError: failed,
  })

  if (name !== null) {
    return (
      <form
        className="flex items-center gap-1"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) save.mutate(name.trim())
        }}
      >
        <Input
          ref={focus}
          aria-label={t('ptz.presetName')}
          placeholder={t('ptz.presetName')}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="w-36"
        />
        <Button type="submit" size="sm" disabled={disabled || save.isPending || !name.trim()}>
          {t('app.save')}
        </Button>
        <Button size="sm" onClick={() => setName(null)}>
          {t('app.cancel')}
        </Button>
      </form>
    )
  }
  return (
    <div className="flex items-center gap-1">
      {presets.length > 0 && (
        <Select
          label={t('ptz.presets')}
          value={chosen}
          options={presets.map((preset) => ({ value: preset.token, label: preset.name }))}
          onChange={(token) => {
            setChosen(token)
            if (!disabled) turn.mutate(token)
          }}
          className="w-36"
        />
      )}
      <Button
        variant="overlay"
        size="iconSm"
        disabled={disabled}
        aria-label={t('ptz.savePreset')}
        title={t('ptz.savePreset')}
        onClick={() => setName('')}
      >
        <BookmarkPlus aria-hidden />
      </Button>
      {presets.some((preset) => preset.token === chosen) && (
        <Button
          variant="overlay"
          size="iconSm"
          disabled={disabled || remove.isPending}
          aria-label={t('ptz.deletePreset')}
          title={t('ptz.deletePreset')}
          onClick={() => remove.mutate(chosen)}
        >
          <Trash2 aria-hidden />
        </Button>
      )}
    </div>
  )
}

/** Who opens the field means to type into it. */
function focus(field: HTMLInputElement | null) {
  field?.focus()
}
