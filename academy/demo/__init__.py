"""Demo content: fictitious people and figures, loaded and served by `manage.py demo` and nothing else."""
