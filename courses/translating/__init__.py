"""Translation side by side: the words of a page by path, what changed in the source since, and writing them back."""
