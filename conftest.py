"""The user's own settings of Python and IPython decide neither what a test sees nor what nbval compares."""

from rnnlab.notebook_tools.user_settings import ignore_user_settings

ignore_user_settings()
