"""Where Chromium is, and its options for a headless run without a network."""

import shutil

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]


def find_chromium():
    """The path of Chromium or Chrome; None where there is neither."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
