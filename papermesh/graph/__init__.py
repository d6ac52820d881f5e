"""The graph: its schema, its two stores, and writing and reading it whole."""
