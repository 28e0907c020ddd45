import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CirclePlay, CircleStop } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { operateTour, toursQuery } from '../api/tours'

interface TourBarProps {
  cameraId: string
  disabled: boolean
  failed: (error: unknown) => void
}

/** Starts and stops the rounds that the camera keeps; nothing where it keeps none. */
export function TourBar({ cameraId, disabled, failed }: TourBarProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const tours = useQuery(toursQuery(cameraId)).data ?? []
  const operate = useMutation({
    mutationFn: ({ token, running }: { token: string; running: boolean }) =>
      operateTour(cameraId, token, running),
    onSettled: () => queries.invalidateQueries({ queryKey: toursQuery(cameraId).queryKey }),
    onError: failed,
  })
  const tour =
    tours.find(({ token }) => token === chosen) ?? tours.find(({ running }) => running) ?? tours[0]
  if (!tour) return null

  const { token, running } = tour
  const label = t(running ? 'ptz.stopTour' : 'ptz.startTour', { name: tour.name })
  const Icon = running ? CircleStop : CirclePlay
  return (
    <div className="flex items-center gap-1">
      <Select
        label={t('ptz.tours')}
        value={token}
        options={tours.map((each) => ({
          value: each.token,
          label: each.running ? t('ptz.tourRuns', { name: each.name }) : each.name,
        }))}
        onChange={setChosen}
        className="w-36"
      />
      <Button
        variant="overlay"
        size="iconSm"
        disabled={disabled || operate.isPending}
        aria-label={label}
        title={label}
        className={running ? 'bg-accent text-accent-ink' : undefined}
        onClick={() => operate.mutate({ token, running: !running })}
      >
        <Icon aria-hidden />
      </Button>
    </div>
  )
}
