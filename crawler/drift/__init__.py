"""Are a site's pages still read as they were? What each run saw, compared with what earlier runs saw."""
