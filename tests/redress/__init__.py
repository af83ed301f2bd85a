"""Pages in another dress: what a site's new template, plugin or editor makes of a page that nobody edited."""
