"""A received letter, from a file to a draft: read into blocks, understood as passages, confirmed by a person."""
