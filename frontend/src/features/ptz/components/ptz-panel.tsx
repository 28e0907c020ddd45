import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Lock, SlidersHorizontal } from 'lucide-react'
import { useState, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useMay } from '@/api/me'
import { ProblemError } from '@/api/problem'
import { Button } from '@/components/ui/button'
import { centre, ptzQuery, takeOver } from '../api/ptz'
import { useHeldMove } from '../hooks/use-held-move'
import { pointInPicture } from '../lib/picture-point'
import { ImagingPanel } from './imaging-panel'
import { PresetBar } from './preset-bar'
import { PtzPad } from './ptz-pad'
import { TourBar } from './tour-bar'

/** Moves the camera whose picture it lies over; nothing where that cannot be, or is not this person's. */
export function PtzPanel({ cameraId }: { cameraId: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayConfigure = useMay('configure')
  const [centring, setCentring] = useState(false)
  const [setting, setSetting] = useState(false)
  const { data: status, error } = useQuery(ptzQuery(cameraId))
  const again = () => queries.invalidateQueries({ queryKey: ptzQuery(cameraId).queryKey })
  const failed = (problem: unknown) => {
    toast.error(problem instanceof ProblemError ? problem.detail : t('error.unreachable'), {
      id: 'ptz',
    })
    void again()
  }
  const holding = useHeldMove(cameraId, status ? { now: status.zoom } : null, failed)
  const turnTo = useMutation({
    mutationFn: (point: { x: number; y: number }) => centre(cameraId, point),
    onError: failed,
  })
  const take = useMutation({
    mutationFn: () => takeOver(cameraId),
    onSuccess: again,
    onError: failed,
  })

  if (!status) {
    const told = error instanceof ProblemError && error.status !== 403 ? error.detail : null
    return told ? <p className={NOTE}>{told}</p> : null
  }
  const { can, lock } = status
  const locked = lock !== null && !lock.mine
  const onStage = ({ currentTarget, clientX, clientY }: MouseEvent) => {
    const box = currentTarget.getBoundingClientRect()
    const video = currentTarget.closest('section')?.querySelector('video')
    const picture = { width: video?.videoWidth ?? 0, height: video?.videoHeight ?? 0 }
    const point = pointInPicture(box, picture, { x: clientX - box.x, y: clientY - box.y })
    if (point) turnTo.mutate(point)
  }
  return (
    <>
      {centring && can.centre && !locked && (
        // With the keyboard the arrows do it.
        <div
          data-testid="ptz-stage"
          aria-hidden
          className="absolute inset-0 cursor-crosshair"
          onClick={onStage}
          onDoubleClick={(event) => event.stopPropagation()}
        />
      )}
      <div
        role="group"
        aria-label={t('ptz.title')}
        className="absolute bottom-2 left-2 flex flex-col items-start gap-2"
        onDoubleClick={(event) => event.stopPropagation()}
      >
        {locked && (
          <p
            role="status"
            className="flex items-center gap-2 rounded bg-black/70 px-2 py-1 text-xs"
          >
            <Lock aria-hidden className="size-3.5" />
            {t('ptz.held', { name: lock.username })}
            {mayConfigure && (
              <Button size="sm" disabled={take.isPending} onClick={() => take.mutate()}>
                {t('ptz.takeOver')}
              </Button>
            )}
          </p>
        )}
        {setting && mayConfigure && <ImagingPanel cameraId={cameraId} failed={failed} />}
        <div className="flex flex-wrap items-center gap-2">
          <PresetBar cameraId={cameraId} disabled={locked} failed={failed} />
          <TourBar cameraId={cameraId} disabled={locked} failed={failed} />
          {mayConfigure && (
            <Button
              variant="overlay"
              size="iconSm"
              aria-pressed={setting}
              aria-label={t('ptz.imaging.title')}
              title={t('ptz.imaging.title')}
              className={setting ? 'bg-accent text-accent-ink' : undefined}
              onClick={() => setSetting(!setting)}
            >
              <SlidersHorizontal aria-hidden />
            </Button>
          )}
        </div>
        <PtzPad
          turns={can.move}
          zooms={can.zoom}
          disabled={locked}
          onStart={holding.start}
          onStop={holding.stop}
          centring={can.centre ? centring : null}
          onCentring={setCentring}
        />
      </div>
    </>
  )
}

const NOTE = 'absolute bottom-2 left-2 rounded bg-black/70 px-2 py-1 text-xs text-white/90'
