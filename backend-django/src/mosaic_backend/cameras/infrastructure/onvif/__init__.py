"""ONVIF in a process of its own: the library keeps 60 MB of WSDL files in memory and reads what cameras send.

`child` is that process; it starts with the first request, holds one session a camera, and stops a camera whose
mover has gone. It knows neither Django nor any secret but the accounts that requests bring. `process` is the
backend's side of the pipe.
"""
