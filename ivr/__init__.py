"""A telephone and text line for a campus: numbers first, then a person, or a report that only police read."""
