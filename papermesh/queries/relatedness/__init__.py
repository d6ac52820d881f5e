"""What makes two papers related: components, their weights, and the reasons that add up to a score."""
