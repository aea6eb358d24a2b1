"""`./tmac bench NAME [--size N] [--peer]`: run one benchmark; without a name, list them."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "__main__", "measure", "reporter", "serving"}


def names() -> list[str]:
    return sorted(f.stem for f in HERE.glob("*.py") if f.stem not in NOT_BENCHMARKS)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tmac bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=names(), help="what to measure")
    parser.add_argument("--size", type=int, default=0, help="how much; see the benchmark")
    parser.add_argument("--peer", action="store_true", help="run the named peer beside it")
    given = parser.parse_args()
    if given.name is None:
        for name in names():
            text = importlib.import_module(f"bench.{name}").__doc__ or ""
            print(f"{name:<12} {text.strip().splitlines()[0]}")
        return 0
    with tempfile.TemporaryDirectory(prefix="tmac-bench-") as folder:
        os.environ["TMAC_VAR"] = folder
        os.environ["TMAC_ENV_FILE"] = ""
        os.environ["TMAC_DEMO"] = "1"  # its keys count nowhere else
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tmac.config.settings")
        importlib.import_module(f"bench.{given.name}").run(given.size, peer=given.peer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
