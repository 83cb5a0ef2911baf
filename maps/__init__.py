"""Where: the findings map, its layers and data, the map in one file and the map for print."""
