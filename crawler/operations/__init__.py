"""Running unattended: what a run leaves for the people and machines that look after it."""
