import { getRouteApi } from '@tanstack/react-router'
import { SharedClipPage } from '@/features/clips/components/shared-clip-page'

const route = getRouteApi('/shared/$secret')

export default function SharedClipRoute() {
  const { secret } = route.useParams()
  return <SharedClipPage key={secret} secret={secret} />
}
