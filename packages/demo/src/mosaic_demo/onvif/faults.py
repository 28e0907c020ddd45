"""Answers that say no."""

from xml.sax.saxutils import escape


class FaultError(Exception):
    """A SOAP fault: code Sender or Receiver, with ONVIF's own subcode."""

    def __init__(self, reason: str, subcode: str = "InvalidArgVal", code: str = "Sender") -> None:
        super().__init__(reason)
        self.reason = reason
        self.subcode = subcode
        self.code = code

    def body(self) -> str:
        return (
            f"<s:Fault><s:Code><s:Value>s:{self.code}</s:Value><s:Subcode>"
            f"<s:Value>ter:{self.subcode}</s:Value></s:Subcode></s:Code>"
            f'<s:Reason><s:Text xml:lang="en">{escape(self.reason)}</s:Text></s:Reason></s:Fault>'
        )
