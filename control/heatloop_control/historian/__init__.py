"""The historian: every sample and event of the plant, kept without ever holding up the scan; docs/history.md.

`recorder.Historian` takes, `store.SqliteStore` keeps, `trend.trend` and `reader.reading` give back, `export` hands out.
"""
