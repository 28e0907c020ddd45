"""Several MediaMTX with a streaming service beside each, and one backend."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from mosaic_streaming.domain.nodes import Node, owner_of

from .support import LOOPBACK, PORTS, Backend, Stack, eventually


class Cluster:
    """The list of nodes is a file, as an administrator keeps it; nodes are started by name."""

    def __init__(
        self,
        mediamtx: Path,
        folder: Path,
        secrets_dir: Path,
        amqp_url: str,
        free_port: Callable[[], int],
    ) -> None:
        self._made = (mediamtx, secrets_dir, amqp_url, free_port)
        self._folder = folder
        self._list = folder / "nodes.json"
        self._ports: dict[str, dict[str, int]] = {}
        self.backend = Backend(free_port())
        self.nodes: dict[str, Stack] = {}

    def list_nodes(self, *names: str) -> None:
        free_port = self._made[3]
        for name in names:
            self._ports.setdefault(name, {port: free_port() for port in PORTS})
        beside = self._list.with_suffix(".new")
        beside.write_text(json.dumps([self._entry(name) for name in names]))
        beside.replace(self._list)

    def start(self, name: str) -> Stack:
        mediamtx, secrets_dir, amqp_url, free_port = self._made
        folder = self._folder / name
        folder.mkdir()
        self.nodes[name] = Stack(
            mediamtx,
            folder,
            secrets_dir,
            amqp_url,
            free_port,
            backend=self.backend,
            ports=self._ports[name],
            more={"MOSAIC_MEDIAMTX_NODES": str(self._list), "MOSAIC_MEDIAMTX_NODE": name},
        )
        return self.nodes[name]

    def stop(self) -> None:
        for node in self.nodes.values():
            node.stop()

    def placed(self, *names: str) -> dict[str, set[str]]:
        """Which paths each of the nodes has."""
        return {name: self.nodes[name].paths() for name in names}

    def await_shared_out(self, cameras: set[str], *names: str) -> dict[str, set[str]]:
        """Waits until each camera is on the node that it falls to, and on no other; tells which is where."""
        wanted = self.shares(cameras, *names)
        eventually(lambda: self.placed(*names) == wanted, within_s=120, what=f"shared: {wanted}")
        return wanted

    @staticmethod
    def shares(cameras: set[str], *names: str) -> dict[str, set[str]]:
        nodes = [Node(name) for name in names]
        return {
            node.name: {each for each in cameras if owner_of(UUID(each), nodes) == node}
            for node in nodes
        }

    def _entry(self, name: str) -> dict[str, str]:
        ports = self._ports[name]
        return {
            "name": name,
            "streaming_url": f"http://{LOOPBACK}:{ports['streaming']}",
            "hls_url": f"http://{LOOPBACK}:{ports['hls']}",
            "rtsp_url": f"rtsp://{LOOPBACK}:{ports['rtsp']}",
        }
