"""What each figure means, declared once. Pure: nothing here imports Django or reads a database."""
