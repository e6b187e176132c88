"""Figures for the pages and letters people wait for, held against the least work that could make the same bytes."""
