"""Use cases: look at a picture, follow a camera, tell a read, reconcile the cameras."""
