"""Random cases for everything that reads what a site or a file sends: `make fuzz`."""
