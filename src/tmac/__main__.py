"""`python -m tmac COMMAND`: the product's own command line."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tmac.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["tmac", *sys.argv[1:]])


if __name__ == "__main__":
    main()
