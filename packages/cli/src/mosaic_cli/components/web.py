"""nginx on the built pages."""

from dataclasses import dataclass
from pathlib import Path

from mosaic_cli.files import make_private, write_private
from mosaic_cli.part import Part
from mosaic_cli.ports import LOOPBACK
from mosaic_cli.programs import require
from mosaic_cli.readiness import http_status


@dataclass(frozen=True)
class Web:
    """template: frontend/nginx.conf. pages: the folder of the built pages. folder: for its own files."""

    template: Path
    pages: Path
    folder: Path
    port: int

    def part(self) -> Part:
        return Part(
            name="web",
            command=(
                require("nginx"),
                "-e",
                "stderr",
                "-p",
                str(self.folder),
                "-c",
                str(self._configuration),
            ),
            address=f"{LOOPBACK}:{self.port}",
            prepare=self._prepare,
            ready=lambda: http_status(self.port, "/") == 200,
        )

    @property
    def _configuration(self) -> Path:
        return self.folder / "nginx.conf"

    def _prepare(self) -> None:
        make_private(self.folder)
        text = self.template.read_text()
        for name, value in {
            "MOSAIC_WEB_LISTEN": f"{LOOPBACK}:{self.port}",
            "MOSAIC_WEB_ROOT": str(self.pages),
            "MOSAIC_WEB_TMP": str(self.folder),
        }.items():
            text = text.replace(f"${{{name}}}", value)
        write_private(self._configuration, text)
