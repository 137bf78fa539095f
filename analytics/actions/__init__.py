"""What people do to the figures' ground: they state how many employees there are."""
