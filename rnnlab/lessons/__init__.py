"""What each notebook brings along: its explorers and its exercises, one module or two a lesson."""
