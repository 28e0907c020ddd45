"""What is told of several workers."""

from pydantic import BaseModel


class WorkerStatus(BaseModel):
    """One of several workers. answers: it told what it follows when it was asked just now."""

    name: str
    cameras: int
    answers: bool
    outbox_depth: int
