"""How long personal data is kept: what is due, what is held, what was destroyed."""
