"""The stateless HTTP steps of Sales Copilot; `functions.main` mounts them all."""
