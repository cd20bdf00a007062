"""Finding and reading documents: one reader a format in `readers/`, blocks and boilerplate, metadata, the manifest, diagnostics."""
