"""The settings of the service, from the environment (names in docs/reference/interfaces.md)."""

import os
from pathlib import Path
from typing import Self

import pydantic
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mosaic_streaming.domain.addresses import AddressPolicy
from mosaic_streaming.domain.nodes import Node
from mosaic_streaming.infrastructure.node_list import ListedNodes, OneNode


class Settings(BaseSettings):
    """Read once, at the start; a wrong value stops the start and names its variable."""

    model_config = SettingsConfigDict(env_prefix="MOSAIC_", extra="ignore", frozen=True)

    streaming_host: str = "127.0.0.1"
    streaming_port: int = Field(default=8001, ge=1, le=65535)
    log_level: str = "INFO"
    amqp_url: str = Field(repr=False)
    secrets_dir: Path
    data_dir: Path
    recordings_dir: Path
    public_url: str
    backend_url: str
    mediamtx_api_url: str
    mediamtx_hls_url: str
    mediamtx_rtsp_url: str
    mediamtx_config: Path
    mediamtx_base_config: Path
    camera_networks: str = ""
    transcodings: int | None = Field(default=None, ge=0, le=64)
    transcoding_height: int = Field(default=1080, ge=144, le=2160)
    transcoding_bitrate_bps: int = Field(default=4_000_000, ge=100_000, le=50_000_000)
    transcoding_host: str = "127.0.0.1"
    transcoding_port: int = Field(default=0, ge=0, le=65535)
    transcoding_url: str = Field(default="", pattern=r"^(rtsp://[^/@\s]+/?)?$")
    mediamtx_nodes: str = ""
    mediamtx_node: str = ""

    @field_validator("camera_networks")
    @classmethod
    def _networks_are_networks(cls, text: str) -> str:
        AddressPolicy(_split(text))
        return text

    @model_validator(mode="after")
    def _node_is_in_the_list(self) -> Self:
        if not self.mediamtx_nodes:
            if self.mediamtx_node:
                raise ValueError("MOSAIC_MEDIAMTX_NODE is set without MOSAIC_MEDIAMTX_NODES")
            return self
        try:
            names = [node.name for node in ListedNodes(self.mediamtx_nodes).read()]
        except pydantic.ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = "/".join(map(str, first["loc"]))
            raise ValueError(f"MOSAIC_MEDIAMTX_NODES: {place}: {first['msg']}") from None
        except (OSError, ValueError) as error:
            raise ValueError(f"MOSAIC_MEDIAMTX_NODES: {error}") from error
        if self.mediamtx_node not in names:
            raise ValueError("MOSAIC_MEDIAMTX_NODE is none of MOSAIC_MEDIAMTX_NODES")
        return self

    @property
    def nodes(self) -> OneNode | ListedNodes:
        return ListedNodes(self.mediamtx_nodes) if self.mediamtx_nodes else OneNode(self.own_node)

    @property
    def own_node(self) -> Node:
        """By its own addresses; those of the list, where there is one, take their place."""
        return Node(
            name=self.mediamtx_node,
            hls_url=self.mediamtx_hls_url.rstrip("/"),
            rtsp_url=self.mediamtx_rtsp_url.rstrip("/"),
        )

    @property
    def most_transcodings(self) -> int:
        """Unless it is set: half of the cores, and one at least."""
        if self.transcodings is not None:
            return self.transcodings
        return max(1, len(os.sched_getaffinity(0)) // 2)

    @property
    def networks(self) -> list[str]:
        return _split(self.camera_networks)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
