"""``python -m desktop_invoicer``: the same as the command ``desktop-invoicer``."""

from desktop_invoicer.cli.main import main

if __name__ == "__main__":
    main()
