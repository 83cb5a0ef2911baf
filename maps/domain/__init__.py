"""Rules of the map: classes, symbols, filters, shapes and compact payloads."""
