"""Pure reading: a captured page and its site's rules become an Article. No network, no disk, no clock."""
