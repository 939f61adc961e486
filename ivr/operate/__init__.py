"""For whoever runs the line: set up its number, know that it works, and what to do when it does not."""
