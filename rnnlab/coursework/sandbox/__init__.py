"""Where student code runs: a process of its own, isolated from the rest."""
