"""Puts the rooms together: the pipeline, the Python API, settings, the cache of sources, and adapters to models, git and storage."""
