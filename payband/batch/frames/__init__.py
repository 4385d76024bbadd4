"""Tables of posts as data frames of notebooks and pipelines: the same kind comes back, with the answers."""
