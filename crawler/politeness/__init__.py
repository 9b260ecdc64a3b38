"""Not being a burden: retries, robots.txt, delays."""
