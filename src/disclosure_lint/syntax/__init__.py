"""From text to a typed report."""
