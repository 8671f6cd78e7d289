"""Buckets, as people choose and set them."""
