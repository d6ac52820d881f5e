"""The related-work page: model (what is shown), layout (where), page (one self-contained HTML file)."""
