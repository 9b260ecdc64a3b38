"""Golden stories: a page in the site's documented markup, and the document it must become."""
