"""Requests to services: the only folder that knows httpx."""
