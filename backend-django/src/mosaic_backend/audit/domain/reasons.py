"""Reasons that a site demands."""

from mosaic_contracts.errors import InvalidInputError


class ReasonRequiredError(InvalidInputError):
    """The site wants to know why: give a reason."""

    code = "reason-required"

    def __init__(self) -> None:
        super().__init__(
            "This site demands a reason for plate searches and evidence: give it in X-Reason or `reason`.",
            pointer="reason",
            code=self.code,
        )
