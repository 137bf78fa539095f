"""One view per page: HTTP in, one call, HTTP out."""
