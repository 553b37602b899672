"""A store's day on paper and in spreadsheets: PDF (A4 and 80 mm roll), XLSX and CSV."""
