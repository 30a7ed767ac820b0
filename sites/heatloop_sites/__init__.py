"""Facts about a place: the site file and its schema, the equipment catalogue, and the only conversion of units."""
