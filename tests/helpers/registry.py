"""A list of functions that answer exercises, each with the number of its exercise and what it has to be called."""


class Registry(list):
    """Entries (number, names, function); `names` is a tuple of the bold names that the diagnosis has to give."""

    def add(self, number, names, function):
        self.append((number, (names,) if isinstance(names, str) else names, function))

    def of(self, number, names=()):
        """A decorator that adds a function."""
        def register(function):
            self.add(number, names, function)
            return function
        return register

    def ids(self):
        return [f"{number}-{place}-{'-'.join(names)[:40]}" for place, (number, names, _) in enumerate(self)]
