import { cn } from '@/lib/cn'
import { useThumbnail } from '../hooks/use-thumbnail'
import { pictureTime } from '../lib/words'

interface FilmstripProps {
  camera: string
  atMs: number
  /** Between two pictures. */
  stepMs: number
}

const PLACES = [-2, -1, 0, 1, 2]

/** Key frames around an instant, each with its own time. */
export function Filmstrip({ camera, atMs, stepMs }: FilmstripProps) {
  // So that small moves of the pointer ask for nothing new.
  const quantum = stepMs / 16
  const centre = Math.round(atMs / quantum) * quantum
  return (
    <div className="flex gap-0.5">
      {PLACES.map((place) => (
        <Frame key={place} camera={camera} atMs={centre + place * stepMs} middle={place === 0} />
      ))}
    </div>
  )
}

function Frame({ camera, atMs, middle }: { camera: string; atMs: number; middle: boolean }) {
  const thumbnail = useThumbnail(camera, atMs)
  return (
    <figure className={cn('w-28', middle && 'outline-2 outline-accent')}>
      <div className="aspect-video bg-scene">
        {thumbnail && <img src={thumbnail.url} alt="" className="h-full w-full object-contain" />}
      </div>
      <figcaption className="truncate bg-raised px-1 text-center font-mono text-[10px] text-ink-soft">
        {thumbnail ? pictureTime(thumbnail.atMs).slice(-10) : '–'}
      </figcaption>
    </figure>
  )
}
