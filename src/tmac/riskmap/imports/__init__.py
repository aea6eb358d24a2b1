"""Pins from spreadsheets: workshop notes and official records."""
