"""From counts to figures: who may see what is decided here, once, and nothing is shown that has not passed here."""
