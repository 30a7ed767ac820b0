"""The year as people read it: plain data, the hourly file, and what the report draws."""
