"""The configuration of the simulated cameras' own MediaMTX: RTSP over TCP on loopback, and nothing else."""

import json
import socket
from pathlib import Path


class PortTakenError(RuntimeError):
    """Somebody else listens on the port."""


def write_config(
    path: Path, port: int, paths: dict[str, dict[str, object]], users: list[dict[str, object]]
) -> None:
    """Writes the file (JSON is YAML). users: authInternalUsers; the loopback publisher must be among them."""
    config = {
        "logLevel": "warn",
        "logDestinations": ["stdout"],
        "authMethod": "internal",
        "authInternalUsers": users,
        "rtsp": True,
        "rtspTransports": ["tcp"],
        "rtspEncryption": "no",
        "rtspAddress": f"127.0.0.1:{port}",
        "api": False,
        "metrics": False,
        "pprof": False,
        "playback": False,
        "rtmp": False,
        "hls": False,
        "webrtc": False,
        "srt": False,
        "moq": False,
        "paths": paths,
    }
    path.write_text(json.dumps(config, indent=1))
    path.chmod(0o600)


def anyone() -> list[dict[str, object]]:
    """Everybody on this machine may publish and read."""
    actions = [{"action": action, "path": ""} for action in ("publish", "read")]
    return [{"user": "any", "pass": "", "ips": ["127.0.0.1", "::1"], "permissions": actions}]


def check_port(port: int) -> None:
    """Raises PortTakenError when the RTSP port cannot be bound."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTakenError(
                f"port {port} on 127.0.0.1 is taken: choose another with --port"
            ) from error


def answers(port: int) -> bool:
    """Whether a server accepts connections there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
