"""The figures, one a file: each is a function from `Material` to a `Table`."""
