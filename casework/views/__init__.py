"""Pages and fragments of contacts and persons."""
