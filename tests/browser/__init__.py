"""Tests in a real Chromium of what no other test sees: the map's canvas, cold addresses, the browser's own history."""
