"""Reports of a design that leave the house: one HTML page, one workbook."""
