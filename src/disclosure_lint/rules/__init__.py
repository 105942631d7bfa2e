"""The rules: data in YAML, a few kinds of check that interpret them."""
