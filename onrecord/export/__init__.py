"""Records as people read them: a view for the terminal, a page for the browser, the reasons for one item."""
