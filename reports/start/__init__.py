"""The first start: demonstration data or our own, and the way from the one to the other."""
