"""Sites for runs over all sites, beside the newspaper: one that answers nobody."""
