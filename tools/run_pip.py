"""Run pip with the reader's settings of where packages come from, and without all others.

    .venv/bin/python tools/run_pip.py install --no-deps -r requirements.lock

The others would install elsewhere (user, prefix, target), refuse (require-hashes, require-virtualenv) or choose other
versions (constraint, pre). They stand in the environment, or in files that pip finds.
"""

import os
import subprocess
import sys

from pip._internal.configuration import Configuration
from pip._internal.exceptions import ConfigurationError

SOURCES = {"INDEX_URL", "EXTRA_INDEX_URL", "PYPI_URL", "FIND_LINKS", "NO_INDEX", "TRUSTED_HOST", "CERT", "CLIENT_CERT",
           "PROXY", "KEYRING_PROVIDER", "TIMEOUT", "DEFAULT_TIMEOUT", "RETRIES", "CACHE_DIR", "NO_CACHE_DIR",
           "USE_FEATURE", "USE_DEPRECATED"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}


def settings():
    """All settings for ``pip install``, by the ends of their variables' names."""
    configuration = Configuration(isolated=False)  # pip config list is led astray by user = true
    configuration.load()
    found = {}
    for name, value in configuration.items():  # since pip 25 a dictionary for each file
        found |= value if isinstance(value, dict) else {name: value}
    options = {}
    for section in ("global", "install", ":env:"):
        options |= {name.removeprefix(f"{section}.").upper().replace("-", "_"): str(value)
                    for name, value in found.items() if name.startswith(f"{section}.") and value}
    return options


if __name__ == "__main__":
    try:
        kept = {f"PIP_{option}": value for option, value in settings().items() if option in SOURCES}
    except ConfigurationError as error:
        sys.exit(f"ERROR: {' '.join(str(error).split())}")
    quiet = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    sys.exit(subprocess.run([sys.executable, "-m", "pip", *sys.argv[1:]], env=ENVIRONMENT | kept | quiet).returncode)
