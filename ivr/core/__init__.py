"""Decides what the line says and does. Standard library only: no clock, no network, no chance, no files."""
