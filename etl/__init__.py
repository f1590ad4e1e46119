"""From raw files to the store: reading, checking, importing, undoing, exporting."""
