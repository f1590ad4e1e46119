"""HTTP routes beside the pages: tiles, base map, assets, one cluster as JSON, health."""
