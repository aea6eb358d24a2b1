"""`./tmac WORD`: the words of the project itself; every other word goes to the product."""

from __future__ import annotations

import os
import sys

from tools.install import install
from tools.steps import ROOT, VENV_PYTHON, StepFailed, say
from tools.suite import suite
from tools.up import set_up, up

HELP = """\
./tmac up [--port N]    set everything up, then run the server and its worker (Ctrl-C stops both)
./tmac install          set everything up by the settings in .env, without starting (for servers)
./tmac test             install what the tests need and run all of them, on both databases
./tmac check            the fast part: lint, types, contracts, documents, quick tests
./tmac fix              format the code, refresh the translations and the generated documents
./tmac bench NAME       measure; without a NAME, list what can be measured
./tmac help             this page; `./tmac help WORD` explains a word of the product

Every other word goes to the product itself, for instance:
./tmac geography import PATH      take in a boundary pack
./tmac audit verify               look for changed or missing entries of the audit chain
./tmac docs write                 write the generated pages of docs/reference again

First steps: README.md. All words of the product: docs/reference/commands.md
"""


def main(words: list[str]) -> int:
    word, rest = (words[0], words[1:]) if words else ("help", [])
    if word in {"-h", "--help"} or (word == "help" and not rest):
        sys.stdout.write(HELP)
        return 0
    if word == "up":
        return up(rest)
    if word == "install":
        return set_up(dict(os.environ))
    if word in {"test", "check", "fix"}:
        return suite(word, rest)
    return _product(words)


def _product(words: list[str]) -> int:
    """Hand over to the product, in this process's place."""
    install("requirements.txt")
    module = "bench" if words[0] == "bench" else "tmac"
    arguments = words[1:] if module == "bench" else words
    os.chdir(ROOT)
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", module, *arguments])


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except StepFailed as failed:
        say(f"Stopped: {failed}")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
