"""A real Keycloak for tests: obtained by Maven once, then started from a copy of its own.

`python3 keycloak.py` obtains it beforehand and prints where it lies; it needs nothing but Python.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path

VERSION = "26.4.0"
ARTIFACT = f"org.keycloak:keycloak-quarkus-dist:{VERSION}:zip"
SHA256 = "1b6a11a2726ac8a8dc9c91d5fafe989a75ce4f1622d7f7b45c21d5bc16629c0a"
OLDEST_JAVA = 17
BUILT = ".built-for-mosaic"
OBTAINED_WITHIN_S = 300.0
BUILT_WITHIN_S = 240.0
READY_WITHIN_S = 400.0
REALM = Path(__file__).parent / "data" / "keycloak-realm.json"
# Little memory, and the compiler that is soon done: it runs for a minute.
JAVA = {
    "JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx512m",
    "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1",
}


class NotToBeHadError(Exception):
    """There is no Keycloak here, and it could not be got; the message says why."""


def obtained() -> Path:
    """The unpacked distribution in the cache. Raises NotToBeHadError."""
    _check_java()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mosaic"
    home = cache / f"keycloak-{VERSION}"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / ".keycloak.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (home / "bin" / "kc.sh").exists():
            _fetch(home)
        if not (home / BUILT).exists():
            _build(home)
    return home


def _check_java() -> None:
    java = shutil.which("java")
    if java is None:
        raise NotToBeHadError("Java is not installed")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < OLDEST_JAVA:
        raise NotToBeHadError(f"Java {OLDEST_JAVA} is needed: {said.strip()[:80]}")


def _fetch(home: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise NotToBeHadError("Maven is not installed, and the cache is empty")
    with tempfile.TemporaryDirectory(prefix="keycloak-", dir=home.parent) as folder:
        command = [maven, "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}"]
        try:
            done = subprocess.run(
                [*command, f"-DoutputDirectory={folder}"],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                timeout=OBTAINED_WITHIN_S,
            )
        except subprocess.TimeoutExpired:
            raise NotToBeHadError(f"Maven was not done in {OBTAINED_WITHIN_S:.0f} s") from None
        archive = Path(folder) / f"keycloak-quarkus-dist-{VERSION}.zip"
        if done.returncode or not archive.exists():
            last = (done.stdout + done.stderr).strip().splitlines()[:1]
            raise NotToBeHadError(f"Maven could not get {ARTIFACT}: {' '.join(last)[:300]}")
        if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
            raise NotToBeHadError(f"{ARTIFACT} is not the one that is known")
        with zipfile.ZipFile(archive) as content:
            content.extractall(folder)
        unpacked = Path(folder) / home.name
        (unpacked / "bin" / "kc.sh").chmod(0o755)
        unpacked.rename(home)


def _build(home: Path) -> None:
    """What each start would else do anew: a third of its time."""
    done = subprocess.run(
        ["bin/kc.sh", "build", "--db=dev-mem"],
        cwd=home,
        env={**os.environ, **JAVA},
        capture_output=True,
        text=True,
        check=False,
        timeout=BUILT_WITHIN_S,
    )
    if done.returncode:
        raise RuntimeError(f"Keycloak could not be built: {(done.stdout + done.stderr)[-2000:]}")
    (home / BUILT).touch()


@contextmanager
def running(port: int) -> Iterator[str]:
    """The issuer of the realm `mosaic`, once it answers. Raises NotToBeHadError."""
    cached = obtained()
    with tempfile.TemporaryDirectory(prefix="mosaic-keycloak-") as folder:
        home = Path(folder) / "keycloak"
        shutil.copytree(cached, home)  # starting writes into it
        (home / "data" / "import").mkdir(parents=True)
        shutil.copy(REALM, home / "data" / "import" / "mosaic-realm.json")
        options = [
            *("--optimized", "--import-realm", "--cache=local", "--log-level=warn"),
            *("--http-enabled=true", "--http-host=127.0.0.1", f"--http-port={port}"),
            "--hostname-strict=false",
        ]
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", "--", "bin/kc.sh", "start", *options],
                cwd=home,
                env={**os.environ, **JAVA},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        issuer = f"http://127.0.0.1:{port}/realms/mosaic"
        try:
            _wait(f"{issuer}/.well-known/openid-configuration", process, log)
            yield issuer
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up_at = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < give_up_at:
        if process.poll() is not None:
            raise RuntimeError(f"Keycloak ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (OSError, urllib.error.URLError):
            time.sleep(0.5)
    raise RuntimeError(
        f"Keycloak was not ready in {READY_WITHIN_S:.0f} s: {log.read_text()[-2000:]}"
    )


if __name__ == "__main__":
    try:
        print(obtained())
    except NotToBeHadError as error:
        sys.exit(str(error))
