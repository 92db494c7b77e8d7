"""The lessons as static pages that need no kernel."""
