export { CamerasPage as default } from '@/features/cameras/components/cameras-page'
