"""VTEX as an adapter: typed calls, the JSON they carry, the origins that are trusted, the request budget."""
