"""Questions to a graph: query files, names, answers in one envelope, and related work with reasons."""
