"""Number plates of many countries, drawn flat and by themselves."""
