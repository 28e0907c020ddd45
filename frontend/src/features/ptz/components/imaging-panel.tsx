import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { Select } from '@/components/ui/select'
import { Spinner } from '@/components/ui/spinner'
import { changeImaging, imagingQuery, type ImagingChange } from '../api/imaging'
import { IMAGING_LEVELS, withChange } from '../lib/imaging'
import { LevelSlider } from './level-slider'

const MODES = { ir_cut: ['on', 'off', 'auto'], focus: ['auto', 'manual'] } as const

interface ImagingPanelProps {
  cameraId: string
  failed: (error: unknown) => void
}

/** Sets how the camera makes its picture, as far as it can be set. */
export function ImagingPanel({ cameraId, failed }: ImagingPanelProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { queryKey } = imagingQuery(cameraId)
  const { data: imaging, error } = useQuery(imagingQuery(cameraId))
  const change = useMutation({
    mutationFn: (wanted: ImagingChange) => changeImaging(cameraId, wanted),
    // A slider stays where it was let go.
    onMutate: (wanted) =>
      queries.setQueryData(queryKey, (before) => before && withChange(before, wanted)),
    onSuccess: (now) => queries.setQueryData(queryKey, now),
    onError: (problem) => {
      failed(problem)
      // What the controls show is what the camera has, not what it refused.
      return queries.invalidateQueries({ queryKey })
    },
  })
  const shown = () => {
    if (error) {
      return <p>{error instanceof ProblemError ? error.detail : t('error.unreachable')}</p>
    }
    if (!imaging) return <Spinner />
    const modes = (['ir_cut', 'focus'] as const).filter((name) => known(name).length > 1)
    const levels = IMAGING_LEVELS.filter((name) => imaging.levels[name])
    if (modes.length + levels.length === 0) return <p>{t('ptz.imaging.none')}</p>
    return (
      <>
        {levels.map((name) => (
          <LevelSlider
            key={name}
            label={t(`ptz.imaging.${name}`)}
            level={imaging.levels[name]!}
            onChange={(value) => change.mutate({ [name]: value })}
          />
        ))}
        {modes.map((name) => (
          <div key={name} className="flex items-center justify-between gap-2">
            <span aria-hidden>{t(`ptz.imaging.${name}`)}</span>
            <Select
              label={t(`ptz.imaging.${name}`)}
              value={imaging[name] ?? ''}
              options={known(name).map((mode) => ({
                value: mode,
                label: t(`ptz.imaging.mode.${mode}`),
              }))}
              onChange={(mode) => change.mutate({ [name]: mode })}
              className="w-28"
            />
          </div>
        ))}
      </>
    )
  }
  const known = (name: keyof typeof MODES) => {
    const told = imaging?.[`${name}_modes`] ?? []
    return MODES[name].filter((mode) => told.includes(mode))
  }
  return (
    <div
      role="group"
      aria-label={t('ptz.imaging.title')}
      className="flex w-60 flex-col gap-2 rounded-md bg-black/75 p-3 text-xs"
    >
      {shown()}
    </div>
  )
}
