"""Deciding what to fetch, and fetching it politely: sites, spiders, discovery, capture and the command line."""
