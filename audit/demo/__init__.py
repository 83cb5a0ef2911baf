"""One coherent demonstration, built through services only; every name in it is invented and says so."""
