"""folium for the page, plain SVG for print, and the map in one file."""
