"""The resources of the record store: each turns a request into one call and the outcome into an answer."""
